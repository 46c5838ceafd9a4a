"""The batch that a page shows: how it stands, what is decided about it, and what is taken back."""

import threading
from collections.abc import Collection, Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Any

from claimcheck.identity import hide_numbers
from claimcheck.money import to_yuan
from claimcheck.settings import Settings
from claimcheck.text import shown_name
from validator.findings.basis import with_basis
from validator.ledger.audit.distrust import untrusted
from validator.ledger.audit.events import RecordedEvent
from validator.ledger.audit.trail import Trail
from validator.output.page.build import page
from validator.output.page.data import decided_of, measures_of, page_data
from validator.output.page.states import States
from validator.reading.file_states import FileStates
from validator.run.validate import Validation
from validator.supervision.deciding import record
from validator.supervision.handed_in import proposed_objects
from validator.supervision.listing import decided_text, listed
from validator.supervision.refused_before import abouts_by_finding
from validator.supervision.since import decided_in, told_of
from validator.supervision.summary import summary
from validator.supervision.taking_back import take_back
from validator.supervision.verdicts import contradictions_in, judged_again

#: So many times what was decided last may be taken back.
_MOST_UNDONE = 200


class Review:
    """One batch under the decisions of a trail; several threads may ask it at once."""

    def __init__(
        self,
        validation: Validation,
        settings: Settings,
        trail: Trail,
        files: FileStates | None = None,
    ) -> None:
        """Take a batch that was checked.

        Args:
            validation: the result.
            settings: what the run used.
            trail: where decisions are recorded.
            files: how the files were when they were read; None: as they are now.
        """
        self.settings = settings
        self._lock = threading.Lock()
        self._trail = trail
        self._files = files or FileStates({entry.path for entry in validation.inputs})
        self._given: list[list[RecordedEvent]] = []  # what was recorded here, for taking it back
        # The files are not read again, so that what verdicts rest on is worked out once.
        based = replace(validation, findings=with_basis(validation.findings, validation.inputs))
        last = trail.last()
        self._now = judged_again(based, trail, trail.read(), settings.on)
        self._states = States(last)

    @property
    def check(self) -> str:
        """What names this check of the batch, in what pages send."""
        return self._states.check

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

    def files_changed(self) -> list[str]:
        """The names of the files that are not as they were when they were checked."""
        return [shown_name(file) for file in self._files.changed()]

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
            data |= {"home": home, "homeTabs": tabs, "check": self.check}
            data |= self._standing()
        return page(data, title)

    def decide(self, content: Any) -> dict[str, Any]:
        """Record decisions; what changed, for the page.

        What others decided since the page was told is not decided over: it is told first.

        Raises:
            ClaimcheckError: nothing was recorded; the text says why.
        """
        proposals = list(proposed_objects(content, "网页"))
        with self._lock:
            state = self._states.shown_in(content)
            outcome = record(
                self._trail,
                proposals,
                date.today(),
                "page",
                contradictions=contradictions_in(self._now, self._trail, self.settings.on),
                seen=self._states.number_at(state),
                abouts=abouts_by_finding(self._now, self._trail.ledger),
            )
            if outcome.added:
                self._given = [*self._given, outcome.added][-_MOST_UNDONE:]
            return {
                "recorded": outcome.recorded,
                "unchanged": outcome.unchanged,
                "refused": outcome.refused,
                "conflicts": outcome.conflicts,
                **self._changes(state, outcome.added, {one.finding for one in proposals}),
            }

    def undo(self, content: Any) -> dict[str, Any]:
        """Take back what a reviewer recorded last here; what changed, for the page.

        Raises:
            ClaimcheckError: nothing was taken back; the text says why.
        """
        who = hide_numbers(str(content.get("reviewer", ""))) if isinstance(content, dict) else ""
        with self._lock:
            state = self._states.shown_in(content)
            own = [given for given in self._given if given[0].who == who]
            given = own[-1] if own else []
            ends = take_back(self._trail, given)
            self._given = [other for other in self._given if other is not given]
            concerned = {str(getattr(entry.event, "finding", "")) for entry in given}
            kept = len(given) - len(ends)
            return {"undone": len(ends), "kept": kept, **self._changes(state, ends, concerned)}

    def news(self, content: Any) -> dict[str, Any]:
        """What changed since the state that a page shows; only the state where nothing did.

        Raises:
            ClaimcheckError: the page shows another check.
        """
        with self._lock:
            state = self._states.shown_in(content)
            if self._trail.last() != self._states.number:
                self._renew()
            if state == self._states.now:
                return self._standing()
            return self._changes(state, [], set())

    def _standing(self) -> dict[str, Any]:
        """What every reply says."""
        undoable: dict[str, int] = {}
        for given in self._given:
            undoable[given[0].who] = len(given)
        return {
            "state": self._states.now,
            "undoable": undoable,
            "filesChanged": self.files_changed(),
        }

    def _renew(self) -> None:
        last = self._trail.last()
        before, events = self._now, self._trail.read()
        fault = before.supervision.fault if before.supervision else ""
        if last == self._states.number and events.fault == fault:
            return
        self._now = judged_again(before, self._trail, events, self.settings.on)
        self._states.change(before, self._now, last)

    def _changes(
        self, state: int, own: Collection[RecordedEvent], concerned: Set[str]
    ) -> dict[str, Any]:
        """What a page has to show otherwise than in the state that it shows."""
        self._renew()
        findings = listed(self._now)
        made = summary(self._now, findings, self.settings)
        told = concerned | self._states.findings_since(state)
        came, went = self._states.listed_since(state)
        rows = self._now.claims
        in_batch = {*self._now.findings["id"]}
        numbers = {entry.number for entry in own}
        others = [
            entry
            for entry in self._trail.read().recorded
            if entry.number > self._states.number_at(state) and entry.number not in numbers
        ]
        return {
            **self._standing(),
            "others": told_of(others, in_batch),
            "theirs": sorted(decided_in(others).keys() & in_batch),
            "standings": [
                [row["id"], row["standing"], decided_text(row)]
                for row in findings.iter_rows(named=True)
                if row["id"] in told
            ],
            "added": came,
            "gone": went,
            "claims": [
                [at, decided_of(rows.row(at, named=True))]
                for at in sorted(self._states.claims_since(state))
            ],
            "summary": {
                "verdict": made.verdict,
                "blocking": made.blocking,
                "warnings": made.warnings,
                "letThrough": made.let_through,
                "trail": made.trail,
                "fault": untrusted(made.fault) if made.fault else "",
                "claimed": to_yuan(made.claimed_fen),
                "assessed": to_yuan(made.assessed_fen),
                "decided": to_yuan(made.decided_fen),
                "measures": measures_of(made),
            },
        }
