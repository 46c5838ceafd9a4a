"""What findings and verdicts do to the rows of a batch, for the evaluation.

An error whose code has an effect (see `findings/catalogue.toml`) puts its rows out until it is
corrected or let pass. A supervisor's 通过 takes the tests that a finding reports as met, 核减
puts out what the code names, 不予支持 the claim. Nothing is ever subtracted from a sum: the
evaluation is made again with the rows that are left.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from claimcheck.evaluate.derive import SOURCES
from claimcheck.evaluate.requirements import tests
from claimcheck.evaluate.rulings import EXCLUDED, PAYMENT_COLUMNS, ROW_COLUMNS, UPHELD
from claimcheck.forms import SheetKind
from claimcheck.policy import Rule
from claimcheck.policy.model import Level
from validator.checks.columns import relevant_columns
from validator.findings.catalogue import Effect, Reduction, entry, group
from validator.reading.units import with_unit

#: One mark on one row: why it is put out, or which tests are upheld on it.
_MARK: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "file": pl.Int64(),
    "row": pl.Int64(),
    "claim_id": pl.String(),  #: of a mark on a claim that has no row of its own
    "key": pl.String(),  #: the column at fault: it only matters where the measure asks for it
    EXCLUDED: pl.String(),
    UPHELD: pl.List(pl.String()),
}

_KINDS = {
    "person": SheetKind.ROSTER,
    "payment": SheetKind.WAGES,
    "claim": SheetKind.CLAIMS,
}

#: Which of these a row of a sheet is.
_TARGETS: dict[str, Effect | Reduction] = {
    str(SheetKind.ROSTER): "person",
    str(SheetKind.WAGES): "payment",
    str(SheetKind.CLAIMS): "claim",
}

#: What a supervisor's verdict makes of a finding, as `rulings_of` reads it.
PASSED, REDUCED, REFUSED = "passed", "reduced", "refused"

#: What is read of a finding.
_READ = (
    "code", "severity", "verdict", "input", "unit", "kind", "row", "key", "claim_id",
    "person_row", "related", "grounds", "said",
)  # fmt: skip

_REDUCED, _REFUSED = "审核人裁定核减", "审核人裁定不予支持"


@dataclass(frozen=True)
class Rulings:
    """All marks on the rows of a run."""

    marks: pl.DataFrame  #: columns of `_MARK`

    @property
    def none(self) -> bool:
        """Whether nothing is marked, so that nothing is to be evaluated again."""
        return self.marks.is_empty()

    def of(self, files: Collection[int]) -> "Rulings":
        """Those of some files, and of their parts."""
        return Rulings(self.marks.filter(pl.col("file").is_in(list(files))))

    def same_as(self, other: "Rulings") -> bool:
        """Whether both mark the same rows in the same way."""
        return self.marks.equals(other.marks)

    def on(
        self, frame: pl.DataFrame, kind: SheetKind, rule: Rule, chosen: Mapping[str, str]
    ) -> pl.DataFrame:
        """The rows of a sheet with `excluded` and `upheld`, as the evaluation takes them.

        Args:
            frame: input, row, claim_id, and `file`: the number of the input's file.
            kind: which sheet.
            rule: the measure: marks on columns that it does not ask for are left out.
            chosen: the chosen readings.
        """
        marks = self.marks.filter(pl.col("kind") == str(kind))
        if marks.is_empty() or frame.is_empty():
            return frame
        marks = _for_rule(marks, kind, rule, dict(chosen))
        # Of large sheets nothing is copied: rows are looked up by what names them alone.
        numbered = frame.select("input", "file", "row", "claim_id").with_row_index("marked")
        whole = pl.col("claim_id").is_null() & pl.col("row").is_null()
        of_files = marks.filter(whole).select(*_RULED, input="file")
        found = [
            numbered.join(some, on=on).select("marked", *_RULED)
            for some, on in (
                (marks.filter(pl.col("row").is_not_null()).drop("claim_id"), ["file", "row"]),
                (marks.filter(pl.col("row").is_null()).drop("row"), ["file", "claim_id"]),
                (of_files, ["input"]),
                (of_files.rename({"input": "file"}), ["file"]),
            )
            if not some.is_empty()
        ]
        if not found:
            return frame
        together = (
            pl.concat(found)
            .group_by("marked")
            .agg(
                pl.col(EXCLUDED).drop_nulls().unique(maintain_order=True).str.join("；"),
                pl.col(UPHELD).explode().drop_nulls(),
            )
            .with_columns(pl.col(EXCLUDED).replace("", None))
        )
        if kind is SheetKind.WAGES:  # before it is put beside all payments
            together = together.with_columns(pl.col(UPHELD).list.len() > 0)
        ruled = numbered.select("marked").join(
            together, on="marked", how="left", maintain_order="left"
        )
        wanted = PAYMENT_COLUMNS if kind is SheetKind.WAGES else ROW_COLUMNS
        return frame.with_columns(ruled.select(pl.col(n).cast(d) for n, d in wanted.items()))


_RULED = (EXCLUDED, UPHELD)


def no_rulings() -> Rulings:
    """Nothing is marked."""
    return Rulings(pl.DataFrame(schema=_MARK))


def rulings_of(findings: pl.DataFrame, wholes: Mapping[int, int]) -> Rulings:
    """What findings, and the verdicts on them, do to the rows.

    Args:
        findings: columns of `findings.frame.SCHEMA`; `verdict` (passed, reduced, refused, or
            null) where supervisors have decided.
        wholes: the number of a part → the number of the file that holds it.
    """
    if "verdict" not in findings.columns:
        findings = findings.with_columns(verdict=pl.lit(None, pl.String))
    effects = {item: entry(item).effect for item in findings["code"].unique()}
    acting = findings.filter(
        pl.col("verdict").is_not_null()
        | (
            (pl.col("severity") == "error")
            & (pl.col("grounds").list.len() == 0)
            & ~pl.col("code").is_in([code for code, effect in effects.items() if effect == "none"])
        )
    )
    acting = with_unit(acting).with_columns(
        pl.col("input").replace(wholes),
        said=pl.col("message").str.extract(r"(?s)^[^：]*：(.*)$").fill_null(pl.col("message")),
    )
    read = acting.select(*_READ).iter_rows(named=True)
    marks = [mark for row in read for mark in _marks(row, wholes)]
    frame = pl.DataFrame(marks, schema=_MARK, orient="row")
    return Rulings(frame.unique().sort("kind", "file", "row", "claim_id", "key", EXCLUDED))


def _marks(row: dict[str, Any], wholes: Mapping[int, int]) -> Iterator[tuple[object, ...]]:
    """The marks of one finding."""
    item = entry(row["code"])
    match row["verdict"]:
        case None:
            for place in _places(row, item.effect, wholes):
                yield (*place, _column_at_fault(row), row["said"], None)
        case "passed":
            yield from _upheld(row, wholes)
        case "reduced":
            reduces = item.reduces
            if row["severity"] != "error" and item.reduces_reminder is not None:
                reduces = item.reduces_reminder
            for place in _places(row, reduces, wholes):
                yield (*place, None, f"{_REDUCED}：{row['said']}", None)
        case "refused":
            for place in _places(row, "claim", wholes):
                yield (*place, None, f"{_REFUSED}：{row['said']}", None)


def _upheld(row: dict[str, Any], wholes: Mapping[int, int]) -> Iterator[tuple[object, ...]]:
    """通过: the tests that the finding reports are taken as met on the rows concerned."""
    item = entry(row["code"])
    if not item.passes:
        return
    column = _column_at_fault(row)
    if row["kind"] == str(SheetKind.WAGES) and item.reduces == "payment":
        for place in _places(row, "payment", wholes):
            yield (*place, None, None, ["payment"])
    elif row["grounds"] or column:
        target: Effect = "claim" if row["kind"] == str(SheetKind.CLAIMS) else "person"
        for place in _places(row, target, wholes):
            yield (*place, column, None, row["grounds"])


def _column_at_fault(row: dict[str, Any]) -> str | None:
    """The key of the column, where the finding is about one cell that is wrong in itself."""
    alone = row["code"] in group("wrong_cells") and not row["grounds"]
    return row["key"] if alone else None


def _places(
    row: dict[str, Any], target: Effect | Reduction, wholes: Mapping[int, int]
) -> Iterator[tuple[str, int, int | None, str | None]]:
    """The rows that a finding takes out: kind, file, row, claim_id."""
    if target == "row":
        target = _TARGETS.get(row["kind"], "none")
    if target not in _KINDS:
        return
    kind = str(_KINDS[target])
    if kind == row["kind"]:
        for file, number in _concerned(row, wholes):
            yield kind, file, number, None
    elif target == "claim" and (row["claim_id"] or row["row"] is None):
        # What is said of a whole file, or of a part of one, is said of all its claims.
        number = row["input"] if row["claim_id"] else row["unit"]
        yield kind, number, None, row["claim_id"]
    elif target == "person" and row["person_row"] is not None:
        yield kind, row["input"], row["person_row"], None


def _concerned(row: dict[str, Any], wholes: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """File and row of the finding's own place, and of those that it speaks for."""
    concerns = entry(row["code"]).concerns
    if concerns != "others":
        yield row["input"], row["row"]
    if concerns != "row":
        for place in row["related"]:
            digits = "".join(sign for sign in place["cell"] or "" if sign.isdigit())
            if digits:
                yield wholes.get(place["input"], place["input"]), int(digits)


