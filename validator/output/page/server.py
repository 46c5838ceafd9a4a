"""Serves the page on this machine alone, and records what is decided in it.

Only requests that carry the token of this run, come from this machine and name it as host are
answered; anything else gets a bare 404.
"""

import secrets
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Any

import msgspec
import polars as pl

from claimcheck.errors import ClaimcheckError
from claimcheck.local_service import ADDRESS, PRIVATE, LocalHandler, LocalService
from claimcheck.money import to_yuan
from claimcheck.settings import Settings
from validator.ledger.audit.trail import Trail
from validator.output.page.build import page
from validator.output.page.data import decided_of, measures_of, page_data
from validator.run.validate import Validation
from validator.supervision.basis import with_basis
from validator.supervision.deciding import record
from validator.supervision.handed_in import LARGEST_FILE, proposed_objects
from validator.supervision.listing import decided_text, listed
from validator.supervision.summary import summary
from validator.supervision.verdicts import contradictions_in, judged_again

#: No other page may show it inside itself or reach into its window.
_OWN_WINDOW = {
    **PRIVATE,
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class ReviewService(LocalService):
    """The page of one batch, on a port of 127.0.0.1."""

    def __init__(
        self, validation: Validation, settings: Settings, trail: Trail, *, port: int, title: str
    ) -> None:
        """Listen; port 0 takes any that is free.

        Raises:
            OSError: the port is taken.
        """
        super().__init__(port, _Handler)
        self.token = secrets.token_urlsafe(24)
        self._lock = threading.Lock()
        self._trail, self._settings, self._title = trail, settings, title
        # The files are not read again, so that what verdicts rest on is worked out once.
        based = replace(validation, findings=with_basis(validation.findings, validation.inputs))
        self._review = judged_again(based, trail, trail.read(), settings.on)

    @property
    def address(self) -> str:
        """Where the page is, with the token."""
        return f"http://{ADDRESS}:{self.server_port}/{self.token}/"

    def html(self) -> str:
        """The page as things stand now."""
        with self._lock:
            self._renew()
            data = page_data(self._review, self._settings, address=f"/{self.token}/")
        return page(data, self._title)

    def decide(self, content: Any) -> dict[str, Any]:
        """Record decisions; what changed, for the page.

        Raises:
            ClaimcheckError: nothing was recorded; the text says why.
        """
        proposals = list(proposed_objects(content, "网页"))
        with self._lock:
            before = self._review
            outcome = record(
                self._trail,
                proposals,
                date.today(),
                "page",
                contradictions=contradictions_in(before, self._trail, self._settings.on),
            )
            self._renew()
            findings = listed(self._review)
            made = summary(self._review, findings, self._settings)
        concerned = {one.finding for one in proposals} | _changed(before, self._review)
        return {
            "recorded": outcome.recorded,
            "unchanged": outcome.unchanged,
            "refused": outcome.refused,
            "conflicts": outcome.conflicts,
            "standings": [
                [row["id"], row["standing"], decided_text(row)]
                for row in findings.iter_rows(named=True)
                if row["id"] in concerned
            ],
            "added": len({*self._review.findings["id"]} - {*before.findings["id"]}),
            "claims": [
                [at, decided_of(row)]
                for at, row in enumerate(self._review.claims.iter_rows(named=True))
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

    def _renew(self) -> None:
        self._review = judged_again(
            self._review, self._trail, self._trail.read(), self._settings.on
        )


def _changed(before: Validation, after: Validation) -> set[str]:
    """The findings that stand otherwise than before, though nobody decided about them."""
    both = before.findings.select("id", "standing").join(
        after.findings.select("id", now="standing"), on="id"
    )
    return set(both.filter(pl.col("standing") != pl.col("now"))["id"])


class _Handler(LocalHandler):
    """Answers one connection."""

    server: ReviewService

    def get(self) -> None:
        """The page."""
        if self._allowed("/"):
            self._answer("text/html; charset=utf-8", self.server.html)

    def post(self) -> None:
        """A decision."""
        if not self._allowed("/decide"):
            return
        origin = self.headers.get("Origin")
        if origin is not None and origin != f"http://{self.headers.get('Host')}":
            self.refuse(HTTPStatus.FORBIDDEN)
            return
        if self.headers.get_content_type() != "application/json":
            self.refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            return
        match self.content(LARGEST_FILE):
            case HTTPStatus() as status:
                self.refuse(status)
            case bytes() as body:
                self._answer("application/json", lambda: self._decided(body))

    def _decided(self, body: bytes) -> str:
        try:
            reply = self.server.decide(msgspec.json.decode(body))
        except (msgspec.DecodeError, RecursionError):
            reply = {"error": "网页发来的内容不完整，没有记录。请刷新网页再试。"}
        except ClaimcheckError as error:
            reply = {"error": str(error)}
        return msgspec.json.encode(reply).decode()

    def _allowed(self, path: str) -> bool:
        """Whether the request knows the token and names this machine as its host."""
        port = self.server.server_port
        expected = f"/{self.server.token}{path}"
        known = secrets.compare_digest(self.path.encode(), expected.encode())
        if known and self.names((f"{ADDRESS}:{port}", f"localhost:{port}")):
            return True
        self.refuse(HTTPStatus.NOT_FOUND)
        return False

    def _answer(self, kind: str, make: Callable[[], str]) -> None:
        try:
            body, status = make().encode(), HTTPStatus.OK
        except ClaimcheckError as error:
            body, status, kind = (
                str(error).encode(),
                HTTPStatus.CONFLICT,
                "text/plain; charset=utf-8",
            )
        self.send(status, kind, body, _OWN_WINDOW)
