"""Family 6: claims that a batch holds twice, and files that are copies of each other."""

import filecmp
from collections.abc import Iterator
from contextlib import suppress

import polars as pl

from claimcheck.forms import SheetKind
from validator.checks.across import Across
from validator.checks.grouping import placed
from validator.checks.running import check
from validator.findings.frame import RELATED

CLAIMS = SheetKind.CLAIMS

_COPY = "“{}”是“{}”的副本，内容一字不差。请移开其中一个文件，再核查一次。"
_DRAFT = (
    "“{}”的各项申报都与“{}”相同，像是它的副本或改过的一稿。"
    "请只留要用的一个文件，移开另一个，再核查一次。"
)
_ONE_CLAIM = "请只保留其中一项。"


@check("CC609")
def repeated_claims(across: Across) -> Iterator[pl.DataFrame]:
    """A claim that is the same as another in all that counts (CC609).

    The one in the file with the shorter name stays: a copy is called 申报 - 副本 or 申报(1).
    """
    contents = across.contents
    if contents.height < 2:
        return
    rows = placed(across, contents, CLAIMS, "claim_id")
    rows = rows.join(across.files, on="input", how="left", maintain_order="left").sort(
        pl.col("file").str.len_chars(), "input", "row", maintain_order=True
    )
    again = rows.with_columns(
        first_input=pl.col("input").first().over("content"),
        first_file=pl.col("file").first().over("content"),
        first_claim=pl.col("claim_id").first().over("content"),
        first_sheet=pl.col("sheet").first().over("content"),
        first_cell=pl.col("cell").first().over("content"),
    ).filter(~pl.col("content").is_first_distinct())
    away = pl.col("input") != pl.col("first_input")
    yield across.writer.write(
        "CC609",
        again.drop("content").with_columns(_what_to_do(across, again)),
        kind=CLAIMS,
        key="claim_id",
        value=pl.col("claim_id"),
        expected="每项申报只报一次",
        what=pl.format(
            "与{}申报 {}（{} {}）的事项、主体、期间、金额和人员完全相同",
            pl.when(away).then(pl.format("“{}”的", "first_file")).otherwise(pl.lit("")),
            "first_claim", "first_sheet", "first_cell",
        ),
        fix=pl.col("to_do"),
        related=pl.concat_list(
            pl.struct(input="first_input", sheet="first_sheet", cell="first_cell")
        ).cast(RELATED),
    )  # fmt: skip


def _what_to_do(across: Across, again: pl.DataFrame) -> pl.Series:
    """What to do about each repeated claim, named "to_do": whole files are named as copies."""
    inputs = {entry.number: entry for context in across.contexts for entry in context.batch.inputs}
    claims = dict(across.contents.group_by("input").len().iter_rows())
    words = {}
    for copy, first, repeated in again.group_by("input", "first_input").len().iter_rows():
        one, other = inputs[copy], inputs[first]
        in_one_file = one.path == other.path  # parts of what `collect` made
        if in_one_file or repeated != claims[copy]:
            continue
        alike = False
        with suppress(OSError):
            alike = filecmp.cmp(one.path, other.path, shallow=False)
        words[copy, first] = (_COPY if alike else _DRAFT).format(one.label, other.label)
    files = again.select("input", "first_input").rows()
    return pl.Series("to_do", [words.get(pair, _ONE_CLAIM) for pair in files], pl.String)
