"""Family 3, continued: whose the single payments are (CC305 to CC308)."""

from collections.abc import Callable, Iterator

import polars as pl

from claimcheck.evaluate.by_files import some_files_each
from claimcheck.forms import SheetKind
from validator.checks.base import Context
from validator.checks.grouping import first_of
from validator.checks.looking_alike import told_apart
from validator.checks.names import may_be_payer, may_be_same
from validator.checks.running import check
from validator.findings.frame import masked_number

WAGES = SheetKind.WAGES
_PERSON = ["input", "id_number"]

#: So many payments are looked at together.
_ROWS = 200_000


@check("CC305")
def payees(context: Context) -> Iterator[pl.DataFrame]:
    """Names and accounts that are not the person's (CC305)."""
    yield _other_name(context)
    yield _other_account(context, _shared(context))


@check("CC308")
def accounts(context: Context) -> Iterator[pl.DataFrame]:
    """Accounts that receive for several people (CC308)."""
    context.require(WAGES, "payee_account")
    yield _one_account(context, _shared(context))


@check("CC306")
def payers(context: Context) -> Iterator[pl.DataFrame]:
    """Payers that are neither the employer nor the applicant (CC306)."""
    context.require(WAGES, "payer")
    yield _other_payer(context)


@check("CC307")
def references(context: Context) -> Iterator[pl.DataFrame]:
    """References that stand at several payments (CC307)."""
    context.require(WAGES, "reference")
    yield from _same_reference(context)


def of_people(context: Context, asked: pl.Expr) -> pl.DataFrame:
    """The payments to people of the roster of which something holds, with what the roster says.

    Each payment has its person's first roster row (`listed`, the name there, among others)
    and the `applicant` of his claim. Only the columns that are asked for are put beside all
    payments: the others would take several hundred bytes for each.

    Args:
        context: the batch.
        asked: what must hold, by columns of the payments and of `_people`.

    Raises:
        SkippedError: there are no payments.
    """
    context.require(WAGES)
    wages, people, places = context.batch.wages, _people(context), _places(context)
    names = dict.fromkeys(asked.meta.root_names())
    listed = set(people.columns).difference(_PERSON)
    holds = pl.concat(
        pl.DataFrame(
            [people[name].gather(at) if name in listed else some[name] for name in names]
        ).select(holds=asked.fill_null(value=False) & at.is_not_null())
        for some, at in _some_at_a_time(wages.select(names.keys() - listed), places)
    ).to_series()
    here = people.select(pl.exclude(_PERSON).gather(places.filter(holds)))
    return pl.concat([wages.filter(holds), here], how="horizontal")


def _some_at_a_time(
    wages: pl.DataFrame, places: pl.Series
) -> Iterator[tuple[pl.DataFrame, pl.Series]]:
    """Payments and whom they are for: what is put beside all of a large batch takes too much."""
    for start in range(0, places.len(), _ROWS):
        yield wages.slice(start, _ROWS), places.slice(start, _ROWS)


def _places(context: Context) -> pl.Series:
    """The place among `_people` of whom each payment is for; null where he is not on the roster."""
    return context.keeping("people of payments", _placed).to_series()


def _placed(context: Context) -> pl.DataFrame:
    numbered = _people(context).select(*_PERSON, place=pl.int_range(pl.len(), dtype=pl.UInt32))
    return pl.concat(
        wages.join(people, on=_PERSON, how="left", maintain_order="left").select("place")
        for wages, people in some_files_each(context.batch.wages.select(_PERSON), numbered)
    )


def with_claims(context: Context, payments: pl.DataFrame) -> pl.DataFrame:
    """The same payments, each with the `claim_id` of the person's first roster row.

    It is null where the person is not on the roster.
    """
    people = context.batch.roster.select(*_PERSON, "claim_id")
    first = people.filter(pl.col("id_number").is_not_null()).unique(_PERSON, keep="first")
    return payments.join(first, on=_PERSON, how="left", maintain_order="left")


def _shared(context: Context) -> pl.DataFrame:
    return context.keeping("payments into shared accounts", _shared_accounts)


def _people(context: Context) -> pl.DataFrame:
    """Each person of a file once, by the first row of the roster."""
    return context.keeping("people of the roster", _first_rows)


