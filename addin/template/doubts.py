"""Numbers that may be meant in another unit, as formulas: what either reading would give.

The same as `claimcheck.evaluate.doubts`. Beside the columns of a rule stand those of every
other reading of a row; they are computed only where a number of the row is in doubt.
"""

from collections.abc import Callable, Mapping, Sequence

from addin.formulas.text import both, either, first_of, quote
from addin.template.unit_plan import UnitPlan
from claimcheck.policy import Fact, FactType, fact

_Cell = Callable[[str], str]

#: The results of one reading: name → formula, over a cell function and the facts' cells.
Results = Callable[[Mapping[str, str], _Cell], dict[str, str]]


def doubt_formulas(
    units: UnitPlan,
    facts: Mapping[str, str],
    cell: _Cell,
    raw: Callable[[str], str],
    results: Results,
    compared: Sequence[str],
    said: Callable[[_Cell], str],
) -> dict[str, str]:
    """The helper columns of one row.

    Args:
        units: the doubtful facts.
        facts: for each fact the cell that holds it.
        cell: the row's cell of a column.
        raw: the cell of a fact as it was entered.
        results: gives the formulas of a reading; it looks up every result through the cell
            function that it is handed.
        compared: the results that make a difference.
        said: the formula that puts the results into words.
    """
    if not units.keys:
        return {}
    formulas: dict[str, str] = {}
    for key in units.keys:
        formulas[f"other_{key}"] = _other(fact(key), facts[key], raw(key))
        other = cell(f"other_{key}")
        formulas[f"alt_{key}"] = f'IF({other}="",{facts[key]},{other})'
    formulas["result"] = f'IF({_any(units.keys, cell)},{said(cell)},"")'
    written: dict[frozenset[str], _Cell] = {frozenset(): cell}
    for number, keys in enumerate(units.readings):
        changed = {**facts, **{key: cell(f"alt_{key}") for key in keys}}
        own, look = _reading(units, number, changed, facts, cell, results)
        written[keys] = look
        own["result"] = said(look)
        for name, formula in own.items():
            formulas[units.reading_key(number, name)] = f'IF({_any(keys, cell)},{formula},"")'
    for key in units.keys:
        formulas[f"doubt_{key}"] = _doubt(units, key, facts, cell, written, compared)
    return formulas


def _reading(
    units: UnitPlan,
    number: int,
    changed: Mapping[str, str],
    facts: Mapping[str, str],
    cell: _Cell,
    results: Results,
) -> tuple[dict[str, str], _Cell]:
    """The results that a reading changes, and where each result of it stands."""
    own: set[str] = set()

    def look(name: str) -> str:
        return cell(units.reading_key(number, name) if name in own else name)

    before = results(facts, cell)
    while True:
        # What rests on a result that has changed changes with it.
        made = results(changed, look)
        more = {name for name, formula in made.items() if formula != before[name]} - own
        if not more:
            return {name: made[name] for name in sorted(own)}, _looked_up(
                {name: units.reading_key(number, name) for name in own | {"result"}}, cell
            )
        own |= more


def _looked_up(keys: Mapping[str, str], cell: _Cell) -> _Cell:
    """The cell of a result: of those with a column of their own, that one."""
    return lambda name: cell(keys.get(name, name))


def _any(keys: Sequence[str] | frozenset[str], cell: _Cell) -> str:
    """Whether any of these facts is in doubt."""
    return either(f'{cell(f"other_{key}")}<>""' for key in sorted(keys))


def _doubt(
    units: UnitPlan,
    key: str,
    facts: Mapping[str, str],
    cell: _Cell,
    written: Mapping[frozenset[str], _Cell],
    compared: Sequence[str],
) -> str:
    """What is said of a number whose other reading gives another result; "" where none does."""
    alone, same, rest = frozenset([key]), units.same_unit(key), units.rest(key)
    cases = [(_differ(written[alone], cell, compared), alone)]
    if same != alone:
        beside = _any(same - {key}, cell)
        cases.append((both([beside, _differ(written[same], written[rest], compared)]), same))
    doubtful = fact(key)
    value, other = facts[key], cell(f"other_{key}")
    sentences = [
        (
            condition,
            f"{quote('没有单位：按 ')}&{_spelt(doubtful, value)}&{quote(' 计，')}&{cell('result')}"
            f"&{quote('；如果是 ')}&{_spelt_other(doubtful, value, other)}&{quote('，')}"
            f"&{written[reading]('result')}&{quote('。请写明单位，如 ')}"
            f"&{_spelt(doubtful, value)}&{quote(' 或 ')}&{_spelt(doubtful, other)}",
        )
        for condition, reading in cases
    ]
    return f'IF({other}="","",{first_of(sentences, quote(""))})'


def _differ(one: _Cell, other: _Cell, compared: Sequence[str]) -> str:
    return either(f"{one(name)}<>{other(name)}" for name in compared if one(name) != other(name))


def _other(doubtful: Fact, value: str, raw: str) -> str:
    """What a number without a unit may be meant to be; "" where it is plausible."""
    slip = doubtful.slip
    assert slip is not None  # noqa: S101 - only doubtful facts come here
    if doubtful.type is FactType.PERCENT:
        unnamed = f'ISERROR(FIND("%",SUBSTITUTE({raw},"％","%")))'
    else:
        unnamed = f"ISNUMBER({raw})"
    if slip.side == "below":
        digits = len(str(doubtful.scale)) - 1
        beyond = f"{value}<{doubtful.plausible}"
        other = f"ROUND({value}*{slip.times}/{slip.parts},{digits})"
    else:
        beyond = f"{value}>{doubtful.plausible},{value}<={doubtful.maximum}"
        other = f"INT({value}*{slip.times}/{slip.parts})"
    possible = f'IF({other}<={doubtful.maximum},{other},"")'
    tests = both([f"{value}>0", beyond, unnamed])
    return f'IF(ISNUMBER({value}),IF({tests},{possible},""),"")'


def _spelt(doubtful: Fact, value: str) -> str:
    unit = {FactType.PERCENT: "%", FactType.YUAN: "元", FactType.MONTHS: "个月"}[doubtful.type]
    return f"{value}&{quote(unit)}"


def _spelt_other(doubtful: Fact, value: str, other: str) -> str:
    if doubtful.type is FactType.PERCENT or doubtful.slip is None:
        return _spelt(doubtful, other)
    return f"{value}&{quote(doubtful.slip.other_unit)}"
