"""The batch as an office goes through it: one row an applicant, and what to do now."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from claimcheck.money import to_yuan
from validator.ledger.audit.words import ClaimResult
from validator.reading.batch import Input
from validator.run.validate import Validation
from validator.supervision.listing import listed


@dataclass
class ApplicantRow:
    """What one applicant claims, and how it stands."""

    name: str
    claims: int = 0
    claimed_fen: int = 0
    assessed_fen: int = 0
    decided_fen: int = 0
    unclaimed: int = 0  #: claims in which no sum stands
    unassessed: int = 0  #: claims for which no sum is known
    unruled: int = 0  #: claims of which it is open what is paid
    blocking: int = 0
    waiting: int = 0  #: errors and reminders that nobody has decided
    waiting_errors: int = 0
    results: list[tuple[ClaimResult, str]] = field(default_factory=list)  #: and why
    recorded: int = 0  #: claims that the ledger has from this same batch; `results` has the others
    unread: str = ""  #: why a file could not be read

    @property
    def to_do(self) -> str:
        """What to do now, in one line."""
        if self.unread:
            return f"请对方重交：{self.unread}"
        if self.waiting_errors:
            rest = self.waiting - self.waiting_errors
            return f"逐项审核：{self.waiting_errors:,} 处错误" + (
                f"、{rest:,} 处提醒待裁定" if rest else "待裁定"
            )
        if self.recorded and not self.results:
            return "已登记入台账，请勿重复发放"
        if self.recorded:
            return f"{self.recorded:,} 项已登记，请勿重复发放；其余{self._of_results}"
        return self._of_results

    @property
    def _of_results(self) -> str:
        """What to do about the claims that were not recorded yet."""
        found = {result for result, _ in self.results}
        if self.waiting:
            return f"看一眼 {self.waiting:,} 处提醒，再办下一步"
        if not found:
            return "没有读到申报，请核对表格"
        if found <= {ClaimResult.RECORDED}:
            return "台账里已有，不再发放"
        found.discard(ClaimResult.RECORDED)
        if ClaimResult.OPEN in found:
            why = next(why for result, why in self.results if result is ClaimResult.OPEN)
            return f"还不能审结：{why}"
        if found <= {ClaimResult.PAY}:
            return "可以公示、发放"
        if found & {ClaimResult.RETURN}:
            return "发告知书，退回补正"
        if ClaimResult.PAY in found:
            return "通过的可以发放，不予支持的发告知书"
        return "发告知书，不予支持"

    def as_dict(self) -> dict[str, Any]:
        """The row for the page; sums in yuan."""
        return {
            "name": self.name,
            "claims": self.claims,
            # A sum of nothing known is no zero.
            "claimed": self._yuan(self.claimed_fen, self.unclaimed),
            "assessed": self._yuan(self.assessed_fen, self.unassessed),
            "decided": self._yuan(self.decided_fen, self.unruled),
            "blocking": self.blocking,
            "waiting": self.waiting,
            "todo": self.to_do,
        }

    def _yuan(self, fen: int, unknown: int) -> int | float | None:
        return None if self.claims == unknown else to_yuan(fen)


def applicant_rows(
    validation: Validation, recorded: Collection[tuple[int, int]] = ()
) -> list[ApplicantRow]:
    """One row an applicant: who has most to be decided first, then the largest sums.

    What is found about a whole file counts for every applicant in it.

    Args:
        validation: the run.
        recorded: input and row of the claims that were recorded from this same batch.
    """
    files = {entry.number: entry for entry in validation.inputs}
    rows: dict[str, ApplicantRow] = {}
    of_file: dict[int, set[str]] = {}
    for claim in validation.claims.iter_rows(named=True):
        name = claim["applicant"] or files[claim["input"]].label
        row = rows.setdefault(name, ApplicantRow(name))
        of_file.setdefault(claim["input"], set()).add(name)
        row.claims += 1
        row.claimed_fen += claim["claimed_fen"] or 0
        row.assessed_fen += claim["amount_fen"] or 0
        row.decided_fen += claim["ruled_fen"] or 0
        row.unclaimed += claim["claimed_fen"] is None
        row.unassessed += claim["amount_fen"] is None
        row.unruled += claim["ruled_fen"] is None
        if (claim["input"], claim["row"]) in recorded:
            row.recorded += 1
        else:
            row.results.append((ClaimResult(claim["result"]), claim["why"] or ""))
    for number, entry in files.items():
        if number not in of_file:
            rows.setdefault(entry.label, _without_claims(entry))
            of_file[number] = {entry.label}
    _count(rows, of_file, listed(validation))
    return sorted(rows.values(), key=lambda row: (-row.waiting, -row.claimed_fen, row.name))


def _without_claims(entry: Input) -> ApplicantRow:
    return ApplicantRow(entry.label, unread=f"{entry.fault}。{entry.remedy}" if entry.fault else "")


def _count(
    rows: dict[str, ApplicantRow], of_file: dict[int, set[str]], findings: pl.DataFrame
) -> None:
    """Add how many findings block and wait."""
    for one in findings.filter(pl.col("severity") != "info").iter_rows(named=True):
        own = {one["applicant"]} if one["applicant"] in rows else of_file[one["input"]]
        for name in own:
            row = rows[name]
            error = one["severity"] == "error"
            row.blocking += error and not one["let_through"]
            row.waiting += one["waiting"]
            row.waiting_errors += one["waiting"] and error
