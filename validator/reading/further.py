"""Further sheets with the headings of one that was read: a sheet a month, a second page.

A form has one sheet of each kind, and every finding names its cells by that sheet. What
stands on another one is not read, and must not be passed over in silence.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from claimcheck.forms import Sheet, SheetKind
from validator.reading import limits
from validator.reading.headers import SEARCHED_ROWS, Headers, find_headers, plain, resembles
from validator.reading.origin import FILES_SHEET, LOOSE_SHEET
from validator.reading.recognise import SheetSource
from validator.reading.rows import table_rows
from validator.reading.templates import templates
from validator.reading.unreadable import UnreadableError

#: Sheets that our own programs add to a workbook: what is in them was read elsewhere.
_ADDED = (FILES_SHEET, LOOSE_SHEET, "导入记录", "导入文件", "待确认收入")

_SOMEBODY = r"\b\d{17}[\dXx]\b"
#: So many sheets are named.
_NAMED = 4

#: What tells the pages of one table apart: 人员花名册（2）, 2026年3月.
_PAGE = re.compile(r"[\d()年月一二三四五六七八九十续页第]")


@dataclass(frozen=True)
class Further:
    """Sheets that were not read, all like the same one."""

    names: tuple[str, ...]
    like: str  #: the sheet that was read
    rows: int  #: their rows that look like rows of its table
    cell: str  #: of the first one, where its headings begin, or its rows where it has none
    sure: bool  #: it is of the same kind beyond doubt

    def with_more(self, other: "Further") -> "Further":
        """The same with a further sheet like the same one."""
        return replace(self, names=(*self.names, *other.names), rows=self.rows + other.rows)

    @property
    def what(self) -> str:
        """What it is, in Chinese."""
        named = "、".join(f"“{name}”" for name in self.names[:_NAMED])
        if len(self.names) > _NAMED:
            named += f"等 {len(self.names)} 张表"
        alike = f"与“{self.like}”相同" if self.sure else f"像“{self.like}”"
        return f"工作表{named}的表头{alike}，共 {self.rows:,} 行，没有读，没有核查"

    @property
    def fix(self) -> str:
        """What to do, in Chinese."""
        move = f"请把这些行移到“{self.like}”的表头下面，各列一一对应，再删去原来的表"
        return f"{move}。" if self.sure else f"{move}；与申报无关的，不必处理。"


def further_sheets(
    source: SheetSource, known: Mapping[SheetKind, tuple[Sheet, str, Headers | None]]
) -> Iterator[Further]:
    """The visible sheets that hold rows like those of a sheet that was recognised.

    Args:
        source: the workbook.
        known: its sheets as they were recognised.
    """
    own = (*templates().own_sheets, *templates().result_sheets, *_ADDED)
    taken = {name for _, name, _ in known.values()}
    others = [
        name
        for name in source.names
        if name not in taken and not name.startswith(own) and not source.is_hidden(name)
    ]
    alike: dict[tuple[str, bool], Further] = {}
    for name in others[: limits.SHEETS_SEARCHED]:
        try:
            raw = source.load(name)
        except UnreadableError:  # what nobody asks for does no harm
            continue
        found = [
            further
            for sheet, like, headers in known.values()
            if headers is not None and (further := _further(sheet, like, headers, name, raw))
        ]
        if found:
            one = max(found, key=lambda further: (further.sure, further.rows))
            first = alike.get((one.like, one.sure))
            alike[one.like, one.sure] = one if first is None else first.with_more(one)
    yield from alike.values()


def _further(
    sheet: Sheet, like: str, headers: Headers, name: str, raw: pl.DataFrame
) -> Further | None:
    top = raw.head(SEARCHED_ROWS).rows()
    own = find_headers(sheet, top, ten_thousands=True)
    if own is None or not resembles(sheet, own):
        return _without_headings(like, name, raw) if _page_of(like, name) else None
    letters = {key: raw.columns[place] for key, place in own.positions.items()}
    rows = table_rows(sheet, own, letters, raw).rows.height
    if not rows:
        return None
    shared = own.positions.keys() & headers.positions.keys()
    sure = _page_of(like, name) or len(shared) * 5 >= len(headers.positions) * 4
    cell = f"{raw.columns[min(own.positions.values())]}{own.row + 1}"
    return Further((name,), like, rows, cell, sure)


def _without_headings(like: str, name: str, raw: pl.DataFrame) -> Further | None:
    """A second page that goes on without headings: there are people on it."""
    for text in raw.iter_columns():
        rows = text.str.contains(_SOMEBODY).fill_null(value=False).arg_true()
        if len(rows):
            cell = f"{text.name}{rows[0] + 1}"
            return Further((name,), like, len(rows), cell, sure=True)
    return None


def _page_of(like: str, name: str) -> bool:
    """Whether a sheet's name is another's but for a number: 人员花名册（2）, 3月 beside 2月."""
    return _PAGE.sub("", plain(like)) == _PAGE.sub("", plain(name))
