"""Decides by the text of a part whether it must be read by the parser at all.

A parser that calls Python for every cell takes three times as long as the reader needs for the
whole sheet. What it looks for is seldom there, and its absence shows in the text. Nothing is
taken from here but "certainly not there"; every doubt counts as "there":

- A name of an element or attribute is written out wherever it is used (XML has no other way),
  so that a part without the text `mergeCell` merges nothing, whatever its prefixes, quotes and
  order. The names may also stand in texts: then the part is read for nothing.
- Of what is there in every template, formulas above all, each one must stand where all common
  programs write it: at once behind the tag of a cell that begins with its address,
  `<c r="D12" s="3"><f>`. So many of them as there are in all, and it is known which columns
  have some. Comments and instructions, behind which a tag might hide, count as doubts.
- A number of 15 digits and more is written in 15 digits or with an exponent, at once after the
  tag `v`. A `v` with attributes counts as there. The reader takes the content of `v` as it
  stands, so that what hides behind character references is no number to it either.
- A cell with an error says so in its attribute `t`, by the letter `e` alone in quotes.
- How far the cells reach is asked in the same look (see `reach`).

The patterns run in polars, whose engine takes a hundredth of a second for ten megabytes and
lets other threads go on.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from validator.reading import limits
from validator.reading.reach import far_out, is_near, unplaced_or

#: White space of XML, and what may end the name of a tag. The engine's own `\s` knows more.
_S, _END = r"[ \t\r\n]", r"[ \t\r\n/>]"

#: Merged cells; values with attributes; comments and instructions; rows and columns that do not
#: say that they are shown, as LibreOffice says of each.
_SELDOM = rf'mergeCell|[<:]v{_S}|<[!?]|hidden(?:[^=]|=[^"]|="[^f0])'
_MAY_BE_LONG = rf"v>{_S}*[+-]?(?:[0-9]{{15}}|[0-9.]+[eE]\+?[0-9])"
_ERROR = "[\"']e[\"']"

#: A cell's tag as all common programs begin it, up to what comes behind its address.
_OF_CELL = '<c r="[A-Z]{1,3}[0-9]+"[^<>]*'
_ADDRESS = '^<c r="(?<letters>[A-Z]+)(?<row>[0-9]+)'
_OF_ROW = "<row"
#: Every formula and every error; from the cell's tag on, where it stands in an ordinary one.
_FORMULAS = rf"(?:{_OF_CELL}>{_S}*)?<(?:[^<>/: \t\r\n]+:)?f{_END}"
_ERRORS = f"(?:{_OF_CELL}{_S}t=)?{_ERROR}"
#: What stands in every formula's tag, whatever its prefix, and hardly anywhere else.
_FORMULA = f"[<:]f{_END}"

#: A cell's tag and at once a formula, as all common programs write them. That the first character
#: may be another lets the engine search from the formulas back, which are much fewer than cells.
_ORDINARY = [f'[^>]c r="[A-Z]{{1,3}}[0-9]+"[^<>]*><f{end}' for end in "> "]


@dataclass(frozen=True)
class QuickLook:
    """What a part may hold beside the cells' texts: never less than it holds."""

    doubtful: bool = False  #: only the parser can tell
    long_numbers: bool = False  #: there may be long numbers
    #: letters of columns with formulas, errors or percentages → the last row of these
    columns: Mapping[str, int] = field(default_factory=dict)

    def __or__(self, other: "QuickLook") -> "QuickLook":
        """What two pieces of a part may hold together."""
        return QuickLook(
            self.doubtful or other.doubtful,
            self.long_numbers or other.long_numbers,
            {
                letters: max(self.columns.get(letters, 0), other.columns.get(letters, 0))
                for letters in self.columns.keys() | other.columns.keys()
            },
        )

    def concerns(self, columns: Iterable[str] | None, below: int = 0) -> bool:
        """Whether the parser is needed to know all about a table.

        Args:
            columns: its columns; None: all that there are.
            below: the row of its headings, from 1.
        """
        asked = self.columns if columns is None else self.columns.keys() & set(columns)
        return self.doubtful or any(self.columns[letters] > below for letters in asked)


#: The last of the rows that addresses name; what is too long for a number counts as the limit.
LAST_ROW = pl.col("row").cast(pl.Int64, strict=False).fill_null(limits.ROWS).max()

#: Of a part of which nothing is known.
DOUBTFUL = QuickLook(doubtful=True)


def look_over(pieces: Iterable[pl.Series | None], percents: Iterable[str]) -> QuickLook:
    """What a part may hold, by its text.

    Args:
        pieces: the part (see `pieces_of`).
        percents: the numbers of styles that show percentages.
    """
    style = _style(percents)
    found = QuickLook()
    for piece in pieces:
        found |= DOUBTFUL if piece is None else _in_piece(piece, style)
        if found.doubtful:
            break
    return found


