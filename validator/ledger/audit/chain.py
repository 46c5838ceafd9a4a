"""The chain of hashes that shows whether the audit trail was changed.

Each event has a keyed hash of its number and content (`own`), which nobody can make without
the ledger's key, and a `link` made of the link before and `own`. Changing, inserting, moving
or removing an event breaks one of the two. Removing the last ones is shown by the head, which
is kept beside the key (see `heads`).
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


def fault(rows: Sequence[Row], keyed: Hash, seen: Head) -> str:
    """Say in Chinese where the trail was changed; empty where it is whole.

    Args:
        rows: all events in order of their numbers.
        keyed: makes the keyed hashes.
        seen: the head that was last seen.
    """
    expected = owns([(r.number, r.at, r.kind, r.who, r.body) for r in rows], keyed)
    before = START
    for place, (row, own) in enumerate(zip(rows, expected, strict=True), 1):
        if row.number != place:
            return f"第 {place} 条记录缺失"
        if bytes(row.own) != own:
            return f"第 {place} 条记录的内容被改动"
        if bytes(row.link) != link(before, own):
            return f"第 {place} 条记录与前一条接不上"
        before = bytes(row.link)
    if seen.number > len(rows):
        return f"末尾缺少记录：本机上次见到 {seen.number} 条，现在只有 {len(rows)} 条"
    if seen.number and rows[seen.number - 1].link.hex() != seen.link:
        return f"前 {seen.number} 条记录与本机上次见到的不同"
    return ""
