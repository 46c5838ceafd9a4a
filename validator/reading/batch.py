"""The files of a call: each with what was read of it, or why it could not be read."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from threading import Thread

from claimcheck.errors import ClaimcheckError
from claimcheck.forms import Form, SheetKind
from claimcheck.policy import Rule, rules
from claimcheck.policy.employment import MonthsFrom
from claimcheck.policy.model import People
from claimcheck.text import shown_name
from validator.common.naming import labels
from validator.common.workers.pool import Workers, ending_all, finished
from validator.common.workers.process import WorkerDiedError
from validator.reading.ahead import PREPARE, read_in_worker
from validator.reading.applicant_part import ApplicantPart
from validator.reading.results import Oddity, OddityKind, SheetRead, WorkbookRead
from validator.reading.sent import Reader, Sent, arrived
from validator.reading.unreadable import UnreadableError, ended_by, failed_over

#: Rows of a batch whose checks want memory.
_MANY = 300_000


#: So many small workbooks are read together: with more, little is won, and work is shared out
#: less evenly. A filled template has half a megabyte; saved by LibreOffice, four.
_TOGETHER, _SMALL, _KIND = 12, 6_000_000, (".xlsx", ".xlsm")

#: No fewer than so many, where there are enough for all workers.
_FEWEST = 2


@dataclass
class Input:
    """One file of a call, read or not."""

    number: int
    path: Path
    label: str = ""  #: its name as it is shown, different from those of the others
    fault: str = ""  #: why it could not be read, in Chinese
    remedy: str = ""  #: what to do about that
    form: Form | None = None
    sheets: dict[SheetKind, SheetRead] = field(default_factory=dict)
    sheet_names: tuple[str, ...] = ()
    oddities: list[Oddity] = field(default_factory=list)
    stamp: str = ""  #: of our template, such as "hiring 1"
    whole: int | None = None  #: of a part of a collected workbook: the file's number
    #: what `collect` noted of the part (see `validator.reading.units`)
    part: ApplicantPart | None = None
    #: of a collected workbook: a claim's id in it → the one that its applicant wrote
    own_ids: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Name an input that is looked at alone."""
        self.label = self.label or shown_name(self.path)

    @cached_property
    def needed(self) -> frozenset[SheetKind]:
        """The sheets without which the measures claimed in this file cannot be judged.

        A form has a sheet where any measure of its type needs it; the measures that a file
        names may do with less. All of the form's where no known measure is named.
        """
        if self.form is None:
            return frozenset()
        everything = frozenset(sheet.kind for sheet in self.form.sheets)
        claims = self.sheets.get(SheetKind.CLAIMS)
        named = [] if claims is None else {*claims.frame["measure"]}
        known = [rules()[name] for name in named if name in rules()]
        if not known:
            return everything
        needed = {SheetKind.CLAIMS}
        for rule in known:
            if rule.measure.people is not People.NONE:
                needed.add(SheetKind.ROSTER)
            if MonthsFrom.PAYMENTS in _months_from(rule):
                needed.add(SheetKind.WAGES)
        return everything & needed

    @property
    def complete(self) -> bool:
        """Whether every sheet, required column and row is there, so that it can be judged."""
        if self.form is None or any(odd.kind is OddityKind.UNREAD for odd in self.oddities):
            return False
        return all(
            kind in self.sheets
            and not self.sheets[kind].missing
            and not self.sheets[kind].frame.is_empty()
            for kind in self.needed
        )


def _months_from(rule: Rule) -> set[MonthsFrom | None]:
    """How a rule counts months, under any of its readings."""
    employment = rule.measure.employment
    if employment is None:
        return set()
    return {employment.months} | {
        option.employment.months
        for reading in rule.readings.values()
        for option in reading.options
        if option.employment is not None
    }


def read_inputs(
    paths: Sequence[Path], progress: Callable[[str], None], reader: Reader | None = None
) -> list[Input]:
    """Read all files; a file that cannot be read keeps the reason, and the rest goes on.

    Args:
        paths: the files.
        progress: told in Chinese what has been read.
        reader: has a file read; None: by the workers of this process.
    """
    inputs = [
        Input(number, path, label)
        for number, (path, label) in enumerate(zip(paths, labels(paths), strict=True))
    ]
    progress(f"读取 {inputs[0].label}" if len(inputs) == 1 else f"读取 {len(inputs):,} 个文件")
    done = 0
    with ending_all(PREPARE) as workers:
        if reader is None:
            workers.start(alone=len(inputs) == 1)
            handed, groups = partial(_by_workers, workers), _groups(inputs, workers.number)
        else:
            handed, groups = partial(_handed_to, reader), [[entry] for entry in inputs]
        while groups:
            again: list[Input] = []
            for entries, read in finished(handed, groups):
                if not _take(entries, read):
                    again += entries
                    continue
                for entry in entries:
                    done += 1
                    if len(inputs) > 1:
                        progress(f"读取 {entry.label}（{done}/{len(inputs)}）")
            groups = [[entry] for entry in again]
        if sum(sheet.frame.height for entry in inputs for sheet in entry.sheets.values()) > _MANY:
            # What workers keep of large sheets is better used by the checks.
            Thread(target=workers.rest).start()
    return inputs


def _groups(inputs: Sequence[Input], workers: int) -> list[list[Input]]:
    """Which files are read together: small workbooks, as evenly as the workers can be busy."""
    small, groups = list[Input](), list[list[Input]]()
    for entry in inputs:
        if _is_small(entry.path):
            small.append(entry)
        else:
            groups.append([entry])
    fewest = min(_FEWEST, -(-len(small) // (2 * workers)))
    while small:
        # The last groups are smaller, so that no worker is busy much longer than the others.
        size = max(fewest, min(_TOGETHER, -(-len(small) // (2 * workers))))
        groups.append(small[:size])
        small = small[size:]
    return groups


def _is_small(path: Path) -> bool:
    """Whether a file is most likely a filled template, or another of the same kind and size."""
    try:
        return path.suffix.lower() in _KIND and path.stat().st_size <= _SMALL
    except (OSError, ValueError):  # it is told when it is read
        return False


def _by_workers(workers: Workers, entries: Sequence[Input]) -> "Future[Sent]":
    # As it is asked ahead: a single file may have been begun.
    return workers.submit(read_in_worker, *(entry.path.absolute() for entry in entries))


def _handed_to(reader: Reader, entries: Sequence[Input]) -> "Future[Sent]":
    (entry,) = entries
    return reader(entry.path)


def _take(entries: Sequence[Input], read: "Future[Sent]") -> bool:
    """Keep what was read of some files, or why one was not: it never takes the others along.

    Returns:
        False where it is not known over which of them the reading failed.
    """
    try:
        books = arrived(read.result())
    except ClaimcheckError:
        raise  # it says what is wrong with all of them, such as with the rules
    except Exception as error:
        if len(entries) > 1:
            return False
        books = [ended_by(error) if isinstance(error, WorkerDiedError) else failed_over(error)]
    for entry, book in zip(entries, books, strict=True):
        if isinstance(book, UnreadableError):
            entry.fault, entry.remedy = book.fault, book.remedy
        else:
            _keep(entry, book)
    return True


def _keep(entry: Input, book: WorkbookRead) -> None:
    entry.form, entry.sheets, entry.sheet_names = book.form, book.sheets, book.names
    entry.oddities, entry.stamp = book.oddities, book.stamp
