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
    print(*sys.modules)
    return write(*arguments)

written.write = watched
main(sys.argv[1:])
"""


WRITE_THE_OUTPUTS = {
    "xlsxwriter.workbook",
    "validator.output.marked.marking",
    "validator.output.page.data",
    "validator.output.report",
    "validator.output.review_workbook.beside",
    "validator.output.text",
}


def test_all_that_writes_the_outputs_is_there_before_they_are_written(tmp_path: Path):
    arguments = ["validate", CLEAN, "--out", tmp_path, "--ledger", "none", "--on", "2026-11-28"]
    done = subprocess.run(
        [sys.executable, "-c", CODE, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert {*done.stdout.splitlines()[0].split()} >= WRITE_THE_OUTPUTS
    assert len([*tmp_path.glob("*.xlsx"), *tmp_path.glob("*.html")]) == 3
