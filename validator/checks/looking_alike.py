"""Tells apart what looks alike once it is masked: 李* and 李*, …1915 and …1915."""

import polars as pl


def difference(here: str, there: str, unit: str) -> str:
    """Where two texts differ, in Chinese, without showing anything of them.

    Args:
        here: one text.
        there: the other.
        unit: what their characters are called: 个字, 位.
    """
    if len(here) != len(there):
        return f"（{len(here)} {unit}和 {len(there)} {unit}）"
    places = [
        str(place)
        for place, (one, other) in enumerate(zip(here, there, strict=True), start=1)
        if one != other
    ]
    return f"（第 {'、'.join(places)} {unit}不同）" if places else ""


def told_apart(here: str, there: str, shown: tuple[pl.Expr, pl.Expr], unit: str) -> pl.Expr:
    """Where two columns differ, in the rows in which what is shown of them looks the same.

    Args:
        here: the name of one column of texts.
        there: the name of the other.
        shown: what a reader sees of each.
        unit: what their characters are called.
    """
    where = pl.struct(here, there).map_elements(
        lambda pair: difference(pair[here] or "", pair[there] or "", unit), pl.String
    )
    return pl.when(shown[0] == shown[1]).then(where).otherwise(pl.lit(""))
