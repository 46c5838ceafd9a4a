"""The workbook's own part: its sheets, its names, and which sheet is shown first."""

from collections.abc import Mapping
from dataclasses import dataclass

from validator.output.package.splicing import Scan, element, prefix_of
from validator.reading.xml_parts import LocalNames

_STRICT = "http://purl.oclc.org/ooxml/"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

#: What stands before the names, from the sheets on.
_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")


@dataclass(frozen=True)
class Dialect:
    """How the kinds of things are called, which differs between two editions of the standard."""

    main: str = _MAIN
    relations: str = _RELATIONS


@dataclass
class ListedSheet:
    """A sheet as the workbook lists it."""

    name: str
    relation: str
    start: int
    end: int = -1


@dataclass
class _Name:
    start: int
    sheet: str | None  #: the number of the only sheet that knows it
    end: int = -1


class WorkbookPart(Scan):
    """Reads the workbook's part, and changes it when that is told."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[ListedSheet] = []
        self.dialect = Dialect()
        self._names: list[_Name] = []
        self._numbers: list[int] = []
        self._windows: list[int] = []
        self._prefix = ""
        self._names_at = self._names_end = self._names_place = -1
        self._sheets_at = -1
        self._local = LocalNames()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note sheets, names and windows."""
        local = self._local[name]
        self.depth += 1
        if self.depth == 1:
            self._begin(prefix_of(name), attributes)
        elif self.depth == 2:
            if local == "definedNames":
                self._names_at = self.at
            elif local == "sheets":
                self._sheets_at = self.at
            elif self._sheets_at >= 0 > self._names_place and local not in _BEFORE_NAMES:
                self._names_place = self.at
        elif local == "sheet":
            identity = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.sheets.append(ListedSheet(attributes.get("name", ""), identity, self.at))
            self._numbers.append(int(attributes.get("sheetId", "0")))
        elif local == "definedName":
            self._names.append(_Name(self.at, attributes.get("localSheetId")))
        elif local == "workbookView":
            self._windows.append(self.at)

    def _begin(self, prefix: str, attributes: Mapping[str, str]) -> None:
        self._prefix = prefix
        main = attributes.get(f"xmlns:{prefix[:-1]}" if prefix else "xmlns", _MAIN)
        if main.startswith(_STRICT):
            self.dialect = Dialect(main, f"{_STRICT}officeDocument/relationships")

    def end(self, name: str) -> None:
        """Note where sheets and names end."""
        local = self._local[name]
        if self.depth == 1 and self._names_place < 0:
            self._names_place = self.at
        elif local == "sheet":
            self.sheets[-1].end = self.at
        elif local == "definedName":
            self._names[-1].end = self.at
        elif local == "definedNames":
            self._names_end = self.at
        self.depth -= 1

    def put_first(
        self, title: str, relation: str, names: Mapping[str, tuple[str, bool]], *, replaced: str
    ) -> None:
        """Put a new sheet in front of all others, and show it first.

        Args:
            title: its name.
            relation: the id of the relation to its part.
            names: its own names → what they stand for, and whether they are hidden.
            replaced: the name of the sheet that it replaces, if that is there.
        """
        gone = {number for number, one in enumerate(self.sheets) if one.name == replaced}
        kept = [number for number in range(len(self.sheets)) if number not in gone]
        moved = {str(old): str(new) for new, old in enumerate(kept, 1)}
        made = {
            "name": title,
            "sheetId": max(self._numbers, default=0) + 1,
            "xmlns:r": self.dialect.relations,
            "r:id": relation,
        }
        if self.sheets:
            self.edits.insert(self.sheets[0].start, element(f"{self._prefix}sheet", made))
        else:
            self.edits.fill(self._sheets_at, element(f"{self._prefix}sheet", made))
        for number in gone:
            self.edits.cut(self.sheets[number].start, self.sheets[number].end)
        for one in self._names:
            if one.sheet in moved:
                self.edits.set(one.start, "localSheetId", moved[one.sheet])
            elif one.sheet is not None:
                self.edits.cut(one.start, one.end)
        for window in self._windows:
            self.edits.set(window, "activeTab", "0")
            self.edits.set(window, "firstSheet", None)
        self._add_names(
            "".join(
                element(
                    f"{self._prefix}definedName",
                    {"name": name, "localSheetId": 0, "hidden": "1" if hidden else None},
                    text,
                )
                for name, (text, hidden) in names.items()
            )
        )

    def _add_names(self, xml: str) -> None:
        if self._names_at < 0:
            made = element(f"{self._prefix}definedNames", {}, xml)
            self.edits.insert(self._names_place, made)
        elif self._names:
            self.edits.insert(self._names_end, xml)
        else:
            self.edits.fill(self._names_at, xml)
