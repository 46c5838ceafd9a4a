"""The catalogue as a page.

`python -m validator.findings.document` writes docs/findings.zh-CN.md.
"""

import json
from pathlib import Path
from urllib.parse import quote

from claimcheck.writing import write_whole
from validator.findings.catalogue import (
    EFFECT_WORDS,
    FAMILIES,
    REDUCTION_WORDS,
    SEVERITY_WORDS,
    catalogue,
)

_ROOT = Path(__file__).resolve().parents[2]
PAGE = _ROOT / "docs" / "findings.zh-CN.md"


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
        "“样例”是 samples 文件夹中能看到这一问题的一个工作簿。",
        "",
        "| 编号 | 程度 | 问题 | 错误对金额的影响 | 裁定核减 | 样例 |",
        "|---|---|---|---|---|---|",
    ]
    samples = _samples()
    lines += [
        f"| [{item.code}](#{item.code.lower()}) | {SEVERITY_WORDS[item.severity]} | {item.title} "
        f"| {_first(EFFECT_WORDS[item.effect])} | {_first(REDUCTION_WORDS[item.reduces])} "
        f"| {samples.get(item.code, '')} |"
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


def _first(words: str) -> str:
    return words.split("，", maxsplit=1)[0].split("（", maxsplit=1)[0]


def _samples() -> dict[str, str]:
    """A link to one sample for each code; what the samples show stands beside them."""
    found: dict[str, str] = {}
    for path in sorted((_ROOT / "samples").rglob("*.expected.json")):
        name = path.name.removesuffix(".expected.json")
        address = quote(f"../{path.with_name(f'{name}.xlsx').relative_to(_ROOT).as_posix()}")
        for one in json.loads(path.read_text("utf-8"))["findings"]:
            found.setdefault(one["code"], f"[{name}]({address})")
    return found


if __name__ == "__main__":
    write_whole(PAGE, as_markdown().encode(), shared=True)
