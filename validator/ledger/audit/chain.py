"""The chain of hashes that shows whether the audit trail was changed.

Each event has a keyed hash of its number and content (`own`), which nobody can make without
the ledger's key, and a `link` made of the link before and `own`. Changing, inserting, moving
or removing an event breaks one of the two. Removing the last ones is shown by the heads that
were seen (see `audit_head`).
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

#: The link before the first event.
START = b"claimcheck review"

#: Makes keyed hashes of texts.
Hash = Callable[[pl.Series], pl.Series]


@dataclass(frozen=True)
class Row:
    """An event as it is stored."""

    number: int
    at: str
    kind: str
    who: str
    body: str
    own: bytes
    link: bytes


@dataclass(frozen=True)
class Head:
    """How far the trail was when it was last seen."""

    number: int = 0
    link: str = ""


def owns(rows: Sequence[tuple[int, str, str, str, str]], keyed: Hash) -> list[bytes]:
    """The keyed hashes of events: number, at, kind, who, body."""
    texts = ["\x1f".join(map(str, row)) for row in rows]
    return keyed(pl.Series("content", texts, dtype=pl.String)).to_list()


def link(before: bytes, own: bytes) -> bytes:
    """The link of an event."""
    return hashlib.sha256(before + own).digest()


def fault(rows: Sequence[Row], keyed: Hash) -> str:
    """Say in Chinese where the trail was changed; empty where every event fits the one before.

    Args:
        rows: all events in order of their numbers.
        keyed: makes the keyed hashes.
    """
    expected = owns([(r.number, r.at, r.kind, r.who, r.body) for r in rows], keyed)
    before = START
    for place, (row, own) in enumerate(zip(rows, expected, strict=True), 1):
        if row.number != place:
            return f"第 {place} 条记录缺失"
        if row.own != own:
            return f"第 {place} 条记录的内容被改动"
        if row.link != link(before, own):
            return f"第 {place} 条记录与前一条接不上"
        before = row.link
    return ""


def head(rows: Sequence[Row]) -> Head:
    """How far the trail is."""
    return Head(len(rows), rows[-1].link.hex()) if rows else Head()
