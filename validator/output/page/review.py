"""The batch that a page shows: how it stands, what is decided about it, and what is taken back."""

import threading
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from claimcheck.money import to_yuan
from claimcheck.settings import Settings
from validator.findings.basis import with_basis
from validator.ledger.audit.events import RecordedEvent
from validator.ledger.audit.trail import Trail
from validator.output.page.build import page
from validator.output.page.data import decided_of, measures_of, page_data
from validator.run.validate import Validation
from validator.supervision.deciding import record, take_back
from validator.supervision.handed_in import proposed_objects
from validator.supervision.listing import decided_text, listed
from validator.supervision.summary import summary
from validator.supervision.verdicts import contradictions_in, judged_again

#: So many times what was decided last may be taken back.
_MOST_UNDONE = 200


class Review:
    """One batch under the decisions of a trail; several threads may ask it at once."""

    def __init__(self, validation: Validation, settings: Settings, trail: Trail) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._trail = trail
        self._given: list[list[RecordedEvent]] = []  # what was recorded here, for taking it back
        # The files are not read again, so that what verdicts rest on is worked out once.
        based = replace(validation, findings=with_basis(validation.findings, validation.inputs))
        self._now = judged_again(based, trail, trail.read(), settings.on)

    @property
    def current(self) -> Validation:
        """The batch as it was last looked at, without looking at the trail again."""
        with self._lock:
            return self._now

    def now(self) -> Validation:
        """The batch as things stand now."""
        with self._lock:
            self._renew()
            return self._now

    def html(
        self, title: str, address: str, home: str = "", tabs: Sequence[Sequence[str]] = ()
    ) -> str:
        """The page as things stand now.

        Args:
            title: the title of the window.
            address: where decisions are sent to.
            home: the desk that the page belongs to; empty: none.
            tabs: the pages of the desk: key and name.
        """
        with self._lock:
            self._renew()
            data = page_data(self._now, self.settings, address=address)
            undoable = len(self._given[-1]) if self._given else 0
            data |= {"home": home, "homeTabs": tabs, "undoable": undoable}
        return page(data, title)

    def decide(self, content: Any) -> dict[str, Any]:
        """Record decisions; what changed, for the page.

        Raises:
            ClaimcheckError: nothing was recorded; the text says why.
        """
        proposals = list(proposed_objects(content, "网页"))
        with self._lock:
            before = self._now
            outcome = record(
                self._trail,
                proposals,
                date.today(),
                "page",
                contradictions=contradictions_in(before, self._trail, self.settings.on),
            )
            if outcome.added:
                self._given = [*self._given, outcome.added][-_MOST_UNDONE:]
            return {
                "recorded": outcome.recorded,
                "unchanged": outcome.unchanged,
                "refused": outcome.refused,
                "conflicts": outcome.conflicts,
                **self._changes(before, {one.finding for one in proposals}),
            }

    def undo(self) -> dict[str, Any]:
        """Take back what this page recorded last; what changed, for the page.

        Raises:
            ClaimcheckError: nothing was taken back; the text says why.
        """
        with self._lock:
            before, given = self._now, self._given[-1] if self._given else []
            undone = take_back(self._trail, given)
            self._given = self._given[:-1]
            concerned = {str(getattr(entry.event, "finding", "")) for entry in given}
            return {"undone": undone, **self._changes(before, concerned)}

    def _renew(self) -> None:
        self._now = judged_again(self._now, self._trail, self._trail.read(), self.settings.on)

    def _changes(self, before: Validation, concerned: Set[str]) -> dict[str, Any]:
        """What the page has to show otherwise than before."""
        self._renew()
        findings = listed(self._now)
        made = summary(self._now, findings, self.settings)
        told = concerned | _standing_otherwise(before, self._now)
        return {
            "undoable": len(self._given[-1]) if self._given else 0,
            "standings": [
                [row["id"], row["standing"], decided_text(row)]
                for row in findings.iter_rows(named=True)
                if row["id"] in told
            ],
            "added": len({*self._now.findings["id"]} - {*before.findings["id"]}),
            "gone": len({*before.findings["id"]} - {*self._now.findings["id"]}),
            "claims": [
                [at, decided_of(row)]
                for at, row in enumerate(self._now.claims.iter_rows(named=True))
                if row != before.claims.row(at, named=True)
            ],
            "summary": {
                "verdict": made.verdict,
                "blocking": made.blocking,
                "warnings": made.warnings,
                "letThrough": made.let_through,
                "trail": made.trail,
                "claimed": to_yuan(made.claimed_fen),
                "assessed": to_yuan(made.assessed_fen),
                "decided": to_yuan(made.decided_fen),
                "measures": measures_of(made),
            },
        }


def _standing_otherwise(before: Validation, after: Validation) -> set[str]:
    """The findings that stand otherwise than before, though nobody decided about them."""
    both = before.findings.select("id", "standing").join(
        after.findings.select("id", now="standing"), on="id"
    )
    return set(both.filter(pl.col("standing") != pl.col("now"))["id"])
