"""One measure as a county office reads it in a terminal."""

from collections.abc import Iterator

from claimcheck.policy.load import Rule
from claimcheck.policy.model import Example, Level, Limit, Measure, Status
from claimcheck.policy.overlaps import window_of
from claimcheck.policy.uses import all_uses

OUTCOMES = {
    "amount": "符合",
    "ineligible": "不符合",
    "incomplete": "资料不全",
    "needs_decision": "需核定",
    "in_kind": "实物或服务",
}
SCOPES = {"person": "每人", "household": "每户", "claimant": "每个主体", "facility": "每个场所"}
PERIODS = {"once": "一次性", "year": "每年", "cycle": "每个周期"}

#: More than this many examples are a wall; the rest stands in the reference and in JSON.
_EXAMPLES_SHOWN = 8


def measure_text(rule: Rule) -> Iterator[str]:
    """The lines of `claimcheck policy show`."""
    measure = rule.measure
    draft = "（征求意见稿）" if rule.document.status is Status.DRAFT else ""
    yield f"{measure.id} {measure.title}"
    yield f"依据：{rule.cited}{draft}"
    yield f"期限：{window_text(rule)}"
    for label, text in [
        ("申报主体", measure.claimant),
        ("计入人员", measure.who),
        ("概要", measure.summary),
        ("决定性词句", f"“{measure.words}”"),
        ("责任单位", measure.department),
        ("资金来源", measure.funding),
        ("佐证材料", "、".join(measure.evidence) or "条文未列"),
        ("次数限制", "；".join(limit_text(limit) for limit in measure.limits)),
        ("月数上限", months_text(measure)),
        ("排除情形", measure.exclusions),
    ]:
        if text:
            yield f"{label}：{text}"
    yield from _conditions(measure)
    yield "所需事实："
    for use in all_uses(measure, rule.defaults):
        unit = f"（{use.fact.unit}）" if use.fact.unit else ""
        need = "必填" if use.required else "选填"
        yield f"  {use.fact.key}：{use.fact.label}{unit}，{need}"
    yield from _readings(rule)
    yield "示例："
    for example in measure.examples[:_EXAMPLES_SHOWN]:
        yield "  " + " → ".join(example_text(example))
    left = len(measure.examples) - _EXAMPLES_SHOWN
    if left > 0:
        yield f"  …… 另有 {left} 个，加 --json 可看全部。"


def window_text(rule: Rule) -> str:
    """The days on which a measure holds, or that the text does not say them."""
    window = window_of(rule.measure, rule.document)
    if window.start and window.end:
        return f"{window.start.isoformat()} 至 {window.end.isoformat()}"
    if window.end:
        return f"至 {window.end.isoformat()} 止，条文没有写从哪一天开始"
    if window.start:
        return f"自 {window.start.isoformat()} 起，条文没有写到哪一天为止"
    if window.words:
        return f"条文没有写明起止日期，只写“{window.words}”"
    return "条文没有写明起止日期"


def limit_text(limit: Limit) -> str:
    """How often the same one may be paid."""
    times = "" if limit.period == "once" else f" {limit.times} 次"
    chosen = "、".join(f"{key} 取 {' 或 '.join(options)}" for key, options in limit.when.items())
    under = f"；口径 {chosen} 时" if chosen else ""
    return f"{SCOPES[limit.scope]}{PERIODS[limit.period]}{times}（“{limit.words}”{under}）"


def months_text(measure: Measure) -> str:
    """That months of several claims add up; empty where the text names no such ceiling."""
    if measure.months is None:
        return ""
    return f"每人各次申报的月数合并计算（“{measure.months.words}”）"


def example_text(example: Example) -> tuple[str, str]:
    """Facts, and what they give."""
    facts = "，".join(f"{key}={_plain(value)}" for key, value in example.facts.items())
    chosen = "".join(f" [{key}={value}]" for key, value in example.readings.items())
    given = OUTCOMES[example.outcome]
    if example.amount is not None:
        given += f" {example.amount:,.2f} 元"
    bounds = [f"{value:,.2f} 元" for value in (example.least, example.most) if value is not None]
    return facts + chosen, given + (f"（{'—'.join(bounds)}）" if bounds else "")


def _conditions(measure: Measure) -> Iterator[str]:
    if measure.requirements:
        yield "条件："
    for words, level in dict.fromkeys((item.words, item.of) for item in measure.requirements):
        yield f"  {'每人' if level is Level.PERSON else '整项'}：“{words}”"
    amounts = [number.words for number in measure.numbers.values()]
    amounts += [row.words for table in measure.tables for row in table.rows]
    if amounts:
        yield "条文中的数："
    for words in dict.fromkeys(amounts):
        yield f"  “{words}”"


def _readings(rule: Rule) -> Iterator[str]:
    if rule.readings:
        yield "口径："
    for reading in rule.readings.values():
        yield f"  {reading.id} {reading.question}"
        for option in reading.options:
            default = "（默认）" if option.key == reading.default else ""
            yield f"    {option.key}：{option.means}{default}"


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)
