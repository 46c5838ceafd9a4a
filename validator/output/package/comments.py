"""The texts of the notes at cells.

What others wrote is kept. Where somebody's note is at a cell already, ours is put below it, and
is taken away again without theirs.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from validator.output.package.sheet import Cell, address_of, cell_of
from validator.output.package.splicing import Scan, element, prefix_of, text_element
from validator.reading.xml_parts import LocalNames

AUTHOR = "claimcheck"

#: Between somebody's note and ours below it.
LINE = "—" * 8

#: Where ours begins in a note of somebody else.
_OURS = re.compile(rf"\r?\n{LINE}\r?\n(?=\w\w CC\d|见 )")

#: More notes of ours are in no copy that we wrote.
_MOST_OURS = 50_000

_PHONETIC = ("rPh", "phoneticPr")


def empty_comments(namespace: str) -> bytes:
    """A part without notes."""
    lists = "<authors></authors><commentList></commentList>"
    root = f'<comments xmlns="{namespace}">{lists}</comments>'
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{root}'.encode()


@dataclass
class _Run:
    """A piece of a note's text."""

    start: int
    plain: bool  #: it has no format of its own: `<t>` and not `<r><t>`
    text: str = ""


@dataclass
class _Note:
    """A note as it is read."""

    start: int
    cell: Cell
    author: str
    text_at: int = -1
    behind: int = -1  #: where further text has to be put in
    in_run: bool = False
    in_text: bool = False

    def __post_init__(self) -> None:
        self.runs: list[_Run] = []


class Comments(Scan):
    """The notes of a sheet: ours of an earlier run go, new ones are added."""

    def __init__(self, added: Mapping[Cell, str]) -> None:
        """Prepare to read.

        Args:
            added: the notes that are to be added.
        """
        super().__init__()
        self.removed: set[Cell] = set()  #: the cells whose notes were ours alone
        self.unmarked: set[Cell] = set()  #: the cells that bore a note of ours
        self.fresh = set(added)  #: the cells that had no note of somebody else
        self._added = added
        self._authors: list[str] = []
        self._note: _Note | None = None
        self._in_author = False
        self._author_lists: dict[str, tuple[int, int]] = {}  #: where the two lists begin and end
        self._empty = True
        self._prefix = ""
        self._local = LocalNames()

    def read(self, pieces: Iterable[bytes]) -> None:
        """Read the part, and note all changes."""
        super().read(pieces)
        self._add()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note where authors, notes and their texts begin."""
        local = self._local[name]
        if self._note is not None:
            self._start_inside(local)
        elif local == "comment":
            self._empty = False
            number = int(attributes.get("authorId", "0"))
            author = self._authors[number] if number < len(self._authors) else ""
            address = attributes.get("ref", "A1").partition(":")[0].replace("$", "")
            self._note = _Note(self.at, cell_of(address), author)
            self.parser.CharacterDataHandler = self._characters
        elif local == "author":
            self._authors.append("")
            self._in_author = True
            self.parser.CharacterDataHandler = self._characters
        elif local in ("authors", "commentList"):
            self._author_lists[local] = (self.at, -1)
        elif local == "comments":
            self._prefix = prefix_of(name)

    def _start_inside(self, local: str) -> None:
        note = self._note
        assert note is not None  # noqa: S101 - only called then
        if local == "text":
            note.text_at = self.at
        elif local in _PHONETIC:
            note.behind = self.at if note.behind < 0 else note.behind
        elif local in ("r", "t") and note.behind < 0:
            if not note.in_run:
                note.runs.append(_Run(self.at, local == "t"))
            note.in_run = note.in_run or local == "r"
            note.in_text = local == "t"

    def _characters(self, text: str) -> None:
        if self._in_author:
            self._authors[-1] += text
        elif self._note is not None and self._note.in_text:
            self._note.runs[-1].text += text

    def end(self, name: str) -> None:
        """Decide about a note that was read."""
        local, note = self._local[name], self._note
        if note is not None:
            if local == "t":
                note.in_text = False
            elif local == "r":
                note.in_run = False
            elif local == "text":
                note.behind = self.at if note.behind < 0 else note.behind
            elif local == "comment":
                self._decide(note)
                self._note = None
                self.parser.CharacterDataHandler = None
        elif local == "author":
            self._in_author = False
            self.parser.CharacterDataHandler = None
        elif local in self._author_lists:
            self._author_lists[local] = (self._author_lists[local][0], self.at)

    def _decide(self, note: _Note) -> None:
        if note.author == AUTHOR:
            self.removed.add(note.cell)
            self.unmarked.add(note.cell)
            self.edits.cut(note.start, self.at)
            if len(self.removed) > _MOST_OURS:
                raise ValueError("more notes of ours than we ever write")
            return
        ours = _OURS.search("".join(run.text for run in note.runs))
        if ours is not None:
            self.unmarked.add(note.cell)
            self._without(note, ours.start())
        if note.cell in self.fresh:
            self.fresh.discard(note.cell)
            self._below(note, self._added[note.cell])

    def _without(self, note: _Note, length: int) -> None:
        """Leave only the beginning of a note."""
        kept, left = [], length
        for run in note.runs:
            if left == 0:
                break
            kept.append(run)
            left -= min(left, len(run.text))
            if left == 0 and sum(len(one.text) for one in kept) > length:
                # Another program made one piece of what were two.
                text = "".join(one.text for one in kept)[:length]
                first = note.runs[0].start
                self.edits.insert(first, self._run(text))
                self.edits.drop(first, note.behind)
                note.runs = [_Run(first, False)]
                return
        if kept:
            self.edits.drop(note.runs[len(kept)].start, note.behind)
            note.runs = kept

    def _below(self, note: _Note, text: str) -> None:
        """Put a text below what a note says."""
        made = self._run(f"\n{LINE}\n{text}")
        if not note.runs:
            self.edits.fill(note.text_at, made)
            return
        if note.runs[0].plain:
            # A plain text and runs do not stand beside each other.
            self.edits.insert(note.runs[0].start, f"<{self._prefix}r>")
            made = f"</{self._prefix}r>{made}"
        self.edits.insert(note.behind, made)

    def _run(self, text: str) -> str:
        return element(f"{self._prefix}r", {}, text_element(f"{self._prefix}t", text))

    @property
    def fresh_texts(self) -> dict[Cell, str]:
        """The notes that are to be added at cells that had none."""
        return {cell: self._added[cell] for cell in self.fresh}

    def _add(self) -> None:
        p = self._prefix
        if not self.fresh:
            return
        if AUTHOR in self._authors:
            author = self._authors.index(AUTHOR)
        else:
            author = len(self._authors)
            self._append("authors", element(f"{p}author", {}, AUTHOR), empty=not self._authors)
        made = [
            element(
                f"{p}comment",
                {"ref": address_of(cell), "authorId": author},
                element(f"{p}text", {}, text_element(f"{p}t", self._added[cell])),
            )
            for cell in sorted(self.fresh)
        ]
        self._append("commentList", "".join(made), empty=self._empty)

    def _append(self, name: str, xml: str, *, empty: bool) -> None:
        start, end = self._author_lists[name]
        if empty:
            self.edits.fill(start, xml)
        else:
            self.edits.insert(end, xml)