def _style(percents: Iterable[str]) -> str:
    """A pattern of the attribute that names one of these styles; empty where there are none."""
    numbers = "|".join(re.escape(number) for number in percents)
    return rf"{_S}s{_S}*={_S}*[\"']{_S}*(?:{numbers}){_S}*[\"']" if numbers else ""


def _rare(style: str) -> str:
    """A pattern of all that is seldom there."""
    return "|".join(filter(None, (_SELDOM, _MAY_BE_LONG, _ERROR, style)))


def _in_piece(piece: pl.Series, style: str) -> QuickLook:
    rare = _rare(style)
    # Of the sheets that people fill in nearly always there is nothing to ask after this.
    if not piece.str.contains(f"{rare}|{_FORMULA}")[0]:
        return QuickLook()
    if not piece.str.contains(rare)[0]:
        return _with_columns(piece, [_FORMULAS])
    if piece.str.contains(_SELDOM)[0]:
        return DOUBTFUL
    signs = [_FORMULAS, _ERRORS]
    if style:  # rows have styles of their own
        signs.append(f"(?:{_OF_CELL}|{_OF_ROW}{_S}[^<>]*)?{style}")
    long = piece.str.contains(_MAY_BE_LONG)[0]
    return _with_columns(piece, signs) | QuickLook(long_numbers=long)


def _with_columns(piece: pl.Series, signs: Iterable[str]) -> QuickLook:
    """In which columns signs stand; doubtful where one stands elsewhere.

    Args:
        piece: one text.
        signs: patterns of what begins with the tag of its cell, where it is in one.
    """
    columns: dict[str, int] = {}
    for sign in signs:
        places = _of_ordinary_formulas(piece) if sign == _FORMULAS else None
        if places is None:
            places = _places(piece, sign)
        if places is None:
            return DOUBTFUL
        for letters, last in places.group_by("letters").agg(LAST_ROW).iter_rows():
            columns[letters] = max(last, columns.get(letters, 0))
    return QuickLook(columns=columns)


def _of_ordinary_formulas(piece: pl.Series) -> pl.DataFrame | None:
    """`letters` and `row` of all formulas; None where one is not written as usual."""
    found = formulas_in(piece.to_frame())
    places = found.select(address_in(pl.col("tags").explode()))
    usual = places.to_series().struct.unnest().drop_nulls()
    return usual if usual.height == found.get_column("count")[0] else None


def formulas_in(texts: pl.DataFrame) -> pl.DataFrame:
    """Of each text its `count` of formulas, and the `tags` of those that are written as usual."""
    text = pl.col("text").str
    return texts.select(
        count=text.count_matches(_FORMULA),
        tags=pl.concat_list(text.extract_all(pattern) for pattern in _ORDINARY),
    )


def address_in(tags: pl.Expr) -> pl.Expr:
    """The `letters` and the `row` of cells, by their tags."""
    return tags.str.extract_groups(_ADDRESS)


def _places(piece: pl.Series, sign: str) -> pl.DataFrame | None:
    """`letters` and `row` of all cells with a sign; None where one stands elsewhere."""
    text = pl.col(piece.name).str.extract_all(sign).explode()
    found = piece.to_frame().select(address_in(text))
    places = found.to_series().struct.unnest()
    if places.get_column("letters").null_count():
        others = piece.to_frame().select(text.alias("text")).to_series().drop_nulls()
        others = others.filter(~others.str.contains(_ADDRESS))
        if not others.str.starts_with(_OF_ROW).all():
            return None
    return places.drop_nulls()


def look_once(
    pieces: Iterable[pl.Series | None], rows: int, columns: int, percents: Iterable[str]
) -> QuickLook | None:
    """The same, where certainly no cell lies so far out that memory may not suffice; or else None.

    Args:
        pieces: the part (see `pieces_of`).
        rows: the last row that is said to be used, from 1.
        columns: the last column that is said to be used, from 1.
        percents: see `look_over`.
    """
    far, style = far_out(rows, columns), _style(percents)
    unusual = unusual_in(rows, columns, percents)
    if far is None or unusual is None:
        return None
    found, expected = QuickLook(), True
    for piece in pieces:
        if piece is not None:
            # Without formulas, as in tables that no template of ours made, one look is enough.
            if not expected and not piece.str.contains(f"{unusual}|{_FORMULA}")[0]:
                continue
            if not piece.str.contains(unusual)[0]:
                formulas = _with_columns(piece, [_FORMULAS])
                expected = formulas != QuickLook()
                found |= formulas
                continue
            expected = True
        if not is_near(piece, far):
            return None
        if not found.doubtful:
            found |= DOUBTFUL if piece is None else _in_piece(piece, style)
    return found


def unusual_in(rows: int, columns: int, percents: Iterable[str]) -> str | None:
    """A pattern of all but formulas that `look_once` looks for, for its arguments.

    Returns:
        None where already a sheet of so many rows and columns may be too large.
    """
    far = far_out(rows, columns)
    return None if far is None else f"{unplaced_or(far)}|{_rare(_style(percents))}"
