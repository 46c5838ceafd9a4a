"""Opens a workbook, finds the sheets of a form in it, and reads each once."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import polars as pl

from claimcheck.forms import ColumnType, Form, Sheet
from claimcheck.policy import rules
from validator.reading import limits, oddities
from validator.reading.book_oddities import further_sheet, hidden_sheet, of_workbook
from validator.reading.convert import Manner, empty_frame, normal_frame
from validator.reading.further import further_sheets
from validator.reading.headers import Headers
from validator.reading.merges import NOT_SPREAD
from validator.reading.normal_form import UNREAD
from validator.reading.numbers import (
    by_second_look,
    column_index,
    rounded,
    suspects_asked,
)
from validator.reading.opened import Opened
from validator.reading.opening import open_again, open_lean
from validator.reading.origin import origin_of
from validator.reading.percentages import percentages, with_signs
from validator.reading.recognise import SheetSource, named_sheets, recognise
from validator.reading.results import Oddity, SheetRead, WorkbookRead
from validator.reading.rows import cut_out
from validator.reading.sheet_part import Found
from validator.reading.together import Asking, RowQuestion, answered
from validator.reading.unreadable import UnreadableError, guarded

#: Types of which a number cell has lost digits.
_IDENTIFIERS = (ColumnType.ID_NUMBER, ColumnType.ACCOUNT)


def read_workbook(
    path: Path, forms: Mapping[str, Form], progress: Callable[[str], None]
) -> WorkbookRead:
    """Read the sheets of a form from a workbook. For arguments and errors see `reading`."""
    return answered(reading(path, forms, progress))


def reading(
    path: Path, forms: Mapping[str, Form], progress: Callable[[str], None]
) -> Asking[WorkbookRead]:
    """Read the sheets of a form from a workbook.

    Args:
        path: the file; it is only read.
        forms: the forms it may be.
        progress: told in Chinese which sheet is being read.

    Raises:
        UnreadableError: damaged, encrypted, empty, too large, or no workbook at all.
    """
    names, told, reader, kind, package = open_lean(path)
    with package.zipped if package else nullcontext(), ThreadPoolExecutor(2) as loading:
        opened = Opened(path, kind, reader, package, progress, names, loading, told)
        yield from opened.load_ahead(named_sheets(forms, names).values())
        if (names := opened.told_names) != opened.names:  # once more, by these
            opened = Opened(path, kind, opened.reader, package, progress, names, loading)
            yield from opened.load_ahead(named_sheets(forms, names).values())
        if not names:
            raise UnreadableError("文件中没有工作表。请用 Excel 或 WPS 打开后另存为 .xlsx 再交。")
        return (yield from _read(opened, forms))


def _read(opened: Opened, forms: Mapping[str, Form]) -> Asking[WorkbookRead]:
    names, package = tuple(opened.names), opened.package
    source = SheetSource(names, opened.load, opened.is_hidden)
    types = {rule.id: rule.measure.type for rule in rules().values()}
    known = recognise(source, forms, types)
    stamp = package.stamp if package else ""
    if known is None:
        return WorkbookRead(None, names, stamp=stamp)
    book = WorkbookRead(known.form, names, stamp=stamp)
    own = [name for _, name, _ in known.sheets.values()]
    book.oddities += [further_sheet(one) for one in further_sheets(source, known.sheets)]
    opened.loaded = {name: raw for name, raw in opened.loaded.items() if name in own}
    book.oddities += of_workbook(package, known.form, own)
    for sheet_kind, (sheet, name, headers) in known.sheets.items():
        raw = opened.load(name)
        opened.loaded.pop(name)
        book.sheets[sheet_kind] = yield from _read_sheet(
            opened, sheet, name, headers, raw, book.oddities
        )
    if package is None:
        book.oddities += [hidden_sheet(name) for name in own if name in opened.hidden]
    return book


def _read_sheet(
    opened: Opened,
    sheet: Sheet,
    name: str,
    headers: Headers | None,
    raw: pl.DataFrame,
    odd: list[Oddity],
) -> Asking[SheetRead]:
    present = sum(raw.height - column.null_count() for column in raw.iter_columns())
    if headers is None:
        return SheetRead(sheet, name, None, empty_frame(sheet), present=present)
    headers = _with_filled(headers, raw)
    letters = {key: raw.columns[place] for key, place in headers.positions.items()}
    manner = Manner(
        date1904=opened.package is not None and opened.package.date1904,
        in_ten_thousands=headers.in_ten_thousands,
    )
    raw = _with_percent_signs(opened, sheet, name, headers, letters, raw)
    trimmed, below, unread = yield from cut_out(sheet, headers, letters, raw)
    identifiers = [
        column.key
        for column in sheet.inputs
        if column.key in letters and column.type in _IDENTIFIERS
    ]
    doubtful = yield from suspects_asked(trimmed, identifiers)
    frame = yield _to_normal(sheet, trimmed, manner)
    found = opened.found(name, letters.values(), headers.row + 1)
    if found is not None and found.merged:
        raw = _spread(sheet, name, headers, letters, raw, found)
        trimmed, below, unread = yield from cut_out(sheet, headers, letters, raw)
        frame = yield _to_normal(sheet, trimmed, manner)
    for key, rows in doubtful.items():
        # What is rounded is a suspect, unless a merged cell has spread it since then.
        spread = found is not None and bool(found.merged)
        asked = trimmed if spread else trimmed[trimmed["row"].search_sorted(pl.Series(rows))]
        lost = rounded(asked["row"], asked[key])
        lost |= _numbers(opened, name, letters[key], rows, found)
        frame = _without_numbers(frame, key, lost)
    odd += oddities.of_sheet(sheet, name, headers, raw, frame["row"], found)
    odd += oddities.unread_blocks(name, headers, min(letters.values(), key=column_index), unread)
    odd += oddities.below_table(name, headers, letters, below)
    cells = frame.height * len(letters)
    origin = origin_of(headers, raw, frame["row"])
    return SheetRead(sheet, name, headers, frame, letters, cells, _filled(trimmed), present, origin)


def _with_filled(headers: Headers, raw: pl.DataFrame) -> Headers:
    """Of columns with the same heading take one that is filled in, where the first is empty."""
    positions, doubles = dict(headers.positions), dict(headers.doubles)
    for key, others in headers.doubles.items():
        if not _holds_text(raw, headers.row, positions[key]):
            filled = [place for place in others if _holds_text(raw, headers.row, place)]
            if filled:
                doubles[key] = tuple(filled[1:])
                positions[key] = filled[0]
    return replace(headers, positions=positions, doubles=doubles)


def _holds_text(raw: pl.DataFrame, row: int, place: int) -> bool:
    text = raw.to_series(place).slice(row + 1).drop_nulls()
    return bool((text.str.strip_chars() != "").any())


def _with_percent_signs(
    opened: Opened,
    sheet: Sheet,
    name: str,
    headers: Headers,
    letters: dict[str, str],
    raw: pl.DataFrame,
) -> pl.DataFrame:
    """Percentages as their cells show them: 30% where the reader gives 0.3."""
    wanted = {
        letters[column.key]
        for column in sheet.inputs
        if column.type is ColumnType.PERCENT and column.key in letters
    }
    if not wanted:
        return raw
    if opened.package is None:
        percents = percentages(opened.path, opened.kind, name, wanted)
    else:
        found = opened.found(name, letters.values(), headers.row + 1)
        percents = {} if found is None else found.percents
    rows = pl.int_range(1, raw.height + 1, eager=True)
    for letter in wanted & percents.keys():
        raw = raw.with_columns(with_signs(raw[letter], rows, percents[letter]))
    return raw


def _filled(trimmed: pl.DataFrame) -> int:
    return sum(trimmed.height - column.null_count() for column in trimmed.iter_columns()) - (
        trimmed.height
    )


def _numbers(
    opened: Opened, name: str, letter: str, rows: list[int], found: Found | None
) -> set[int]:
    """Which of these rows hold a number in a column, exactly."""
    if found is not None and not found.unknown:
        return {row for column, row in found.numbers if column == letter} & set(rows)

    def look_again() -> set[int]:
        return by_second_look(lambda: open_again(opened.path, opened.kind), name, letter)

    return guarded(look_again) & set(rows)


def _without_numbers(frame: pl.DataFrame, key: str, rows: set[int]) -> pl.DataFrame:
    """Move identifiers that are number cells out of the column: they are not to be trusted."""
    if not rows:
        return frame
    number = pl.col("row").is_in(list(rows))
    return frame.with_columns(
        pl.when(~number).then(pl.col(key)).alias(key),
        pl.when(number).then(pl.col(key)).alias(key + UNREAD),
    )


def _spread(
    sheet: Sheet,
    name: str,
    headers: Headers,
    letters: dict[str, str],
    raw: pl.DataFrame,
    found: Found,
) -> pl.DataFrame:
    """Give every row of a merged cell its text.

    Raises:
        UnreadableError: they are so many rows that no table has them.
    """
    keys = {letter: key for key, letter in letters.items()}
    fills: dict[str, list[tuple[int, str]]] = {}
    spread = 0
    for first, top, last, bottom in found.merged:
        if first != last or first not in keys or top <= headers.row + 1:
            continue
        text = raw[first][top - 1] if top <= raw.height else None
        if text is None or sheet.column(keys[first]).type in NOT_SPREAD:
            continue
        lowest = min(bottom, raw.height)
        spread += max(lowest - top, 0)
        if spread > limits.SPREAD_CELLS:
            raise UnreadableError(
                f"工作表“{name}”的合并单元格共跨 {limits.SPREAD_CELLS:,} 行以上，超出表格的范围。"
                "请取消合并单元格，删去表格以外的内容，另存为 .xlsx 后再交。"
            )
        fills.setdefault(first, []).extend((row - 1, text) for row in range(top + 1, lowest + 1))
    for letter, entries in fills.items():
        places, texts = zip(*entries, strict=True) if entries else ((), ())
        raw = raw.with_columns(raw[letter].scatter(list(places), list(texts)).alias(letter))
    return raw


def _to_normal(sheet: Sheet, trimmed: pl.DataFrame, manner: Manner) -> RowQuestion:
    """Asks for `normal_frame`; there is one object of each form's sheet."""
    alike = (id(sheet), manner, *trimmed.columns)
    return RowQuestion(trimmed, lambda table: normal_frame(sheet, table, manner), alike)
