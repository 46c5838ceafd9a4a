"""Which claim type a workbook is of, and which of its sheets is which."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from claimcheck.forms import Form, Sheet, SheetKind
from validator.reading import limits
from validator.reading.headers import (
    SEARCHED_ROWS,
    Headers,
    find_headers,
    match_names,
    plain,
    resembles,
)
from validator.reading.word_columns import measure_of


@dataclass(frozen=True)
class SheetSource:
    """A workbook's sheets, each loaded when it is first asked for."""

    names: Sequence[str]
    load: Callable[[str], pl.DataFrame]
    is_hidden: Callable[[str], bool]
    tops: dict[str, list[tuple[str | None, ...]]] = field(default_factory=dict)

    def top(self, name: str) -> list[tuple[str | None, ...]]:
        """The rows among which the headings are looked for."""
        if name not in self.tops:
            self.tops[name] = self.load(name).head(SEARCHED_ROWS).rows()
        return self.tops[name]


@dataclass
class Recognised:
    """What a workbook is."""

    form: Form
    sheets: dict[SheetKind, tuple[Sheet, str, Headers | None]] = field(default_factory=dict)


def recognise(
    source: SheetSource, forms: Mapping[str, Form], types: Mapping[str, str]
) -> Recognised | None:
    """Find the form of a workbook and its sheets.

    The measures named in the claims sheet say the type; where it names none that is known,
    the headings do.

    Args:
        source: the workbook.
        forms: the forms it may be, by type.
        types: measure → type.

    Returns:
        None where no sheet is one of any form.
    """
    common = _common(forms)
    named = named_sheets(forms, source.names)
    form = _by_measures(source, forms, types, common[SheetKind.CLAIMS], named)
    if form is None:
        form = _by_headings(source, forms, named)
    if form is None:
        return None
    found = Recognised(form)
    for sheet in form.sheets:
        if sheet.kind in named:
            name = named[sheet.kind]
            found.sheets[sheet.kind] = (
                sheet,
                name,
                find_headers(sheet, source.top(name), ten_thousands=True),
            )
    taken = {name for _, name, _ in found.sheets.values()}
    for sheet in form.sheets:
        if sheet.kind not in found.sheets:
            other = _resembling(source, sheet, taken)
            if other is not None:
                found.sheets[sheet.kind] = other
                taken.add(other[1])
    return found if found.sheets else None


def named_sheets(forms: Mapping[str, Form], names: Sequence[str]) -> dict[SheetKind, str]:
    """The sheets that are known by their names: all forms use the same."""
    return match_names(list(_common(forms).values()), names)


def _common(forms: Mapping[str, Form]) -> dict[SheetKind, Sheet]:
    """One sheet of each kind, as the first form that has it writes it."""
    return {sheet.kind: sheet for form in reversed(list(forms.values())) for sheet in form.sheets}


def _by_measures(
    source: SheetSource,
    forms: Mapping[str, Form],
    types: Mapping[str, str],
    sheet: Sheet,
    named: dict[SheetKind, str],
) -> Form | None:
    """The form of most of the measures that the claims sheet names."""
    name = named.get(SheetKind.CLAIMS)
    headers = find_headers(sheet, source.top(name), ten_thousands=True) if name else None
    if headers is None or "measure" not in headers.positions:
        other = _resembling(source, sheet, set(named.values()))
        if other is None:
            return None
        _, name, headers = other
        named.setdefault(SheetKind.CLAIMS, name)
    if name is None or headers is None or "measure" not in headers.positions:
        return None
    column = source.load(name).to_series(headers.positions["measure"]).slice(headers.row + 1)
    written = {measure.upper(): kind for measure, kind in types.items()}
    counts = Counter(
        written[tidy]
        for text in column.drop_nulls()
        if (tidy := measure_of(text).strip().upper()) in written and written[tidy] in forms
    )
    return forms[counts.most_common(1)[0][0]] if counts else None


def _by_headings(
    source: SheetSource, forms: Mapping[str, Form], named: dict[SheetKind, str]
) -> Form | None:
    """The form that most of the headings fit, and that misses the fewest."""
    best: tuple[int, Form] | None = None
    tops = {name: source.top(name) for name in named.values()}
    if not tops:
        visible = [name for name in source.names if not source.is_hidden(name)]
        tops = {name: source.top(name) for name in visible[: limits.SHEETS_SEARCHED]}
        headings = {plain(t) for top in tops.values() for row in top for t in row if t}
        if len(headings & {"身份证号", "身份证号码", "申报编号", "事项编号"}) < 1:
            return None
    for form in forms.values():
        score = 0
        for sheet in form.sheets:
            names = [named[sheet.kind]] if sheet.kind in named else [] if named else list(tops)
            for name in names:
                headers = find_headers(sheet, tops[name], ten_thousands=True)
                if headers is not None and (named or resembles(sheet, headers)):
                    required = {column.key for column in sheet.inputs if column.required}
                    known = set(headers.positions)
                    score += 2 * len(known) - 3 * len(required - known) - len(headers.strangers)
                    score += 100
        if score > 0 and (best is None or score > best[0]):
            best = (score, form)
    return best[1] if best else None


def _resembling(
    source: SheetSource, sheet: Sheet, taken: set[str]
) -> tuple[Sheet, str, Headers] | None:
    """A sheet under another name whose headings show what it is; never a hidden one."""
    best: tuple[Sheet, str, Headers] | None = None
    names = [name for name in source.names if name not in taken and not source.is_hidden(name)]
    for name in names[: limits.SHEETS_SEARCHED]:
        headers = find_headers(sheet, source.top(name), ten_thousands=True)
        if headers is None or not resembles(sheet, headers):
            continue
        if best is None or len(headers.positions) > len(best[2].positions):
            best = (sheet, name, headers)
    return best
