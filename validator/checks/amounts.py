"""Family 5: what was claimed against what the evaluation gives."""

from collections.abc import Iterator

import polars as pl

from claimcheck.compiler.outcomes import AMOUNT, NEEDS_DECISION
from claimcheck.compiler.requirements import plain
from claimcheck.evaluate.by_files import some_files_each
from claimcheck.evaluate.employment import counting
from claimcheck.evaluate.requirements import shown
from claimcheck.evaluate.rulings import EXCLUDED
from claimcheck.forms import SheetKind
from claimcheck.money import round_yuan, show_large, show_yuan
from claimcheck.policy import fact
from claimcheck.policy.expression import names, parse
from claimcheck.policy.model import People, Table, holds
from claimcheck.policy.uses import amount_in_force
from validator.checks.base import WRONG_CELLS, Context, Judged
from validator.checks.running import check
from validator.findings.frame import empty, masked

CLAIMS = SheetKind.CLAIMS


#: Measures whose result is not what a claim asks to be paid, so that nothing is compared.
_NOT_CLAIMED = ("CNY_quota", "grade")

#: The fact that says how many people travel together; each of them stands in the roster.
_GROUP = "group_size"

#: Sums from here on, in fen, have as many digits as account numbers.
_IN_GROUPS = 10**12

#: 元 and 万元 differ by this.
_TEN_THOUSAND = 10_000


@check("CC501", "CC502", "CC503", "CC504", "CC506", judges=True, sees=(WRONG_CELLS,))
def amounts(context: Context) -> Iterator[pl.DataFrame]:
    """What is claimed against what is found: CC501 to CC506."""
    for judged in context.judged:
        if judged.rule.measure.unit not in _NOT_CLAIMED:
            yield from _money(context, judged)
        yield _people(context, judged)
        yield _group(context, judged)
        yield _not_spent(context, judged)
    yield _wage_unit(context)


def _money(context: Context, judged: Judged) -> Iterator[pl.DataFrame]:
    rows = _readable(context, judged.claims)
    rows = rows.filter(pl.col("claimed_fen").is_not_null())
    cap = pl.coalesce("most_fen", _ceiling(judged))
    claimed = pl.col("claimed_fen")
    rows = rows.with_columns(
        cap_fen=cap,
        # Other sums that the measure knows: a clerk who wrote 4 for 4 万 may have taken
        # another tier than the people allow.
        unit=((claimed * _TEN_THOUSAND).is_in(_known_sums(judged)))
        | (claimed * _TEN_THOUSAND == pl.col("amount_fen"))
        | ((pl.col("amount_fen") > 0) & (claimed == pl.col("amount_fen") * _TEN_THOUSAND)),
    )
    differs = (claimed != pl.col("amount_fen")).fill_null(value=False)
    wrong_unit = pl.col("unit").fill_null(value=False) & (claimed > 0)
    yield _unit(
        context, judged, rows.filter(wrong_unit & (differs | pl.col("amount_fen").is_null()))
    )
    rows = rows.filter(~wrong_unit | ~differs)
    loan = judged.rule.measure.unit == "CNY_loan"
    over = (claimed > pl.col("cap_fen")).fill_null(value=False)
    if loan:
        over |= (claimed > pl.col("amount_fen")).fill_null(value=False)
    yield _over(context, judged, rows.filter(over))
    yield _outside(context, judged, rows.filter(~over))
    if not loan:
        yield _different(context, judged, rows.filter(~over & differs))


def _ceiling(judged: Judged) -> pl.Expr:
    """What a loan may be at most."""
    if judged.rule.measure.unit == "CNY_loan":
        return pl.col("amount_fen")
    return pl.lit(None, pl.Int64)


def _known_sums(judged: Judged) -> list[int]:
    """The sums in fen that stand in the measure's tables of amounts."""
    return [
        round_yuan(row.value)
        for table in _tables(judged)
        if table.unit == "yuan"
        for row in table.rows
        if row.value >= _TEN_THOUSAND
    ]


def _unit(context: Context, judged: Judged, rows: pl.DataFrame) -> pl.DataFrame:
    """Ten thousand times too little or too much (CC504)."""
    small = pl.col("claimed_fen") < pl.coalesce(pl.col("amount_fen"), pl.lit(10**15))
    guess = (
        pl.when(small).then(pl.lit("可能把万元填成了元")).otherwise(pl.lit("可能把元填成了万元"))
    )
    return context.writer.write(
        "CC504",
        rows,
        kind=CLAIMS,
        key="claimed_yuan",
        value=pl.format("{} 元", _yuan("claimed_fen")),
        expected="以元为单位",
        what=pl.format(
            "申报 {} 元，核定 {} 元，{}", _yuan("claimed_fen"), _yuan("amount_fen"), guess
        ),
        clause=judged.rule.clause,
        sums=True,
    )


