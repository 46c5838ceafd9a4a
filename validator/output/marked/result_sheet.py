"""The sheet 核查结果: what was found, each line linked to its cell."""

from collections.abc import Callable, Iterator

from validator.common.harmless import harmless
from validator.common.workbooks import cell_text
from validator.output.marked.results import ResultLine, Results
from validator.output.package.formats import Look
from validator.output.package.sheet import address_of
from validator.output.package.splicing import element, text_element
from validator.output.styles import lines_of

TITLE = "核查结果"

_HEADINGS = (
    ("序号", 6), ("程度", 7), ("编号", 8), ("问题", 20), ("位置", 17), ("申报编号", 11),
    ("人员", 25), ("现为", 20), ("应为", 20), ("说明", 58), ("怎么改", 40), ("依据", 18),
)  # fmt: skip
_HEADER_ROW = 6
_LAST = address_of((1, len(_HEADINGS)))[:-1]
_SEVERITY_COLUMN, _LINK_COLUMN = 2, 5

#: How cells are coloured by severity, here and in the clerk's sheets.
COLOURS = {"error": "FFFFC7CE", "warning": "FFFFE5B4", "info": "FFDDEBF7"}

#: Excel makes no row higher.
_HIGHEST = 409


def _font(size: int, *, bold: bool = False, colour: str = "", underlined: bool = False) -> str:
    parts = ["<b/>"] if bold else []
    parts += ["<u/>"] if underlined else []
    parts += [f'<sz val="{size}"/>']
    parts += [f'<color rgb="{colour}"/>'] if colour else []
    return (
        f'<font>{"".join(parts)}<name val="微软雅黑"/><family val="2"/><charset val="134"/></font>'
    )


def _border(colour: str) -> str:
    line = f'style="thin"><color rgb="{colour}"/>'
    sides = "".join(f"<{side} {line}</{side}>" for side in ("left", "right", "top", "bottom"))
    return f"<border>{sides}<diagonal/></border>"


_MIDDLE = '<alignment vertical="center"/>'
_WRAPPED = '<alignment vertical="center" wrapText="1"/>'
_CENTRED = '<alignment horizontal="center" vertical="center"{}/>'
_LEFT = '<alignment horizontal="left" vertical="center" wrapText="1"/>'
_GRID = _border("FFD9D9D9")

_TITLE_LOOK = Look(_font(16, bold=True), alignment=_MIDDLE)
_VERDICTS = {
    passes: Look(_font(11, bold=True, colour=colour), alignment=_MIDDLE)
    for passes, colour in ((True, "FF7F6000"), (False, "FFC00000"))
}
_MONEY_LOOK = Look(_font(10), alignment=_WRAPPED)
_REMARKS_LOOK = Look(_font(9, colour="FF595959"), alignment=_WRAPPED)
_HEAD = Look(
    _font(10, bold=True, colour="FFFFFFFF"), "FF2F5D62", _border("FFBFBFBF"), _CENTRED.format("")
)
_PLAIN = Look(_font(10), border=_GRID, alignment=_LEFT)
_NUMBER = Look(_font(10), border=_GRID, alignment=_CENTRED.format(' wrapText="1"'))
_LINK = Look(_font(10, colour="FF0563C1", underlined=True), border=_GRID, alignment=_LEFT)
_SEVERITIES = {
    severity: Look(_NUMBER.font, colour, _GRID, _NUMBER.alignment)
    for severity, colour in COLOURS.items()
}


def names(results: Results) -> dict[str, tuple[str, bool]]:
    """The sheet's own names: what is filtered, and the row that every page begins with."""
    return {
        "_xlnm._FilterDatabase": (f"'{TITLE}'!${_area(results, '$')}", True),
        "_xlnm.Print_Titles": (f"'{TITLE}'!${_HEADER_ROW}:${_HEADER_ROW}", False),
    }


