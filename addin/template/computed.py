"""The computed columns of the entry sheets, beside what people fill in."""

from claimcheck.forms import Column, ColumnType, Sheet, SheetKind

#: the key of the column that says what is wrong in a row
ENTRY_CHECK = "entry_check"

#: the columns that hold whole sentences
SENTENCES = {ENTRY_CHECK, "assessment", "not_counted_because"}


def _column(key: str, header: str, kind: ColumnType, width: int, help_: str) -> Column:
    unit = {ColumnType.YUAN: "元", ColumnType.COUNT: "人"}.get(kind)
    return Column(
        key=key, header=header, type=kind, computed=True, width=width, help=help_, unit=unit
    )


_CHECK = _column(
    ENTRY_CHECK, "填写检查", ColumnType.TEXT, 40, "本行填写有误的地方；空白表示未发现问题。"
)

_COMPUTED: dict[SheetKind, tuple[Column, ...]] = {
    SheetKind.CLAIMS: (
        _column("counted_people", "计入人数", ColumnType.COUNT, 9, "花名册中合格并计入的人数。"),
        _column("assessed_yuan", "核算金额（元）", ColumnType.YUAN, 13, "按政策核算的金额。"),
        _column("assessed_capital", "核算金额大写", ColumnType.TEXT, 18, "核算金额的人民币大写。"),
        _column("difference_yuan", "申报多于核算（元）", ColumnType.YUAN, 13, "申报减去核算。"),
        _column("assessment", "核算说明", ColumnType.TEXT, 38, "核算依据，或不予支持的原因。"),
        _column("clause", "政策依据", ColumnType.TEXT, 13, "文件与条款。"),
        _CHECK,
    ),
    SheetKind.ROSTER: (
        _column("counted", "是否计入", ColumnType.CHOICE, 9, "此人是否计入补贴人数。"),
        Column(
            key="months_counted",
            header="计入月数",
            type=ColumnType.COUNT,
            unit="月",
            computed=True,
            help="按政策口径计入的月数。",
            width=8,
        ),
        _column("lowest_month_yuan", "最低月入账（元）", ColumnType.YUAN, 12, "最低一个月。"),
        _column("average_month_yuan", "月均入账（元）", ColumnType.YUAN, 12, "各月平均。"),
        _column("not_counted_because", "不计入的原因", ColumnType.TEXT, 50, "不计入的原因。"),
        _CHECK,
    ),
    SheetKind.WAGES: (_CHECK,),
}


def computed_columns(kind: SheetKind) -> tuple[Column, ...]:
    """The computed columns of a kind of sheet, in the order of the template."""
    return _COMPUTED[kind]


def all_columns(sheet: Sheet) -> tuple[Column, ...]:
    """What people fill in, then what is computed."""
    return (*sheet.inputs, *computed_columns(sheet.kind))
