"""Everything that is written keeps hostile text harmless: output by output, text by text."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from claimcheck.cli import main
from claimcheck.forms import SheetKind
from claimcheck.text import IGNORED, one_line
from tests.validator.books import ON, checked
from tests.validator.hostile.texts import FORMULAS, UNSEEN, everywhere, in_applicant, with_texts
from validator.common.harmless import harmless
from validator.supervision.review_sheet import HEADER_ROW, PLACES

NOTHING_MEANT = re.compile(IGNORED)

GROUPS = {
    "unseen": [text for text, _ in UNSEEN.values()],
    # What openpyxl can open, so that the clerk's own workbook is what is marked.
    "unseen but allowed": [text for text, _ in UNSEEN.values() if text.isprintable() is False
                           and not re.search(r"[\x00-\x08\x0b\x1b\ufffe\uffff]|&#", text)],
    "formulas": list(FORMULAS.values()),
}  # fmt: skip


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [*map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(params=GROUPS)
def handed_in(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return with_texts(tmp_path / "申报.xlsx", GROUPS[request.param], everywhere)


def cells(path: Path) -> Iterator[object]:
    """Every cell of a workbook as it is stored, with its type."""
    for page in load_workbook(path):
        for row in page.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


def assert_harmless(path: Path, formulas: Callable[[str], bool] = lambda _: False) -> None:
    """The workbook can be opened, runs nothing of others, and holds nothing unseen."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))  # noqa: S314 - written by us
            assert b"<evil" not in package.read(name)
    for cell in cells(path):
        if cell.data_type == "f":
            assert formulas(cell.value), (path.name, cell.coordinate, cell.value)
        if isinstance(cell.value, str):
            assert not NOTHING_MEANT.search(cell.value), (path.name, cell.coordinate, cell.value)


def our_hint(formula: str) -> bool:
    return formula == "=本行提示"


def test_what_nobody_sees_is_dropped_as_it_is_read(tmp_path: Path):
    path = with_texts(tmp_path / "a.xlsx", [text for text, _ in UNSEEN.values()], in_applicant)
    applicants = checked(path).inputs[0].sheets[SheetKind.CLAIMS].frame["applicant"]
    assert dict(zip(UNSEEN, applicants, strict=True)) == {
        kind: read for kind, (_, read) in UNSEEN.items()
    }


def test_validate_writes_its_outputs_whatever_a_cell_holds(handed_in: Path):
    result = run("validate", handed_in, "--on", ON.isoformat(), "--ledger", "none")
    assert result.exit_code == 1, result.output
    assert not NOTHING_MEANT.search(result.output)
    folder = handed_in.parent
    assert_harmless(folder / "申报.审核.xlsx", our_hint)
    marked = folder / "申报.核查.xlsx"
    page = load_workbook(marked)["核查结果"]
    for row in page.iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert not NOTHING_MEANT.search(str(cell.value or ""))
    report = (folder / "申报.核查报告.html").read_text("utf-8")
    assert report.count("</script>") == 2
    assert not NOTHING_MEANT.search(report)


def test_csv_has_one_line_a_finding_and_no_formula(handed_in: Path):
    result = run(
        "validate", handed_in, "--on", ON.isoformat(), "--ledger", "none", "--no-write",
        "--format", "csv",
    )  # fmt: skip
    text = result.stdout_bytes.decode("utf-8-sig")
    assert "\r" not in text
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == len(text.splitlines())
    assert {len(row) for row in rows} == {15}
    for row in rows:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝")), cell
            assert not NOTHING_MEANT.search(cell)


def test_json_can_be_read_back(handed_in: Path):
    result = run(
        "validate", handed_in, "--on", ON.isoformat(), "--ledger", "none", "--no-write",
        "--format", "json",
    )  # fmt: skip
    found = json.loads(result.stdout_bytes)
    assert found["summary"]["claims"] > 5
    assert not NOTHING_MEANT.search(result.stdout_bytes.decode())


def test_the_text_of_a_batch_comes_back_as_text(handed_in: Path, tmp_path: Path):
    batch = tmp_path / "batch.xlsx"
    assert run("collect", handed_in, "-o", batch).exit_code == 0
    assert_harmless(batch)
    # Someone corrects the batch: the copies that go back are changed.
    book = load_workbook(batch)
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type != "s" or "汇总" in str(cell.value):
                    continue
                if page.title == "人员花名册" and cell.column_letter == "C" and cell.row == 4:
                    cell.value, cell.data_type = "=cmd|'/C calc'!A0", "s"
    book.save(batch)
    assert run("split", batch, "-o", tmp_path / "back").exit_code == 0
    assert_own_text_only(tmp_path / "back" / "申报.xlsx")
    handed_in.unlink()
    assert run("split", batch, "-o", tmp_path / "anew").exit_code == 0
    assert_own_text_only(tmp_path / "anew" / "申报.xlsx")


