"""Family 2: single cells, by the schemas made from the form's columns."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import polars as pl

from claimcheck.forms import Column, ColumnType, Sheet, SheetKind, form
from claimcheck.forms.fact_columns import fact_of
from claimcheck.identity import id_fault
from claimcheck.policy import rules
from validator.checks.base import Context
from validator.checks.identifiers import party_code_fault
from validator.checks.payments_to_people import with_claims
from validator.checks.running import check
from validator.checks.schemas import SPANS, faults, schema
from validator.checks.unnamed_payments import unnamed_payments
from validator.findings.catalogue import entry
from validator.findings.frame import RELATED, empty, masked
from validator.reading.normal_form import UNREAD, normal_name

_NUMBERS = {
    ColumnType.YUAN: "最多两位小数的金额（元）",
    ColumnType.COUNT: "整数",
    ColumnType.PERCENT: "百分数，如 5.5",
}
_SCALES = {ColumnType.YUAN: 100, ColumnType.COUNT: 1, ColumnType.PERCENT: 10_000}

_IDENTIFIERS = ("CC201", "CC202", "CC203", "CC207", "CC208")

#: The test of the evaluation that a wrong number of a person fails.
_IDENTITY = ("identity",)

#: A date like 2026.1, which in a number cell may have been 2026.10.
_EITHER_MONTH = r"^\s*\d{4}\.1\s*$"

#: Words for "has not ended" in columns that may be left empty for that.
_STILL = r"长期|无固定|不定期|至今|在职|未离职"
_MAY_BE_OPEN = ("left_on", "contract_end", "insured_to")
_LEAVE_EMPTY = "没有结束日期的请留空。"

#: What is no sum: the length of an ID, an account or a mobile phone, without a decimal point.
_PERSONAL = r"^\s*(\d{15,19}|\d{17}[Xx]|1[3-9]\d{9})\s*$"

_AS_DATE = r"^\d{4,6}-\d\d-\d\d( \d\d:\d\d:\d\d)?$"
_NOT_AS_DATE = (
    "这一格设成了日期格式，看不出填的是几：请把单元格格式改为“数值”，再填写数字。"
    "表里的公式看不见格式，仍按数字核算，以核查为准。"
)
_NOT_NEGATIVE = "请核对后更正，不能填负数。"

_BIRTH_DATE = re.compile(r"“(\d{4})\d{4}”")


@check("CC201", "CC202", "CC203", "CC204", "CC205", "CC206", "CC207", "CC208", "CC209")
def fields(context: Context) -> Iterator[pl.DataFrame]:
    """All faults of single cells: CC201 to CC209."""
    choices = {"measure": list(context.rules)}
    for sheet in context.batch.form.sheets:
        frame = context.batch.frames[sheet.kind]
        for (code, key, fault), rows in faults(frame, schema(sheet, choices)).items():
            failing = _with_column(context, sheet.kind, key, frame[rows])
            if sheet.kind is SheetKind.WAGES and not failing.is_empty():
                failing = with_claims(context, failing)
            if not failing.is_empty():
                yield _write(context, sheet, sheet.column(key), code, fault, failing, choices)


@check("CC209")
def unknown_claims(context: Context) -> Iterator[pl.DataFrame]:
    """People whose claim is not in the claims sheet (CC209)."""
    claims = context.batch.claims.select("input", "claim_id").unique()
    with_claims = context.batch.roster.filter(
        pl.col("claim_id").is_not_null() & pl.col("input").is_in(claims["input"].implode())
    )
    strangers = with_claims.join(
        claims, on=["input", "claim_id"], how="anti", maintain_order="left"
    )
    yield context.writer.write(
        "CC209",
        strangers,
        kind=SheetKind.ROSTER,
        key="claim_id",
        value=pl.col("claim_id"),
        expected="申报表中的申报编号",
        what=pl.format("申报编号“{}”在申报表中没有", "claim_id"),
        fix="请与申报表的申报编号核对后更正。",
    )


def _with_column(context: Context, kind: SheetKind, key: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Only rows of inputs that have the column: a missing column is said once (CC103)."""
    places = context.batch.places
    present = places.filter((pl.col("kind") == str(kind)) & (pl.col("key") == key))["input"]
    return rows.filter(pl.col("input").is_in(present.implode()))


