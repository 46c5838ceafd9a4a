"""What is said of a ledger that cannot be trusted needs no database."""

import subprocess
import sys


def test_a_run_without_a_ledger_loads_no_database():
    asked = "import sys, validator.output.text, validator.output.review_workbook.beside"
    done = subprocess.run(
        [sys.executable, "-c", f"{asked}; print('sqlalchemy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