def _first_rows(context: Context) -> pl.DataFrame:
    wanted = {
        "employer": pl.String, "bank_account": pl.String, "hired_on": pl.Date, "left_on": pl.Date,
    }  # fmt: skip
    roster = context.batch.roster
    known = [name for name in ("claim_id", "name", *wanted) if name in roster.columns]
    first = (
        roster.select(*_PERSON, *known)
        .filter(pl.col("id_number").is_not_null())
        .unique(_PERSON, keep="first", maintain_order=True)
    )
    claims = context.batch.claims.unique(["input", "claim_id"], keep="first").select(
        "input", "claim_id", "applicant"
    )
    return first.join(claims, on=["input", "claim_id"], how="left", maintain_order="left").select(
        "input",
        "id_number",
        "claim_id",
        "applicant",
        listed="name",
        **{
            name: pl.col(name) if name in known else pl.lit(None, dtype)
            for name, dtype in wanted.items()
        },
    )


def _other_name(context: Context) -> pl.DataFrame:
    """The payee's name is not the person's (CC305)."""
    doubtful = of_people(context, pl.col("name") != pl.col("listed"))
    rows = _unlike(doubtful, ["name", "listed"], may_be_same)
    rows = first_of(context, rows, WAGES, "name", [*_PERSON, "name"])
    shown = _shown_name(context, "payee"), _shown_name(context, "name")
    apart = told_apart("payee", "name", shown, "个字")
    return context.writer.write(
        "CC305",
        rows.with_columns(payee="name", name="listed"),
        kind=WAGES,
        key="name",
        value=shown[0],
        expected=shown[1] + apart,
        what=pl.format("户名“{}”与花名册姓名“{}”不一致{}{}", *shown, apart, times()),
        related=pl.col("others"),
        about="person",
    )  # fmt: skip


def _other_account(context: Context, shared: pl.DataFrame) -> pl.DataFrame:
    """The account is not the one that the roster names (CC305); said once where it is CC308."""
    other = pl.col("payee_account") != pl.col("bank_account")
    rows = of_people(context, other & ~_is_hidden("payee_account"))
    if not shared.is_empty():
        rows = rows.join(shared, on="payee_account", how="anti", maintain_order="left")
    rows = first_of(context, rows, WAGES, "payee_account", [*_PERSON, "payee_account"])
    shown = masked_number("payee_account"), masked_number("bank_account")
    apart = told_apart("payee_account", "bank_account", shown, "位")
    return context.writer.write(
        "CC305",
        rows.with_columns(name="listed"),
        kind=WAGES,
        key="payee_account",
        value=pl.col("payee_account"),
        expected=pl.col("bank_account"),
        what=pl.format(
            "收款账号 {} 与花名册中的银行账号 {} 不一致{}{}", *shown, apart, times()
        ),
        related=pl.col("others"),
        about="person",
    )  # fmt: skip


def _other_payer(context: Context) -> pl.DataFrame:
    """The payer is neither the employer nor the applicant (CC306); once a payer and claim."""
    doubtful = of_people(
        context,
        (pl.col("payer") != pl.col("employer").fill_null(""))
        & (pl.col("payer") != pl.col("applicant").fill_null("")),
    )
    rows = _unlike(
        doubtful,
        ["payer", "employer", "applicant"],
        lambda payer, *firms: may_be_payer(payer, tuple(firm for firm in firms if firm)),
    )
    people = rows.group_by("input", "claim_id", "payer").agg(people=pl.col("id_number").n_unique())
    rows = first_of(context, rows, WAGES, "payer", ["input", "claim_id", "payer"]).join(
        people, on=["input", "claim_id", "payer"], how="left", nulls_equal=True,
        maintain_order="left",
    )  # fmt: skip
    return context.writer.write(
        "CC306",
        rows.drop("name", "id_number"),
        kind=WAGES,
        key="payer",
        value=pl.col("payer"),
        expected=pl.coalesce("employer", "applicant"),
        what=pl.format(
            "付款单位“{}”既不是用工单位也不是申报主体，涉及 {} 人{}", "payer", "people", times()
        ),
        related=pl.col("others"),
    )


