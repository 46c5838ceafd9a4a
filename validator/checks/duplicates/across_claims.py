"""Family 6 across claims, files and claim types: who stands in several of them."""

from collections.abc import Iterator

import polars as pl

from claimcheck.forms import SheetKind
from claimcheck.policy import rules
from claimcheck.policy.overlaps import OverlapKind, overlaps
from validator.checks.across import Across
from validator.checks.duplicates.person_limits import too_many
from validator.checks.grouping import placed
from validator.checks.names import plain_name
from validator.checks.running import check
from validator.findings.frame import RELATED

ROSTER, CLAIMS = SheetKind.ROSTER, SheetKind.CLAIMS

#: So many other places are named with a finding.
_NAMED = 5

_RELATIONS = {
    "other_measure": pl.String(),
    "measure": pl.String(),
    "relation": pl.String(),
    "note": pl.String(),
}


@check("CC602", "CC605", "CC703")
def people_in_several(across: Across) -> Iterator[pl.DataFrame]:
    """The same person in several claims (CC602, CC703), or at two employers at once (CC605)."""
    number = pl.col("id_number")
    # Hardly anybody stands twice: of the others nothing is copied.
    rows = across.people.filter(
        number.is_duplicated() & number.is_not_null() & pl.col("claim_id").is_not_null()
    )
    once = rows.unique(["input", "claim_id", "id_number"], keep="first", maintain_order=True)
    several = _in_different(across, once.filter(pl.col("id_number").is_duplicated()))
    if several.is_empty():
        return
    pairs = _pairs(across, placed(across, several, ROSTER, "id_number"), "id_number")
    pairs = _not_the_same(across, pairs).join(
        relations(across), on=["measure", "other_measure"], how="left", maintain_order="left"
    )
    same = pl.col("measure") == pl.col("other_measure")
    again = too_many(across, pairs.filter(same.fill_null(value=True)))
    yield _said(
        across, again, "CC602", "此人同时列入{}",
        "一人只列入一项申报", "error",
    )  # fmt: skip
    for relation, severity, words in (
        (OverlapKind.BARRED, "error", "此人同时列入{}，条文规定不能同时享受"),
        (OverlapKind.SILENT, "warning", "此人同时列入{}，能否同时享受条文没有写明"),
    ):
        found = pairs.filter(~same & (pl.col("relation") == str(relation)))
        yield _said(across, found, "CC703", words, "只享受其中一项", severity)
    yield from _overlapping(across, pairs)


def relations(across: Across) -> pl.DataFrame:
    """measure, other_measure, relation, note: what the texts say about each pair claimed."""
    known = rules()
    named = [name for name in across.claims["measure"].drop_nulls().unique() if name in known]
    rows = [
        (overlap.measure, name, str(overlap.kind), overlap.note)
        for name in named
        for overlap in overlaps(known[name], None)
    ]
    return pl.DataFrame(rows, schema=_RELATIONS, orient="row")


