"""What the page asks for, and how it is refused."""

from typing import Any

from claimcheck.errors import ClaimcheckError


class DeskError(ClaimcheckError):
    """Raised when something cannot be done at the desk; the text is Chinese."""


def text_of(content: Any, name: str, *, needed: bool = True) -> str:
    """A text that the page sent, without blanks around it; empty where it may be left out.

    Raises:
        DeskError: it is needed, and is not there.
    """
    value = content.get(name) if isinstance(content, dict) else None
    if isinstance(value, str) and value.strip():
        return value.strip()
    if needed:
        raise DeskError("没有填写完整。")
    return ""
