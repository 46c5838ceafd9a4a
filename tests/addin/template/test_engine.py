"""The engine that a template names is the one whose figures it shows, opened as people open it."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from addin.template.build import build_template
from addin.template.guide import GUIDE_SHEET
from addin.template.layout import HEADER_ROW
from claimcheck import __version__
from claimcheck.forms import SheetKind
from tests.addin.template.agreement import by_python
from tests.addin.template.bad_values import Table, honest, write
from tests.libreoffice import LibreOffice

PYTHON, PLAIN = f"Python 引擎 claimcheck {__version__}", "普通公式"


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory, plain_calc: LibreOffice) -> LibreOffice:
    """A PC without Python; it computes nothing again as it opens a file."""
    assert plain_calc.profile.exists()
    return LibreOffice(tmp_path_factory.mktemp("without"), recalculates=False)


@pytest.fixture(scope="module")
def with_python(tmp_path_factory: pytest.TempPathFactory, addin_package: Path) -> LibreOffice:
    """A PC with the add-in; it computes nothing again as it opens a file."""
    folder = tmp_path_factory.mktemp("with")
    return LibreOffice(folder, addin=addin_package, recalculates=False)


@pytest.mark.parametrize("filled", [True, False], ids=["filled", "empty"])
def test_the_engine_that_is_named_gave_the_figures(
    filled: bool,
    tmp_path: Path,
    without: LibreOffice,
    with_python: LibreOffice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = honest("hiring")
    path = tmp_path / "template.xlsx"
    path.write_bytes(build_template(made.plan))
    if filled:
        write(made, path, monkeypatch)
    sums = set()
    for names, calc in (
        (PLAIN, without),
        (PYTHON, with_python),
        (PLAIN, without),
        (PYTHON, with_python),
    ):
        # Each opens what the other has saved, with its figures in the cells.
        path = calc.recalculate(path)
        book = openpyxl.load_workbook(path, data_only=True)
        named = _lines(book)
        assert len(named) == 3 and all(names in line for line in named), named
        given = by_python(path, made.plan)[SheetKind.CLAIMS]
        assert given == (3 if filled and names == PYTHON else 0)
        sums.add(book["申报表"].cell(HEADER_ROW + 1, 1 + _place(made, "assessed_yuan")).value)
    assert len(sums) == 1


def test_a_claim_that_python_is_not_asked_for_keeps_no_other_back(
    tmp_path: Path, addin_calc: LibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = honest("hiring")
    claims, people = (made.rows[kind] for kind in (SheetKind.CLAIMS, SheetKind.ROSTER))
    for number, measure in enumerate(("ZW99-1", None, "ZW23-3")):
        claims.append({**claims[0], "claim_id": f"other {number}", "measure": measure})
        people.append({**people[0], "claim_id": f"other {number}"})
    people.append({**people[0], "hired_on": "下周"})  # put out, of a claim that is judged
    path = addin_calc.recalculate(write(made, tmp_path / "template.xlsx", monkeypatch))
    given = by_python(path, made.plan)
    assert given == {SheetKind.CLAIMS: 3, SheetKind.ROSTER: len(people) - 4}
    for line in _lines(openpyxl.load_workbook(path, data_only=True)):
        assert PYTHON in line and "另有" not in line


def _lines(book: Workbook) -> list[str]:
    """The engine's lines: on the first sheet, above the claims, above the people."""
    guide = [
        str(row[2].value) for row in book[GUIDE_SHEET].iter_rows() if row[1].value == "计算方式"
    ]
    sheets = [book[name][1] for name in ("申报表", "人员花名册")]
    found = [str(cell.value) for row in sheets for cell in row]
    return guide + [text for text in found if text.startswith("计算方式")]


def _place(made: Table, key: str) -> int:
    return made.plan.block(SheetKind.CLAIMS).index(key)
