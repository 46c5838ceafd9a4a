"""How many payments each person of the roster has, and how many may be theirs but are wrong."""

import polars as pl

from claimcheck.evaluate.by_files import some_files_each
from claimcheck.forms import SheetKind
from validator.checks.base import Context

WAGES = SheetKind.WAGES

_ACCOUNT = "bank_account"

#: People of whom it is known who they are, each once; those of them who were paid.
KNOWN = pl.col("met_identity") & pl.col("met_unique")
PAID = KNOWN & (pl.col("payments") > 0)


def with_payments(context: Context, people: pl.DataFrame) -> pl.DataFrame:
    """Add to each person how many payment rows there are, and how many may be theirs but are wrong.

    `payments`: rows with the person's number. `broken`: such rows whose date or amount is
    wrong. `nameless`: rows with the person's name, or without any name into the person's
    account, whose number is wrong or missing.
    """
    wages = context.batch.wages.select("input", "row", "id_number", "name", "payee_account")
    wrong = context.faulty(WAGES, "paid_on", "amount_yuan")
    bad_numbers = context.faulty(WAGES, "id_number")
    counted = pl.concat(
        _counted(some, of_people, wrong, bad_numbers)
        for some, of_people in some_files_each(wages, people)
    )
    return people.with_columns(counted.get_columns())


def _counted(
    wages: pl.DataFrame, people: pl.DataFrame, wrong: pl.DataFrame, bad_numbers: pl.DataFrame
) -> pl.DataFrame:
    """The counts of `with_payments`, in the order of the people.

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
