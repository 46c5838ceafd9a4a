"""How verdicts go round: a batch that only knows which of its rows are marked.

`Office` stands in for the checks: what it finds follows from the marks, as the test says.
"""

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from claimcheck.forms import SheetKind
from validator.checks.rulings import Rulings, no_rulings
from validator.findings.frame import SCHEMA
from validator.ledger.audit.words import Decision, Standing
from validator.supervision.finding_status import undecided
from validator.supervision.ruling import Ruled

ROSTER = str(SheetKind.ROSTER)
_ROWS = {**SCHEMA, "unit": pl.Int64(), "id": pl.String(), "of_results": pl.Boolean()}

#: Standing, decision.
Verdict = tuple[Standing, Decision | None]
REDUCED: Verdict = (Standing.LET_THROUGH, Decision.REDUCE)
PASSED: Verdict = (Standing.LET_THROUGH, Decision.PASS)


def finding(id_: str, row: int | None = 4, **changes: Any) -> dict[str, Any]:
    """A reminder about a row of the roster of file 0, claim SB-1."""
    return {
        **dict.fromkeys(_ROWS),
        "id": id_,
        "code": "CC303",
        "severity": "warning",
        "input": 0,
        "unit": 0,
        "kind": ROSTER,
        "row": row,
        "claim_id": "SB-1",
        "message": f"人员：{id_}",
        "grounds": [],
        "related": [],
        "of_results": True,
        **changes,
    }


class Context:
    """One batch under rulings, of which only the marks are known."""

    def __init__(self, files: Sequence[int], batch: object, rulings: Rulings) -> None:
        self.files, self.batch, self.rulings = files, batch, rulings

    def ruled(self, rulings: Rulings) -> "Context":
        return Context(self.files, self.batch, rulings)

    @property
    def out(self) -> list[int]:
        """The rows of the roster that are out."""
        marks = self.rulings.marks.filter(pl.col("excluded").is_not_null())
        return sorted(marks.filter(kind=ROSTER)["row"].to_list())


class Office:
    """What `Assembly` is to `Ruled`: it finds what `finds` says of the rows that are out."""

    def __init__(self, finds: Callable[[list[int]], Sequence[dict[str, Any]]], batches: int = 1):
        self._finds = finds
        self.contexts = [Context([n], SimpleNamespace(), no_rulings()) for n in range(batches)]
        self.wholes: dict[int, int] = {}
        self.asked = 0

    def results(self, contexts: Sequence[Context]) -> tuple[pl.DataFrame, list[object]]:
        self.asked += 1
        out = [row for context in contexts for row in context.out]
        found = pl.DataFrame(list(self._finds(out)), schema=_ROWS)
        return found.sort("input", "code", "row", maintain_order=True), []

    def judged(self, contexts: Sequence[Context]) -> list[Any]:
        return list(contexts)


