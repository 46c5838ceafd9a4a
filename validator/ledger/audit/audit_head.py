"""How far each audit trail was when this machine last saw it: a small file beside the key.

It shows what the chain alone cannot: that the last events, or all of them, were removed.
A trail is known by its own id, and by the place of its ledger, so that a trail which was
removed whole, or was replaced by a new one, is missed too.
"""

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path

from claimcheck.writing import WriteError, write_whole
from validator.ledger.audit.chain import Head


@dataclass(frozen=True)
class Seen:
    """A head as it was kept."""

    file: str  #: name of the file
    head: Head
    place: str  #: digest of the ledger's address; empty in files of older versions


class Heads:
    """The heads that were seen when this was made."""

    def __init__(self, folder: Path, where: str) -> None:
        """Read them.

        Args:
            folder: where the ledger's key stands.
            where: the ledger's address as it is named to people.
        """
        self._folder = folder
        self._place = _place(where)
        self._seen = {path.name: _read(path) for path in folder.glob("review-*.head")}

    def of(self, trail_id: str) -> Head:
        """The last head of a trail; the empty one where it was never seen."""
        seen = self._seen.get(_name(trail_id))
        return seen.head if seen else Head()

    def missed(self, trail_id: str) -> str:
        """Say in Chinese that another trail stood at this place; empty where none did.

        Args:
            trail_id: the trail that is there now; empty where there is none.
        """
        if trail_id and _name(trail_id) in self._seen:
            return ""
        for seen in self._seen.values():
            if seen.place == self._place and seen.head.number:
                return (
                    f"这个台账里原有 {seen.head.number:,} 条审核记录，现已整个不见；"
                    f"如果是有意更换了台账，请删去密钥文件旁边的 {seen.file} 再用"
                )
        return ""

    def keep(self, trail_id: str, head: Head) -> None:
        """Remember a head; where that cannot be written, only the check is weaker."""
        seen = Seen(_name(trail_id), head, self._place)
        if not head.number or self._seen.get(seen.file) == seen:
            return
        self._seen[seen.file] = seen
        path = self._folder / seen.file
        with contextlib.suppress(WriteError):
            write_whole(path, f"{head.number} {head.link} {seen.place}\n".encode())


def _name(trail_id: str) -> str:
    return f"review-{trail_id}.head"


def _place(where: str) -> str:
    full = where if "://" in where else str(Path(where).resolve())
    return hashlib.blake2b(full.encode(), digest_size=8).hexdigest()


def _read(path: Path) -> Seen:
    try:
        number, link, *place = path.read_text("ascii").split()
        return Seen(path.name, Head(int(number), link), place[0] if place else "")
    except (OSError, ValueError):
        return Seen(path.name, Head(), "")
