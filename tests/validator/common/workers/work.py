"""What the tests have workers do: functions are sent by name."""

import ctypes
import os
import time
from pathlib import Path


def double(number: int) -> int:
    return 2 * number


def note(file: Path, word: str) -> str:
    with file.open("a") as noted:
        noted.write(word)
    return word


def refuse(word: str) -> None:
    raise LookupError(word)


def own_process() -> int:
    return os.getpid()


def print_a_line() -> str:
    print("a library's message")  # noqa: T201
    return "answer"


def take_memory(size: int) -> int:
    return len(bytearray(size))


def abort() -> None:
    os.abort()


def end(status: int) -> None:
    os._exit(status)


def kill_itself() -> None:
    os.kill(os.getpid(), 9)


def fault() -> None:
    ctypes.string_at(0)


def hang(sign: Path) -> None:
    sign.write_text(str(os.getpid()))
    time.sleep(1000)


def spin() -> None:
    while True:
        pass