def _write(
    context: Context,
    sheet: Sheet,
    column: Column,
    code: str,
    fault: str,
    rows: pl.DataFrame,
    choices: dict[str, list[str]],
) -> pl.DataFrame:
    write = partial(context.writer.write, kind=sheet.kind, key=column.key)
    name = normal_name(column)
    unread = pl.col(name + UNREAD)
    title = column.title
    if code in _IDENTIFIERS:
        return _identifier(context, sheet, column, code, fault, rows)
    match (code, fault):
        case ("CC209", "flag"):
            what = pl.format(f"{title}“{{}}”既不是“是”也不是“否”", masked(unread))
            return write(code, rows, what=what, value=unread, expected="是、否")
        case ("CC206", _) if sheet.kind is SheetKind.WAGES:
            return unnamed_payments(context, column, rows)
        case ("CC206", _):
            return write(
                code, rows, what=pl.lit(f"“{title}”未填写"), value=pl.lit("（空）"), expected="必填"
            )
        case ("CC204", "order"):
            start = next(first for first, second in SPANS if second == column.key)
            before = sheet.column(start).title
            return write(
                code,
                rows,
                what=pl.format(
                    f"{title} {{}} 早于{before} {{}}", pl.col(name).cast(pl.String),
                    pl.col(start).cast(pl.String),
                ),
                value=pl.col(name).cast(pl.String),
                expected=pl.format("不早于 {}", pl.col(start).cast(pl.String)),
                fix=f"请核对{before}和{title}，更正填错的一个。",
            )  # fmt: skip
        case ("CC204", _):
            either = unread.str.contains(_EITHER_MONTH)
            why = pl.when(either).then(pl.lit("分不清是 1 月还是 10 月"))
            what = pl.format(
                f"{title}“{{}}”{{}}，应如 2026-03-05",
                masked(unread), why.otherwise(pl.lit("不是有效日期")),
            )  # fmt: skip
            still = (
                unread.str.contains(_STILL) if column.key in _MAY_BE_OPEN else pl.lit(value=False)
            )
            fix = pl.when(still).then(pl.lit(_LEAVE_EMPTY)).otherwise(pl.lit(entry(code).fix))
            return write(code, rows, what=what, value=unread, expected="如 2026-03-05", fix=fix)
        case ("CC205", "negative"):
            number = pl.col(name) / _SCALES[column.type]
            text = number.cast(pl.String).str.strip_suffix(".0")
            what = pl.format(f"{title} {{}} 是负数，应不小于 0", text)
            return write(
                code, rows, what=what, value=text, expected="≥ 0", sums=True, fix=_NOT_NEGATIVE
            )
        case ("CC205", "range"):
            return _outside(context, sheet, column, rows)
        case ("CC205", _):
            wanted = _NUMBERS[column.type]
            # A number of a person that got into a column of sums stays hidden.
            number = pl.when(unread.str.contains(_PERSONAL)).then(masked(unread)).otherwise(unread)
            what = pl.format(f"{title}“{{}}”不是{wanted}", number)
            # What the reader gives for a number in a cell with a format of days or hours.
            dated = unread.str.contains(_AS_DATE)
            fix = pl.when(dated).then(pl.lit(_NOT_AS_DATE)).otherwise(pl.lit(entry(code).fix))
            return write(code, rows, what=what, value=number, expected=wanted, sums=True, fix=fix)
    allowed = choices.get(column.key) or column.options or []
    if column.type is ColumnType.MEASURE:
        return pl.concat(_not_a_measure(context, rows, column, allowed))
    return _not_a_choice(context, rows, column, allowed, sheet.kind)


def _outside(context: Context, sheet: Sheet, column: Column, rows: pl.DataFrame) -> pl.DataFrame:
    """Numbers that cannot be: 3000 %, 700 months. The limits are ours and are never masked."""
    known = fact_of(column)
    assert known is not None  # noqa: S101 - the schema tests only columns of facts
    number = pl.col(normal_name(column)) / _SCALES[column.type]
    text = masked(number.cast(pl.String).str.strip_suffix(".0"))
    title = column.title
    unit = f" {column.unit}" if column.unit else ""
    return context.writer.write(
        "CC205",
        rows,
        kind=sheet.kind,
        key=column.key,
        what=pl.format(f"{title} {{}}{unit} 不合理，应在 {known.range} 之间", text),
        value=text,
        expected=f"{known.range}{unit}",
        fix=f"请核对后更正，注意单位是否为“{column.unit}”。" if column.unit else "",
        sums=True,
    )