def assert_own_text_only(path: Path) -> None:
    written = list(cells(path))
    assert written
    assert [cell.coordinate for cell in written if cell.data_type == "f"] == []
    assert any(cell.value == "=cmd|'/C calc'!A0" for cell in written)


#: Output → what it makes of a text that was read, and where such texts stand in it.
TABLE: dict[str, tuple[Callable[[str], str], Callable[[Path], set[str]]]] = {
    "marked copy": (harmless, lambda folder: texts_of(folder / "申报.核查.xlsx", "核查结果")),
    "review workbook": (str, lambda folder: texts_of(folder / "申报.审核.xlsx")),
    "batch": (str, lambda folder: texts_of(folder / "batch.xlsx")),
    "copy that goes back": (str, lambda folder: texts_of(folder / "back" / "申报.xlsx")),
    "workbook made anew": (str, lambda folder: texts_of(folder / "anew" / "申报.xlsx")),
    "csv": (lambda text: harmless(one_line(text)), lambda folder: fields_of(folder / "a.csv")),
    "json": (str, lambda folder: strings_in(json.loads((folder / "a.json").read_text("utf-8")))),
}


def texts_of(path: Path, *names: str) -> set[str]:
    """All texts of a workbook, none of which is a formula."""
    book = load_workbook(path)
    pages = [book[name] for name in names or book.sheetnames]
    found = {cell for page in pages for row in page.iter_rows() for cell in row}
    formulas = {cell.value for cell in found if cell.data_type == "f"}
    assert {text for text in formulas if not our_hint(text)} == set(), path.name
    # XlsxWriter takes some texts for markup of its own, but for a blank behind them.
    return {cell.value.rstrip(" ") for cell in found if cell.data_type == "s"}


def fields_of(path: Path) -> set[str]:
    rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    return {field for row in rows for field in row}


def strings_in(value: object) -> set[str]:
    """All texts in what was JSON."""
    if isinstance(value, str):
        return {value}
    inside = value.values() if isinstance(value, dict) else value
    return set().union(*map(strings_in, inside)) if isinstance(value, dict | list) else set()


def test_what_every_output_makes_of_every_text(tmp_path: Path):
    kinds = {kind: text for kind, (text, _) in UNSEEN.items()} | FORMULAS
    source = with_texts(tmp_path / "申报.xlsx", [*kinds.values()], everywhere)
    claims_read = checked(source).inputs[0].sheets[SheetKind.CLAIMS].frame
    common = ("validate", source, "--on", ON.isoformat(), "--ledger", "none")
    run(*common)
    for kind in ("csv", "json"):
        result = run(*common, "--no-write", "--format", kind)
        (tmp_path / f"a.{kind}").write_bytes(result.stdout_bytes)
    run("collect", source, "-o", tmp_path / "batch.xlsx")
    run("split", tmp_path / "batch.xlsx", "-o", tmp_path / "back")
    source.rename(tmp_path / "elsewhere.xlsx")
    run("split", tmp_path / "batch.xlsx", "-o", tmp_path / "anew")
    lost = []
    for output, (became, found_in) in TABLE.items():
        found = found_in(tmp_path)
        assert not any(NOTHING_MEANT.search(text) for text in found), output
        for kind, read in zip(kinds, claims_read["claim_id"], strict=True):
            if became(read) not in found:
                lost.append((output, kind, became(read)))
    assert lost == []


def test_what_goes_out_after_the_decisions_is_harmless(handed_in: Path, tmp_path: Path):
    ledger = tmp_path / "l.sqlite"
    common = ("--on", ON.isoformat(), "--ledger", ledger, "--key", tmp_path / "k")
    run("validate", handed_in, *common)
    workbook = tmp_path / "申报.审核.xlsx"
    book = load_workbook(workbook)
    sheet = book["待审"]
    for row in range(HEADER_ROW + 2, sheet.max_row + 1):
        sheet.cell(row, PLACES["decision"] + 1, "退回补正")
        sheet.cell(row, PLACES["reason"] + 1, "见\u202e说明 =1+1")
        sheet.cell(row, PLACES["reviewer"] + 1, "李审")
    book.save(workbook)
    run("review", "apply", workbook, "--ledger", ledger, "--key", tmp_path / "k")
    for command in ("letters", "notice", "payment"):
        result = run("review", command, handed_in, "-o", tmp_path / command, *common)
        assert result.exit_code in (0, 1), result.output
        assert not NOTHING_MEANT.search(result.output)
    letter, *others = (tmp_path / "letters").glob("*.docx")
    assert not any(NOTHING_MEANT.search(one.name) for one in (letter, *others))
    with zipfile.ZipFile(letter) as package:
        text = package.read("word/document.xml").decode()
    ElementTree.fromstring(text)  # noqa: S314 - written by us
    assert not NOTHING_MEANT.search(text)
