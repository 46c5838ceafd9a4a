"""The office's file `office.toml`: what a county has decided where the texts leave room.

Every key is checked; `claimcheck/office.example.toml` shows them all with comments.
"""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal

import msgspec

from claimcheck.datafile import Strict, load_toml
from claimcheck.errors import DataFileError

#: The file that is read where no other is named.
DEFAULT_NAME = "office.toml"


#: How the texts of the example begin that nobody may rely on.
_EXAMPLE = "示例"


class ReadingChoice(Strict, frozen=True, kw_only=True):
    """An option of a reading that the office has chosen."""

    id: str
    option: str
    basis: str  #: the paper that says so
    decided_on: date
    start: date | None = None  #: applies to claims judged from this day on


class DocumentChoice(Strict, frozen=True, kw_only=True):
    """What has become of a document."""

    key: str
    adopted: bool = False  #: the draft has been issued
    number: str = ""
    issued_on: date | None = None
    in_force: bool = True  #: false: this office does not apply it


class MinimumWage(Strict, frozen=True, kw_only=True):
    """The monthly minimum wage of the county from a day on."""

    yuan: float
    start: date
    basis: str = ""


class ScaleRow(Strict, frozen=True, kw_only=True):
    """From … people on (to the next row) the claim is paid `yuan`."""

    start: int
    yuan: float


class Standard(Strict, frozen=True, kw_only=True):
    """A sum that a text leaves to the office: one sum, a sum a head, or a scale by heads."""

    measure: str
    basis: str
    decided_on: date
    yuan: float | None = None
    yuan_each: float | None = None
    scale: list[ScaleRow] = []


class WageMonth(Strict, frozen=True, kw_only=True):
    """Which month a payment is counted for: that of its entry, or one that its memo names."""

    by: Literal["entry", "memo"]
    basis: str
    decided_on: date


class Office(Strict, frozen=True, kw_only=True):
    """The whole file."""

    county: str = ""
    area_code: str = ""
    holidays: list[date] = []  #: weekdays that are not worked
    worked_weekends: list[date] = []  #: Saturdays and Sundays that are worked in turn
    readings: list[ReadingChoice] = []
    documents: list[DocumentChoice] = []
    minimum_wages: list[MinimumWage] = []
    standards: list[Standard] = []
    wage_month: WageMonth | None = None  #: None: by the day of entry
    lists: dict[str, str] = {}  #: name of an external list → its file

    def document(self, key: str) -> DocumentChoice | None:
        """What the office says about a document; None where it says nothing."""
        return next((entry for entry in self.documents if entry.key == key), None)

    def minimum_wage_on(self, day: date) -> MinimumWage | None:
        """The minimum wage in force on a day."""
        begun = [entry for entry in self.minimum_wages if entry.start <= day]
        return max(begun, key=lambda entry: entry.start, default=None)

    def standard(self, measure_id: str) -> Standard | None:
        """The sum that the office has set for a measure."""
        return next((entry for entry in self.standards if entry.measure == measure_id), None)


def load_office(path: Path) -> Office:
    """Read an office's file.

    Raises:
        DataFileError: it has unknown keys, names readings, options, documents or measures
            that do not exist, a standard that is no sum, or a worked weekend that is none.
    """
    office = load_toml(path, Office)
    faults = _faults(office)
    if faults:
        raise DataFileError(f"“{path.name}”内容有误：" + "；".join(faults))
    return office


def find_office(named: str | None) -> Office:
    """The office's file that was named, else ./office.toml, else an empty office.

    Raises:
        DataFileError: the file cannot be read or is not as it must be.
    """
    if named is not None:
        return load_office(Path(named))
    default = Path(DEFAULT_NAME)
    return load_office(default) if default.is_file() else empty()


def _faults(office: Office) -> list[str]:
    from claimcheck.policy import documents, rules
    from claimcheck.policy.load import general_readings

    faults = _examples_left(office)
    readings = {reading.id: reading for reading in general_readings()}
    for document in documents().values():
        readings |= {reading.id: reading for reading in document.readings}
    for choice in office.readings:
        if choice.id not in readings:
            faults.append(f"没有口径 {choice.id}")
        elif choice.option not in {option.key for option in readings[choice.id].options}:
            faults.append(f"口径 {choice.id} 没有选项“{choice.option}”")
    faults += [
        f"worked_weekends 中的 {day} 不是周六或周日"
        for day in office.worked_weekends
        if day.weekday() < 5
    ]
    faults += [
        f"{day} 既写在 holidays 中，又写在 worked_weekends 中"
        for day in sorted({*office.holidays} & {*office.worked_weekends})
    ]
    faults += [f"没有文件 {d.key}" for d in office.documents if d.key not in documents()]
    faults += [f"没有事项 {s.measure}" for s in office.standards if s.measure not in rules()]
    for standard in office.standards:
        ways = [standard.yuan is not None, standard.yuan_each is not None, bool(standard.scale)]
        if sum(ways) != 1:
            faults.append(f"{standard.measure} 的标准须恰好写 yuan、yuan_each、scale 之一")
        faults += [
            f"{standard.measure} 的标准中，人数须逐行递增"
            for lower, upper in pairwise(standard.scale)
            if upper.start <= lower.start
        ]
    return faults


def _examples_left(office: Office) -> list[str]:
    """What still says 示例 where a paper of the office's own is wanted."""
    papers = [(f"口径 {choice.id} 的依据（basis）", choice.basis) for choice in office.readings]
    papers += [(f"文件 {entry.key} 的文号（number）", entry.number) for entry in office.documents]
    papers += [(f"{entry.measure} 的依据（basis）", entry.basis) for entry in office.standards]
    papers += [("最低工资标准的依据（basis）", entry.basis) for entry in office.minimum_wages]
    if office.wage_month is not None:
        papers.append(("wage_month 的依据（basis）", office.wage_month.basis))
    return [
        f"{place}“{text}”还是示例，请写本县区的文件或会议纪要"
        for place, text in papers
        if text.strip().startswith(_EXAMPLE)
    ]


def empty() -> Office:
    """An office that has decided nothing."""
    return msgspec.convert({}, Office)
