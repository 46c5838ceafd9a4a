"""The page about the cell functions in `docs/`, generated from the catalogue."""

from addin.catalogue import CATEGORY, FUNCTIONS, Argument, CellFunction
from addin.officejs.manifest import NAMESPACE

#: Where the page stands, below the project's folder.
PAGE = "docs/functions.zh-CN.md"

_INSTALL = "claimcheck addin libreoffice -o claimcheck.oxt"

_HEAD = f"""\
# 单元格函数

<!-- 由 claimcheck addin reference 生成，请勿手改。 -->

在公式中直接使用，与内置函数一样；插入函数向导里归在“{CATEGORY}”一类（LibreOffice 归在“加载项”）。

| 在哪里用 | 怎样装 | 写法 |
|---|---|---|
| Windows 版 Excel | `claimcheck addin install` | `=CC_CAPITAL(12000)` |
| LibreOffice 25.2 及以上 | `{_INSTALL}` | `=CC_CAPITAL(12000)` |
| Mac 版、网页版 Excel | `claimcheck addin serve` | `={NAMESPACE}.CC_CAPITAL(12000)` |
| WPS、未装加载项的电脑 | 不用装 | 模板由普通公式计算，结果相同 |

算不出结果时，单元格显示错误值（`#VALUE!` 或 `#N/A`），不会显示成文字或 0。
“区域”是一片单元格，第一行为表头；列按表头辨认，顺序不限。方括号里的参数可以省略。
"""


def functions_page() -> str:
    """The whole page, Markdown."""
    return "\n".join([_HEAD, *(_section(function) for function in FUNCTIONS)])


def _section(function: CellFunction) -> str:
    names = ", ".join(_shown(argument) for argument in function.arguments)
    lines = [
        f"## {function.cell_name}",
        "",
        function.description,
        "",
        f"`={function.cell_name}({names})`",
        "",
    ]
    if function.arguments:
        lines += ["| 参数 | 填什么 | 说明 |", "|---|---|---|"]
        lines += [_row(argument) for argument in function.arguments]
        lines.append("")
    if function.block:
        lines += ["结果是一片单元格：先选中足够大的区域，再按 Ctrl+Shift+Enter 输入。", ""]
    return "\n".join(lines)


def _shown(argument: Argument) -> str:
    return f"[{argument.label}]" if argument.optional else argument.label


def _row(argument: Argument) -> str:
    kind = "区域" if argument.block else "一个单元格"
    if argument.optional:
        kind += "，可省略"
    return f"| {argument.label} | {kind} | {argument.help} |"
