"""Ctrl-C ends a run at once: no traceback, and no process stays."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.validator.books import claims, save


def opened_by_a_worker(pipe: Path) -> int:
    """Wait until somebody reads a named pipe; what is never written keeps them there."""
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.01)


def group(leader: int) -> set[int]:
    """The processes of a group that have not ended."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            state, _, of_group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if state != "Z" and int(of_group) == leader:
            found.add(int(entry.name))
    return found


def test_ctrl_c_ends_a_run_in_the_middle_of_a_file(tmp_path: Path):
    hanging = tmp_path / "申报.xlsx"
    os.mkfifo(hanging)
    command = [sys.executable, "-m", "claimcheck", "validate", "--ledger", "none", "--no-write"]
    with subprocess.Popen(
        [*command, hanging, save(tmp_path / "好.xlsx", claims(5))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        end = opened_by_a_worker(hanging)
        assert len(group(process.pid)) >= 2
        os.killpg(process.pid, signal.SIGINT)
        out, said = process.communicate(timeout=60)
        os.close(end)
    assert out == ""
    assert said.strip().splitlines()[-1] == "已中止。"
    assert "Traceback" not in said
    while group(process.pid):  # the system may take a moment to end them
        time.sleep(0.01)
