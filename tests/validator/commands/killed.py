"""A command of claimcheck that waits to be killed: `python -m tests.validator.commands.killed …`.

Imports what takes long, says "ready", waits for a line, then is the command with the arguments.
"""

import sys

import openpyxl  # noqa: F401
import polars  # noqa: F401
import sqlalchemy  # noqa: F401
import xlsxwriter  # noqa: F401

import validator.checks.schemas
import validator.commands.review
import validator.ledger.audit.trail
import validator.output.report
import validator.output.review_workbook.build
import validator.run.prepared  # noqa: F401
from claimcheck.cli import main

if __name__ == "__main__":
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    main()
