"""Writes the office's settings as `office.toml`, with what each means beside it."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeAlias

from claimcheck.office import Office
from claimcheck.policy import documents, rules
from claimcheck.policy.load import general_readings
from claimcheck.policy.readings import Reading
from claimcheck.text import one_line

_Value: TypeAlias = str | float | bool | date


def office_toml(office: Office) -> str:
    """The file's text; what the office has not decided is left out."""
    return "\n".join(_lines(office)) + "\n"


def all_readings() -> dict[str, Reading]:
    """Every reading by its id."""
    found = [*general_readings(), *(r for d in documents().values() for r in d.readings)]
    return {reading.id: reading for reading in sorted(found, key=lambda reading: reading.id)}


def _lines(office: Office) -> Iterator[str]:
    yield "# 经办机构设置，由工作台的“单位设置”页写成；也可以直接修改，写错会提示。"
    yield ""
    yield f"county = {_text(office.county)}"
    yield f"area_code = {_text(office.area_code)}"
    for name, means, days in (
        ("holidays", "放假的工作日（周六、周日不必写）", office.holidays),
        ("worked_weekends", "调休上班的周六、周日", office.worked_weekends),
    ):
        yield f"\n# {means}"
        yield f"{name} = [{', '.join(str(day) for day in days)}]"
    yield from _readings(office)
    yield from _documents(office)
    for wage in office.minimum_wages:
        yield from _table(
            "[[minimum_wages]]",
            "月最低工资标准（元），从 start 起",
            {"yuan": wage.yuan, "start": wage.start, "basis": wage.basis},
        )
    yield from _standards(office)
    if (said := office.wage_month) is not None:
        yield from _table(
            "[wage_month]",
            "一笔工资算哪个月：entry 按入账日期，memo 按摘要所写的月份",
            {"by": said.by, "basis": said.basis, "decided_on": said.decided_on},
        )
    if office.lists:
        yield "\n# 外部名单：名称 = 文件\n[lists]"
        yield from (f"{_text(name)} = {_text(file)}" for name, file in office.lists.items())


def _readings(office: Office) -> Iterator[str]:
    known = all_readings()
    for choice in office.readings:
        reading = known.get(choice.id)
        means = ""
        if reading is not None:
            option = next((o.means for o in reading.options if o.key == choice.option), "")
            means = f"{reading.question} {option}"
        values: dict[str, _Value | None] = {
            "id": choice.id,
            "option": choice.option,
            "basis": choice.basis,
            "decided_on": choice.decided_on,
            "start": choice.start,
        }
        yield from _table("[[readings]]", means, values)


def _documents(office: Office) -> Iterator[str]:
    for said in office.documents:
        known = documents().get(said.key)
        values: dict[str, _Value | None] = {
            "key": said.key,
            "adopted": said.adopted or None,
            "number": said.number or None,
            "issued_on": said.issued_on,
            "in_force": None if said.in_force else False,
        }
        yield from _table("[[documents]]", known.title if known else "", values)


def _standards(office: Office) -> Iterator[str]:
    for standard in office.standards:
        rule = rules().get(standard.measure)
        values: dict[str, _Value | None] = {
            "measure": standard.measure,
            "yuan": standard.yuan,
            "yuan_each": standard.yuan_each,
            "basis": standard.basis,
            "decided_on": standard.decided_on,
        }
        means = f"{rule.measure.title}，{rule.cited}：“{rule.measure.words}”" if rule else ""
        yield from _table("[[standards]]", means, values)
        if standard.scale:
            rows = (
                f"{{ start = {row.start}, yuan = {_value(row.yuan)} }}" for row in standard.scale
            )
            yield f"scale = [{', '.join(rows)}]"


def _table(head: str, means: str, values: "Mapping[str, _Value | None]") -> Iterator[str]:
    yield ""
    if means:
        yield f"# {one_line(means)}"
    yield head
    yield from (f"{name} = {_value(v)}" for name, v in values.items() if v is not None)


def _value(value: "_Value") -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case int() | float():
            return str(int(value)) if value == int(value) else repr(value)
    return _text(value)


def _text(value: str) -> str:
    """A basic string: the escapes of JSON are those of TOML, which also wants DEL escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