def _over(context: Context, judged: Judged, rows: pl.DataFrame) -> pl.DataFrame:
    """More than the text allows at most (CC502)."""
    return context.writer.write(
        "CC502",
        rows,
        kind=CLAIMS,
        key="claimed_yuan",
        value=pl.format("{} 元", _claimed()),
        expected=pl.format("≤ {} 元", _limit("cap_fen")),
        what=pl.format(
            f"申报 {{}} 元，最高 {{}} 元（{judged.rule.cited}）", _claimed(), _limit("cap_fen")
        ),
        clause=judged.rule.clause,
        about="row",
        sums=True,
    )


def _outside(context: Context, judged: Judged, rows: pl.DataFrame) -> pl.DataFrame:
    """A sum that the office may not decide on: outside the text's range (CC502)."""
    decided = pl.col("decided_fen")
    outside = (pl.col("outcome") == NEEDS_DECISION) & decided.is_not_null()
    below = (pl.col("outcome") == NEEDS_DECISION) & (
        pl.col("claimed_fen") < pl.col("least_fen")
    ).fill_null(value=False)
    return context.writer.write(
        "CC502",
        rows.filter(outside | below),
        kind=CLAIMS,
        key="claimed_yuan",
        value=pl.format("{} 元", _claimed()),
        expected=pl.format("≥ {} 元", _limit("least_fen")),
        what=pl.format(f"申报 {{}} 元；{{}}（{judged.rule.cited}）", _claimed(), "reason"),
        severity=pl.when(outside).then(pl.lit("error")).otherwise(pl.lit("warning")),
        clause=judged.rule.clause,
        about="row",
        sums=True,
    )


def _claimed() -> pl.Expr:
    """The sum claimed; what a clerk typed may be somebody's number, so it is masked."""
    return masked(_yuan("claimed_fen"))


def _limit(column: str) -> pl.Expr:
    """A limit that the program computed: never masked, in groups so that nobody else does."""
    grouped = pl.col(column).map_elements(show_yuan, return_dtype=pl.String)
    return pl.when(pl.col(column) < _IN_GROUPS).then(_yuan(column)).otherwise(grouped)


def _wage_unit(context: Context) -> pl.DataFrame:
    """A wage flow in 万元: by its median no wage, ten thousand times it one (CC504).

    Said once a file, whatever measures it claims.
    """
    if context.batch.wages.is_empty():
        return empty()
    wages = context.batch.wages.select("input", "row", "amount_fen")
    medians = pl.concat(
        some.filter(pl.col("amount_fen") > 0)
        .group_by("input", maintain_order=True)
        .agg(median=pl.col("amount_fen").median(), row=pl.col("row").first())
        for some, _ in some_files_each(wages, wages.clear())
    )
    counted = (counting(one.rule, one.evaluation.chosen) for one in context.judged)
    no_wage = [
        (pl.col("median") * 50 < how.floor_fen)
        & (pl.col("median") * _TEN_THOUSAND * 2 >= how.floor_fen)
        for how in counted
        if how is not None and how.floor_fen
    ]
    return context.writer.write(
        "CC504",
        medians.filter(pl.any_horizontal(pl.lit(value=False), *no_wage)),
        kind=SheetKind.WAGES,
        key="amount_yuan",
        expected="以元为单位",
        what=pl.lit("多数入账金额只有几元或更少，可能把万元填成了元"),
    )


def _yuan(column: str) -> pl.Expr:
    return shown(fact("decided_yuan"), pl.col(column))


def _different(context: Context, judged: Judged, rows: pl.DataFrame) -> pl.DataFrame:
    if rows.is_empty():
        return empty()
    over = pl.col("claimed_fen") > pl.col("amount_fen")
    texts = rows.select(
        claimed=_large(rows["claimed_fen"]),
        assessed=_large(rows["amount_fen"]),
        difference=_large((rows["claimed_fen"] - rows["amount_fen"]).abs()),
    )
    rows = rows.hstack(texts.get_columns())
    cited = judged.rule.cited
    group = judged.rule.measure.people is People.GROUP
    because = (
        pl.when((pl.col("outcome") == AMOUNT) & pl.lit(group))
        .then(
            pl.format(
                "按 {} 名合格人员应为 {}（{}{}）",
                "headcount",
                "assessed",
                _tier(judged),
                pl.lit(cited),
            )
        )
        .otherwise(pl.format(f"应为 {{}}（{{}}，{cited}）", "assessed", "reason"))
    )
    direction = pl.when(over).then(pl.lit("多报 ")).otherwise(pl.lit("少报 "))
    return context.writer.write(
        "CC501",
        rows,
        kind=CLAIMS,
        key="claimed_yuan",
        value=pl.col("claimed"),
        expected=pl.col("assessed"),
        what=pl.format(
            "申报 {}，{}，{}{}",
            "claimed",
            because,
            direction,
            "difference",
        ),
        severity=pl.when(over).then(pl.lit("error")).otherwise(pl.lit("warning")),
        clause=judged.rule.clause,
        about="row",
    )


