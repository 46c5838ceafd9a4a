"""What must hold for a document to be used at all; faults are refused on loading.

`claimcheck.policy.lint` goes further: it also compares the rules with the words that
are quoted beside them.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product

from claimcheck.errors import DataFileError, FactError
from claimcheck.policy.expression import Node, compared, names, parse, tables
from claimcheck.policy.facts import fact, facts
from claimcheck.policy.model import Document, Measure, Requirement
from claimcheck.policy.readings import Reading, When, holds
from claimcheck.policy.sums import Amount, Step, Table

OPERATORS = {
    "at_least": ">=",
    "more_than": ">",
    "at_most": "<=",
    "less_than": "<",
    "on_or_after": ">=",
    "on_or_before": "<=",
    "one_of": "in",
    "is_true": "==",
}


def operator_of(requirement: Requirement) -> str:
    """Which of the operators a requirement uses.

    Raises:
        DataFileError: it has none or several.
    """
    used = [name for name in OPERATORS if getattr(requirement, name) is not None]
    if len(used) != 1:
        raise DataFileError(f"要求“{requirement.name}”须恰好有一个比较方式，现有 {len(used)} 个。")
    return used[0]


def check_document(document: Document, general: Sequence[Reading]) -> None:
    """Check a document's rules against each other.

    Raises:
        DataFileError: with all faults found, one a line.
    """
    faults = list(_faults(document, general))
    if faults:
        raise DataFileError(f"{document.key}：" + "\n".join(faults))


def _faults(document: Document, general: Sequence[Reading]) -> Iterator[str]:
    clauses = {clause.number for clause in document.clauses}
    readings = {reading.id: reading for reading in [*document.readings, *general]}
    yield from _repeated("条款", [clause.number for clause in document.clauses])
    yield from _repeated("事项", [measure.id for measure in document.measures])
    yield from _repeated("口径", [reading.id for reading in document.readings])
    for reading in document.readings:
        if reading.default not in {option.key for option in reading.options}:
            yield f"口径 {reading.id} 的默认选项“{reading.default}”不在选项之中。"
        for measure_id in reading.measures:
            if measure_id not in {measure.id for measure in document.measures}:
                yield f"口径 {reading.id} 所属的事项“{measure_id}”不存在。"
    for measure in document.measures:
        if measure.clause not in clauses:
            yield f"{measure.id} 所在的条款“{measure.clause}”未列出。"
        for fault in _measure_faults(measure, readings):
            yield f"{measure.id}：{fault}"


def _measure_faults(measure: Measure, readings: dict[str, Reading]) -> Iterator[str]:
    known_tables = {table.name for table in measure.tables}
    yield from _repeated("要求", [requirement.name for requirement in measure.requirements])
    for table in measure.tables:
        yield from _table_faults(table)
        yield from _when_faults(table.when, readings)
    for requirement in measure.requirements:
        yield from _requirement_faults(requirement, measure, known_tables)
        yield from _when_faults(requirement.when, readings)
    for amount in [*measure.amounts, *measure.each]:
        yield from _amount_faults(amount)
        for formula in amount.formulas:
            yield from _formula_faults(formula, measure, known_tables)
        yield from _when_faults(amount.when, readings)
    for value in measure.values:
        yield from _formula_faults(value.formula, measure, known_tables)
        yield from _when_faults(value.when, readings)
    for count in measure.counts:
        yield from _formula_faults(count.formula, measure, known_tables)
    for limit in measure.limits:
        yield from _when_faults(limit.when, readings)
    yield from _special_faults(measure)
    if measure.employment and measure.employment.floor not in {None, *measure.numbers}:
        yield f"工资门槛“{measure.employment.floor}”未列入 numbers。"
    yield from _unknown_facts(measure.defaults)
    for example in measure.examples:
        yield from _unknown_facts(example.facts)
    yield from _coverage_faults("金额公式", measure.amounts, readings)
    if measure.each:
        yield from _coverage_faults("每人金额", measure.each, readings)
    for name in dict.fromkeys(value.name for value in measure.values):
        values = [value for value in measure.values if value.name == name]
        yield from _coverage_faults(f"步骤“{name}”", values, readings)


def _special_faults(measure: Measure) -> Iterator[str]:
    """What is wrong with ceilings of households and months, with earmarks and found incomes."""
    if measure.income:
        income = measure.income
        keys = [income.person, income.counted, income.listed, *income.as_stated]
        yield from _unknown_facts(keys)
        if measure.employment is None:
            yield "收入从工资流水核算，须写明哪些月份计入（employment）。"
    if measure.earmark:
        yield from _unknown_facts([measure.earmark.fact])
        if measure.earmark.share not in measure.numbers:
            yield f"专款比例“{measure.earmark.share}”未列入 numbers。"
    if measure.months:
        for formula in (measure.months.paid, measure.months.most):
            yield from _formula_faults(formula, measure, {table.name for table in measure.tables})
        yield from _unknown_facts([measure.months.earlier])
    if measure.household:
        yield from _unknown_facts([measure.household.paid])
        if measure.household.cap not in measure.numbers:
            yield f"户上限“{measure.household.cap}”未列入 numbers。"


def _amount_faults(amount: Amount) -> Iterator[str]:
    bounded = bool(amount.least or amount.most)
    kinds = [
        amount.formula is not None,
        bounded or (amount.decided and amount.formula is None),
        amount.in_kind is not None,
    ]
    if sum(kinds) != 1:
        yield "金额须恰好是公式、由经办机构核定、实物三者之一。"


def _table_faults(table: Table) -> Iterator[str]:
    for lower, upper in pairwise(table.rows):
        if upper.start <= (lower.start if lower.end is None else lower.end):
            yield f"表“{table.name}”的档次重叠：{lower.words} 与 {upper.words}。"
        elif lower.end is not None and upper.start > lower.end + 1:
            yield f"表“{table.name}”在 {lower.end} 与 {upper.start} 之间有空缺。"
    for row in table.rows:
        if row.end is not None and row.end < row.start:
            yield f"表“{table.name}”的档次上下限颠倒：{row.words}。"


def _requirement_faults(
    requirement: Requirement, measure: Measure, known_tables: set[str]
) -> Iterator[str]:
    try:
        operator = operator_of(requirement)
        fact(requirement.fact)
    except (DataFileError, FactError) as error:
        yield str(error)
        return
    value = getattr(requirement, operator)
    if isinstance(value, str) and value not in measure.numbers:
        yield f"要求“{requirement.name}”引用的数“{value}”未列入 numbers。"
    if requirement.follows is not None:
        yield from _following_faults(requirement, requirement.follows, measure)
    for formula in (requirement.formula, requirement.where):
        if formula:
            yield from _formula_faults(formula, measure, known_tables)


def _following_faults(requirement: Requirement, first: str, measure: Measure) -> Iterator[str]:
    """One follows another of its own level, which holds whenever it does and follows none.

    Columns and cells then test them alike, whatever their order.
    """
    said = f"要求“{requirement.name}”的 follows“{first}”"
    followed = next((other for other in measure.requirements if other.name == first), None)
    if followed is None:
        yield f"{said}不存在。"
        return
    if followed.of != requirement.of:
        yield f"{said}不在同一层：须同属 {requirement.of}。"
    if followed.follows is not None:
        yield f"{said}本身又有 follows，要求只能跟一步。"
    for reading, options in followed.when.items():
        chosen = set(requirement.when.get(reading, ()))
        if not chosen or not chosen <= set(options):
            yield f"{said}在口径 {reading} 的有些选项下不生效。"


def _formula_faults(formula: str, measure: Measure, known_tables: set[str]) -> Iterator[str]:
    try:
        node: Node = parse(formula)
    except DataFileError as error:
        yield str(error)
        return
    own = {
        *measure.numbers,
        *(count.name for count in measure.counts),
        *(value.name for value in measure.values),
    }
    yield from _unknown_facts(name for name in names(node) if name not in own)
    for name, text in compared(node):
        if name not in own and text not in (fact(name).options or (text,)):
            yield f"公式“{formula}”中的“{text}”不是“{name}”的选项。"
    for table in tables(node):
        if table not in known_tables:
            yield f"公式“{formula}”引用的表“{table}”不存在。"


def _when_faults(when: When, readings: dict[str, Reading]) -> Iterator[str]:
    for reading_id, options in when.items():
        if reading_id not in readings:
            yield f"when 中的口径 {reading_id} 不存在。"
            continue
        known = {option.key for option in readings[reading_id].options}
        yield from (
            f"when 中的选项 {reading_id}={option} 不存在。"
            for option in options
            if option not in known
        )


def _coverage_faults(
    what: str, parts: Sequence[Amount | Step], readings: dict[str, Reading]
) -> Iterator[str]:
    """Under every combination of options exactly one of the parts must hold."""
    involved = sorted({key for part in parts for key in part.when if key in readings})
    choices = [[option.key for option in readings[key].options] for key in involved]
    for combination in product(*choices):
        chosen = dict(zip(involved, combination, strict=True))
        holding = [part for part in parts if holds(part.when, chosen)]
        if len(holding) != 1:
            shown = "、".join(f"{key}={option}" for key, option in chosen.items()) or "任何口径"
            yield f"{shown} 下应恰好有一个{what}，现有 {len(holding)} 个。"


def _unknown_facts(keys: Iterable[str]) -> Iterator[str]:
    known = facts()
    for key in keys:
        if key not in known:
            try:
                fact(key)
            except FactError as error:
                yield str(error)


def _repeated(kind: str, keys: Sequence[str]) -> Iterator[str]:
    yield from (f"{kind}“{key}”重复。" for key in sorted(set(keys)) if keys.count(key) > 1)
