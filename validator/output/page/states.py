"""The states of a batch that pages have shown: what is other than a page has shown it.

Several pages may show one batch, and decisions also come from workbooks and other PCs. So each
page says which state it shows, and is told what has changed since.
"""

import secrets
from typing import Any

import polars as pl

from claimcheck.errors import ClaimcheckError
from validator.run.validate import Validation
from validator.supervision.finding_status import COLUMNS


class OtherCheckError(ClaimcheckError):
    """Raised when a page shows another check than the one at hand; the text is Chinese."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            "这一页是以前一次核查的结果：已经重新核查过，或者换了一批，在这一页上裁定的不再记录。"
            "请刷新网页，看过再裁定。"
        )


class States:
    """Numbers the states of one checked batch, from 0."""

    def __init__(self, number: int) -> None:
        """Begin at the state in which the batch is checked.

        Args:
            number: the last event of the trail.
        """
        self.check = secrets.token_hex(8)  #: names the check, so that no other is taken for it
        self._numbers = [number]
        self._findings: dict[str, int] = {}  # id → the state since which it stands as it does
        self._claims: dict[int, int] = {}  # place → the same
        self._listed: list[tuple[int, int]] = []  # how many findings came and went with a state

    @property
    def now(self) -> int:
        """The state that holds."""
        return len(self._numbers) - 1

    @property
    def number(self) -> int:
        """The last event of the trail that was looked at."""
        return self._numbers[-1]

    def shown_in(self, content: Any) -> int:
        """The state that the page shows which sent something.

        Raises:
            OtherCheckError: it shows another check.
        """
        sent = content if isinstance(content, dict) else {}
        state = sent.get("state")
        if sent.get("check") != self.check or not isinstance(state, int):
            raise OtherCheckError
        if not 0 <= state <= self.now:
            raise OtherCheckError
        return state

    def number_at(self, state: int) -> int:
        """The last event of the trail that can be seen in a state."""
        return self._numbers[state]

    def change(self, before: Validation, after: Validation, number: int) -> None:
        """Take note of a new state."""
        self._numbers.append(number)
        came = {*after.findings["id"]} - {*before.findings["id"]}
        went = {*before.findings["id"]} - {*after.findings["id"]}
        self._listed.append((len(came), len(went)))
        for finding in _standing_otherwise(before, after):
            self._findings[finding] = self.now
        for at, row in enumerate(after.claims.iter_rows(named=True)):
            if row != before.claims.row(at, named=True):
                self._claims[at] = self.now

    def findings_since(self, state: int) -> set[str]:
        """The findings that stand otherwise than in a state."""
        return {finding for finding, since in self._findings.items() if since > state}

    def claims_since(self, state: int) -> set[int]:
        """The places of the claims that come to something else than in a state."""
        return {at for at, since in self._claims.items() if since > state}

    def listed_since(self, state: int) -> tuple[int, int]:
        """How many findings came since a state, and how many went."""
        changes = self._listed[state:]
        return sum(came for came, _ in changes), sum(went for _, went in changes)


def _standing_otherwise(before: Validation, after: Validation) -> set[str]:
    columns = [*COLUMNS]
    now = {name: f"now_{name}" for name in columns}
    both = before.findings.select("id", *columns).join(
        after.findings.select("id", *columns).rename(now), on="id"
    )
    other = pl.any_horizontal(pl.col(name).ne_missing(pl.col(now[name])) for name in columns)
    return set(both.filter(other)["id"])
