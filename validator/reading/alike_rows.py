"""Reads the rows of a piece of a sheet that are alike, as they are in a table, without the reader.

A program that writes a large table writes row after row the same way:
`<row r="7"><c r="A7" s="1" t="s"><v>11421</v></c><c r="B7" s="2"><v>46064</v></c></row>`. So of
some rows it is seen what rows are like, and what stands between is taken out of all that are just
so: texts that stand in the cells, places in the table of shared texts, numbers as they are
written. Of any other cell, a day above all, the reader is asked what it makes of it, once for all
that are the same but for their addresses. Every row that is not exactly as expected, or of which
anything is in doubt, is left to the reader.
"""

from typing import NamedTuple

import polars as pl

from validator.reading import limits
from validator.reading.numbers import column_index, column_letters
from validator.reading.row_shapes import CellKind, RowCell, RowShape, shapes_of
from validator.reading.small_books import AS_WRITTEN, SmallBooks
from validator.reading.string_table import NOT_PLAIN, StringTable
from validator.reading.whole_rows import UncertainError

#: So many bytes are taken apart at a time; no row of a table has as many.
_BLOCK, _END = 1 << 17, b"</row>"

_NUMBER = r'^<row r="([1-9][0-9]{0,6})"'
#: What the tag of a row has behind its number.
_SAID = r'^("[^<>]*>)'


class AlikeRows(NamedTuple):
    """What was read of a piece, and what is left of it."""

    frame: pl.DataFrame  #: `row`, its number, and the cells as text, columns by their letters
    others: pl.Series  #: the numbers of the rows that are left to the reader
    left: bytes  #: these rows
    like: bytes  #: rows and cells that show all that was taken but for texts and numbers
    named: int  #: the bytes of the shared texts in the frame


def alike_rows(
    rows: bytes, first: int, books: SmallBooks, table: StringTable | None
) -> AlikeRows | None:
    """Read the rows of a piece that are alike.

    Args:
        rows: whole rows of a sheet, one behind the other.
        first: the least number that the first row may have.
        books: asks the reader.
        table: the texts that cells share; None: there are none.

    Returns:
        None where the rows do not follow each other, or are not alike.

    Raises:
        UncertainError: they name more text than there is memory for; or see `SmallBooks.texts`.
        UnreadableError: see there.
    """
    lines = _lines(rows, first)
    if lines is None:
        return None
    height, taken = lines.height, list[_Taken]()
    for shape in shapes_of(lines.get_column("line")):
        some = _take(lines, shape, books, table)
        if some is not None:
            taken.append(some)
            own = some.frame.get_column("row")
            if own.len() == lines.height:
                lines = lines.clear()
                break
            lines = lines.filter(~pl.col("row").is_in(own.implode()))
    if lines.height * 2 > height:
        return None
    frames = [some.frame for some in taken]
    return AlikeRows(
        frames[0] if len(frames) == 1 else pl.concat(frames, how="diagonal").sort("row"),
        lines.get_column("row"),
        _joined(lines, pl.col("line") + "</row>"),
        b"".join(some.like for some in taken),
        sum(some.named for some in taken),
    )


def put_together(alike: AlikeRows, read: pl.DataFrame, above: int) -> pl.DataFrame:
    """The frame that the reader would have made of a whole piece; columns by letters, no gaps.

    Args:
        alike: what was read of it here.
        read: what the reader made of the rest, from the row behind `above` on.
        above: rows of the sheet above the piece.

    Raises:
        UncertainError: a cell stands in a row that is not its own.
    """
    frame = alike.frame
    if not read.is_empty():
        row = pl.int_range(above + 1, above + 1 + read.height, dtype=pl.Int64, eager=True)
        own = row.is_in(alike.others.implode())
        if any(column.null_count() < column.len() for column in read.filter(~own)):
            raise UncertainError
        read = read.insert_column(0, row.alias("row")).filter(own)
        frame = pl.concat([frame, read], how="diagonal").sort("row")
    last = frame.get_column("row")[-1]
    if last - above > frame.height:  # rows that are not there, or in which there is nothing
        every = pl.int_range(above + 1, last + 1, dtype=pl.Int64, eager=True).alias("row")
        frame = every.to_frame().join(frame, on="row", how="left", maintain_order="left")
    columns = {column.name: column for column in frame.drop("row").iter_columns()}
    blank = pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    places = [column_index(letters) for letters in columns]
    every_letters = map(column_letters, range(min(places), max(places) + 1))
    return pl.DataFrame([columns.get(name, blank).alias(name) for name in every_letters])