def verdicts(said: dict[str, Verdict]) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Findings with what is said of them by id, and with `*` of all others."""

    def stand(findings: pl.DataFrame) -> pl.DataFrame:
        open_ = (Standing.OPEN, None)
        rows = [said.get(id_, said.get("*", open_)) for id_ in findings["id"]]
        through = [one in (Standing.LET_THROUGH, Standing.WAIVED) for one, _ in rows]
        return undecided(findings).with_columns(
            standing=pl.Series([str(one) for one, _ in rows], dtype=pl.String),
            decision=pl.Series([one and str(one) for _, one in rows], dtype=pl.String),
            let_through=pl.Series(through, dtype=pl.Boolean),
        )

    return stand


def ruled(office: Office, said: dict[str, Verdict], extra: str = "") -> Ruled:
    found, _ = office.results(office.contexts)
    office.asked = 0
    if extra:
        found = found.with_columns(seen=pl.lit(extra))
    return Ruled(office, found, verdicts(said))  # type: ignore[arg-type]


def standings(found: Ruled) -> dict[str, str]:
    return dict(found.findings.select("id", "standing").iter_rows())


def always(*findings: dict[str, Any]) -> Callable[[list[int]], Sequence[dict[str, Any]]]:
    return lambda _: findings


@pytest.mark.parametrize(
    ("verdict", "kinds"),
    [
        (PASSED, [(ROSTER, ["wage"], None)]),
        ((Standing.WAIVED, None), [(ROSTER, ["wage"], None)]),
        (REDUCED, [(ROSTER, None, "审核人裁定核减：a")]),
        ((Standing.DECIDED, Decision.REFUSE), [("claims", None, "审核人裁定不予支持：a")]),
        ((Standing.DECIDED, Decision.RETURN), []),
        ((Standing.OPEN, None), []),
        *(((Standing.CONFLICT, decision), []) for decision in Decision),
        *(((Standing.EXPIRED, decision), []) for decision in Decision),
    ],
)
def test_only_a_verdict_that_stands_marks_a_row(verdict, kinds):
    one = finding("a", code="CC304", severity="error", grounds=["wage"])
    found = ruled(Office(always(one)), {"a": verdict})
    marks = found.judged[0].rulings.marks  # type: ignore[attr-defined]
    assert marks.select("kind", "upheld", "excluded").rows() == kinds
    assert found.changed is bool(kinds)


def test_where_nothing_is_decided_nothing_is_made_again():
    office = Office(always(finding("a")), batches=2)
    found = ruled(office, {})
    assert not found.changed
    assert office.asked == 0
    assert found.judged == list(office.contexts)
    assert "gone" not in found.findings.columns


def test_only_the_batch_that_a_verdict_touches_is_evaluated_anew():
    office = Office(always(finding("a"), finding("b", input=1, unit=1)), batches=2)
    found = ruled(office, {"b": REDUCED})
    first, second = found.judged
    assert first is office.contexts[0]
    assert second is not office.contexts[1]
    assert (first.out, second.out) == ([], [4])  # type: ignore[attr-defined]
    both = ruled(office, {"a": REDUCED, "b": REDUCED})
    assert [one.out for one in both.judged] == [[4], [4]]  # type: ignore[attr-defined]


def falling(out: list[int]) -> list[dict[str, Any]]:
    """Row 4 is doubted; without it there are too few, another person is doubted, and so on."""
    of_sheets = finding("shape", None, code="CC108", severity="info", of_results=False)
    doubted = [
        finding("a"),
        finding("own", 9, severity="error", code="CC403", grounds=["category"]),
    ]
    if 4 in out:
        few = finding("few", None, code="CC401", severity="error", grounds=["headcount"])
        return [of_sheets, *doubted, few, finding("fewer claimed", None, code="CC502")]
    return [of_sheets, *doubted, finding("exact", None, code="CC315", severity="info")]


def test_an_error_that_only_holds_now_is_added_and_no_reminder():
    found = ruled(Office(falling), {"a": REDUCED})
    assert found.changed
    assert {"few", "fewer claimed"} & {*standings(found)} == {"few"}


def test_what_comes_only_from_what_was_taken_out_waits_for_nobody():
    found = ruled(Office(falling), {"a": REDUCED})
    assert standings(found) == {
        "a": Standing.LET_THROUGH,
        "own": Standing.OPEN,
        "few": Standing.SETTLED,
        "shape": Standing.OPEN,
        "exact": Standing.SETTLED,
    }
    through = dict(found.findings.select("id", "let_through").iter_rows())
    assert through == {"a": True, "own": False, "few": True, "shape": False, "exact": False}


def test_what_somebody_has_decided_stays_decided_though_it_holds_no_more():
    said = {"a": REDUCED, "exact": (Standing.DECIDED, Decision.RETURN)}
    assert standings(ruled(Office(falling), said))["exact"] == Standing.DECIDED
    said["exact"] = (Standing.WAIVED, None)
    assert standings(ruled(Office(falling), said))["exact"] == Standing.WAIVED


def test_what_is_let_pass_settles_what_it_brought_about():
    def by_row(out: list[int]) -> list[dict[str, Any]]:
        own = finding("a", code="CC403", severity="error")
        return [own, *([finding("few", None, code="CC401")] if 4 in out else [])]

    office = Office(by_row)
    found = ruled(office, {"a": PASSED})
    assert standings(found) == {"a": Standing.LET_THROUGH}


def one_more(out: list[int]) -> list[dict[str, Any]]:
    """Whoever is taken out lets another be doubted."""
    return [
        finding(f"p{row:02d}", row, severity="error", code="CC403", grounds=["category"])
        for row in range(1, len(out) + 2)
    ]


def test_what_is_decided_on_what_was_added_changes_the_result_again():
    found = ruled(Office(one_more), {"p01": REDUCED, "p02": REDUCED})
    assert found.judged[0].out == [1, 2]  # type: ignore[attr-defined]
    assert [*standings(found)] == ["p01", "p02", "p03"]


def test_it_goes_round_four_times_and_no_more():
    office = Office(one_more)
    found = ruled(office, {"*": REDUCED})
    assert found.judged[0].out == [1, 2, 3, 4]  # type: ignore[attr-defined]
    assert office.asked == 4 + 1, "and once with those put back"


def test_once_nothing_changes_any_more_it_is_at_an_end():
    office = Office(falling)
    ruled(office, {"a": REDUCED})
    assert office.asked == 1 + 1


def test_a_finding_keeps_what_was_known_of_it_and_has_the_words_of_the_new_result():
    def words(out: list[int]) -> list[dict[str, Any]]:
        return [finding("a"), finding("b", 5, message=f"人员：{len(out)} 人不计")]

    found = ruled(Office(words), {"a": REDUCED}, extra="kept").findings
    assert found["message"].to_list() == ["人员：a", "人员：1 人不计"]
    assert found["seen"].to_list() == ["kept", "kept"]


def test_findings_stay_in_the_order_of_files_codes_and_rows_and_among_themselves():
    alike = [f"t{number:03d}" for number in range(300)]

    def many(out: list[int]) -> list[dict[str, Any]]:
        failing = {"severity": "error", "code": "CC403", "grounds": ["category"]}
        rows = [finding(id_, 50 + int(id_[1:]) % 5, **failing) for id_ in alike]
        gone = [] if out else [finding(f"g{id_}", 52, **failing) for id_ in alike]
        return [finding("a"), finding("whole", None, **failing), *rows, *gone]

    found = ruled(Office(many), {"a": REDUCED}).findings["id"].to_list()
    first = ["a", "whole", *(id_ for row in range(3) for id_ in alike[row::5])]
    last = [id_ for row in (3, 4) for id_ in alike[row::5]]
    assert found == [*first, *(f"g{id_}" for id_ in alike), *last]