def _for_rule(
    marks: pl.DataFrame, kind: SheetKind, rule: Rule, chosen: dict[str, str]
) -> pl.DataFrame:
    """Marks on cells only where the rule asks for their column, with the tests that rest on it."""
    on_cells = marks.filter(pl.col("key").is_not_null())
    if on_cells.is_empty():
        return marks.drop("kind", "key")
    relevant = relevant_columns(rule, chosen, kind)
    level = Level.CLAIM if kind is SheetKind.CLAIMS else Level.PERSON
    resting: dict[str, list[str]] = {key: [] for key in relevant}
    for test in tests(rule, chosen, level):
        for key in (test.fact.key, *SOURCES.get(test.fact.column, ())):
            resting.setdefault(key, []).append(test.requirement.name)
    names = pl.DataFrame(
        {"key": list(resting), "names": list(resting.values())},
        schema={"key": pl.String, "names": pl.List(pl.String)},
    )
    kept = marks.filter(pl.col("key").is_null() | pl.col("key").is_in(list(relevant)))
    return (
        kept.join(names, on="key", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("key").is_not_null() & pl.col(EXCLUDED).is_null())
            .then("names")
            .otherwise(UPHELD)
            .alias(UPHELD)
        )
        .drop("kind", "key", "names")
    )
