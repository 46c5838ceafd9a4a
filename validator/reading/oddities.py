"""What is unusual about a sheet as it was read: hidden rows, stray cells, formulas."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from claimcheck.forms import ColumnType, Sheet
from validator.reading.headers import Headers, plain
from validator.reading.numbers import column_index, column_letters
from validator.reading.repeated import UnreadBlock
from validator.reading.results import Oddity, OddityKind
from validator.reading.rows import NOTE
from validator.reading.sheet_part import Found

_SAVE = "请用 Excel 或 WPS 打开，等公式算出结果后保存再交；或者把公式粘贴为数值。"
_MEND = "请改正公式，或者把这些单元格填成正确的值，保存后再交。"
_ONE_COLUMN = "请核对后只留一列，或者改正其中一列的表头。"


#: So many places are named.
_NAMED = 5


def of_sheet(
    sheet: Sheet,
    name: str,
    headers: Headers,
    raw: pl.DataFrame,
    rows: pl.Series,
    found: Found | None,
) -> Iterator[Oddity]:
    """What is unusual about a sheet.

    Args:
        sheet: the form's sheet.
        name: its name in the workbook.
        headers: its headings.
        raw: all its cells; columns named by letters, row 0 is row 1 of the sheet.
        rows: the sheet's rows that are rows of the table.
        found: what the look through its text found; None where there was none.
    """
    letters = {raw.columns[place]: headers.texts[key] for key, place in headers.positions.items()}
    keys = {raw.columns[place]: key for key, place in headers.positions.items()}
    for key in sorted(headers.in_ten_thousands):
        letter = raw.columns[headers.positions[key]]
        yield Oddity(
            OddityKind.UNIT_OF_HEADING,
            f"表头“{headers.texts[key]}”以万元为单位，已按 1 万元 = 10,000 元换算",
            name, headers.row + 1, headers.texts[key], letter, "warning",
        )  # fmt: skip
    yield from _stray(name, headers, raw, rows)
    yield from _doubles(sheet, name, headers, raw, rows)
    if found is None:
        return
    yield from without_value(sheet, name, headers, raw, rows, found)
    table = set(rows.to_list()) if found.hidden_rows or found.formulas else set()
    hidden = sorted(found.hidden_rows & table)
    if hidden:
        shown = "、".join(str(row) for row in hidden[:_NAMED])
        more = " 等" if len(hidden) > _NAMED else ""
        what = f"第 {shown} 行{more}共 {len(hidden):,} 行是隐藏的，已一并核查"
        yield Oddity(OddityKind.HIDDEN, what, name, hidden[0])
    for letter, header in letters.items():
        place = column_index(letter) + 1
        if any(first <= place <= last for first, last in found.hidden_columns):
            yield Oddity(
                OddityKind.HIDDEN, f"“{header}”列是隐藏的，已一并核查", name, None, header, letter
            )
        in_table = found.formulas.get(letter, set()) & table
        if not in_table:
            continue
        typed = sorted(
            in_table
            - set(_unsaved(found, headers, raw, letter))
            - _errors(found, headers, raw, letter).keys()
        )
        if typed and not sheet.column(keys[letter]).computed:
            what = f"“{header}”列有 {len(typed):,} 格是公式而不是填写的值，核查按上次保存的结果"
            yield Oddity(OddityKind.FOREIGN_CONTENT, what, name, typed[0], header, letter)


def without_value(
    sheet: Sheet, name: str, headers: Headers, raw: pl.DataFrame, rows: pl.Series, found: Found
) -> Iterator[Oddity]:
    """Cells that are read as nothing though something stands in them. For arguments see above."""
    if not found.unsaved and not found.errors:
        return
    for key, place in headers.positions.items():
        letter, header = raw.columns[place], headers.texts[key]
        if sheet.column(key).computed:
            continue
        if unsaved := _unsaved(found, headers, raw, letter):
            what = f"“{header}”列有 {len(unsaved):,} 格公式没有保存结果，读不到内容"
            yield Oddity(
                OddityKind.FOREIGN_CONTENT, what, name, unsaved[0], header, letter, "error", _SAVE
            )
        if wrong := _errors(found, headers, raw, letter):
            yield _error_cells(name, header, letter, wrong, rows)


def _unsaved(found: Found, headers: Headers, raw: pl.DataFrame, letter: str) -> list[int]:
    """Rows below the headings with a formula that never was computed, so that nothing is read."""
    rows = sorted(row for row in found.unsaved.get(letter, ()) if row > headers.row + 1)
    text = raw[letter]
    return [row for row in rows if row > raw.height or not text[row - 1]]


def _errors(found: Found, headers: Headers, raw: pl.DataFrame, letter: str) -> dict[int, str]:
    """Rows below the headings with an error for a value, which is read as nothing."""
    text = raw[letter]
    return {
        row: error
        for row, error in sorted(found.errors.get(letter, {}).items())
        if row > headers.row + 1 and (row > raw.height or not text[row - 1])
    }


def _error_cells(
    name: str, header: str, letter: str, wrong: Mapping[int, str], rows: pl.Series
) -> Oddity:
    """Cells of one column that show #REF!, #N/A and their like; below the table it is a reminder.

    Formulas that were filled down further than the table goes say #N/A there.
    """
    last = int(rows.max()) if len(rows) else 0  # type: ignore[arg-type]
    inside = {row: error for row, error in wrong.items() if row <= last} or dict(wrong)
    shown = "、".join(f"{letter}{row} {error}" for row, error in list(inside.items())[:_NAMED])
    more = f" 等 {len(inside):,} 格" if len(inside) > _NAMED else ""
    what = f"“{header}”列有出错的单元格：{shown}{more}，读不到内容"
    first = min(inside)
    below = 0 < last < first
    return Oddity(
        OddityKind.FOREIGN_CONTENT, f"表格下面，{what}" if below else what,
        name, first, header, letter, "warning" if below else "error", _MEND,
    )  # fmt: skip


def _doubles(
    sheet: Sheet, name: str, headers: Headers, raw: pl.DataFrame, rows: pl.Series
) -> Iterator[Oddity]:
    """Two columns for the same thing that say different things: nobody knows which holds."""
    heads = raw.row(headers.row) if headers.row < raw.height else ()
    for key, places in headers.doubles.items():
        taken, header = headers.positions[key], headers.texts[key]
        for place in places:
            same_words = plain(heads[place] or "") == plain(header)
            if not same_words and sheet.column(key).type is not ColumnType.YUAN:
                continue
            pairs = pl.DataFrame(
                {"ours": raw.to_series(taken), "other": raw.to_series(place)}
            ).with_row_index("row", offset=1)
            tidy = pairs.with_columns(pl.col("ours", "other").str.strip_chars().fill_null(""))
            differ = tidy.filter(
                pl.col("row").is_in(rows.implode()) & (pl.col("other") != "")
                & (pl.col("ours") != pl.col("other"))
            )  # fmt: skip
            if differ.is_empty():
                continue
            first, second = (column_letters(column_index(raw.columns[at])) for at in (taken, place))
            row = int(differ["row"][0])
            also = "" if same_words else f"（“{heads[place]}”）"
            what = (
                f"{first} 列和 {second} 列{also}都是“{header}”，有 {differ.height:,} 行内容不同"
                f"（如第 {row} 行），不知道以哪一列为准，只读了 {first} 列"
            )
            yield Oddity(
                OddityKind.COLUMN_TWICE, what, name, row, header, second, "error", _ONE_COLUMN
            )


def unread_blocks(
    name: str, headers: Headers, letter: str, blocks: Sequence[UnreadBlock]
) -> Iterator[Oddity]:
    """Rows under headings in another order than those at the top, which were not read."""
    for block in blocks:
        what = (
            f"第 {block.headings} 行又是一行表头，各列的次序与第 {headers.row + 1} 行的表头不同，"
            f"第 {block.first} 至 {block.last} 行没有读，没有核查"
        )
        fix = f"请把这些行的各列排成与第 {headers.row + 1} 行表头一致，再交。"
        yield Oddity(OddityKind.UNREAD, what, name, block.headings, letter=letter, fix=fix)


def below_table(
    name: str, headers: Headers, letters: Mapping[str, str], below: Mapping[int, str]
) -> Iterator[Oddity]:
    """Cells below the table that are no rows of it.

    Args:
        name: the sheet's name in the workbook.
        headers: its headings.
        letters: key → the column's letters.
        below: row → the key of its first cell.
    """
    for row, key in list(below.items())[:_NAMED]:
        more = f"（这样的共 {len(below):,} 行）" if len(below) > _NAMED else ""
        what = f"第 {row} 行在表格下面，只有零星内容，没有当作数据核查{more}"
        yield Oddity(
            OddityKind.OUTSIDE_TABLE, what, name, row, headers.texts[key], letters[key], "warning"
        )


def _stray(name: str, headers: Headers, raw: pl.DataFrame, rows: pl.Series) -> Iterator[Oddity]:
    """Cells with text in columns without a heading, beside the table and below it."""
    if not headers.unnamed or rows.is_empty():
        return
    last = int(rows.max())  # type: ignore[arg-type]
    # Lines of totals and signatures below the table may reach as far as they like.
    notes = _note_rows(raw.slice(last), last + 1)
    beside = raw.slice(headers.row + 1)
    # Series by series: a damaged sheet can have thousands of empty columns, and a query
    # over the whole frame for each of them would take minutes.
    for place in headers.unnamed:
        text = beside.to_series(place)
        if text.null_count() == text.len():
            continue
        filled = (
            pl.DataFrame({"text": text.str.strip_chars()})
            .with_row_index("row", offset=headers.row + 2)
            .filter(
                pl.col("text").is_not_null() & (pl.col("text") != "") & ~pl.col("row").is_in(notes)
            )
        )
        if not filled.is_empty():
            letter = column_letters(column_index(raw.columns[place]))
            what = f"{letter} 列没有表头，却有 {filled.height:,} 格内容，没有核查"
            yield Oddity(OddityKind.OUTSIDE_TABLE, what, name, int(filled["row"][0]), None, letter)


def _note_rows(below: pl.DataFrame, first: int) -> list[int]:
    """The rows below a table that are lines of totals, signatures and the like."""
    rows: set[int] = set()
    for text in below.iter_columns():
        if text.null_count() < text.len():
            note = text.str.strip_chars().str.contains(NOTE).fill_null(value=False)
            rows |= {first + int(place) for place in note.arg_true()}
    return sorted(rows)
