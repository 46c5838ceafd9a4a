"""Which checks apply on this machine."""

import sys
from pathlib import Path

from addin.doctor import excel, machine, office, service, workbook
from addin.doctor.result import Diagnosis


def examine(path: Path | None = None) -> list[Diagnosis]:
    """Check this machine for the spreadsheet program it has.

    Args:
        path: a workbook that does not compute as it should; it is checked, too.
    """
    results = [machine.python_version(), machine.packages()]
    results += excel.checks() if sys.platform == "win32" else office.checks()
    results.append(service.local_service())
    if path is not None:
        results += workbook.checks(path)
    return results