def _same_reference(context: Context) -> Iterator[pl.DataFrame]:
    """A reference that stands at several payments (CC307).

    A firm may pay all its people under one reference on one day. The same person twice under
    one reference, or one reference on different days, is something else.
    """
    wages = context.batch.wages
    group = ["input", "payer", "reference"]
    # The references alone tell nearly always that none stands twice, whatever the file.
    given = wages["reference"].drop_nulls()
    if given.n_unique() == given.len():
        return
    repeated = wages["reference"].is_duplicated() & wages["reference"].is_not_null()
    several = wages.filter(repeated).filter(pl.struct("input", "reference").is_duplicated())
    if several.is_empty():
        return
    # What is said of a payment without a claim is said of every claim of the file.
    several = with_claims(context, several)
    same = [*group, "id_number", "paid_on", "amount_fen"]
    twice = several.filter(pl.len().over(same) > 1)
    yield _references(context, twice, same, "同一笔入账填了 {} 次，流水号“{}”", "error")
    rest = several.join(twice.select("input", "row"), on=["input", "row"], how="anti")
    days = rest.filter(pl.col("paid_on").n_unique().over(group) > 1)
    yield _references(context, days, group, "不同日期的 {} 笔入账用了同一流水号“{}”", "warning")


def _references(
    context: Context, rows: pl.DataFrame, group: list[str], sentence: str, severity: str
) -> pl.DataFrame:
    first = first_of(context, rows, WAGES, "reference", group)
    return context.writer.write(
        "CC307",
        first,
        kind=WAGES,
        key="reference",
        value=pl.col("reference"),
        expected="一笔一个流水号",
        what=pl.format(sentence, pl.col("others").list.len() + 1, "reference"),
        severity=severity,
        related=pl.col("others"),
    )


def _shared_accounts(context: Context) -> pl.DataFrame:
    """Payments into accounts that receive for several people."""
    # Where every payment goes to the roster's account, the roster tells all there is to tell.
    own = pl.col("payee_account") == pl.col("bank_account")
    listed = of_people(context, ~own.fill_null(value=False) & pl.col("payee_account").is_not_null())
    roster = context.batch.roster
    if "bank_account" in roster.columns:
        accounts = roster.select("input", "id_number", payee_account="bank_account")
        twice = accounts.unique().filter(
            pl.col("payee_account").is_not_null() & pl.col("payee_account").is_duplicated()
        )
    else:
        twice = listed.select("input", "id_number", "payee_account").clear()
    doubtful = pl.concat([listed.select("payee_account"), twice.select("payee_account")]).unique()
    if doubtful.is_empty():
        return listed.clear()
    is_doubtful = pl.col("payee_account").is_in(doubtful.to_series().implode())
    return of_people(context, is_doubtful & ~_is_hidden("payee_account")).filter(
        pl.col("id_number").n_unique().over("payee_account") > 1
    )


def _is_hidden(account: str) -> pl.Expr:
    """Whether an account is given with stars in place of digits."""
    return pl.col(account).str.contains(r"[*＊]")


def _one_account(context: Context, rows: pl.DataFrame) -> pl.DataFrame:
    """One account that receives for several people (CC308)."""
    people = rows.group_by("payee_account").agg(people=pl.col("id_number").n_unique())
    one_each = rows.unique([*_PERSON, "payee_account"], keep="first", maintain_order=True)
    first = first_of(context, one_each, WAGES, "payee_account", ["payee_account"]).join(
        people, on="payee_account", how="left", maintain_order="left"
    )
    return context.writer.write(
        "CC308",
        first.drop("name", "id_number"),
        kind=WAGES,
        key="payee_account",
        value=pl.col("payee_account"),
        expected="一人一账号",
        what=pl.format("账号 {} 同时为 {} 人收款", masked_number("payee_account"), "people"),
        related=pl.col("others"),
    )


def _unlike(rows: pl.DataFrame, names: list[str], alike: Callable[..., bool]) -> pl.DataFrame:
    """The rows whose names do not go together; each different combination is looked at once."""
    if rows.is_empty():
        return rows
    different = rows.select(names).unique()
    wrong = [not alike(*values) for values in different.iter_rows()]
    return rows.join(
        different.filter(pl.Series(wrong, dtype=pl.Boolean)),
        on=names,
        how="semi",
        nulls_equal=True,
        maintain_order="left",
    )


def times() -> pl.Expr:
    """How many payments a finding speaks for, where there are several."""
    count = pl.col("others").list.len() + 1
    return pl.when(count > 1).then(pl.format("（共 {} 笔）", count)).otherwise(pl.lit(""))


def _shown_name(context: Context, name: str) -> pl.Expr:
    column = pl.col(name)
    if context.unmask:
        return column
    stars = pl.lit("*").repeat_by(column.str.len_chars().cast(pl.Int64) - 1).list.join("")
    return column.str.head(1) + stars
