"""How far each audit trail was when it was last seen: small files beside the key, and others.

They show what the chain alone cannot: that the last events, or all of them, were removed, that
an older copy of the ledger stands there, another one, or none. A trail is known by its own id,
and by the place of its ledger. Whoever else remembers a head (the memory of runs beside the
outputs) hands it in as one more witness.
"""

import hashlib
import platform
import string
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimcheck.writing import WriteError, write_whole
from validator.ledger.audit.chain import Head

#: What an office does that has changed its ledger with intent.
REMEDY = "如果是有意更换、移动或恢复了台账，请运行 claimcheck ledger accept 说明理由"


@dataclass(frozen=True)
class Seen:
    """A head as it was kept."""

    trail: str  #: id of the trail
    head: Head
    place: str  #: digest of the ledger's address; empty in files of older versions
    garbled: bool = False  #: it cannot be read

    @property
    def file(self) -> str:
        """The name of its file beside the key."""
        return f"review-{self.trail}.head"

    @property
    def line(self) -> str:
        """The content of its file."""
        return f"{self.head.number} {self.head.link or '-'} {self.place}".rstrip()

    @property
    def witness(self) -> str:
        """The same in one text that others keep."""
        return f"{self.trail} {self.line}"


def read_witness(text: str) -> Seen | None:
    """A head that was kept elsewhere; None where the text is none."""
    trail, _, line = text.partition(" ")
    seen = _read(trail, line)
    return None if seen.garbled or not trail else seen


class Heads:
    """The heads that were seen when this was made."""

    def __init__(self, folder: Path, where: str, others: Collection[str] = ()) -> None:
        """Read them.

        Args:
            folder: where the ledger's key stands.
            where: the ledger's address as it is named to people.
            others: heads that were kept elsewhere, see `Seen.witness`.
        """
        self._folder = folder
        self._place = _place(where)
        self._files = {path.name: _from_file(path) for path in folder.glob("review-*.head")}
        self._others = [seen for text in others if (seen := read_witness(text))]
        #: what tells this place for heads from those of other machines and users
        self.machine = _digest(f"{platform.node()}\x1f{folder.resolve()}")

    def of(self, trail_id: str) -> Head:
        """The last head of a trail that was kept beside the key; empty where there is none."""
        seen = self._files.get(Seen(trail_id, Head(), "").file)
        return seen.head if seen else Head()

    def known(self, trail_id: str) -> bool:
        """Whether there is a file for a trail by now, be it before its first event."""
        return (self._folder / Seen(trail_id, Head(), "").file).is_file()

    def unmet(
        self, trail_id: str, links: Sequence[str], accepted: Mapping[str, int]
    ) -> Iterator[Seen]:
        """The heads that a trail does not agree with.

        Args:
            trail_id: the trail that is there now; empty where there is none.
            links: the links of all its events.
            accepted: trails in whose place it was accepted, and how far they were.
        """
        for seen in (*self._files.values(), *self._others):
            number = seen.head.number
            if seen.trail == trail_id:
                agrees = not number or links[number - 1 : number] == [seen.head.link]
                wrong = seen.garbled or not agrees
            else:
                wrong = seen.place == self._place and number > 0
            if wrong and (seen.garbled or accepted.get(seen.trail, 0) < number):
                yield seen

    def fault(self, trail_id: str, links: Sequence[str], accepted: Mapping[str, int]) -> str:
        """Say in Chinese how the trail differs from what was seen; empty where it does not."""
        for seen in self.unmet(trail_id, links, accepted):
            return f"{_said(seen, trail_id, len(links))}；{REMEDY}"
        return ""

    def keep(self, trail_id: str, head: Head) -> bool:
        """Remember a head; where that cannot be written, only the check is weaker.

        Returns:
            Whether it stands in its file.
        """
        seen = Seen(trail_id, head, self._place)
        if self._files.get(seen.file) == seen:
            return True
        try:
            write_whole(self._folder / seen.file, f"{seen.line}\n".encode())
        except WriteError:
            return False
        self._files[seen.file] = seen
        return True

    def witness(self, trail_id: str, head: Head) -> str:
        """What others keep of a head."""
        return Seen(trail_id, head, self._place).witness if head.number else ""

    def give_up(self, trail_id: str) -> None:
        """Let the other trails that were seen at this place go: the one that is there is right."""
        for seen in [*self._files.values()]:
            if seen.trail != trail_id and seen.place == self._place:
                (self._folder / seen.file).unlink(missing_ok=True)
                del self._files[seen.file]


def _said(seen: Seen, trail_id: str, now: int) -> str:
    number = seen.head.number
    if seen.garbled:
        return f"密钥旁边的记号 {seen.file} 读不懂，无法确认台账是不是上次用的"
    if seen.trail != trail_id:
        there = "现已换成另一个台账" if trail_id else "现已整个不见"
        return f"这个台账里原有 {number:,} 条审核记录，{there}"
    if number > now:
        return f"末尾缺少记录：本机上次见到 {number:,} 条，现在只有 {now:,} 条，可能是以前的备份"
    return f"前 {number:,} 条记录与本机上次见到的不同"


def _place(where: str) -> str:
    return _digest(where if "://" in where else str(Path(where).resolve()))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _from_file(path: Path) -> Seen:
    trail = path.stem.removeprefix("review-")
    try:
        return _read(trail, path.read_text("ascii"))
    except (OSError, ValueError):
        return Seen(trail, Head(), "", garbled=True)


def _read(trail: str, line: str) -> Seen:
    number, link, place = ([*line.split(), "", "", ""])[:3]
    empty = (number, link) == ("0", "-")
    if empty or (number.isdecimal() and link and set(link) <= set(string.hexdigits)):
        return Seen(trail, Head() if empty else Head(int(number), link), place)
    return Seen(trail, Head(), "", garbled=True)