class _Taken(NamedTuple):
    """The rows of one kind."""

    frame: pl.DataFrame
    like: bytes
    named: int


def _lines(rows: bytes, first: int) -> pl.DataFrame | None:
    """The rows one by one: `line`, its `number` as text, and `row`.

    None where they do not follow each other.
    """
    if not rows.endswith(_END):
        return None
    place, blocks = 0, list[pl.Series]()
    while place < len(rows):
        # The engine, to split one long text, reserves memory for as many texts as it has bytes.
        cut = rows.rfind(_END, place, place + _BLOCK) + len(_END)
        if cut < place + len(_END):
            return None
        try:
            block = pl.Series("line", [rows[place:cut]], dtype=pl.Binary).cast(pl.String)
        except pl.exceptions.PolarsError:  # no UTF-8
            return None
        blocks.append(block.str.split(_END.decode()).explode()[:-1])
        place = cut
    line = pl.concat(blocks, rechunk=True)
    number = line.str.extract(_NUMBER)
    row = number.cast(pl.Int64)
    if row.null_count() or row[0] < first or not (row.diff() > 0).all():
        return None
    return pl.DataFrame([line, number.alias("number"), row.alias("row")])


def _take(
    lines: pl.DataFrame, shape: RowShape, books: SmallBooks, table: StringTable | None
) -> _Taken | None:
    """Take the rows of a shape."""
    if table is None and any(cell.kind is CellKind.SHARED for cell in shape.cells):
        return None
    fit = _fit(lines, shape, 0 if table is None else len(table.texts))
    if fit.is_empty():
        return None
    texts, asked, named = dict[str, pl.Series](), list[pl.DataFrame](), 0
    for place, cell in enumerate(shape.cells):
        held = fit.get_column(str(place))
        if cell.kind is CellKind.SHARED and table is not None:
            places = held.cast(pl.UInt32)
            texts[cell.letters] = table.texts.gather(places)
            named += int(table.lengths.gather(places).sum())
            if named > limits.TEXT_BYTES:
                raise UncertainError
        else:
            known = _known(held, cell, books)
            texts[cell.letters] = held
            if not known.all():
                blank = pl.Series([None], dtype=pl.String).new_from_index(0, held.len())
                texts[cell.letters] = held.zip_with(known, blank)
                whole = pl.concat_str(pl.lit(cell.before[-1]), str(place), pl.lit(cell.after))
                letters = pl.lit(cell.letters).alias("letters")
                asked.append(fit.filter(~known).select("row", letters, cell=whole))
    cells, read = _read(asked, books)
    frame = pl.DataFrame([fit.get_column("row"), *(text.alias(a) for a, text in texts.items())])
    for (letters,), answers in read.group_by("letters"):
        frame = frame.join(
            answers.select("row", "text"), on="row", how="left", maintain_order="left"
        ).select(pl.exclude("text", letters), pl.coalesce(letters, "text").alias(letters))
    full = frame.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
    if not full.all():
        frame, fit = frame.filter(full), fit.filter(full)
        if fit.is_empty():
            return None
    tags = fit.group_by("said").agg(pl.col("row").max())
    like = (
        _joined(fit.tail(1), pl.col("line") + "</row>"),
        _joined(tags, pl.format('<row r="{}{}', "row", "said")),
        _joined(cells, pl.format('<c r="{}{}{}</c>', "letters", "row", "cell")),
    )
    return _Taken(frame, b"".join(like), named)


