"""Takes plain texts out of a piece of a sheet before the reader gets it.

Programs that write large tables put the texts of cells into the sheet itself:
`<c r="B7" s="1" t="inlineStr"><is><t>张三</t></is></c>`. Of such a cell the reader takes more time
than of any other, and needs none of what it can do. So where the rows of a piece are alike, as
they are in a table that a program wrote, these cells are cut out, column by column; numbers, days
and all else stay with the reader, and so does every row that is not exactly as expected.
"""

import re
from collections import Counter
from typing import NamedTuple

import polars as pl

from claimcheck.text_columns import UNCLEAN
from validator.reading.numbers import column_index, column_letters

#: Rows by which it is judged what rows of a piece are like.
_SAMPLE = 50

#: Fewer columns of plain text are not worth it.
_FEW = 2

_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>]*)>(.*?)</c>', re.DOTALL)
_INLINE = re.compile(rb"(?: [a-z]+=\"[A-Za-z0-9]*\")* t=\"inlineStr\"")
_OPENS, _CLOSES = "<is><t>", "</t></is>"
_ROW_TAG = r'^(<row r="([0-9]{1,7})"[^<>]*>)'

#: What makes a text no plain one: tags and references, what readers may take for white space or
#: for a character written in digits (_x000D_), and what would be cleaned.
_NOT_PLAIN = rf"[\x00-\x20<&]|_x|{UNCLEAN}"


class _Column(NamedTuple):
    """A cell of an expected row."""

    letters: str
    opening: str | None  #: what stands between its address and its text; None: it stays


class PlainTexts(NamedTuple):
    """What was taken out of a piece, and what is left."""

    rest: bytes  #: the same rows without these cells
    like: bytes  #: the last row that lost some, as it was: all of them were like it but for texts
    texts: pl.DataFrame  #: one row a row of the piece; columns by their letters
    taken: pl.Series  #: whether the cells of a row were taken out

    def put_back(self, frame: pl.DataFrame) -> pl.DataFrame | None:
        """The frame that the reader would have made of the whole piece.

        Args:
            frame: what it made of the rest; columns by their letters, without gaps.

        Returns:
            None where it has other rows.
        """
        if frame.height > self.texts.height or self.taken[frame.height :].any():
            return None
        # Rows without any cell at the end are none to the reader.
        texts, taken = self.texts.head(frame.height), self.taken.head(frame.height)
        blank = pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
        columns = {column.name: column for column in frame.iter_columns()}
        for text in texts.iter_columns():
            left = columns.get(text.name, blank)
            columns[text.name] = text if taken.all() else text.zip_with(taken, left)
        places = [column_index(letters) for letters in columns]
        every = (column_letters(place) for place in range(min(places), max(places) + 1))
        return pl.DataFrame([columns.get(name, blank).alias(name) for name in every])


def plain_texts(rows: bytes, first: int) -> PlainTexts | None:
    """Take plain texts out of rows that are alike.

    Args:
        rows: whole rows of a sheet, one behind the other, and no comments among them.
        first: the number of the first row.

    Returns:
        None where the rows do not follow each other, or it is not worth it.
    """
    lines = rows.split(b"</row>")
    if lines.pop() or not lines:
        return None
    expected = _expected(lines[:_SAMPLE])
    if expected is None:
        return None
    parts = _cut(lines, len(expected))
    number = pl.int_range(first, first + len(lines), dtype=pl.Int64, eager=True)
    if not (parts["number"].cast(pl.Int64) == number).fill_null(value=False).all():
        return None
    texts = _texts(parts, expected)
    taken = texts.get_column("taken")
    kept = [pl.lit("</row>")]
    kept[:0] = [
        pl.col(str(place)) + "</c>"
        for place, column in enumerate(expected)
        if column.opening is None
    ]
    rest = parts.with_columns(taken=taken, line=pl.Series(lines, dtype=pl.Binary).cast(pl.String))
    rest = rest.select(
        pl.when("taken")
        .then(pl.concat_str("tag", *kept))
        .otherwise(pl.col("line") + "</row>")
        .str.join("")
    )
    last = taken.arg_true().tail(1).to_list()
    like = b"".join(lines[place] + b"</row>" for place in last)
    return PlainTexts(rest.item().encode(), like, texts.drop("taken"), taken)


def _expected(lines: list[bytes]) -> list[_Column] | None:
    """The cells of most of some rows; None where none of them stays, or hardly any is to go."""
    (shape, often), *_ = Counter(map(_shape, lines)).most_common(1)
    plain = [opening is not None for _, opening in shape]
    different = {letters for letters, _ in shape}
    if often * 2 < len(lines) or sum(plain) < _FEW or len(different) < len(shape):
        return None
    if all(plain):  # a row of which nothing is left would be none
        shape = (*shape[:-1], _Column(shape[-1].letters, None))
    return list(shape)


def _shape(line: bytes) -> tuple[_Column, ...]:
    return tuple(
        _Column(letters.decode(), _opening(attributes, content))
        for letters, _, attributes, content in _CELL.findall(line)
    )


def _opening(attributes: bytes, content: bytes) -> str | None:
    is_plain = (
        _INLINE.fullmatch(attributes)
        and content.startswith(_OPENS.encode())
        and content.endswith(_CLOSES.encode())
    )
    return f'"{attributes.decode()}>{_OPENS}' if is_plain else None


def _cut(lines: list[bytes], cells: int) -> pl.DataFrame:
    """Rows in parts: `tag`, `number`, and up to so many cells `0`, `1` …; `behind` has the rest."""
    line = pl.Series("line", lines, dtype=pl.Binary).cast(pl.String)
    parts = line.str.splitn("</c>", cells + 1).struct.unnest()
    parts.columns = [*map(str, range(cells)), "behind"]
    tag = pl.col("0").str.extract_groups(_ROW_TAG).struct.rename_fields(["tag", "number"])
    return parts.with_columns(tag.struct.unnest()).with_columns(
        pl.col("0").str.strip_prefix(pl.col("tag"))
    )


def _texts(parts: pl.DataFrame, expected: list[_Column]) -> pl.DataFrame:
    """The texts of the columns that go, and `taken`: whether all of a row are as expected."""
    number, frames = pl.col("number"), dict[str, pl.Expr]()
    right = [pl.col("behind") == ""]
    for place, column in enumerate(expected):
        cell, text = pl.col(str(place)), pl.col(column.letters)
        if column.opening is None:
            # One cell, and none of a column that goes: of two the reader takes one.
            right += [
                cell.str.contains(f'^<c r="{column.letters}[0-9]'),
                cell.str.count_matches("<c ", literal=True) == 1,
            ]
            continue
        opening = pl.format(f'<c r="{column.letters}{{}}{column.opening}', number)
        frames[column.letters] = cell.str.strip_prefix(opening).str.strip_suffix(_CLOSES)
        around = len(f'<c r="{column.letters}{column.opening}{_CLOSES}') + number.str.len_bytes()
        right += [
            # A text that holds no tag stood between these two, if nothing else is missing.
            ~text.str.contains(_NOT_PLAIN),
            cell.str.len_bytes() == text.str.len_bytes() + around,
            text != "",
        ]
    texts = parts.with_columns(**frames)
    taken = texts.select(taken=pl.all_horizontal(right).fill_null(value=False))
    return texts.select(*frames).with_columns(taken)
