"""What goes to the other machines, and what comes back from there."""

import pickle
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from claimcheck.forms import SheetKind, whole_form
from claimcheck.settings import Settings
from validator.checks import Ran
from validator.checks.lists.reading import ListRead
from validator.ledger.asked import Answers, Questions
from validator.reading.batch import Input
from validator.reading.headers import Headers
from validator.reading.results import SheetRead
from validator.reading.unreadable import UnreadableError

#: Lists of the office by the names of their files, or why one cannot be read.
Lists = Mapping[str, ListRead | UnreadableError]

#: Every run of checks has a place: in the batch of one form, or across all of them.
Place = tuple[str, str]


@dataclass(frozen=True)
class SentFile:
    """A workbook on its way there."""

    name: str  #: its ending says something about its kind
    label: str  #: its name as findings in other files show it
    content: bytes


@dataclass(frozen=True)
class Terms:
    """What holds for all files of a run."""

    settings: Settings
    key: bytes  #: of the run's hashes; the ledger's where there is one
    no_ledger: str | None  #: why no ledger is asked; None: one is
    lists: Lists  #: the office's lists without their people


@dataclass(frozen=True)
class Known:
    """What is known here of the people of some files."""

    answers: Answers = field(default_factory=Answers)  #: of the ledger
    lists: Lists = field(default_factory=dict)  #: the office's lists, only with these people


@dataclass(frozen=True)
class Request:
    """Files that hang together, or one file, to be checked."""

    files: Sequence[SentFile]
    known: Known = field(default_factory=Known)
    rulings: pl.DataFrame | None = (
        None  #: the marks of supervisors' verdicts; None: there are none yet
    )


@dataclass(frozen=True)
class SheetFacts:
    """What is told of a sheet without its rows."""

    name: str
    headers: Headers | None
    rows: int
    cells: int
    filled: int
    present: int


@dataclass(frozen=True)
class FileFacts:
    """What is told of a file without its rows."""

    fault: str
    remedy: str
    form: str | None
    stamp: str
    sheet_names: tuple[str, ...]
    sheets: Mapping[SheetKind, SheetFacts]
    parts: int  #: how many applicants' parts were judged by themselves; 0: it is no collected one

    def put_into(self, entry: Input) -> None:
        """Tell an input what is known of its file."""
        entry.fault, entry.remedy, entry.stamp = self.fault, self.remedy, self.stamp
        entry.sheet_names = self.sheet_names
        if self.form is None:
            return
        form = entry.form = whole_form(self.form)
        for kind, facts in self.sheets.items():
            sheet = form.sheet(kind)
            assert sheet is not None  # noqa: S101 - it was read as this sheet of the form
            no_rows = pl.DataFrame({"row": pl.repeat(None, facts.rows, dtype=pl.Null, eager=True)})
            entry.sheets[kind] = SheetRead(
                sheet, facts.name, facts.headers, no_rows,
                cells=facts.cells, filled=facts.filled, present=facts.present,
            )  # fmt: skip


def facts_of(entry: Input, parts: int) -> FileFacts:
    """What is told of a file that was read."""
    sheets = {
        kind: SheetFacts(
            read.name, read.headers, read.frame.height, read.cells, read.filled, read.present
        )
        for kind, read in entry.sheets.items()
    }
    form = None if entry.form is None else entry.form.type
    return FileFacts(entry.fault, entry.remedy, form, entry.stamp, entry.sheet_names, sheets, parts)


@dataclass(frozen=True)
class JudgedFacts:
    """What is told of the claims under one measure."""

    rule: str
    chosen: Mapping[str, str]  #: the option of every reading
    claims: list[tuple[int, int]]  #: input, row
    reasons: list[list[dict[str, Any]]]
    readings: list[list[dict[str, Any]]]
    people: pl.DataFrame  #: input, row and amount_fen of those who are paid something


@dataclass(frozen=True)
class Part:
    """What was found in the files of one request; their numbers are their places in it.

    Parts of collected files are numbered after all files.
    """

    files: Sequence[FileFacts]
    findings: pl.DataFrame
    claims: pl.DataFrame
    judged: Sequence[JudgedFacts]
    runs: Mapping[Place, Sequence[Ran]]
    keys: pl.DataFrame
    parties: pl.DataFrame  #: input, claim_id, county, applicant_code (as a hash) of all claims
    rulings: pl.DataFrame  #: the marks by which was judged, see `validator.checks.rulings`
    questions: Questions


def renumbered(frame: pl.DataFrame, numbers: Mapping[int, int]) -> pl.DataFrame:
    """Rows with other numbers of files and of parts of files."""
    own = [name for name in ("input", "unit", "file") if name in frame.columns]
    changed = frame.with_columns(pl.col(own).replace(numbers))
    if "related" not in frame.columns:
        return changed
    file = pl.element().struct.field("input").replace(numbers).alias("input")
    return changed.with_columns(
        related=pl.col("related").list.eval(pl.element().struct.with_fields(file))
    )


def packed(parts: Sequence[Part]) -> bytes:
    """Parts as they travel: what comes again in each of them, such as columns, is short."""
    return zlib.compress(pickle.dumps(parts, protocol=5), level=1)


def unpacked(content: bytes) -> list[Part]:
    """The parts that were packed."""
    parts: list[Part] = pickle.loads(zlib.decompress(content))  # noqa: S301 - from our machines
    return parts
