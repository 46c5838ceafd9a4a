"""A command's process ends at once, but not before everything is done and said."""

import subprocess
import sys

import pytest

BEGINNING = """
import atexit, sys, threading, time
from claimcheck.leaving import leaving_at_once

class Held:
    def __del__(self):
        print("taken apart", flush=True)

held = Held()
"""


def ended(code: str, **streams: object) -> tuple[int, str]:
    """Exit status and output of a program."""
    done = subprocess.run(
        [sys.executable, "-c", BEGINNING + code], stdout=subprocess.PIPE, check=False, **streams
    )
    return done.returncode, done.stdout.decode()


@pytest.mark.parametrize("status", [0, 1, 2])
def test_nothing_is_taken_apart_and_the_status_is_kept(status: int):
    assert ended(f"leaving_at_once(lambda: (print('said'), sys.exit({status})))") == (
        status,
        "said\n",
    )


def test_what_is_registered_meanwhile_and_other_threads_come_to_their_end():
    code = """
def run():
    atexit.register(print, "registered")
    threading.Thread(target=lambda: (time.sleep(0.2), print("thread"))).start()
    sys.exit(1)

leaving_at_once(run)
"""
    assert ended(code) == (1, "thread\nregistered\n")


@pytest.mark.parametrize(
    ("end", "status"), [("1 / 0", 1), ("sys.exit('words')", 1), ("print('returns')", 0)]
)
def test_any_other_end_is_left_to_python(end: str, status: int):
    code, said = ended(f"leaving_at_once(lambda: {end})", stderr=subprocess.DEVNULL)
    assert code == status
    assert said.endswith("taken apart\n")


def test_what_cannot_be_written_in_the_end_is_told_as_ever():
    code = """
class Full:
    def write(self, text): return len(text)
    def flush(self): raise OSError(28, "full")

sys.stdout = Full()
leaving_at_once(lambda: sys.exit(0))
"""
    assert ended(code, stderr=subprocess.DEVNULL)[0] == 120
