"""The parts that say how others belong together: relations and kinds of content."""

import posixpath
from dataclasses import dataclass

from validator.output.package.splicing import Scan, element, prefix_of
from validator.reading.xml_parts import LocalNames

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_EMPTY_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{_PACKAGE}relationships"></Relationships>'
).encode()


@dataclass(frozen=True)
class Relation:
    """One relation of a part to another."""

    identity: str
    kind: str  #: the last word of its type: `worksheet`, `comments`
    type: str
    target: str  #: the name of a part, or what stands outside
    outside: bool


def relations_part(part: str) -> str:
    """The name of the part that holds the relations of another; of the package for ''."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


class Relations(Scan):
    """The relations of one part."""

    EMPTY = _EMPTY_RELATIONS

    def __init__(self, part: str) -> None:
        super().__init__()
        self.part = part
        self.found: list[Relation] = []
        self._starts: list[tuple[int, int]] = []  #: where each begins and ends
        self._root = self._end = -1
        self._prefix = ""
        self._local = LocalNames()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note a relation."""
        local = self._local[name]
        if local == "Relationships":
            self._root, self._prefix = self.at, prefix_of(name)
        elif local == "Relationship":
            outside = attributes.get("TargetMode") == "External"
            target = attributes.get("Target", "")
            kind = attributes.get("Type", "")
            self.found.append(
                Relation(
                    attributes.get("Id", ""),
                    kind.rpartition("/")[2],
                    kind,
                    target if outside else resolved(self.part, target),
                    outside,
                )
            )
            self._starts.append((self.at, -1))

    def end(self, name: str) -> None:
        """Note where a relation ends."""
        local = self._local[name]
        if local == "Relationships":
            self._end = self.at
        elif local == "Relationship":
            self._starts[-1] = (self._starts[-1][0], self.at)

    def of_kind(self, kind: str) -> list[Relation]:
        """The relations of a kind, to parts of this package."""
        return [one for one in self.found if one.kind == kind and not one.outside]

    def target(self, identity: str) -> str:
        """The part that an id leads to.

        Raises:
            KeyError: there is no such relation.
        """
        for one in self.found:
            if one.identity == identity:
                return one.target
        raise KeyError(identity)

    def add(self, type_: str, target: str) -> str:
        """Add a relation to a part; its id."""
        taken = {one.identity for one in self.found}
        number = len(taken) + 1
        while (identity := f"rId{number}") in taken:
            number += 1
        made = element(
            f"{self._prefix}Relationship",
            {"Id": identity, "Type": type_, "Target": f"/{target}"},
        )
        if self._starts:
            self.edits.insert(self._end, made)
        else:
            self.edits.fill(self._root, made)
        self.found.append(Relation(identity, type_.rpartition("/")[2], type_, target, False))
        return identity

    def remove(self, relation: Relation) -> None:
        """Take a relation out that was read."""
        self.edits.cut(*self._starts[self.found.index(relation)])


def resolved(part: str, target: str) -> str:
    """The name of the part that a relation of `part` names."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


class ContentTypes(Scan):
    """The part that says what every other part is."""

    NAME = "[Content_Types].xml"

    def __init__(self) -> None:
        super().__init__()
        self._defaults: set[str] = set()
        self._overrides: dict[str, tuple[int, int, str]] = {}  #: name → begin, end, kind
        self._open = ""
        self._end = -1
        self._prefix = ""
        self._local = LocalNames()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note an entry."""
        local = self._local[name]
        if local == "Types":
            self._prefix = prefix_of(name)
        elif local == "Default":
            self._defaults.add(attributes.get("Extension", "").lower())
        elif local == "Override":
            self._open = attributes.get("PartName", "").lstrip("/").lower()
            self._overrides[self._open] = (self.at, -1, attributes.get("ContentType", ""))

    def end(self, name: str) -> None:
        """Note where an entry ends."""
        local = self._local[name]
        if local == "Types":
            self._end = self.at
        elif local == "Override":
            begin, _, kind = self._overrides[self._open]
            self._overrides[self._open] = (begin, self.at, kind)

    def kind_of(self, part: str) -> str:
        """What a part is said to be; empty where only its ending says so."""
        return self._overrides.get(part.lower(), (0, 0, ""))[2]

    def add(self, part: str, kind: str) -> None:
        """Say what a new part is."""
        made = {"PartName": f"/{part}", "ContentType": kind}
        self.edits.insert(self._end, element(f"{self._prefix}Override", made))

    def add_default(self, ending: str, kind: str) -> None:
        """Say what all parts are that end so, unless that is said already."""
        if ending not in self._defaults:
            self._defaults.add(ending)
            made = {"Extension": ending, "ContentType": kind}
            self.edits.insert(self._end, element(f"{self._prefix}Default", made))

    def change(self, part: str, kind: str) -> None:
        """Say that a part is something else."""
        self.edits.set(self._overrides[part.lower()][0], "ContentType", kind)

    def remove(self, part: str) -> None:
        """Forget a part that is no more."""
        if part.lower() in self._overrides:
            begin, end, _ = self._overrides[part.lower()]
            self.edits.cut(begin, end)
