"""What writes the outputs is imported while workers read, not when it is wanted."""

import subprocess
import sys
from pathlib import Path

CLEAN = Path(__file__).parents[3] / "samples" / "hiring-clean.xlsx"

CODE = """
import sys
from claimcheck.cli import main
import validator.commands.written as written

write = written.write

def watched(*arguments):
    before = set(sys.modules)
    outputs = write(*arguments)
    print(*{name.partition(".")[0] for name in set(sys.modules) - before})
    return outputs

written.write = watched
main(sys.argv[1:])
"""


def test_nothing_of_ours_is_imported_when_the_outputs_are_written(tmp_path: Path):
    arguments = ["validate", CLEAN, "--out", tmp_path, "--ledger", "none", "--on", "2026-11-28"]
    done = subprocess.run(
        [sys.executable, "-c", CODE, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    imported = done.stdout.splitlines()[0].split()
    assert not {"validator", "claimcheck", "xlsxwriter", "polars"} & {*imported}
    assert len([*tmp_path.glob("*.xlsx"), *tmp_path.glob("*.html")]) == 3
