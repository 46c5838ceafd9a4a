"""The catalogue as a page.

`python -m validator.findings.document` writes docs/findings.zh-CN.md.
"""

from pathlib import Path

from validator.findings.catalogue import (
    EFFECT_WORDS,
    FAMILIES,
    REDUCTION_WORDS,
    SEVERITY_WORDS,
    catalogue,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "findings.zh-CN.md"


def as_markdown() -> str:
    """The whole page."""
    lines = [
        "# 核查会提出的问题",
        "",
        "“错误”须改正后才能提交；“提醒”由审核人判断；“说明”仅供了解。",
        "同一问题多次出现的合并说明，由另一问题引起的不再重复提出。",
        "本页由 `validator/findings/catalogue.toml` 生成，请勿直接修改。",
        "",
        "“错误”在更正或裁定之前按“对金额的影响”一栏计算；“提醒”和“说明”不影响金额，裁定核减的除外。",
        "",
        "| 编号 | 程度 | 问题 | 错误对金额的影响 |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| [{item.code}](#{item.code.lower()}) | {SEVERITY_WORDS[item.severity]} | {item.title} "
        f"| {EFFECT_WORDS[item.effect].split('，')[0].split('（')[0]} |"
        for item in catalogue().values()
    ]
    family = ""
    for item in catalogue().values():
        if item.code[2] != family:
            family = item.code[2]
            lines += ["", f"## {family} {FAMILIES[family]}"]
        lines += ["", f'### <a id="{item.code.lower()}"></a>{item.code} {item.title}', ""]
        lines.append(f"- 程度：{SEVERITY_WORDS[item.severity]}")
        if item.note:
            lines.append(f"- 程度的例外：{item.note}")
        lines += [
            f"- 错误对金额的影响：{EFFECT_WORDS[item.effect]}",
            f"- 裁定核减：{REDUCTION_WORDS[item.reduces]}",
        ]
        if not item.passes:
            lines.append("- 裁定通过：不能，须更正或核减")
        lines += [f"- 含义：{item.meaning}", f"- 改正：{item.fix}", f"- 例子：{item.example}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(as_markdown(), encoding="utf-8")
