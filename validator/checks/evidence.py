"""Family 3: whether the wage flow proves what the roster says."""

from collections.abc import Iterator

import polars as pl

from claimcheck.compiler.requirements import plain
from claimcheck.evaluate.by_files import joined, some_files_each
from claimcheck.evaluate.employment import Counting, counting, tests_all_stints
from claimcheck.evaluate.pay import month_number
from claimcheck.evaluate.requirements import Test, shown
from claimcheck.evaluate.stints import PERSON_OF_CLAIM
from claimcheck.forms import SheetKind
from claimcheck.policy.model import MonthsFrom
from validator.checks.base import WRONG_CELLS, Context, Judged
from validator.checks.hints import month_hints
from validator.checks.months import disqualifies, month_book, tests_each_month
from validator.checks.running import check
from validator.findings.frame import RELATED, empty

#: The facts about which there is more to say than that a requirement is not met.
MONTHS, WAGE = "months_employed", "monthly_wage_yuan"

ROSTER, WAGES = SheetKind.ROSTER, SheetKind.WAGES

_ACCOUNT = "bank_account"

#: People of whom it is known who they are, each once; those of them who were paid.
_KNOWN = pl.col("met_identity") & pl.col("met_unique")
_PAID = _KNOWN & (pl.col("payments") > 0)

#: Where no month can be named: what was paid lies outside the employment, or is no pay.
_NO_WAGES = "入职至期末没有算作工资的入账"


@check("CC301", "CC302", "CC303", "CC304", "CC402", judges=True, sees=(WRONG_CELLS,))
def evidence(context: Context) -> Iterator[pl.DataFrame]:
    """No payment (CC301), too few months (CC302, CC402), months below the floor (CC304)."""
    for judged in context.judged:
        how = counting(judged.rule, judged.evaluation.chosen)
        if how is None:
            continue
        people = _with_wage_rows(context, judged.people)
        if how.employment.months is MonthsFrom.PAYMENTS:
            yield _no_payment(context, judged, people)
        yield from _too_few_months(context, judged, how, people)
        if how.floor_fen:
            yield from _below_floor(context, judged, how, people)
        if how.employment.months is MonthsFrom.PAYMENTS:
            yield _gaps(context, judged, how, people)


def _with_stints(
    judged: Judged, people: pl.DataFrame, how: Counting, failing: pl.Expr
) -> pl.DataFrame:
    """The paid rows whose months are held against the floor: of every stint where all count.

    Of these only the failing ones: few, while of all people a copy would be made.
    """
    each = pl.col("met_identity") & (pl.col("payments") > 0)
    if disqualifies(how):
        # One low month in any stint puts the person out.
        return people.filter(each & failing)
    if not tests_all_stints(how):
        return people.filter(_PAID & failing)
    # Whether the person counts stands on one row; a row that shares days with one above is no
    # stint of its own.
    settled = [test.name for test in (_test(judged, WAGE), _test(judged, MONTHS)) if test]
    standing = (
        pl.col(name).filter(pl.col("met_unique")).first().over(PERSON_OF_CLAIM).alias(name)
        for name in (*settled, MONTHS)
    )
    later = people.filter(pl.col("same_person").is_not_null()).with_columns(standing)
    return later.filter(each & (pl.col("met_unique") | pl.col("apart")) & failing)


def _with_wage_rows(context: Context, people: pl.DataFrame) -> pl.DataFrame:
    """Add to each person how many payment rows there are, and how many may be theirs but are wrong.

    `payments`: rows with the person's number. `broken`: such rows whose date or amount is
    wrong. `nameless`: rows with the person's name, or without any name into the person's
    account, whose number is wrong or missing.
    """
    wages = context.batch.wages.select("input", "row", "id_number", "name", "payee_account")
    wrong = context.faulty(WAGES, "paid_on", "amount_yuan")
    bad_numbers = context.faulty(WAGES, "id_number")
    counted = pl.concat(
        _wage_rows(some, of_people, wrong, bad_numbers)
        for some, of_people in some_files_each(wages, people)
    )
    return people.with_columns(counted.get_columns())


