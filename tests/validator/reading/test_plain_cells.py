"""A piece without its plain texts, and these beside it, is what the reader makes of the whole."""

import random
import zipfile
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from tests.validator.reading.test_in_pieces import NAME, loaded, whole
from validator.reading import in_pieces
from validator.reading.in_pieces import LoadedSheet
from validator.reading.plain_cells import plain_texts


def cell(letter: str, row: int, text: str, attributes: str = ' s="1"') -> str:
    return f'<c r="{letter}{row}"{attributes} t="inlineStr"><is><t>{text}</t></is></c>'


def ordinary(row: int) -> list[str]:
    """A row's tag and its cells: three plain texts, a number and a day."""
    return [
        f'<row r="{row}">',
        cell("B", row, f"马小{row % 7}"),
        cell("C", row, f"64059819900101{row:04}"),
        f'<c r="D{row}"><v>{3000 + row / 4}</v></c>',
        f'<c r="E{row}" s="1"><v>{46000 + row}</v></c>',
        cell("F", row, "工资>发", ' s="0"'),
    ]


def _text(row: int, text: str) -> list[str]:
    cells = ordinary(row)
    cells[1] = cell("B", row, text)
    return cells


#: What a row may be like besides: each is left to the reader, and comes out as it reads it.
ODD = {
    "reference": lambda row: _text(row, "马&amp;牛"),
    "digits": lambda row: _text(row, "马&#x4E00;"),
    "blanks": lambda row: _text(row, "  马 "),
    "line": lambda row: _text(row, "马\n牛"),
    "carriage": lambda row: _text(row, "马_x000D_牛"),
    "unseen": lambda row: _text(row, "马\u200b牛"),
    "private": lambda row: _text(row, "马\ue863"),
    "empty": lambda row: _text(row, ""),
    "runs": lambda row: _text(row, "马</t></is><is><t>牛"),
    "space": lambda row: [
        *ordinary(row)[:5],
        f'<c r="F{row}" s="0" t="inlineStr"><is><t xml:space="preserve"> 工资 </t></is></c>',
    ],
    "rich": lambda row: [
        *ordinary(row)[:5],
        f'<c r="F{row}" s="0" t="inlineStr"><is><r><t>工</t></r><r><t>资</t></r></is></c>',
    ],
    "formula": lambda row: [*ordinary(row)[:5], f'<c r="F{row}" t="str"><f>B3</f><v>马</v></c>'],
    "percent": lambda row: [*ordinary(row)[:5], cell("F", row, "工资", ' s="2"')],
    "error": lambda row: [*ordinary(row)[:5], f'<c r="F{row}" t="e"><v>#N/A</v></c>'],
    "number": lambda row: [*ordinary(row)[:5], f'<c r="F{row}" s="0"><v>12</v></c>'],
    "lacking": lambda row: ordinary(row)[:3] + ordinary(row)[4:],
    "short": lambda row: ordinary(row)[:2],
    "blank": lambda row: [f'<row r="{row}">'],
    "styled": lambda row: [*ordinary(row)[:5], f'<c r="F{row}" s="1"/>'],
    "more": lambda row: [*ordinary(row), cell("G", row, "更多")],
    "left": lambda row: [*ordinary(row)[:1], cell("A", row, "左"), *ordinary(row)[1:]],
    "twice": lambda row: [
        *ordinary(row)[:5],
        f'<c r="F{row}" s="2"/>',
        cell("F", row, "工资", ' s="0"'),
    ],
    "once more": lambda row: [
        *ordinary(row)[:4],
        f'<c r="B{row}"><v>{row}</v></c>',
        cell("F", row, "工资", ' s="0"'),
    ],
    "before": lambda row: [
        *ordinary(row)[:4],
        f'<c r="C{row}" s="1"/>',
        *ordinary(row)[4:],
    ],
    "tag": lambda row: [f'<row r="{row}" spans="2:6" ht="15">', *ordinary(row)[1:]],
    "another style": lambda row: [*ordinary(row)[:5], cell("F", row, "工资", ' s="1"')],
    "another row": lambda row: [*ordinary(row)[:5], cell("F", row + 1, "工资", ' s="0"')],
}


def _sheet(rows: list[list[str]]) -> str:
    return "".join("".join(cells) + "</row>" for cells in rows)


