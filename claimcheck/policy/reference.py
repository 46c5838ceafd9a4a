"""The reference in Chinese that `docs/reference/` holds, generated from the rules.

`claimcheck policy reference -o docs/reference` writes it; a test compares what is
committed with what the rules give now.
"""

from collections.abc import Iterable

from claimcheck.policy.coverage import KIND_LABELS, coverage
from claimcheck.policy.load import Rule, documents, general_readings, rules
from claimcheck.policy.model import Example, Level, Measure, Status
from claimcheck.policy.readings import Reading
from claimcheck.policy.showing import OUTCOMES, limit_text, months_text, window_text
from claimcheck.policy.uses import all_uses

_NOTICE = "<!-- 由 claimcheck policy reference 生成，请勿手工修改。 -->\n"


def pages() -> dict[str, str]:
    """File name → text of every page."""
    found = {"coverage.md": _coverage_page(), "readings.md": _readings_page()}
    for document in documents().values():
        chosen = [rule for rule in rules().values() if rule.document.key == document.key]
        found[f"{document.key.lower()}.md"] = _document_page(chosen)
    return found


def _coverage_page() -> str:
    entries = coverage()
    computing = sum(bool(entry.measures) for entry in entries)
    lines = [
        _NOTICE,
        "# 条款覆盖\n",
        f"共 {len(entries)} 条，其中 {computing} 条可计算，{len(rules())} 个事项。\n",
        *_table(
            ["文件", "条款", "标题", "处理", "事项或说明"],
            (
                [
                    entry.document,
                    entry.clause,
                    entry.title,
                    KIND_LABELS[entry.kind],
                    "、".join(entry.measures) or entry.note,
                ]
                for entry in entries
            ),
        ),
    ]
    return "\n".join(lines) + "\n"


def _readings_page() -> str:
    readings = [*general_readings(), *(r for d in documents().values() for r in d.readings)]
    lines = [_NOTICE, "# 口径\n", f"共 {len(readings)} 个。带 ★ 的是默认选项。\n"]
    for reading in sorted(readings, key=lambda reading: reading.id):
        lines += _reading(reading)
    return "\n".join(lines) + "\n"


def _reading(reading: Reading) -> list[str]:
    return [
        f"## {reading.id} {reading.question}\n",
        f"- 原文用词：{reading.wording}",
        f"- 涉及事项：{'、'.join(reading.measures) or '所有计月数或有工资门槛的事项'}",
        f"- 影响程度：{reading.weight}（3 最大）",
        *(
            f"- {'★ ' if option.key == reading.default else ''}`{option.key}`：{option.means}"
            for option in reading.options
        ),
        f"- 默认理由：{reading.why}\n",
    ]


def _document_page(chosen: list[Rule]) -> str:
    document = chosen[0].document
    status = "征求意见稿" if document.status is Status.DRAFT else "已印发"
    lines = [_NOTICE, f"# {document.title}\n", f"编号 {document.key}，{status}。\n"]
    for rule in chosen:
        lines += _measure(rule)
    return "\n".join(lines) + "\n"


def _measure(rule: Rule) -> list[str]:
    measure = rule.measure
    lines = [
        f"## {measure.id} {measure.title}\n",
        measure.summary + "\n",
        f"- 条款：第{measure.clause.strip('（）')}条；申报类型：`{measure.type}`",
        f"- 申报主体：{measure.claimant}",
        f"- 计入人员：{measure.who}",
        f"- 期限：{window_text(rule)}",
        f"- 责任单位：{measure.department}",
        f"- 佐证材料：{'、'.join(measure.evidence) or '条文未列'}",
    ]
    if measure.funding:
        lines.append(f"- 资金来源：{measure.funding}")
    if measure.exclusions:
        lines.append(f"- 排除情形：{measure.exclusions}")
    lines += [f"- 次数限制：{limit_text(limit)}" for limit in measure.limits]
    if measure.months:
        lines.append(f"- 月数上限：{months_text(measure)}")
    lines.append(f"- 口径：{'、'.join(rule.readings) or '无'}\n")
    lines += _conditions(measure)
    lines += _facts(rule)
    lines += [
        "示例：\n",
        *_table(["事实", "口径", "结论", "金额"], map(_example, measure.examples)),
    ]
    return [*lines, ""]


def _conditions(measure: Measure) -> list[str]:
    rows = [
        ["每人" if item.of is Level.PERSON else "整项", f"“{item.words}”", item.finding]
        for item in measure.requirements
    ]
    numbers = [
        [name, str(number.value), f"“{number.words}”"] for name, number in measure.numbers.items()
    ]
    lines = []
    if rows:
        lines += ["条件：\n", *_table(["检验对象", "依据", "不符合时的问题代码"], rows), ""]
    if numbers:
        lines += ["条文中的数：\n", *_table(["名称", "数值", "依据"], numbers), ""]
    for table in measure.tables:
        tiers = [[f"{row.start} 起", str(row.value), f"“{row.words}”"] for row in table.rows]
        lines += [f"档次 `{table.name}`：\n", *_table(["起点", "数值", "依据"], tiers), ""]
    return lines


def _facts(rule: Rule) -> list[str]:
    rows = [
        [
            f"`{use.fact.key}`",
            use.fact.label,
            use.fact.unit or "",
            "必填" if use.required else "选填",
        ]
        for use in all_uses(rule.measure, rule.defaults)
    ]
    return ["所需事实：\n", *_table(["名称", "含义", "单位", "是否必填"], rows), ""]


def _example(example: Example) -> list[str]:
    facts = "，".join(f"{key}={_plain(value)}" for key, value in example.facts.items())
    chosen = "，".join(f"{key}={value}" for key, value in example.readings.items())
    if example.amount is not None:
        amount = f"{example.amount} 元"
    else:
        bounds = [_plain(value) for value in (example.least, example.most) if value is not None]
        amount = "—".join(bounds)
    return [facts, chosen, OUTCOMES[example.outcome], amount]


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _table(header: list[str], rows: Iterable[list[str]]) -> list[str]:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"

    return [line(header), line(["---"] * len(header)), *(line(row) for row in rows)]