def _fit(lines: pl.DataFrame, shape: RowShape, shared: int) -> pl.DataFrame:
    """The rows that are just like a shape, and what their cells hold: `0`, `1` …"""
    count = len(shape.cells)
    parts = lines.get_column("line").str.splitn("</c>", count + 1).struct.unnest()
    parts.columns = [*map(str, range(count)), "behind"]
    begins = pl.concat_str(pl.lit('<row r="'), "number")
    parts = lines.hstack(parts).with_columns(pl.col("0").str.strip_prefix(begins))
    parts = parts.with_columns(said=pl.col("0").str.extract(_SAID))
    parts = parts.with_columns(pl.col("0").str.strip_prefix(pl.col("said")))
    held = parts.with_columns(
        pl.col(str(place)).str.strip_prefix(_around(cell.before)).str.strip_suffix(cell.after)
        for place, cell in enumerate(shape.cells)
    )
    # If all of this was there to be taken away, nothing else was.
    numbers = 1 + sum(len(cell.before) - 1 for cell in shape.cells)
    fixed = sum(len("".join(cell.before)) + len(cell.after + "</c>") for cell in shape.cells)
    fixed += len('<row r="')
    length = [pl.col(name).str.len_bytes() for name in (*map(str, range(count)), "said", "behind")]
    right = [
        pl.col("behind") == _around(shape.behind),
        pl.sum_horizontal(length, ignore_nulls=False)
        + pl.col("number").str.len_bytes() * numbers
        + fixed
        == pl.col("line").str.len_bytes(),
    ]
    for place, cell in enumerate(shape.cells):
        text = pl.col(str(place))
        if cell.kind is CellKind.SHARED:
            right += [
                text.cast(pl.UInt32, strict=False) < shared,
                ~text.str.starts_with("+"),
            ]
    taken = held.select(pl.all_horizontal(right).fill_null(value=False)).to_series()
    return held if taken.all() else held.filter(taken)


def _around(constants: tuple[str, ...]) -> pl.Expr:
    """Constants with the row's number between them."""
    first, *others = constants
    pieces: list[pl.Expr] = [pl.lit(first)]
    for other in others:
        pieces += [pl.col("number"), pl.lit(other)]
    return pl.concat_str(pieces)


def _known(held: pl.Series, cell: RowCell, books: SmallBooks) -> pl.Series:
    """Whether the text of a cell is what it holds, as it stands there."""
    if cell.kind is CellKind.TEXT:
        return ~held.str.contains(NOT_PLAIN) & (held != "")
    if cell.kind is CellKind.NUMBER and books.as_written(cell.before[-1]):
        return held.str.contains(AS_WRITTEN)
    return pl.Series([False]).new_from_index(0, held.len())


def _read(asked: list[pl.DataFrame], books: SmallBooks) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the reader makes of cells.

    Args:
        asked: `row`, `letters` and `cell`, each from behind its address on.
        books: asks the reader.

    Returns:
        The same cells, of those that are the same in a column the last; `row`, `letters`, `text`.
    """
    every = pl.concat(
        [pl.DataFrame(schema={"row": pl.Int64, "letters": pl.String, "cell": pl.String}), *asked]
    )
    different = every.group_by("cell", "letters").agg(pl.col("row").max())
    cells = different.get_column("cell").unique()
    # A row with an empty text may be the sheet's last: that is left to the reader.
    text = pl.when(pl.col("text") != "").then("text")
    texts = pl.DataFrame([cells, books.texts(cells).alias("text")]).with_columns(text)
    return different, every.join(texts, on="cell", how="left").select("row", "letters", "text")


def _joined(table: pl.DataFrame, text: pl.Expr) -> bytes:
    return b"" if table.is_empty() else str(table.select(text.str.join("")).item()).encode()
