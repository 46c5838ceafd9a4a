"""Finds and loads the policy documents, and answers questions about them."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimcheck.datafile import Strict, load_toml
from claimcheck.errors import DataFileError, ReadingError, UnknownMeasureError
from claimcheck.policy.check import check_document
from claimcheck.policy.model import Document, Measure
from claimcheck.policy.readings import Reading

_FOLDER = Path(__file__).with_name("documents")
_GENERAL = "general.toml"
#: A further folder of documents, for counties whose documents are not built in.
_MORE = "CLAIMCHECK_DOCUMENTS"


def document_files() -> dict[str, Path]:
    """The files of all documents, by the key that their names carry (zw26.toml: ZW26).

    A file in the folder that CLAIMCHECK_DOCUMENTS names goes before a built-in one.
    """
    folders = [_FOLDER, *(Path(name) for name in [os.environ.get(_MORE)] if name)]
    return {
        path.stem.upper(): path
        for folder in folders
        for path in sorted(folder.glob("*.toml"))
        if path.name != _GENERAL
    }


class _General(Strict, frozen=True):
    readings: list[Reading]


@dataclass(frozen=True)
class Rule:
    """A measure together with the document it stands in and the readings it has."""

    measure: Measure
    document: Document
    readings: dict[str, Reading]

    @property
    def id(self) -> str:
        """The measure's id, such as ZW26-3."""
        return self.measure.id

    @property
    def defaults(self) -> dict[str, str]:
        """The default option of every reading."""
        return {key: reading.default for key, reading in self.readings.items()}

    @property
    def clause(self) -> str:
        """How results cite the clause: ZW26 三."""
        return f"{self.document.key} {self.measure.clause}"

    @property
    def cited(self) -> str:
        """How messages cite the clause: 中卫2026年方案第三条."""
        return f"{self.document.short}第{self.measure.clause.strip('（）')}条"


def load_document(path: Path) -> Document:
    """Read and check one document's file.

    Raises:
        DataFileError: it has unknown keys or its rules contradict themselves.
    """
    document = load_toml(path, Document)
    check_document(document, general_readings())
    return document


@cache
def general_readings() -> tuple[Reading, ...]:
    """The readings that several documents share: of wordings that more than one of them has."""
    return tuple(load_toml(_FOLDER / _GENERAL, _General).readings)


@cache
def documents() -> dict[str, Document]:
    """All documents by key."""
    loaded = [load_document(path) for path in document_files().values()]
    return {document.key: document for document in loaded}


@cache
def rules() -> dict[str, Rule]:
    """All measures by id, each with its document and readings."""
    return {
        measure.id: make_rule(measure, document)
        for document in documents().values()
        for measure in document.measures
    }


@cache
def rule(measure_id: str) -> Rule:
    """One measure. Reads only the document whose key the id starts with.

    Raises:
        UnknownMeasureError: no document has this measure.
    """
    measure_id = measure_id.strip()
    path = document_files().get(measure_id.split("-", maxsplit=1)[0].upper())
    if path is not None:
        document = load_document(path)
        for measure in document.measures:
            if measure.id.lower() == measure_id.lower():
                return make_rule(measure, document)
    raise UnknownMeasureError(
        f"没有编号为“{measure_id}”的事项。可用 claimcheck policy list 查看全部事项编号。"
    )


def make_rule(measure: Measure, document: Document) -> Rule:
    """Put a measure together with the readings of its document and the shared ones."""
    every = [*document.readings, *general_readings()]
    # Those of this clause's words first, by number; then those of every measure with months.
    every.sort(key=lambda reading: (bool(reading.applies_to), reading.id))
    return Rule(
        measure, document, {reading.id: reading for reading in every if _fits(reading, measure)}
    )


def check_choice(rule_: Rule, reading_id: str, option: str) -> None:
    """Make sure that an option can be chosen for a measure.

    Raises:
        ReadingError: the measure has no such reading, or the reading no such option.
    """
    if reading_id not in rule_.readings:
        known = "、".join(rule_.readings) or "（无）"
        raise ReadingError(f"{rule_.id} 没有口径 {reading_id}，可选：{known}。")
    options = [entry.key for entry in rule_.readings[reading_id].options]
    if option not in options:
        raise ReadingError(f"口径 {reading_id} 没有选项“{option}”，可选：{'、'.join(options)}。")


def _fits(reading: Reading, measure: Measure) -> bool:
    match reading.applies_to:
        case "":
            return measure.id in reading.measures
        case "months":
            return measure.employment is not None
        case "wage_floor":
            return measure.employment is not None and measure.employment.floor is not None
    raise DataFileError(f"口径 {reading.id} 的 applies_to“{reading.applies_to}”不认识。")
