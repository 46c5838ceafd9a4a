"""Which differing cells differ by themselves, and which only pass on another cell's difference."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from openpyxl.utils import column_index_from_string

from benchmarks.engines.workbook import Filled, Place

_TEXT = re.compile(r'"[^"]*"')
_AREA = re.compile(
    r"(?:'([^']*)'!)?\$?([A-Z]{1,3})\$?([0-9]+)(?::\$?([A-Z]{1,3})\$?([0-9]+))?(?![\w(.])"
)
_NAME = re.compile(r"[A-Za-z_][\w.]*(?![\w(.!])")

Area = tuple[str, int, int, int, int]


def roots(filled: Filled, different: Collection[Place]) -> list[Place]:
    """Those of the differing cells whose formula refers to no differing cell."""
    by_column: dict[tuple[str, int], list[int]] = defaultdict(list)
    for sheet, row, column in different:
        by_column[sheet, column].append(row)
    return [
        place
        for place in different
        if not any(
            place != (sheet, row, column)
            for sheet, top, left, bottom, right in areas(filled, place)
            for column in range(left, right + 1)
            for row in by_column.get((sheet, column), ())
            if top <= row <= bottom
        )
    ]


def areas(filled: Filled, place: Place) -> Iterator[Area]:
    """Sheet, top, left, bottom and right of everything that a cell's formula refers to."""
    text = _TEXT.sub('""', filled.formulas[place].text)
    yield from _areas(text, place[0])
    for name in set(_NAME.findall(text)) & filled.names.keys():
        yield from _areas(filled.names[name], place[0])


def _areas(text: str, own_sheet: str) -> Iterator[Area]:
    for sheet, left, top, right, bottom in _AREA.findall(text):
        first, last = column_index_from_string(left), column_index_from_string(right or left)
        yield sheet or own_sheet, int(top), first, int(bottom or top), last


def idiom(formula: str) -> str:
    """A formula with its cells, texts and numbers left out, so that like formulas are one.

    The same formula in a hundred rows, or over another sheet, is one idiom.
    """
    text = _TEXT.sub('"…"', formula)
    text = _AREA.sub(lambda found: "area" if found[4] else "cell", text)
    return re.sub(r"(?<![\w.])[0-9]+(\.[0-9]+)?(E\+?[0-9]+)?", "0", text)


def by_idiom(filled: Filled, places: Collection[Place]) -> Mapping[str, list[Place]]:
    """The places of each idiom, the most frequent first."""
    found: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        found[idiom(filled.formulas[place].text)].append(place)
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))
