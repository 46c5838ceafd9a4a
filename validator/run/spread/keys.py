"""What a workbook may share with others, as keyed hashes: all that checks across files compare.

Two files that share no key are judged alike together and apart; whoever adds a check that looks
across files names here what it compares.
"""

from collections.abc import Iterator, Sequence
from enum import IntEnum

import polars as pl

from claimcheck.identity_columns import id_is_right
from validator.checks import Context
from validator.checks.duplicates.similar_people import with_edits
from validator.findings.masking import masked
from validator.findings.private import private_texts, without_private
from validator.ledger.keys import ACCOUNT, PARTY, Hasher
from validator.reading.batch import Input


class Shared(IntEnum):
    """What a key is of. Files that have the same one hang together, but for the last two."""

    PERSON = 0  #: an ID number of a roster
    ACCOUNT = 1  #: an account of a roster, or one into which its people are paid
    PHONE = 2
    APPLICANT = 3  #: whose claims are counted together where a measure has a ceiling
    HOUSE = 4  #: a household with a ceiling
    CLAIM = 5  #: a claim's number that is hidden when it is shown
    SOUGHT = 6  #: what a wrong ID number may have been meant to be: hangs with such a person
    PAID = 7  #: an ID number of payments alone: hangs with those who seek it


#: Keys of one file: `input` is the number of the file.
KEYS: dict[str, pl.DataType] = {"input": pl.Int64(), "kind": pl.UInt8(), "hash": pl.Binary()}

_TEXT = {"input": pl.Int64(), "text": pl.String()}


def keys_of(contexts: Sequence[Context], inputs: Sequence[Input], hasher: Hasher) -> pl.DataFrame:
    """The keys of some files: each different one once a file, rows of `KEYS`.

    Args:
        contexts: their batches.
        inputs: the files as they were read.
        hasher: with the key of the run.
    """
    parts = [pl.DataFrame(schema=KEYS)]
    for context in contexts:
        for kind, of, texts in _texts(context, inputs):
            files = texts.with_columns(pl.col("input").replace(context.wholes))
            different = files.drop_nulls("text").unique(maintain_order=True)
            parts.append(
                different.select(
                    "input",
                    pl.lit(int(kind), pl.UInt8).alias("kind"),
                    hash=hasher.column(of, different["text"]),
                )
            )
    return pl.concat(parts).drop_nulls("hash").unique(maintain_order=True)


def _texts(context: Context, inputs: Sequence[Input]) -> Iterator[tuple[Shared, str, pl.DataFrame]]:
    """What a key is of, the kind of the hash, and the texts with the number of their input."""
    roster, wages = context.batch.roster, context.batch.wages
    yield Shared.PERSON, PARTY, _column(roster, "id_number")
    yield Shared.ACCOUNT, ACCOUNT, _column(roster, "bank_account")
    yield Shared.PHONE, "phone", _column(roster, "phone")
    yield Shared.APPLICANT, PARTY, _column(context.batch.claims, "applicant_code")
    listed = roster.select("input", "id_number").unique()
    paid = wages.join(listed, on=["input", "id_number"], how="semi")
    accounts = _column(paid, "payee_account").unique(maintain_order=True)
    yield Shared.ACCOUNT, ACCOUNT, accounts.filter(~pl.col("text").str.contains(r"[*＊]"))
    if any(rule.measure.household and rule.measure.each for rule in context.rules.values()):
        named = [name for name in ("household_id", "id_number") if name in roster.columns]
        yield Shared.HOUSE, PARTY, roster.select("input", text=pl.coalesce(named))
    shown = _column(context.batch.claims, "claim_id").with_columns(hidden=masked(pl.col("text")))
    shown = without_private(shown, ["hidden"], private_texts(inputs))
    yield Shared.CLAIM, "claim", shown.filter(pl.col("text") != pl.col("hidden")).drop("hidden")
    number = pl.col("id_number")
    wrong = roster.filter(~id_is_right(number) & number.str.len_chars().is_between(17, 19))
    if not wrong.is_empty():
        sought = with_edits(wrong.select("input", "id_number"))
        yield Shared.SOUGHT, PARTY, sought.rename({"id_number": "text"})
    others = wages.select("input", "id_number").unique(maintain_order=True)
    yield (
        Shared.PAID,
        PARTY,
        _column(
            others.join(listed, on=["input", "id_number"], how="anti", maintain_order="left"),
            "id_number",
        ),
    )


def _column(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    text = pl.col(name) if name in frame.columns else pl.lit(None)
    return frame.select("input", text=text.cast(pl.String))
