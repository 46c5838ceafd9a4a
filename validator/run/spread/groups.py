"""Which files hang together, because what is said of one may depend on the other."""

from collections.abc import Sequence

import polars as pl

from validator.run.spread.keys import Shared

_ALONE = (Shared.SOUGHT, Shared.PAID)


def groups_of(numbers: Sequence[int], keys: pl.DataFrame) -> list[list[int]]:
    """Part files into groups that share nothing with each other.

    Args:
        numbers: of the files.
        keys: of all of them, rows of `keys.KEYS`.

    Returns:
        The groups in the order of their first files, each in the order of the files.
    """
    head = {number: number for number in numbers}

    def first(number: int) -> int:
        while head[number] != number:
            head[number] = head[head[number]]
            number = head[number]
        return number

    for several in _together(keys):
        heads = sorted({first(number) for number in several})
        for other in heads[1:]:
            head[other] = heads[0]
    groups: dict[int, list[int]] = {}
    for number in sorted(numbers):
        groups.setdefault(first(number), []).append(number)
    return list(groups.values())


def _together(keys: pl.DataFrame) -> list[list[int]]:
    """The files of each key that several have."""
    mutual = keys.filter(~pl.col("kind").is_in([int(kind) for kind in _ALONE]))
    # Those whose hash stands once are nearly all: they need no grouping.
    several = mutual.filter(pl.struct("kind", "hash").is_duplicated())
    same = several.group_by("kind", "hash").agg(pl.col("input").unique())["input"].to_list()
    kind = pl.col("kind")
    sought = keys.filter(kind == int(Shared.SOUGHT)).select("hash", "input")
    known = keys.filter(kind.is_in([int(Shared.PERSON), int(Shared.PAID)])).select(
        "hash", other="input"
    )
    pairs = sought.join(known, on="hash").select("input", "other").unique()
    return [*same, *map(list, pairs.iter_rows())]
