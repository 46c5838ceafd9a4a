"""What is said of rows of a collected workbook, in the words of the applicant's own file.

Findings name rows, cells and claims as they stand in the collected workbook. Whoever handed
in one of its files knows his own rows, cells and claim numbers, and nothing of the others'.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

#: What stands for a place in the file of another applicant.
ELSEWHERE = "另一申报单位的材料"

#: A claim that stands there, which is not to be named: “汇总.xlsx”的申报 002-SB-001（…）.
_OTHERS_CLAIM = re.compile(rf"(?:“[^“”]*”的)?申报 [^（）]*（[^（）]*{ELSEWHERE}）")
_OTHER = "另一申报单位的申报"

#: How messages name the roster in short.
_SHORT = {"花名册": "人员花名册"}


@dataclass(frozen=True)
class RowOrigin:
    """Where a row of a sheet of the collected workbook came from."""

    part: int  #: the number of the applicant's file
    row: int
    letters: Mapping[str, str]  #: letters in the collected sheet → in the applicant's
    sheet: str  #: the name of the applicant's sheet


#: Sheet of the collected workbook → row in it → where that came from.
Origins = Mapping[str, Mapping[int, RowOrigin]]


@dataclass(frozen=True)
class OwnPlaces:
    """One applicant's file, and how its rows and claims are called in the collected workbook."""

    number: int
    file: str
    renamed: Mapping[str, str]  #: id in the collected workbook → the applicant's own
    origins: Origins

    def said(self, text: str, here: str | None = None) -> str:
        """A text of a finding, with places and claim ids as the applicant knows them.

        Args:
            text: the text.
            here: the sheet that the finding stands on, to which bare rows belong.
        """
        text = self._places.sub(lambda found: self._own(found, here), text)
        text = _OTHERS_CLAIM.sub(_OTHER, text)
        for new, old in self.renamed.items():
            text = text.replace(new, old)
        return text

    def claim(self, claim_id: str) -> str:
        """A claim's number as its applicant wrote it."""
        return self.renamed.get(claim_id, claim_id)

    @cached_property
    def _places(self) -> "re.Pattern[str]":
        sheets = sorted({*self.origins, *_SHORT}, key=len, reverse=True)
        names = "|".join(map(re.escape, sheets))
        return re.compile(
            rf"(?P<sheet>{names})(?P<gap>\s*)"
            r"(?:(?P<letters>[A-Z]{1,3})(?P<row>\d+)|第 ?(?P<line>\d+) ?行)"
            r"|(?<=与)第 ?(?P<bare>\d+) ?行"
        )

    def _own(self, found: "re.Match[str]", here: str | None) -> str:
        named = found["sheet"] or here or ""
        sheet = named if named in self.origins else _SHORT.get(named, named)
        row = found["row"] or found["line"] or found["bare"]
        origin = self.origins.get(sheet, {}).get(int(row))
        if origin is None:
            return found[0]
        if origin.part != self.number:
            return ELSEWHERE
        if found["bare"]:
            return f"第 {origin.row} 行"
        name = origin.sheet if named == sheet else named
        if found["line"]:
            return f"{name}{found['gap']}第 {origin.row} 行"
        letters = origin.letters.get(found["letters"], found["letters"])
        return f"{name}{found['gap']}{letters}{origin.row}"
