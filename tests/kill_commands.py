"""Kill commands in the middle of writing: `python -m tests.kill_commands --kills 60`.

So many kills of each of: decisions on the review page, `review apply`, `split`, the outputs of
`validate` (`--only NAME` for one). The suite does a handful. Ends with status 1 where something
was lost, is half there, or was left.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.validator.commands.killing import ACTS, Desk


def main() -> None:
    """Read the arguments, kill, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=sorted(ACTS))
    arguments = parser.parse_args()
    faults = 0
    for name, act in ACTS.items():
        if arguments.only in (None, name):
            with tempfile.TemporaryDirectory() as folder:
                generator = random.Random(arguments.seed)  # noqa: S311
                tally = act(Desk(Path(folder) / "office"), arguments.kills, generator)
            sys.stdout.write(f"{name}: {tally}\n")
            sys.stdout.flush()
            faults += len(tally.faults)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
