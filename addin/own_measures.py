"""Blocks of cells whose rows name measures of their own: each measure is evaluated for its rows."""

import unicodedata
from collections.abc import Callable
from functools import cache

import polars as pl

from addin.convert import Block
from addin.frames import read_block
from claimcheck.columns import base_columns, sheet_columns
from claimcheck.errors import ClaimcheckError, UnknownMeasureError
from claimcheck.forms import Sheet, SheetKind
from claimcheck.policy import Rule
from claimcheck.policy import rule as find_rule

#: What a cell of a block can show.
Shown = float | str

_UNEXPECTED = "计算时发生意外，未能得出结果。"


def by_own_measure(
    block: Block,
    kind: SheetKind,
    computed: Callable[[Rule, pl.Series], list[list[Shown]]],
    told: Callable[[str], list[Shown]],
) -> list[list[Shown]]:
    """One row for each row of a block below its header, under the measure that the row names.

    What cannot be computed for one measure keeps nothing of the others back.

    Args:
        block: rows of cells with a column of measures.
        kind: the sheet that the block stands on.
        computed: gives all rows under a rule, of which those are taken that the mask marks.
        told: a row without figures that says why there are none.

    Returns:
        The rows; empty where no measure is named, without figures where it cannot be computed.

    Raises:
        CellError: there is no column of measures, or it holds an error.
        Exception: no measure of the block could be computed; the first one's.
    """
    named = _measures(block, kind)
    rows = [told("") for _ in named]
    errors = []
    measures = list(dict.fromkeys(filter(None, named)))
    for measure in measures:
        mine = pl.Series([name == measure for name in named], dtype=pl.Boolean)
        try:
            found = computed(find_rule(measure), mine)
        except Exception as error:
            errors.append(error)
            found = [told(str(error) if isinstance(error, ClaimcheckError) else _UNEXPECTED)]
            found *= len(rows)
        chosen = zip(mine, found, rows, strict=True)
        rows = [new if is_mine else old for is_mine, new, old in chosen]
    if errors and len(errors) == len(measures):
        raise errors[0]
    return rows


def _measures(block: Block, kind: SheetKind) -> list[str]:
    """The id of every row's measure, "" where it names none."""
    names, column = sheet_columns(kind), base_columns(SheetKind.CLAIMS)["measure"]
    sheet = Sheet(kind, names.name, tuple(names.aliases), (column,))
    texts = read_block(block, sheet).frame["measure"]
    return [_measure(text) if text else "" for text in texts]


@cache
def _measure(text: str) -> str:
    """The id as the documents write it: what follows it, its case and its width do not matter."""
    name = unicodedata.normalize("NFKC", text).split()[0]
    try:
        return find_rule(name).id
    except UnknownMeasureError:
        return name
