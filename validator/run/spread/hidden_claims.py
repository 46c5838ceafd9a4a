"""Claims that are named by a person's number, as they are called where it must not be seen."""

from collections.abc import Sequence

import polars as pl

from claimcheck.errors import ClaimcheckError
from claimcheck.forms import SheetKind
from claimcheck.identity_columns import tidy_text
from validator.findings.masking import masked
from validator.findings.private import private_texts, without_private
from validator.ledger.keys import PARTY, Hasher
from validator.reading.batch import Input

_PARTIES = {
    "input": pl.Int64(),
    "claim_id": pl.String(),
    "county": pl.String(),
    "applicant_code": pl.String(),
}

NO_PARTIES = pl.DataFrame(schema=_PARTIES)


class UnclearClaimError(ClaimcheckError):
    """Raised where a verdict may be about one of two claims; the text is Chinese."""


def shown(frame: pl.DataFrame, inputs: Sequence[Input]) -> pl.DataFrame:
    """Rows with `claim_id` as it is printed: a number of a person is hidden."""
    return without_private(
        frame.with_columns(masked(pl.col("claim_id"))), ["claim_id"], private_texts(inputs)
    )


def with_own_claims(frame: pl.DataFrame, inputs: Sequence[Input]) -> pl.DataFrame:
    """Rows with `file` and `claim_id` as it was shown, with what it is.

    Raises:
        UnclearClaimError: a file has two claims that are shown alike.
    """
    parts = [
        entry.sheets[SheetKind.CLAIMS].frame.select(
            pl.lit(entry.number, pl.Int64).alias("file"), "claim_id", own="claim_id"
        )
        for entry in inputs
        if SheetKind.CLAIMS in entry.sheets
    ]
    nothing = pl.DataFrame(schema={"file": pl.Int64, "claim_id": pl.String, "own": pl.String})
    named = pl.concat([nothing, *parts]).drop_nulls("own").unique(maintain_order=True)
    names = shown(named, inputs)
    asked = frame.drop_nulls("claim_id").select("file", "claim_id")
    unclear = names.filter(pl.struct("file", "claim_id").is_duplicated())
    if not unclear.join(asked, on=["file", "claim_id"], how="semi").is_empty():
        raise UnclearClaimError(
            "有两项申报的编号遮盖后相同，分不清裁定的是哪一项。请不用 --cluster 再核查一次。"
        )
    names = names.unique(["file", "claim_id"], keep="first")
    return (
        frame.join(names, on=["file", "claim_id"], how="left", maintain_order="left")
        .with_columns(claim_id=pl.coalesce("own", "claim_id"))
        .select(frame.columns)
    )


def parties(inputs: Sequence[Input], hasher: Hasher) -> pl.DataFrame:
    """Who claims where: input, claim_id, county, and the hash of the applicant's code.

    The hash is the one by which waivers name applicants.
    """
    parts = [
        _columns(entry.sheets[SheetKind.CLAIMS].frame, entry.number)
        for entry in inputs
        if SheetKind.CLAIMS in entry.sheets
    ]
    found = pl.concat([NO_PARTIES, *parts])
    codes = found.select(pl.lit(f"{PARTY} ") + tidy_text(pl.col("applicant_code"))).to_series()
    return found.with_columns(
        masked(pl.col("county")), applicant_code=hasher.contents(codes).bin.encode("hex")
    )


def _columns(frame: pl.DataFrame, number: int) -> pl.DataFrame:
    numbered = frame.with_columns(input=pl.lit(number, pl.Int64))
    return numbered.select(
        (pl.col(name) if name in numbered.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in _PARTIES.items()
    )