def _identifier(
    context: Context, sheet: Sheet, column: Column, code: str, fault: str, rows: pl.DataFrame
) -> pl.DataFrame:
    """Numbers of persons, firms, accounts and phones."""
    write = partial(context.writer.write, kind=sheet.kind, key=column.key)
    name = normal_name(column)
    unread = pl.col(name + UNREAD)
    title = column.title
    match (code, fault):
        case ("CC207", _):
            what = pl.lit(f"{title}不是 11 位手机号或带区号的固定电话")
            return write(code, rows, what=what, value=pl.col(name), expected="11 位手机号")
        case ("CC208", "number"):
            what = pl.lit(f"{title}被存成了数字，末几位已丢失")
            return write(code, rows, what=what, value=unread, expected="文本")
        case ("CC208", _):
            if sheet.kind is SheetKind.WAGES:
                rows = _once_each(rows, name, context)
            what = pl.lit(f"{title}的位数或校验位不符，可能录错")
            related = pl.col("others") if "others" in rows.columns else None
            return write(
                code, rows, what=what, value=pl.col(name), expected="银行账号或卡号",
                related=related,
            )  # fmt: skip
        case ("CC203", _):
            wrong = mapped(rows, name, party_code_fault)
            return write(
                code,
                rows.with_columns(what=wrong),
                what=pl.col("what"),
                value=pl.col(name),
                expected="正确的统一社会信用代码，个人为身份证号",
            )
        case ("CC202", _):
            what = pl.lit(f"{title}被存成了数字，末三位已丢失，无法还原")
            grounds = _IDENTITY if column.key == "id_number" else ()
            return write(code, rows, what=what, value=unread, expected="文本", grounds=grounds)
        case ("CC201", _):
            if sheet.kind is SheetKind.WAGES:
                rows = _once_each(rows, name, context)
            wrong = mapped(rows, name, lambda text: _BIRTH_DATE.sub(r"“\1****”", id_fault(text)))
            return write(
                code,
                rows.with_columns(what=wrong),
                what=pl.col("what"),
                value=pl.col(name),
                expected="正确的 18 位身份证号",
                grounds=_IDENTITY if column.key == "id_number" else (),
                related=pl.col("others") if "others" in rows.columns else None,
            )
    raise ValueError(code)


def _not_a_measure(
    context: Context, rows: pl.DataFrame, column: Column, allowed: list[str]
) -> Iterator[pl.DataFrame]:
    """A measure of another claim type is right in itself, but stands in the wrong workbook."""
    titles = {rule.id: form(rule.measure.type).title for rule in rules().values()}
    other = pl.col("measure").is_in(list(titles))
    yield context.writer.write(
        "CC209",
        rows.filter(other).with_columns(other=pl.col("measure").replace(titles)),
        kind=SheetKind.CLAIMS,
        key="measure",
        value=pl.col("measure"),
        expected="、".join(allowed[:4]) + (" 等" if len(allowed) > 4 else ""),
        what=pl.format(
            f"“{{}}”属于“{{}}”，而本工作簿是“{context.batch.form.title}”，一个工作簿只填一类",
            "measure", "other",
        ),
        fix="请把这一行移到该类申报的工作簿中。",
    )  # fmt: skip
    yield _not_a_choice(context, rows.filter(~other), column, allowed, SheetKind.CLAIMS)


def _not_a_choice(
    context: Context, rows: pl.DataFrame, column: Column, allowed: list[str], kind: SheetKind
) -> pl.DataFrame:
    """A value outside the list, with the option that was probably meant."""

    def advice(text: str) -> str:
        import difflib  # a clean batch does not need it

        near = difflib.get_close_matches(text, allowed, n=1, cutoff=0.6)
        if near:
            return f"请从下拉列表中选择；是否应为“{near[0]}”？"
        return "请从下拉列表中选择。"

    shown = "、".join(allowed[:4]) + (" 等" if len(allowed) > 4 else "")
    if rows.is_empty():
        return empty()
    return context.writer.write(
        "CC209",
        rows.with_columns(advice=mapped(rows, column.key, advice)),
        kind=kind,
        key=column.key,
        value=pl.col(column.key),
        expected=shown,
        what=pl.format(
            f"{column.header}“{{}}”不在可选范围内（{shown}）", masked(pl.col(column.key))
        ),
        fix=pl.col("advice"),
    )


def _once_each(rows: pl.DataFrame, name: str, context: Context) -> pl.DataFrame:
    """Payments to one wrong number are one fault: the first row, the others beside it."""
    places = context.batch.places.filter(
        (pl.col("kind") == str(SheetKind.WAGES)) & (pl.col("key") == name)
    ).select("input", "sheet", "letter")
    placed = rows.join(places, on="input", how="left", maintain_order="left")
    cell = pl.col("letter") + pl.col("row").cast(pl.String)
    others = (
        placed.group_by("input", name, maintain_order=True)
        .agg(
            pl.col("row").first(),
            others=pl.struct("input", "sheet", cell=cell).slice(1),
        )
        .with_columns(pl.col("others").cast(RELATED))
    )
    return rows.join(
        others.select("input", "row", "others"),
        on=["input", "row"],
        how="inner",
        maintain_order="left",
    )


def mapped(rows: pl.DataFrame, name: str, make: Callable[[str], str]) -> pl.Series:
    """Apply a function to each different text of a column."""
    different = rows[name].drop_nulls().unique()
    table = pl.DataFrame(
        {name: different, "made": pl.Series([make(text) for text in different], dtype=pl.String)}
    )
    return rows.select(name).join(table, on=name, how="left", maintain_order="left")["made"]
