"""How long an entry in a template takes in LibreOffice, until all its cells are computed again.

    python -m benchmarks.entries --people 500 2000 5000
    python -m benchmarks.entries --empty hiring station insurance gig

Builds the hiring template with so many people and six payments each, or empty templates with so
many rows, opens it, and changes a payment and whom it was made to, a person's ID number, category,
name and day of hiring, a claim's measure, and a cell that no formula looks at: what is computed
then rests on TODAY(), and no entry takes less. Seconds are those of the processor, which other
programs on the machine hardly lengthen. With --with-addin Python computes, too.
Needs the system's Python with `uno`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from tests.libreoffice import SYSTEM_PYTHON, LibreOffice

#: `addin.template.layout.HEADER_ROW`, which the system's Python cannot import
_HEADER_ROW = 7
#: no sheet to fill in has more columns
_COLUMNS = 60
#: a column to the right of everything
_NOBODY_LOOKS = 120
#: stands for the first measure that the drop-down offers
_OFFERED = "list_offered"
#: what is entered: a sheet, how the heading begins, and values one after the other
_PEOPLE, _PAYMENTS = "人员花名册", "工资流水"
_ENTRIES: dict[str, tuple[str, str, list[str | float]]] = {
    "nothing": ("申报表", "", [1.0, 2.0, 3.0]),
    "measure": ("申报表", "事项编号", [_OFFERED, "", _OFFERED]),
    "name": (_PEOPLE, "姓名", ["马甲", "马乙", "马丙"]),
    "id number": (_PEOPLE, "身份证号", ["640598198001010017", "", "640598198001010017"]),
    "category": (_PEOPLE, "人员类别", ["残疾人", "脱贫人口", "残疾人"]),
    "hired on": (_PEOPLE, "入职日期", [46030.0, 46031.0, 46032.0]),
    "payment": (_PAYMENTS, "入账金额", [3000.0, 2999.0, 4000.0]),
    "paid to": (_PAYMENTS, "身份证号", ["640598198001010017", "", "640598198001010017"]),
}
#: how this program calls itself
_MEASURE = "--measure"


def build(people: int, target: Path) -> None:
    """Write the hiring template with so many people."""
    from addin.template.build import build_template
    from addin.template.plan import make_plan
    from benchmarks.cells import CLAIMS, PAYMENTS_A_PERSON, rows

    plan = make_plan("hiring", people, CLAIMS, payments=people * PAYMENTS_A_PERSON)
    target.write_bytes(build_template(plan, rows(people)))


def build_empty(claim_type: str, rows: int, target: Path) -> None:
    """Write a template with so many rows for people, or for claims where it lists none."""
    from addin.template.build import build_template
    from addin.template.plan import make_plan

    plan = make_plan(claim_type, rows)
    if not plan.lists_people:
        plan = make_plan(claim_type, claims=rows)
    target.write_bytes(build_template(plan))


def measure(workbook: Path, profile: Path, arguments: list[str]) -> None:
    """Print the times for one workbook; run by the system's Python.

    Args:
        workbook: the workbook.
        profile: LibreOffice's profile folder.
        arguments: more of LibreOffice's arguments.
    """
    # `uno` is what makes LibreOffice's own types importable.
    from tests.uno_desktop import desktop, uno

    property_value = uno.getClass("com.sun.star.beans.PropertyValue")

    with desktop(profile.as_uri(), *arguments) as office:
        hidden = property_value()
        hidden.Name, hidden.Value = "Hidden", True
        start = _busy(profile)
        document = office.loadComponentFromURL(workbook.as_uri(), "_blank", 0, (hidden,))
        opened = _busy(profile) - start
        started, start = start, _busy(profile)
        document.calculateAll()
        print(
            f"started in {started:.1f} s, opened in {opened:.1f} s, "
            f"all computed in {_busy(profile) - start:.1f} s"
        )
        for what, (sheet, title, values) in _ENTRIES.items():
            cell = _below(document.Sheets, sheet, title)
            if cell is None:
                print(f"{what:<9} has no column here")
                continue
            times = []
            for value in values:
                start = _busy(profile)
                if isinstance(value, float):
                    cell.Value = value
                else:
                    cell.String = _first_of(document, value) if value == _OFFERED else value
                document.calculate()
                times.append(_busy(profile) - start)
            print(f"{what:<9} {min(times):.2f} to {max(times):.2f} s", flush=True)


def _below(sheets: Any, name: str, title: str) -> Any:
    """The third cell below the heading that begins with a title; None without such a heading."""
    if not sheets.hasByName(name):
        return None
    sheet = sheets.getByName(name)
    if not title:
        return sheet.getCellByPosition(_NOBODY_LOOKS, _HEADER_ROW + 2)
    for column in range(_COLUMNS):
        if sheet.getCellByPosition(column, _HEADER_ROW - 1).String.startswith(title):
            return sheet.getCellByPosition(column, _HEADER_ROW + 2)
    return None


def _first_of(document: Any, name: str) -> str:
    """The first text of a named list."""
    area = document.NamedRanges.getByName(name).ReferredCells
    return str(area.getCellByPosition(0, 0).String)


def _busy(profile: Path) -> float:
    """Processor seconds that LibreOffice has used with this profile."""
    found = 0.0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if profile.as_uri().encode() in (process / "cmdline").read_bytes():
                used = (process / "stat").read_text().rpartition(")")[2].split()
                found += (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            continue
    return found


def main() -> None:
    """Build, then measure in a process of the system's Python."""
    if sys.argv[1:2] == [_MEASURE]:
        measure(*map(Path, sys.argv[2:4]), sys.argv[4:])
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="*", default=[500, 2000, 5000])
    parser.add_argument("--empty", nargs="+", metavar="TYPE", help="empty templates")
    parser.add_argument("--with-addin", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package = _package(folder) if asked.with_addin else None
        calc = LibreOffice(folder, package, recalculates=False)
        for people, claim_type in product(asked.people, asked.empty or [None]):
            workbook = folder / f"{people}.xlsx"
            if claim_type is None:
                build(people, workbook)
            else:
                build_empty(claim_type, people, workbook)
            size = workbook.stat().st_size / 1e6
            print(
                f"{claim_type or 'hiring, filled'}, {people:,} rows, {size:.2f} MB: ",
                end="",
                flush=True,
            )
            again = [SYSTEM_PYTHON, "-m", "benchmarks.entries", _MEASURE, str(workbook), name]
            subprocess.run([*again, *calc.arguments[1:]], check=True)


def _package(folder: Path) -> Path:
    """The add-in, built for this Python."""
    from addin.libreoffice.package import build as build_package

    return build_package(folder / "claimcheck.oxt")


if __name__ == "__main__":
    main()