def _wage_rows(
    wages: pl.DataFrame, people: pl.DataFrame, wrong: pl.DataFrame, bad_numbers: pl.DataFrame
) -> pl.DataFrame:
    """The counts of `_with_wage_rows`, in the order of the people.

    Args:
        wages: the payments.
        people: the people, from the same files.
        wrong: payments whose date or amount is wrong.
        bad_numbers: payments whose number is wrong.
    """
    counts = [
        (wages, "id_number", "payments"),
        (wages.join(wrong, on=["input", "row"], how="semi"), "id_number", "broken"),
    ]
    # One finding speaks for all payments to a wrong number, so look the number up as well.
    listed = wages.join(bad_numbers, on=["input", "row"], how="semi")
    same = wages.join(
        listed.select("input", "id_number").unique(), on=["input", "id_number"], how="semi"
    )
    nameless = pl.concat([wages.filter(pl.col("id_number").is_null()), same])
    counts.append((nameless, "name", "nameless"))
    if "bank_account" in people.columns:
        accounts = nameless.filter(pl.col("name").is_null()).rename({"payee_account": _ACCOUNT})
        counts.append((accounts, _ACCOUNT, "by_account"))
    found = []
    for rows, key, name in counts:
        per_key = rows.group_by("input", key).agg(pl.len().cast(pl.Int64).alias(name))
        of_people = people.select("input", key)
        found.append(of_people.join(per_key, on=["input", key], how="left", maintain_order="left"))
    counted = pl.DataFrame([each[name] for each, (*_, name) in zip(found, counts, strict=True)])
    if "by_account" in counted.columns:
        both = pl.sum_horizontal("nameless", "by_account")
        counted = counted.with_columns(nameless=both).drop("by_account")
    return counted.select(pl.all().fill_null(0))


def _no_payment(context: Context, judged: Judged, people: pl.DataFrame) -> pl.DataFrame:
    without = people.filter(_KNOWN & (pl.col("payments") == 0) & (pl.col("nameless") == 0))
    return context.writer.write(
        "CC301",
        without,
        kind=ROSTER,
        key="id_number",
        value=pl.lit("0 笔"),
        expected="有入账记录",
        what=pl.lit("工资流水中没有此人的入账记录"),
        clause=judged.rule.clause,
        about="person",
        grounds=("evidence", *_names(_test(judged, MONTHS), _test(judged, WAGE))),
    )


def _gaps(context: Context, judged: Judged, how: Counting, people: pl.DataFrame) -> pl.DataFrame:
    """Months without pay between the first and the last with pay, of people who count (CC303)."""
    counted = _PAID & pl.col("counted") & (pl.col("broken") == 0)
    months = judged.evaluation.monthly_pay.group_by("person").agg(
        paid=pl.len().cast(pl.Int32), reach=pl.col("month").max() - pl.col("month").min() + 1
    )
    broken = months.filter(pl.col("paid") < pl.col("reach"))["person"]
    doubtful = people.filter(counted & pl.col("person").is_in(broken.implode()))
    if doubtful.is_empty():
        return empty()
    last = context.settings.on.year * 12 + context.settings.on.month - 1
    gaps = month_book(doubtful, judged.evaluation.monthly_pay, how, last).gaps()
    hints = month_hints(doubtful, context.batch.wages)
    gaps = gaps.join(hints, on="person", how="left", maintain_order="left")
    seen = pl.format("，{}，请核实属于哪个月", "hint").fill_null("")
    return context.writer.write(
        "CC303",
        doubtful.join(gaps, on="person", how="inner", maintain_order="left"),
        kind=ROSTER,
        key="id_number",
        value=pl.col("missing"),
        expected="各月都有入账",
        what=pl.format("工资流水中间缺 {}{}", "missing", seen),
        clause=judged.rule.clause,
        about="person",
    )