def _pairs(across: Across, rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """Each row beside every other row with the same key in another claim."""
    rows = rows.join(across.files, on="input", how="left", maintain_order="left")
    other = rows.select(
        key,
        *(
            pl.col(name).alias(f"other_{name}")
            for name in (
                "input", "row", "claim_id", "sheet", "cell", "file", "measure",
                *(name for name in ("employer", "hired_on", "left_on",
                              "period_start", "period_end")
                  if name in rows.columns),
            )
        ),
    )  # fmt: skip
    away = pl.col("input") != pl.col("other_input")
    return rows.join(other, on=key, maintain_order="left_right").filter(
        away | (pl.col("claim_id") != pl.col("other_claim_id"))
    )


def _said(
    across: Across, pairs: pl.DataFrame, code: str, sentence: str, expected: str, severity: str
) -> pl.DataFrame:
    """One finding for each row of the left side that names the others."""
    away = pl.col("input") != pl.col("other_input")
    other_measure = pl.col("measure") != pl.col("other_measure")
    named = pl.concat_str(
        [
            pl.when(away).then(pl.format("“{}”的", "other_file")).otherwise(pl.lit("")),
            pl.format("申报 {}（", "other_claim_id"),
            pl.when(other_measure).then(pl.format("{}，", "other_measure")).otherwise(pl.lit("")),
            pl.format("{} {}）", "other_sheet", "other_cell"),
        ]
    )
    grouped = pairs.group_by("input", "row", maintain_order=True).agg(
        pl.col("claim_id", "name", "id_number").first(),
        others=pl.struct(input="other_input", sheet="other_sheet", cell="other_cell").head(_NAMED),
        named=named.head(_NAMED).str.join("、"),
    )
    return across.writer.write(
        code,
        grouped,
        kind=ROSTER,
        key="id_number",
        value=pl.col("id_number"),
        expected=expected,
        what=pl.format(sentence, "named"),
        severity=severity,
        related=pl.col("others").cast(RELATED),
        about="person",
    )


def _overlapping(across: Across, pairs: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Employment at two employers at the same time (CC605)."""
    end = pl.coalesce("left_on", "period_end", pl.lit(across.settings.on))
    other_end = pl.coalesce("other_left_on", "other_period_end", pl.lit(across.settings.on))
    overlap = (pl.col("hired_on") < other_end) & (pl.col("other_hired_on") < end)
    rows = pairs.filter(
        overlap.fill_null(value=False)
        & pl.col("employer").is_not_null()
        & (pl.col("employer") != pl.col("other_employer"))
    )
    if rows.is_empty():
        return
    differs = [
        plain_name(one) != plain_name(other)
        for one, other in rows.select("employer", "other_employer").iter_rows()
    ]
    yield _said(
        across, rows.filter(pl.Series(differs, dtype=pl.Boolean)), "CC605",
        "与此人在另一单位的就业时间重叠：{}", "同一时间在一个单位就业", "warning",
    )  # fmt: skip


@check("CC703")
def applicants_in_several(across: Across) -> Iterator[pl.DataFrame]:
    """One applicant who claims two things that exclude each other (CC703)."""
    rows = across.claims.filter(
        pl.col("applicant_code").is_not_null() & pl.col("applicant_code").is_duplicated()
    ).with_columns(name=pl.lit(None, pl.String), id_number=pl.lit(None, pl.String))
    if rows.is_empty():
        return
    known = rules()
    barred = [
        (overlap.measure, name, str(overlap.kind), overlap.note)
        for name in rows["measure"].drop_nulls().unique()
        if name in known
        for overlap in overlaps(known[name], None)
        if overlap.whom in ("claimant", "facility") and overlap.kind is not OverlapKind.STACKS
    ]
    said = pl.DataFrame(barred, schema=_RELATIONS, orient="row")
    # Of the others 300 copies of a claim make half a million pairs.
    concerned = pl.concat([said["measure"], said["other_measure"]])
    rows = rows.filter(pl.col("measure").is_in(concerned.implode()))
    if rows.is_empty():
        return
    pairs = _pairs(across, placed(across, rows, CLAIMS, "measure"), "applicant_code").join(
        said, on=["measure", "other_measure"], how="inner", maintain_order="left"
    )
    for relation, severity in (("barred", "error"), ("silent", "warning")):
        found = pairs.filter(pl.col("relation") == relation).unique(
            ["input", "row", "other_measure"], keep="first", maintain_order=True
        )
        yield across.writer.write(
            "CC703",
            found,
            kind=CLAIMS,
            key="measure",
            value=pl.col("measure"),
            expected="只申报其中一项",
            what=pl.format(
                "同一申报主体还申报了 {}（申报 {}）：{}", "other_measure", "other_claim_id",
                pl.col("note").str.strip_suffix("。"),
            ),
            severity=severity,
            related=pl.concat_list(
                pl.struct(input="other_input", sheet="other_sheet", cell="other_cell")
            ).cast(RELATED),
        )  # fmt: skip


def _in_different(across: Across, people: pl.DataFrame) -> pl.DataFrame:
    """The people without those all of whose claims are one claim handed in several times.

    `_not_the_same` would drop their pairs, of which 300 copies of a claim make millions.
    """
    contents = across.contents.drop("row")
    content = pl.col("content")
    different = (content.n_unique() > 1) | content.is_null().any()
    return (
        people.join(contents, on=["input", "claim_id"], how="left", maintain_order="left")
        .filter(different.over("id_number"))
        .drop("content")
    )


def _not_the_same(across: Across, pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs whose claims are not one claim handed in twice, which is said once (CC609)."""
    contents = across.contents.drop("row")
    if not contents["content"].is_duplicated().any():
        return pairs
    other = contents.select(other_input="input", other_claim_id="claim_id", other_content="content")
    beside = pairs.join(contents, on=["input", "claim_id"], how="left", maintain_order="left").join(
        other, on=["other_input", "other_claim_id"], how="left", maintain_order="left"
    )
    same = (pl.col("content") == pl.col("other_content")).fill_null(value=False)
    return beside.filter(~same).drop("content", "other_content")