def result_sheet(
    results: Results, format_of: Callable[[Look], int], namespace: str, *, linked: bool, note: str
) -> Iterator[bytes]:
    """The sheet's part, piece by piece.

    Args:
        results: what it says.
        format_of: gives the number of the format with a look.
        namespace: of the elements.
        linked: whether the cells are in this workbook, so that lines can link to them.
        note: what else the reader has to know.
    """
    remarks = results.remarks + note + results.waivers
    head = [
        ("核查结果", _TITLE_LOOK, 28),
        (results.verdict, _VERDICTS[results.passes], 20),
        (results.money, _MONEY_LOOK, 18),
        (remarks, _REMARKS_LOOK, 4 + 14 * lines_of(remarks, sum(width for _, width in _HEADINGS))),
    ]
    yield _BEFORE.replace("{namespace}", namespace).encode()
    for row, (text, look, height) in enumerate(head, 1):
        yield _row(row, height, _text_cell((row, 1), text, format_of(look)))
    heads = [
        _text_cell((_HEADER_ROW, place), text, format_of(_HEAD))
        for place, (text, _) in enumerate(_HEADINGS, 1)
    ]
    yield _row(_HEADER_ROW, 22, *heads)
    links = []
    for number, line in enumerate(results.lines, 1):
        row = _HEADER_ROW + number
        leads = linked and line.sheet is not None and line.cell is not None
        yield _line(row, number, line, format_of, leads=leads)
        if leads:
            name = str(line.sheet).replace("'", "''")
            made = {"ref": address_of((row, _LINK_COLUMN)), "location": f"'{name}'!{line.cell}"}
            links.append(element("hyperlink", made))
    yield _behind(results, links).encode()


_BEFORE = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{{namespace}}">'
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
    f'<pane ySplit="{_HEADER_ROW}" topLeftCell="A{_HEADER_ROW + 1}" activePane="bottomLeft" '
    f'state="frozen"/><selection pane="bottomLeft" activeCell="A{_HEADER_ROW + 1}" '
    f'sqref="A{_HEADER_ROW + 1}"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
    "<cols>"
    + "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, (_, width) in enumerate(_HEADINGS, 1)
    )
    + "</cols><sheetData>"
)


def _behind(results: Results, links: list[str]) -> str:
    merged = "".join(f'<mergeCell ref="A{row}:{_LAST}{row}"/>' for row in range(1, 5))
    return (
        f'</sheetData><autoFilter ref="{_area(results)}"/>'
        f'<mergeCells count="4">{merged}</mergeCells>'
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.75" header="0.5" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>"
        "</worksheet>"
    )


def _area(results: Results, fixed: str = "") -> str:
    last = _HEADER_ROW + len(results.lines)
    return f"A{fixed}{_HEADER_ROW}:{fixed}{_LAST}{fixed}{last}"


def _line(
    row: int, number: int, line: ResultLine, format_of: Callable[[Look], int], *, leads: bool
) -> bytes:
    cells = [element("c", {"r": f"A{row}", "s": format_of(_NUMBER)}, f"<v>{number}</v>")]
    for place, text in enumerate(line.texts, 2):
        look = _NUMBER if place <= 3 else _PLAIN
        if place == _SEVERITY_COLUMN:
            look = _SEVERITIES[line.severity]
        elif place == _LINK_COLUMN and leads:
            look = _LINK
        cells.append(_text_cell((row, place), text, format_of(look)))
    return _row(row, _height(number, line.texts), *cells)


def _row(row: int, height: float, *cells: str) -> bytes:
    return element("row", {"r": row, "ht": f"{height:g}", "customHeight": 1}, *cells).encode()


def _text_cell(place: tuple[int, int], text: str, number: int) -> str:
    shown = cell_text(harmless(text))
    attributes: dict[str, object] = {"r": address_of(place), "s": number}
    if not shown:
        return element("c", attributes)
    return element(
        "c", attributes | {"t": "inlineStr"}, element("is", {}, text_element("t", shown))
    )


def _height(number: int, texts: tuple[str, ...]) -> float:
    """High enough for the longest text of a row: no program does this for wrapped text."""
    lines = 1
    for (_, width), text in zip(_HEADINGS, (str(number), *texts), strict=True):
        columns = sum(2 if ord(character) > 0x2E80 else 1 for character in text)
        lines = max(lines, -(-columns // max(width - 2, 1)))
    return min(6 + 15 * lines, _HIGHEST)