def _people(context: Context, judged: Judged) -> pl.DataFrame:
    if judged.rule.measure.people is People.NONE or "claimed_people" not in judged.claims.columns:
        return empty()
    rows = _readable(context, judged.claims).filter(pl.col("claimed_people") != pl.col("headcount"))
    difference = pl.col("claimed_people") - pl.col("headcount")
    direction = pl.when(difference > 0).then(pl.lit("多报 ")).otherwise(pl.lit("少报 "))
    return context.writer.write(
        "CC503",
        rows,
        kind=CLAIMS,
        key="claimed_people",
        value=pl.format("{} 人", "claimed_people"),
        expected=pl.format("{} 人", "headcount"),
        what=pl.format(
            "申报 {} 人，花名册 {} 人中合格 {} 人，{}{} 人",
            "claimed_people", "people", "headcount", direction, difference.abs(),
        ),
        severity=pl.when(difference > 0).then(pl.lit("error")).otherwise(pl.lit("warning")),
        clause=judged.rule.clause,
        about="row",
    )  # fmt: skip


def _group(context: Context, judged: Judged) -> pl.DataFrame:
    """The size of a group, on which money hangs, against the people of the list (CC503)."""
    if _GROUP not in judged.claims.columns:
        return empty()
    title = context.title(CLAIMS, fact(_GROUP))
    rows = _readable(context, judged.claims).filter(
        (pl.col("people") > 0) & (pl.col(_GROUP) != pl.col("people"))
    )
    more = pl.col(_GROUP) > pl.col("people")
    return context.writer.write(
        "CC503",
        rows,
        kind=CLAIMS,
        key=_GROUP,
        value=pl.format("{} 人", _GROUP),
        expected=pl.format("{} 人", "people"),
        what=pl.format(f"{title} {{}} 人，花名册列有 {{}} 人", _GROUP, "people"),
        fix=pl.when(more)
        .then(pl.lit("请把其余人员补入花名册，或者更正人数。"))
        .otherwise(pl.lit("请核对人数和花名册，更正填错的一处。")),
        severity=pl.when(more).then(pl.lit("error")).otherwise(pl.lit("warning")),
        clause=judged.rule.clause,
        about="row",
    )


def _not_spent(context: Context, judged: Judged) -> pl.DataFrame:
    """Less spent on the purpose to which a part of the sum is tied than must be (CC506)."""
    earmark = judged.rule.measure.earmark
    if earmark is None:
        return empty()
    spent = fact(earmark.fact)
    share = plain(judged.rule.measure.numbers[earmark.share].value)
    return context.writer.write(
        earmark.finding,
        _readable(context, judged.claims).filter("earmark_short"),
        kind=CLAIMS,
        key=earmark.fact,
        value=pl.format("{} 元", _yuan(spent.column)),
        expected=pl.format("≥ {} 元", _yuan("earmark_fen")),
        what=pl.format(
            f"核定 {{}} 元的 {share}%、即 {{}} 元须{earmark.purpose}，"
            f"现为 {{}} 元（{judged.rule.cited}）",
            _yuan("amount_fen"), _yuan("earmark_fen"), _yuan(spent.column),
        ),
        clause=judged.rule.clause,
        about="row",
    )  # fmt: skip


def _readable(context: Context, claims: pl.DataFrame) -> pl.DataFrame:
    """Claims whose own row is in order: from a wrong cell no figure can follow.

    Nor are those compared that were put out as a whole, which has been said.
    """
    wrong = context.faulty(CLAIMS)
    return claims.filter(pl.col(EXCLUDED).is_null()).join(
        wrong, on=["input", "row"], how="anti", maintain_order="left"
    )


def _tier(judged: Judged) -> pl.Expr:
    """The tier of a claim: 5—10 人档，; empty where the measure has not one table of people."""
    tables = [table for table in _tables(judged) if table.by == "headcount"]
    if len(tables) != 1:
        return pl.lit("")
    headcount = pl.col("headcount")
    formula = amount_in_force(judged.rule.measure, judged.evaluation.chosen).formula
    if "earlier_headcount" in names(parse(formula)):
        headcount += pl.col("earlier_headcount")
    return _tier_text(tables[0], headcount)


def _tables(judged: Judged) -> list[Table]:
    """The tables that hold under the chosen readings."""
    chosen = judged.evaluation.chosen
    return [table for table in judged.rule.measure.tables if holds(table.when, chosen)]


def _tier_text(table: Table, headcount: pl.Expr) -> pl.Expr:
    text = pl.lit("")
    for tier in table.rows:
        words = f"{tier.start}—{tier.end} 人档" if tier.end else f"{tier.start} 人以上档"
        text = pl.when(headcount >= tier.start).then(pl.lit(f"{words}，")).otherwise(text)
    return text


def _large(fen: pl.Series) -> pl.Series:
    return fen.map_elements(show_large, return_dtype=pl.String)
