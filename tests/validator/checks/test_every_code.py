"""Every code does to the rows of the samples what is written of it here, and nothing else.

The table is written a second time on purpose, from what each fault means: a wrong word in the
catalogue moves money.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import polars as pl
import pytest

from claimcheck.office import load_office
from claimcheck.settings import Settings
from samples import make_samples
from tests.validator.books import ON, checked
from validator.checks.rulings import PASSED, REDUCED, REFUSED, rulings_of
from validator.findings.catalogue import catalogue
from validator.ledger.opening import open_ledger
from validator.run.validate import Validation, run_validation
from validator.supervision.accepted import accepted

SAMPLES = Path(make_samples.__file__).parent


class Does(NamedTuple):
    """What an error takes out, what 核减 takes out, of which rows, and whether it may pass."""

    effect: str
    reduces: str
    concerns: str = "row"
    passes: bool = True
    reminder: str | None = None  #: what 核减 takes out of a reminder, where that is another thing


FILE, NOTHING, CLAIM = Does("file", "none"), Does("none", "none"), Does("claim", "claim")
PERSON, ROW, SUM = Does("person", "person"), Does("row", "row"), Does("none", "sum")
#: A reminder: nobody is out until a supervisor says so.
DOUBTED, PAID = Does("none", "person"), Does("none", "payment", "group")

TABLE = {
    "CC101": FILE, "CC102": FILE, "CC103": Does("claim", "none"), "CC104": FILE,
    "CC105": NOTHING, "CC106": NOTHING, "CC107": NOTHING, "CC108": NOTHING,
    "CC109": Does("row", "none"),
    "CC201": Does("row", "row", "group"), "CC202": Does("row", "row", "group"),
    "CC203": Does("none", "claim"), "CC204": ROW, "CC205": ROW, "CC206": ROW,
    "CC207": DOUBTED, "CC208": DOUBTED, "CC209": ROW, "CC210": PERSON,
    "CC301": PERSON, "CC302": PERSON, "CC303": DOUBTED,
    "CC304": Does("person", "person", "group"),
    "CC305": PAID, "CC306": PAID, "CC307": Does("payment", "payment", "others"), "CC308": PAID,
    "CC309": PAID, "CC310": PAID, "CC311": PAID, "CC312": Does("none", "payment"),
    "CC313": PAID, "CC314": PAID, "CC315": NOTHING,
    "CC401": CLAIM, "CC402": PERSON, "CC403": ROW, "CC404": ROW, "CC405": ROW, "CC406": ROW,
    "CC407": CLAIM, "CC408": ROW, "CC410": PERSON, "CC411": PERSON, "CC412": NOTHING,
    "CC501": SUM, "CC502": SUM, "CC503": SUM, "CC504": SUM,
    "CC505": Does("none", "row"), "CC506": SUM, "CC507": NOTHING,
    "CC601": Does("person", "person", passes=False), "CC602": PERSON, "CC603": ROW,
    "CC604": DOUBTED, "CC605": DOUBTED, "CC606": Does("none", "person", "group"),
    "CC607": Does("row", "row", reminder="sum"), "CC608": ROW, "CC609": CLAIM,
    "CC701": ROW, "CC702": NOTHING, "CC703": ROW, "CC704": NOTHING, "CC705": SUM,
    "CC706": NOTHING,
}  # fmt: skip

_KINDS = {"person": "roster", "payment": "wages", "claim": "claims"}

#: kind, row, claim_id
Place = tuple[str, int | None, str | None]


@cache
def raised_by() -> dict[str, list[Path]]:
    """The samples that show each code."""
    found: dict[str, list[Path]] = {}
    for path in sorted(SAMPLES.rglob("*.expected.json")):
        for one in json.loads(path.read_text("utf-8"))["findings"]:
            workbook = path.with_name(path.name.replace(".expected.json", ".xlsx"))
            if workbook not in found.setdefault(one["code"], []):
                found[one["code"]].append(workbook)
    return found


@cache
def run_of(path: Path) -> Validation:
    if path.parent.name != "office":
        return checked(path)
    settings = Settings(on=ON, office=load_office(path.parent / "office.toml"))
    if path.stem != "再次申报":
        return run_validation([path], settings, lists_folder=path.parent)
    with (
        TemporaryDirectory() as folder,
        open_ledger(f"{folder}/l.sqlite", key_file=Path(folder) / "l.key") as ledger,
    ):
        ledger.record(accepted(checked(SAMPLES / "hiring-clean.xlsx"), "一月", ON)[0])
        return run_validation([path], Settings(on=ON), ledger=ledger)


def findings(code: str) -> Iterator[tuple[dict[str, Any], pl.DataFrame]]:
    """Each finding of a code in the samples, as a row and alone in a frame."""
    for path in raised_by()[code]:
        own = run_of(path).findings.filter(code=code)
        for place in range(own.height):
            yield own.row(place, named=True), own[place]


def marked(one: pl.DataFrame, verdict: str | None) -> list[dict[str, Any]]:
    """The marks of one finding under a verdict."""
    ruled = rulings_of(one.with_columns(verdict=pl.lit(verdict, pl.String)), {})
    return ruled.marks.to_dicts()


def places(marks: list[dict[str, Any]]) -> list[Place]:
    return sorted(((one["kind"], one["row"], one["claim_id"]) for one in marks), key=str)


def rows_of(row: dict[str, Any], target: str, concerns: str) -> list[Place]:
    """The rows that a finding must take out."""
    if target == "row":
        kinds = {"roster": "person", "wages": "payment", "claims": "claim"}
        target = kinds.get(row["kind"], "none")
    kind = _KINDS.get(target)
    if kind is None:
        return []
    if kind != row["kind"]:
        if target == "claim":
            of_file = row["row"] is None and row["claim_id"] is None
            return [(kind, None, row["claim_id"])] if row["claim_id"] or of_file else []
        person = row["person_row"] if target == "person" else None
        return [] if person is None else [(kind, person, None)]
    beside = ["".join(c for c in place["cell"] if c.isdigit()) for place in row["related"]]
    own = [] if concerns == "others" else [row["row"]]
    others = [] if concerns == "row" else [int(text) for text in beside]
    return sorted({(kind, place, None) for place in [*own, *others]}, key=str)


def test_the_table_has_every_code():
    for code in sorted({*catalogue()} - {*TABLE}):
        pytest.fail(f"write in TABLE of this file what {code} does to the sum")
    assert {*TABLE} == {*catalogue()}


@pytest.mark.parametrize("code", TABLE)
def test_the_catalogue_says_what_stands_here(code: str):
    item = catalogue()[code]
    said = (item.effect, item.reduces, item.concerns, item.passes, item.reduces_reminder)
    assert said == TABLE[code]


@pytest.mark.parametrize("code", TABLE)
def test_what_nobody_has_decided_takes_out_what_its_errors_name(code: str):
    does = TABLE[code]
    for row, one in findings(code):
        acts = row["severity"] == "error" and not row["grounds"]
        out = rows_of(row, does.effect, does.concerns) if acts else []
        marks = marked(one, None)
        assert places(marks) == out, row["message"]
        for mark in marks:
            assert mark["excluded"], "never without saying why"
            assert mark["excluded"] in row["message"]
            assert mark["upheld"] is None
            in_itself = code.startswith("CC2") and not row["grounds"]
            assert mark["key"] == (row["key"] if in_itself else None)


@pytest.mark.parametrize("code", TABLE)
def test_what_is_reduced_takes_out_what_is_written_here(code: str):
    does = TABLE[code]
    for row, one in findings(code):
        reduces = does.reduces
        if row["severity"] != "error" and does.reminder is not None:
            reduces = does.reminder
        marks = marked(one, REDUCED)
        assert places(marks) == rows_of(row, reduces, does.concerns), row["message"]
        for mark in marks:
            assert mark["excluded"].startswith("审核人裁定核减：")
            assert mark["excluded"].removeprefix("审核人裁定核减：") in row["message"]
            assert (mark["key"], mark["upheld"]) == (None, None)


@pytest.mark.parametrize("code", TABLE)
def test_what_is_not_supported_takes_the_claim_out(code: str):
    for row, one in findings(code):
        marks = marked(one, REFUSED)
        assert places(marks) == rows_of(row, "claim", TABLE[code].concerns), row["message"]
        assert all(mark["excluded"].startswith("审核人裁定不予支持：") for mark in marks)


@pytest.mark.parametrize("code", TABLE)
def test_what_passes_upholds_the_tests_that_it_reports(code: str):
    does = TABLE[code]
    for row, one in findings(code):
        marks = marked(one, PASSED)
        assert all(mark["excluded"] is None for mark in marks), "nobody is put out by 通过"
        in_itself = code.startswith("CC2") and not row["grounds"]
        if not does.passes:
            upheld, out = None, []
        elif row["kind"] == "wages" and does.reduces == "payment":
            upheld, out = ["payment"], rows_of(row, "payment", does.concerns)
        elif row["grounds"] or in_itself:
            target = "claim" if row["kind"] == "claims" else "person"
            upheld, out = row["grounds"], rows_of(row, target, does.concerns)
        else:
            upheld, out = None, []
        assert places(marks) == out, row["message"]
        assert all(mark["upheld"] == upheld for mark in marks)
        assert all(mark["key"] == (row["key"] if in_itself else None) for mark in marks
                   if upheld != ["payment"])  # fmt: skip


def test_what_is_said_of_a_part_of_a_file_is_said_of_the_claims_of_that_part():
    """A collected file 0, of which the applicant's part is 5."""
    one = next(frame for _, frame in findings("CC103"))
    of_part = one.with_columns(
        pl.lit(5, pl.Int64).alias("unit"),
        pl.lit(None, pl.String).alias("claim_id"),
        row=pl.lit(None, pl.Int64),
    )
    (mark,) = marked(of_part, REFUSED)
    assert (mark["file"], mark["claim_id"]) == (5, None)
    of_claim = of_part.with_columns(pl.lit("SB-001").alias("claim_id"))
    (mark,) = marked(of_claim, REFUSED)
    assert (mark["file"], mark["claim_id"]) == (0, "SB-001")


def test_rows_beside_a_finding_are_those_of_the_whole_file():
    """Other places of a part are named by the part, and marked in the file that holds it."""
    row, one = next(pair for pair in findings("CC313") if len(pair[0]["related"]) > 1)
    at = [place | {"input": 7} for place in row["related"]]
    moved = one.with_columns(related=pl.Series([at], dtype=one.schema["related"]))
    ruled = rulings_of(moved.with_columns(verdict=pl.lit(REDUCED)), {7: 3})
    assert ruled.marks["file"].to_list() == [0, *[3] * len(at)]
    assert rulings_of(moved.with_columns(verdict=pl.lit(REDUCED)), {}).marks["file"].max() == 7
