"""Several calls of claimcheck in one real process: its own streams, code page and arguments.

What a call writes to the streams of a process cannot be tried in the process of the tests, and
a process for each call spends most of its time on imports. Every call gets a standard output
and error of its own, as the program finds them when it starts.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Said:
    """What one call wrote, byte for byte, and its exit status."""

    stdout: bytes
    stderr: bytes
    status: int


def calls(
    orders: Sequence[Sequence[str | Path]],
    folder: Path,
    environment: dict[str, str],
    terminals: Sequence[int] = (),
) -> list[Said]:
    """Have each of these argument lists run, one after the other.

    Args:
        orders: the arguments behind `claimcheck`.
        folder: an empty one for what the calls write.
        environment: of the process.
        terminals: for each call, the handle of a terminal that is its standard output instead;
            `Said.stdout` is empty then.
    """
    todo = [
        {
            "arguments": [str(argument) for argument in order],
            "stdout": terminals[number] if terminals else str(folder / f"{number}.out"),
            "stderr": str(folder / f"{number}.err"),
        }
        for number, order in enumerate(orders)
    ]
    done = subprocess.run(
        [sys.executable, "-m", "tests.one_process"],
        input=json.dumps(todo).encode(),
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environment,
        pass_fds=terminals,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    statuses: list[int] = json.loads((folder / "statuses.json").read_text())
    assert len(statuses) == len(orders)
    return [
        Said(
            b"" if terminals else (folder / f"{number}.out").read_bytes(),
            (folder / f"{number}.err").read_bytes(),
            status,
        )
        for number, status in enumerate(statuses)
    ]


def _main() -> None:
    todo = json.loads(sys.stdin.buffer.read())
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    statuses = [_call(**order) for order in todo]
    where = Path(todo[-1]["stderr"]).with_name("statuses.json")
    where.write_text(json.dumps(statuses))


def _call(arguments: list[str], stdout: str | int, stderr: str) -> int:
    """One call, with streams as Python makes them when it starts."""
    encoding = os.environ.get("PYTHONIOENCODING", "utf-8")
    os.dup2(stdout if isinstance(stdout, int) else _written(stdout), 1)
    os.dup2(_written(stderr), 2)
    sys.stdout = os.fdopen(1, "w", encoding=encoding, closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding=encoding, errors="backslashreplace", closefd=False)
    from claimcheck.cli import main

    status: object = 0
    try:
        main(arguments, prog_name="claimcheck")
    except SystemExit as end:
        status = end.code
    except BaseException:
        import traceback

        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return status if isinstance(status, int) else int(status is not None)


def _written(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)


if __name__ == "__main__":
    _main()