def _too_few_months(
    context: Context, judged: Judged, how: Counting, people: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    test = _test(judged, MONTHS)
    if test is None:
        return
    required = int(test.required)
    repaired = pl.col("months_employed") + pl.col("broken") + pl.col("nameless")
    failing = people.filter(_PAID & ~pl.col(test.name) & (repaired < required))
    if failing.is_empty():
        return
    last = context.settings.on.year * 12 + context.settings.on.month - 1
    book = month_book(failing, judged.evaluation.monthly_pay, how, last)
    failing = (
        failing.join(book.gaps(), on="person", how="left", maintain_order="left")
        .join(book.paid_span(), on="person", how="left", maintain_order="left")
        .join(book.below(), on="person", how="left", maintain_order="left")
        .join(book.bounds, on="person", how="left", maintain_order="left")
        .join(
            month_hints(failing, context.batch.wages),
            on="person",
            how="left",
            maintain_order="left",
        )
        .with_columns(span=pl.max_horizontal(pl.col("last_month") - pl.col("first_month") + 1, 0))
    )
    by_dates = how.employment.months is MonthsFrom.DATES
    too_short = (
        pl.lit(value=True) if by_dates else (pl.col("span") < required).fill_null(value=False)
    )
    yield _too_short(context, judged, test, failing.filter(too_short), by_dates=by_dates)
    yield _too_little_pay(context, judged, how, test, failing.filter(~too_short))


def _too_short(
    context: Context, judged: Judged, test: Test, people: pl.DataFrame, *, by_dates: bool
) -> pl.DataFrame:
    """The dates themselves do not hold enough months (CC402)."""
    months = pl.col("months_employed") if by_dates else pl.col("span")
    cited = f"要求 {test.required} 个月（{judged.rule.cited}）"
    parts = []
    for key in ("left_on", "hired_on"):
        given = pl.col("left_on").is_not_null()
        rows = people.filter(given if key == "left_on" else ~given)
        end = "离职" if key == "left_on" else "申报期末"
        words = "整月只有" if by_dates else "只跨"
        parts.append(
            context.writer.write(
                "CC402",
                rows,
                kind=ROSTER,
                key=key,
                value=pl.format("{} 个月", months),
                expected=f"≥ {test.required} 个月",
                what=pl.format(f"入职到{end}{words} {{}} 个月，{cited}", months),
                clause=judged.rule.clause,
                about="person",
                grounds=_names(test),
            )
        )
    return pl.concat(parts)


def _too_little_pay(
    context: Context, judged: Judged, how: Counting, test: Test, people: pl.DataFrame
) -> pl.DataFrame:
    """Enough time, but not enough months with pay (CC302)."""
    reach = (
        f"个月达到 {_floor(judged, how)} 元"
        if how.floor_fen and tests_each_month(how)
        else "个月有入账"
    )
    low = pl.col("below") if tests_each_month(how) else pl.lit(None, pl.String)
    details = pl.concat_str(
        [
            pl.coalesce(
                pl.format("流水为 {}", "paid_span"), pl.lit("入职至期末没有算作工资的入账")
            ),
            pl.format("缺 {}", "missing"),
            pl.format("不达标 {}", low),
            pl.format("{}，请核实属于哪个月", "hint"),
        ],
        separator="，",
        ignore_nulls=True,
    )
    run = "连续" if how.employment.run.value == "unbroken" else ""
    sentence = pl.format(
        f"工资流水只有{run} {{}} {reach}，要求{run} {test.required} 个月（{judged.rule.cited}）",
        "months_employed",
    )
    return context.writer.write(
        "CC302",
        people,
        kind=ROSTER,
        key="id_number",
        value=pl.format("{} 个月", "months_employed"),
        expected=f"≥ {test.required} 个月",
        what=sentence + pl.lit("。") + details,
        clause=judged.rule.clause,
        about="person",
        grounds=_names(test),
    )


def _below_floor(
    context: Context, judged: Judged, how: Counting, people: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    test = _test(judged, WAGE)
    if test is None:
        return
    if not tests_each_month(how):
        failed = ~pl.col(test.name) & (pl.col("broken") == 0)
        failing = _with_stints(judged, people, how, failed)
        key = "monthly_wage_yuan" if how.employment.wage.value == "stated" else "id_number"
        yield context.writer.write(
            "CC304",
            failing,
            kind=ROSTER,
            key=key,
            value=pl.format("{} 元", shown(test.fact, test.observed)),
            expected=f"≥ {_floor(judged, how)} 元",
            what=test.phrase(judged.rule) + f"（{judged.rule.cited}）",
            severity="error",
            clause=judged.rule.clause,
            about="person",
            grounds=_names(test),
        )
        return
    is_low = (pl.col("lowest_fen") < how.floor_fen) & (pl.col("broken") == 0)
    low = _with_stints(judged, people, how, is_low)
    if not low.is_empty():
        yield _months_below(context, judged, how, low)


def _months_below(
    context: Context, judged: Judged, how: Counting, people: pl.DataFrame
) -> pl.DataFrame:
    """One finding a person, at the first payment of the first month below the floor."""
    last = context.settings.on.year * 12 + context.settings.on.month - 1
    book = month_book(people, judged.evaluation.monthly_pay, how, last)
    below = book.frame.filter("below").select("person", "month")
    payments = (
        joined(
            context.batch.wages.select("input", "row", "id_number", "paid_on"),
            people.select("input", "id_number", "person"),
            "id_number",
        )
        .with_columns(month=month_number("paid_on"))
        .join(below, on=["person", "month"], how="semi")
        .join(_places(context), on="input", how="left")
        .sort("person", "month", "row")
    )
    cell = pl.col("letter") + pl.col("row").cast(pl.String)
    first = payments.group_by("person", maintain_order=True).agg(
        pl.col("row").first(),
        count=pl.col("month").n_unique(),
        others=pl.struct("input", "sheet", cell=cell).slice(1),
    )
    rows = (
        people.rename({"row": "roster_row"})
        .join(first, on="person", how="inner", maintain_order="left")
        .join(book.below(), on="person", how="left", maintain_order="left")
    )
    floor = _floor(judged, how)
    decides = _decides(judged)
    effect = "，该月不计入" if not disqualifies(how) else "，此人不能计入"
    return context.writer.write(
        "CC304",
        rows,
        kind=WAGES,
        key="amount_yuan",
        value=pl.col("below"),
        expected=f"≥ {floor} 元",
        what=pl.format(f"{{}}低于月工资 {floor} 元{effect}（{judged.rule.cited}）", "below"),
        severity=pl.when(decides).then(pl.lit("error")).otherwise(pl.lit("warning")),
        related=pl.col("others").cast(RELATED),
        clause=judged.rule.clause,
        about="person",
        person_row=pl.col("roster_row"),
        grounds=_names(_test(judged, WAGE)),
    )


def _decides(judged: Judged) -> pl.Expr:
    """Whether the months below the floor are what puts the person out."""
    wage, months = _test(judged, WAGE), _test(judged, MONTHS)
    decides = ~pl.col(wage.name) if wage else pl.lit(value=False)
    if months is not None:
        below = pl.col("count").cast(pl.Int64).sum().over(PERSON_OF_CLAIM)
        enough = pl.col("months_employed") + below >= int(months.required)
        decides |= ~pl.col(months.name) & enough
    return decides


def _places(context: Context) -> pl.DataFrame:
    amount = (pl.col("kind") == str(WAGES)) & (pl.col("key") == "amount_yuan")
    return context.batch.places.filter(amount).select("input", "sheet", "letter")


def _test(judged: Judged, fact: str) -> Test | None:
    """The person test of a fact, if the measure has one."""
    tests = judged.evaluation.person_tests
    return next((test for test in tests if test.requirement.fact == fact), None)


def _names(*tests: Test | None) -> tuple[str, ...]:
    """The names of those tests that the measure has."""
    return tuple(test.requirement.name for test in tests if test is not None)


def _floor(judged: Judged, how: Counting) -> str:
    name = how.employment.floor
    return plain(judged.rule.measure.numbers[name].value) if name else ""