def saved(path: Path, rows: str) -> Path:
    """A workbook whose sheet has two rows of headings, and below them these."""
    book = Workbook()
    assert book.active is not None
    book.active.title = NAME
    book.active.append([None, "标题"])
    book.active.append([None, "姓名", "号码", "金额", "日期", "摘要"])
    book.active["E2"].number_format = "yyyy-mm-dd"
    book.active["G2"].number_format = "0%"
    book.active["H900"] = "下面"
    book.save(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    last = parts[sheet].index('<row r="900"')
    parts[sheet] = parts[sheet][:last] + rows + parts[sheet][last:]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_pieces, "_PIECE", 9_000)
    monkeypatch.setattr(in_pieces, "_FIRST", 2_500)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows of each piece lost their plain texts."""
    rows: list[int] = []

    def noted(text: bytes, first: int):
        found = plain_texts(text, first)
        rows.append(0 if found is None else int(found.taken.sum()))
        return found

    monkeypatch.setattr(in_pieces, "plain_texts", noted)
    return rows


def _same(path: Path, monkeypatch: pytest.MonkeyPatch) -> LoadedSheet:
    found = loaded(path)
    assert found is not None
    expected = whole(path)
    assert found.frame.schema == expected.schema
    assert found.frame.equals(expected)
    with monkeypatch.context() as patch:
        patch.setattr(in_pieces, "plain_texts", lambda *_: None)
        as_it_is = loaded(path)
    assert as_it_is is not None
    assert found.look == as_it_is.look
    return found


def test_rows_that_are_alike_come_out_as_the_reader_reads_them(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch
):
    _same(saved(tmp_path / "a.xlsx", _sheet([ordinary(row) for row in range(3, 400)])), monkeypatch)
    assert sum(taken) > 330


def test_a_style_of_the_texts_that_are_taken_out_is_seen_down_to_the_last(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch
):
    rows = [ODD["percent"](row) for row in range(3, 400)]
    found = _same(saved(tmp_path / "a.xlsx", _sheet(rows)), monkeypatch)
    assert sum(taken) > 330
    assert found.look.columns == {"F": 399, "G": 2}


@pytest.mark.parametrize("odd", ODD)
def test_a_row_that_is_not_alike_is_left_to_the_reader(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch, odd: str
):
    rows = [ODD[odd](row) if row % 9 == 0 else ordinary(row) for row in range(3, 400)]
    if odd == "another row":  # what the reader makes of two cells of one address is its own matter
        found = loaded(saved(tmp_path / "a.xlsx", _sheet(rows)))
        assert found is None or found.frame.equals(whole(tmp_path / "a.xlsx"))
        return
    _same(saved(tmp_path / "a.xlsx", _sheet(rows)), monkeypatch)
    assert 250 < sum(taken) < 360


@pytest.mark.parametrize("seed", range(20))
def test_rows_of_all_kinds_among_others_come_out_as_the_reader_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
):
    chance = random.Random(seed)  # noqa: S311
    kinds = [kind for kind in ODD if kind != "another row"]
    share = chance.choice([0.02, 0.2, 0.6])
    rows = [
        ODD[chance.choice(kinds)](row) if chance.random() < share else ordinary(row)
        for row in range(3, 300)
    ]
    _same(saved(tmp_path / "a.xlsx", _sheet(rows)), monkeypatch)


def test_a_comment_around_plain_texts_leaves_the_sheet_to_the_reader_as_a_whole(tmp_path: Path):
    rows = [ordinary(row) for row in range(3, 400)]
    rows[200][3] = rows[200][3].replace("</c>", "<!--</c>")
    rows[200][4] = rows[200][4].replace("<c ", "--><c ")
    assert loaded(saved(tmp_path / "a.xlsx", _sheet(rows))) is None


def test_a_row_of_plain_texts_alone_keeps_one_of_them(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch
):
    rows = [
        [f'<row r="{row}">', cell("B", row, f"马{row}"), cell("C", row, "a"), cell("D", row, "b")]
        for row in range(3, 400)
    ]
    _same(saved(tmp_path / "a.xlsx", _sheet(rows)), monkeypatch)
    assert sum(taken) > 330


@pytest.mark.parametrize(
    "rows",
    [
        _sheet([ordinary(row) for row in (3, 4, 6, 7)]),
        _sheet([ordinary(row) for row in (3, 4, 4, 5)]),
        _sheet([ordinary(3), ordinary(4)]) + "<!-- x -->",
        _sheet([[f'<row r="{row}">', cell("B", row, "马")] for row in range(3, 9)]),
        _sheet([[f'<row r="{row}">', f'<c r="B{row}"><v>1</v></c>'] for row in range(3, 9)]),
        "",
    ],
)
def test_nothing_is_taken_out_where_it_is_not_certain_or_not_worth_it(rows: str):
    assert plain_texts(rows.encode(), 3) is None


def test_what_is_taken_out_is_no_longer_in_the_rest():
    rows = _sheet([ordinary(3), _text(4, "马 牛"), ordinary(5)])
    found = plain_texts(rows.encode(), 3)
    assert found is not None
    assert found.taken.to_list() == [True, False, True]
    assert found.texts["B"][0] == "马小3"
    assert found.texts["F"].to_list()[::2] == ["工资>发"] * 2
    assert _sheet([_text(4, "马 牛")]) in found.rest.decode()
    assert found.rest.decode().count("inlineStr") == 3


def test_a_frame_with_other_rows_is_not_put_together():
    found = plain_texts(_sheet([ordinary(row) for row in range(3, 9)]).encode(), 3)
    assert found is not None
    numbers = pl.DataFrame({"D": ["1"] * 6, "E": ["2"] * 6})
    together = found.put_back(numbers)
    assert together is not None
    assert together.columns == ["B", "C", "D", "E", "F"]
    assert found.put_back(numbers[:5]) is None
