"""Which engine the figures come from: told by the figures themselves.

A program that opens a workbook shows what was computed when it was saved, and computes again
only what changed. So it is not enough to ask whether Python is installed here: what Python gave
is a number in its cells, and those cells are looked at.
"""

from addin.template.plan import Plan
from claimcheck.forms import SheetKind


def judged(plan: Plan) -> str:
    """How many claims there are that Python is asked for."""
    positions, out = (plan.claims_helper.column(name) for name in ("measure_pos", "out"))
    return f'SUMPRODUCT(({positions}<>"")*({out}=""))'


def by_python(plan: Plan) -> str:
    """How many claims have a result of Python's."""
    return f"COUNT({plan.shown(SheetKind.CLAIMS).column('python_people')})"


def installed() -> str:
    """The engine that is installed here; "" where there is none.

    TODAY() makes a program ask again whenever it opens the workbook.
    """
    return 'IF(TODAY()>0,IFERROR(CC_ENGINE(),""),"")'


def engine(claims: str, found: str, here: str) -> str:
    """What computed the results; "" where ordinary formulas did.

    Args:
        claims: the cell of `judged`.
        found: the cell of `by_python`.
        here: the cell of `installed`.
    """
    named = f'IF({here}="","（另一台电脑）",{here})'
    some = f'IF({found}<{claims},"（另有 "&({claims}-{found})&" 项由普通公式计算）","")'
    return f'IF({claims}=0,{here},IF({found}=0,"",{named}&{some}))'


def told(engine_cell: str, here: str, *, whole: bool) -> str:
    """The line of the engine.

    Args:
        engine_cell: the cell of `engine`.
        here: the cell of `installed`.
        whole: whether to say why Python did not compute.
    """
    plain = '"普通公式"'
    if whole:
        plain = (
            f'IF({here}="","普通公式（本机未安装 Python 引擎，结果相同）",'
            '"普通公式（Python 引擎没有给出结果；两者结果相同）")'
        )
    return f'IF({engine_cell}="",{plain},"Python 引擎 "&{engine_cell})'
