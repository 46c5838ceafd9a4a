"""One column for all rules of a template: a person has one claim, and a claim one measure."""

from collections.abc import Collection, Iterable, Mapping

from addin.formulas.text import both, either, quote
from addin.formulas.written import is_written
from addin.template.layout import Block, mirrored
from addin.template.typed import is_offered
from claimcheck.forms import ColumnType, Sheet

#: columns whose faults have tests, or words, of their own
_TOLD_ELSEWHERE = {"claim_id", "id_number", "measure"}


def by_rule(position: str, formulas: Mapping[int, str], otherwise: str = '""') -> str:
    """The formula of the rule at a position.

    Args:
        position: the cell with the rule's place in the template, "" where there is none.
        formulas: for each rule its formula, by its place in the template.
        otherwise: what holds for rules without a formula, and where there is no rule.
    """
    different = list(dict.fromkeys(formulas.values()))
    if different == [otherwise] or not different:
        return otherwise
    places = range(min(formulas), max(formulas) + 1)
    chosen = [formulas.get(place, otherwise) for place in places]
    distinct = list(dict.fromkeys(chosen))
    if len(distinct) == 1:
        found = distinct[0]
    elif len(distinct) == len(chosen):
        found = f"CHOOSE({_from_one(position, min(formulas))},{','.join(chosen)})"
    else:
        which = ",".join(str(distinct.index(formula) + 1) for formula in chosen)
        which = f"CHOOSE({_from_one(position, min(formulas))},{which})"
        found = f"CHOOSE({which},{','.join(distinct)})"
    return f"IF({outside(position, places)},{otherwise},{found})"


def outside(position: str, places: range) -> str:
    """Whether a position is none of these places, one behind the other from the first on."""
    tests = [f'{position}=""']
    # A text is above every number.
    tests += [f"{position}<{places.start}"] if places.start > 1 else []
    return either([*tests, f"{position}>{places.stop - 1}"])


def is_one_of(position: str, places: Iterable[int], rules: int) -> str:
    """Whether a position is that of one of some rules.

    Args:
        position: the cell with the place.
        places: of the rules.
        rules: how many the template has.
    """
    wanted = sorted(places)
    if len(wanted) == rules:
        return both([f'{position}<>""'])
    return either(f"{position}={place}" for place in wanted)


def out_of(
    sheet: Sheet,
    entry: Block,
    helper: Block,
    row: int,
    looked_at: Mapping[int, Collection[str]],
    *,
    needed: bool = False,
) -> str:
    """Why a row does not count: cells that its measure looks at hold none of their values.

    The same as what `validate` makes of wrong cells (`validator.checks.rulings`).

    Args:
        sheet: the entry sheet.
        entry: its block.
        helper: the block with what was read from it.
        row: the row of the helper sheet.
        looked_at: for each rule, by its place, the columns on which its result rests.
        needed: whether an empty cell is wrong, too, where the form requires it.

    Returns:
        The formula of a text, "" where nothing is wrong.
    """
    position = helper.cell("measure_pos", row)
    parts = []
    for column in sheet.inputs:
        rules = [place for place, keys in looked_at.items() if column.key in keys]
        if column.key in _TOLD_ELSEWHERE or not rules:
            continue
        header = column.title
        written = is_written(mirrored(entry, column.key, helper, row))
        wanted = is_one_of(position, rules, len(looked_at))
        read = helper.cell(f"fact_{column.key}", row)
        wrong, said = f'{read}=""', "填写有误"
        if column.options and column.type is ColumnType.CHOICE:
            wrong = f"NOT({is_offered(column, read)})"
        told = f'IF({written},{quote(f"；“{header}”{said}")},"")'
        if column.type is ColumnType.ID_NUMBER:
            wrong = f'{helper.cell(f"fault_{column.key}", row)}<>""'
        if needed and column.required:
            told = f"IF({written},{quote(f'；“{header}”{said}')},{quote(f'；“{header}”未填')})"
        parts.append(f'IF({wrong},IF({wanted},{told},""),"")')
    return f'IF({position}="","",{"&".join(parts)})' if parts else '""'


def _from_one(position: str, first: int) -> str:
    return position if first == 1 else f"{position}-{first - 1}"
