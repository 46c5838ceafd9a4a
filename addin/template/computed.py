"""The computed columns of the entry sheets, beside what people fill in."""

from collections.abc import Sequence
from functools import cache

import msgspec

from claimcheck.forms import Column, ColumnType, Form, Sheet, SheetKind, asked, whole_form
from claimcheck.policy import Rule, rules

#: the key of the column that says what is wrong in a row
ENTRY_CHECK = "entry_check"
#: the key of the column that names the measure of a person's claim
CLAIM_MEASURE = "claim_measure"

#: the key of the column that says in one sentence what to know of a row: its faults, else why
OUTCOME_SAID = "outcome_said"

#: so many characters of it fit its cell: a claim's row is higher, and full of narrow figures
SENTENCE_FITS = {SheetKind.CLAIMS: 42, SheetKind.ROSTER: 36}

#: the columns that hold whole sentences
SENTENCES = {ENTRY_CHECK, OUTCOME_SAID, "assessment", "not_counted_because"}

#: The result stands before what is typed, so that it is in view beside the name, and so that
#: what is typed stays one block to paste into.
_BEFORE = ("counted_people", "assessed_yuan", "counted", "months_counted", "person_yuan")

#: units in which somebody is paid, spared or lent money
_MONEY = {"CNY", "CNY_tax", "CNY_loan"}
#: heading of the assessed sum where it is no sum of money to be paid
_OTHER_HEADINGS = {"CNY_quota": ("应达到金额（元）", "元"), "grade": ("高定级数（级）", "级")}


def rules_of(claim_type: str) -> list[Rule]:
    """The rules of a claim type, in the order of the documents."""
    return [rule for rule in rules().values() if rule.measure.type == claim_type]


@cache
def template_sheets(claim_type: str, also: frozenset[str] = frozenset()) -> tuple[Sheet, ...]:
    """The sheets of a type's form with the columns that the template adds.

    Args:
        claim_type: "hiring", …
        also: the facts that the chosen readings ask for; without them a column that no
            default reading asks for is left out.

    Raises:
        DataFileError: there is no such claim type.
    """
    found = asked(whole_form(claim_type), also)
    return tuple(
        Sheet(sheet.kind, sheet.name, sheet.aliases, _columns(found, sheet))
        for sheet in found.sheets
    )


def pays_money(rule: Rule) -> bool:
    """Whether the assessed number is money that the claimant asks for."""
    return rule.measure.unit in _MONEY


def _columns(chosen_form: Form, sheet: Sheet) -> tuple[Column, ...]:
    chosen = rules_of(chosen_form.type)
    match sheet.kind:
        case SheetKind.CLAIMS:
            return _around(sheet.inputs, _claim_columns(chosen_form, chosen))
        case SheetKind.ROSTER:
            return _around(sheet.inputs, _person_columns(chosen_form, chosen))
    return (*sheet.inputs, _CHECK)


def _around(inputs: Sequence[Column], computed: Sequence[Column]) -> tuple[Column, ...]:
    """The result before the columns that are typed, the details behind them."""
    before = [column for column in computed if column.key in _BEFORE]
    behind = [column for column in computed if column.key not in _BEFORE]
    return (*before, _SAID, *inputs, *behind)


def _claim_columns(chosen_form: Form, chosen: list[Rule]) -> list[Column]:
    money = any(map(pays_money, chosen))
    found = []
    if chosen_form.sheet(SheetKind.ROSTER) is not None:
        help_ = "花名册中合格并计入的人数。"
        found.append(_column("counted_people", "计入人数", ColumnType.COUNT, 9, help_))
    header, unit = ("核算金额（元）", "元")
    if not money:
        header, unit = _OTHER_HEADINGS[chosen[0].measure.unit]
    kind = ColumnType.COUNT if unit == "级" else ColumnType.YUAN
    found.append(_column("assessed_yuan", header, kind, 13, "按政策核算的结果。", unit))
    if money:
        found += [
            _column("assessed_capital", "核算金额大写", ColumnType.TEXT, 18, "人民币大写。"),
            _column("difference_yuan", "申报多于核算（元）", ColumnType.YUAN, 13, "申报减去核算。"),
        ]
    return [
        *found,
        _column("clause", "政策依据", ColumnType.TEXT, 20, "文件与条款。"),
        _column("assessment", "核算说明", ColumnType.TEXT, 38, "核算依据，或不予支持的原因。"),
        # A claim has more to be wrong than a person.
        msgspec.structs.replace(_CHECK, width=52),
    ]


def _person_columns(chosen_form: Form, chosen: list[Rule]) -> list[Column]:
    found = [_column("counted", "是否计入", ColumnType.CHOICE, 9, "此人是否计入补贴人数。")]
    if any(rule.measure.employment for rule in chosen):
        help_ = "按政策口径计入的月数。"
        found.append(_column("months_counted", "计入月数", ColumnType.COUNT, 8, help_, "月"))
    if chosen_form.sheet(SheetKind.WAGES) is not None:
        found += [
            _column("lowest_month_yuan", "最低月入账（元）", ColumnType.YUAN, 12, "最低一个月。"),
            _column("average_month_yuan", "月均入账（元）", ColumnType.YUAN, 12, "各月平均。"),
        ]
    if any(rule.measure.each and pays_money(rule) for rule in chosen):
        help_ = "按人计算的事项中，此人的金额。"
        found.append(_column("person_yuan", "此人金额（元）", ColumnType.YUAN, 12, help_))
    help_ = "不计入的原因。"
    found += [_column("not_counted_because", "不计入的原因", ColumnType.TEXT, 50, help_), _CHECK]
    if len(chosen) > 1:
        help_ = "此人所在申报的事项编号。"
        found.append(_column(CLAIM_MEASURE, "申报事项", ColumnType.TEXT, 11, help_))
    return found


def _column(
    key: str, header: str, kind: ColumnType, width: int, help_: str, unit: str | None = None
) -> Column:
    unit = unit or {ColumnType.YUAN: "元", ColumnType.COUNT: "人"}.get(kind)
    return Column(
        key=key, header=header, type=kind, computed=True, width=width, help=help_, unit=unit
    )


_SAID = _column(
    OUTCOME_SAID, "结果说明", ColumnType.TEXT, 30, "本行须改正的地方；没有的，为核算的说明。"
)
_CHECK = _column(
    ENTRY_CHECK, "填写检查", ColumnType.TEXT, 40, "本行填写有误的地方；空白表示未发现问题。"
)
