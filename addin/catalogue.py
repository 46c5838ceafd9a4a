"""The list of cell functions, from which each host makes its own registration.

Names in cells are ASCII, because Excel reads its generated macros in the code page of
the PC; what people read about them is Chinese.
"""

from collections.abc import Callable
from dataclasses import dataclass

from addin import functions

#: Heading under which the functions stand in the function wizards.
CATEGORY = "就业补贴"


@dataclass(frozen=True)
class Argument:
    """One argument of a cell function."""

    name: str  #: English, as in the generated VBA, so no keyword of VBA
    label: str  #: Chinese name in the function wizard
    help: str  #: Chinese, one sentence, under 255 characters (Excel cuts there)
    block: bool = False  #: a range of cells rather than one cell
    optional: bool = False


@dataclass(frozen=True)
class CellFunction:
    """One function that can be called in a cell."""

    call: Callable[..., object]
    description: str  #: Chinese, one sentence, under 255 characters
    arguments: tuple[Argument, ...] = ()
    block: bool = False  #: gives rows of values rather than one value

    @property
    def key(self) -> str:
        """The name of the Python function: id_check."""
        return self.call.__name__

    @property
    def cell_name(self) -> str:
        """The name in cells: CC_ID_CHECK."""
        return f"CC_{self.key.upper()}"

    @property
    def method(self) -> str:
        """The name as a method of a component: ccIdCheck."""
        return "cc" + "".join(word.capitalize() for word in self.key.split("_"))


_MEASURE = Argument("measure", "事项编号", "政策事项的编号，如 ZW26-3。")
_MEASURES = Argument(
    "measure",
    "事项编号",
    '政策事项的编号，如 ZW26-3；填空文本（""）时，各行按区域中“事项编号”列所写的事项核算。',
)
_KEYS = Argument("keys", "名目", "各项事实的名目，如 headcount，一格一个。", block=True)
_VALUES = Argument("values", "数值", "与名目逐格对应的数值。", block=True)
_ROSTER = Argument("roster", "人员花名册", "人员花名册的区域，含表头行。", block=True)
_WAGES = Argument("wages", "工资流水", "工资流水的区域，含表头行。", block=True)
_AS_OF = Argument("as_of", "核算日期", "按哪一天核算；省略时为今天。", optional=True)
_READINGS = Argument(
    "readings",
    "口径",
    "与默认不同的口径，如 R-05=B_average，多个用分号隔开；省略时按默认。",
    optional=True,
)
_CLAIM = Argument("claim", "申报", "申报表的区域，含表头行；一行一项申报。", block=True)
_ID = Argument("id_number", "身份证号", "18 位身份证号，单元格须为文本格式。")

FUNCTIONS: tuple[CellFunction, ...] = (
    CellFunction(functions.engine, "给出正在计算的程序名称和版本。"),
    CellFunction(
        functions.amount,
        "按给出的各项事实计算补贴金额（元）。",
        (_MEASURE, _KEYS, _VALUES),
    ),
    CellFunction(
        functions.why,
        "用一句话说明金额的依据，或不予支持的原因。",
        (_MEASURE, _KEYS, _VALUES),
    ),
    CellFunction(
        functions.roster,
        "逐人核算花名册，一人一行：月数、最低月入账、月均入账、是否计入（1 或 0）、原因、金额。",
        (_MEASURES, _ROSTER, _WAGES, _AS_OF, _READINGS),
        block=True,
    ),
    CellFunction(
        functions.total,
        "核算各项申报，一项一行：计入人数、金额（元）、核算说明。",
        (_MEASURES, _CLAIM, _ROSTER, _WAGES, _READINGS),
        block=True,
    ),
    CellFunction(functions.clause, "给出事项所依据的文件和条款。", (_MEASURE,)),
    CellFunction(
        functions.id_check,
        "检查身份证号：正确时为空，有误时说明哪里不对。",
        (_ID,),
    ),
    CellFunction(
        functions.age,
        "按身份证号计算某一天的周岁年龄。",
        (_ID, Argument("day", "日期", "计算年龄的日期。")),
    ),
    CellFunction(
        functions.capital,
        "把金额写成人民币大写。",
        (Argument("amount", "金额", "以元为单位的金额，最多两位小数。"),),
    ),
)


def by_cell_name(cell_name: str) -> CellFunction:
    """The function of this name. Raises KeyError where there is none."""
    for function in FUNCTIONS:
        if function.cell_name == cell_name:
            return function
    raise KeyError(cell_name)
