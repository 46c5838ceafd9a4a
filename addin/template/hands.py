"""What hands can do to the entry sheets so that figures would be wrong, said out loud.

The sheets that people fill in are not protected: they sort, insert, delete, cut and paste there.
Formulas find each row by its place, so most of it changes nothing. What does is told here: rows
below those that are computed, headers that are gone or moved, computed cells that were written
over or that a new row does not have.
"""

from addin.formulas.text import both, quote
from addin.template.layout import PLACE, Block
from addin.template.plan import Plan
from claimcheck.forms import Sheet, SheetKind

#: so many columns of each sheet are looked at far below
_COLUMNS_LOOKED_AT = 3
_SEPARATOR = "；"


def more_rows(plan: Plan) -> str:
    """Which sheets have rows below those that are computed: a sum without them would be wrong."""
    return "&".join(_more_rows(plan.block(sheet.kind), sheet) for sheet in plan.sheets)


def _more_rows(block: Block, sheet: Sheet) -> str:
    counts = []
    for column in sheet.inputs[:_COLUMNS_LOOKED_AT]:
        far = block.far(column.key)
        computed = f"COUNTA(INDEX({far},1):INDEX({far},{block.rows + 1}))"
        counts.append(f"COUNTA({far})-{computed}")
    rows = f"IFERROR(MAX({','.join(counts)}),0)"
    first = f"(ROW({_header(block, block.keys[0])})+{block.rows + 1})"
    before, after = (
        f"{_SEPARATOR}{block.sheet}第 ",
        f" 行没有计入：本模板最多计算 {block.rows} 行，请改用行数更多的模板，或分成几份申报",
    )
    said = f'{quote(before)}&{first}&" 行起有 "&{rows}&{quote(after)}'
    return f'IF({rows}=0,"",{said})'


def moved_headers(plan: Plan, sheet: Sheet) -> str:
    """The headers of a sheet that do not stand where they stood, or above too few rows."""
    block = plan.block(sheet.kind)
    named = "&".join(
        f'IF(IFERROR({_is_in_place(block, column.key, column.header)},FALSE),"",'
        f"{quote('、' + column.title)})"
        for column in sheet.inputs
    )
    return f"MID({named},2,200)"


def headers_told(sheet: Sheet, moved: str) -> str:
    """What is said of the headers in a cell, if there are any."""
    before = f"{_SEPARATOR}{sheet.name}的表头“"
    after = "”被改动、移动或删去，或表内删去的行太多，请撤销，或把内容粘贴到空白模板"
    return f'IF({moved}="","",{quote(before)}&{moved}&{quote(after)})'


def _is_in_place(block: Block, key: str, header: str) -> str:
    column = block.fenced(key)
    tests = [f"INDEX({column},1)={quote(header)}", f"ROWS({column})>{block.rows}"]
    if key != block.keys[0]:
        # Cells that were put in above one header alone would shift its column against the others.
        tests.append(f"ROW({_header(block, key)})=ROW({_header(block, block.keys[0])})")
    return both(tests)


def _header(block: Block, key: str) -> str:
    return f"'{block.sheet}'!${block.letter(key)}${block.header_row}"


def first_altered(plan: Plan, kind: SheetKind) -> str:
    """How far above the end the first row stands that does not show what was computed.

    0 where every row does; −1 where a computed cell holds an error.
    """
    entry, shown = plan.block(kind), plan.shown(kind)
    differing = "+".join(
        f"(INDEX({entry.fenced(key)},2):INDEX({entry.fenced(key)},{entry.rows + 1})"
        f"<>{shown.column(key)})"
        for key in computed_keys(plan, kind)
    )
    above_end = f"({entry.rows + 1}-{plan.helper(kind).column(PLACE)})"
    return f"IFERROR(SUMPRODUCT(LARGE(({differing}>0)*{above_end},1)),-1)"


def computed_keys(plan: Plan, kind: SheetKind) -> list[str]:
    """The computed columns of an entry sheet whose rows stand on a sheet of results."""
    return [column.key for column in plan.sheet(kind).columns if column.computed]


def altered_told(plan: Plan, found: dict[SheetKind, str]) -> str:
    """What is said of rows that do not show what was computed; "" where all do.

    Args:
        plan: the template.
        found: for each sheet the cell with `first_altered`.
    """
    places = []
    for kind, cell in found.items():
        block = plan.block(kind)
        row = f"(ROW({_header(block, block.keys[0])})+{block.rows + 1}-{cell})"
        where = f'IF({cell}<0,"","第 "&{row}&" 行起")'
        places.append(f'IF({cell}=0,"",{quote("、" + block.sheet)}&{where})')
    after = (
        "有灰色单元格被改动，或没有公式（新插入的行就没有），所示不是核算结果："
        "请选中正确一行的灰色单元格，向下填充到这些行；核算本身不受影响"
    )
    none = both(f"{cell}=0" for cell in found.values())
    return f'IF({none},"",MID({"&".join(places)},2,99)&{quote(after)})'


def is_altered(plan: Plan, kind: SheetKind, key: str) -> str:
    """Whether a computed cell in the first row shows something else, for rules of cells."""
    block = plan.block(kind)
    cell = block.local_cell(key, block.first_row)
    place = block.own_place
    computed = plan.shown(kind).beside(key, place)
    return f"IF({place}>{block.rows},FALSE,IFERROR({cell}<>{computed},TRUE))"
