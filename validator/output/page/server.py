"""Serves the page on this machine alone, and records what is decided in it.

Only requests that carry the token of this run, come from this machine and name it as host are
answered; anything else gets a bare 404.
"""

import secrets
from typing import Any

from claimcheck.local_service import ADDRESS, LocalService
from claimcheck.settings import Settings
from validator.ledger.audit.trail import Trail
from validator.output.page.answering import PageHandler
from validator.output.page.review import Review
from validator.run.validate import Validation


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
        self._title = title
        self.review = Review(validation, settings, trail)

    @property
    def address(self) -> str:
        """Where the page is, with the token."""
        return f"http://{ADDRESS}:{self.server_port}/{self.token}/"

    def html(self) -> str:
        """The page as things stand now."""
        return self.review.html(self._title, f"/{self.token}/")

    def decide(self, content: Any) -> dict[str, Any]:
        """Record decisions; what changed, for the page.

        Raises:
            ClaimcheckError: nothing was recorded; the text says why.
        """
        return self.review.decide(content)

    def undo(self, content: Any) -> dict[str, Any]:
        """Take back what a reviewer recorded last; what changed, for the page.

        Raises:
            ClaimcheckError: nothing was taken back; the text says why.
        """
        return self.review.undo(content)

    def news(self, content: Any) -> dict[str, Any]:
        """What others decided since the page was told.

        Raises:
            ClaimcheckError: the page shows another check.
        """
        return self.review.news(content)


class _Handler(PageHandler):
    """Answers one connection."""

    server: ReviewService

    def get(self) -> None:
        """The page."""
        if self.asked() == "/":
            self.answer("text/html; charset=utf-8", self.server.html)
        else:
            self.unknown()

    def post(self) -> None:
        """A decision, or taking one back."""
        match self.asked():
            case "/decide":
                self.answer_json(self.server.decide)
            case "/undo":
                self.answer_json(self.server.undo)
            case "/news":
                self.answer_json(self.server.news)
            case _:
                self.unknown()
