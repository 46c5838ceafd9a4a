"""Kill `ledger record` often: `python -m tests.kill_ledger --kills 200 [--postgres]`.

The suite does a few dozen; this does as many as one likes. Ends with status 1 where a batch
that was reported as recorded is lost, or one is half there.
"""

import argparse
import contextlib
import sys
import tempfile
from pathlib import Path

from tests.validator.ledger import postgres
from tests.validator.ledger.killing import kill_often


def main() -> None:
    """Read the arguments, kill, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--longest", type=float, default=0.8, help="seconds; more on a busy machine"
    )
    parser.add_argument("--postgres", action="store_true")
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = str(folder / "ledger.sqlite")
        if arguments.postgres:
            programs = postgres.programs()
            if programs is None:
                sys.exit("PostgreSQL is not installed")
            url = stack.enter_context(postgres.server(programs)).format(database="postgres")
        tally = kill_often(url, folder / "key", arguments.kills, arguments.seed, arguments.longest)
    sys.stdout.write(f"{tally}\n")
    sys.exit(1 if tally.lost or tally.torn else 0)


if __name__ == "__main__":
    main()
