"""What a run of `validate` is made with, put together once for every command that makes one."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.errors import ClaimcheckError
from claimcheck.office import find_office
from claimcheck.settings import Settings
from claimcheck.text import shown_path
from validator.reading.files import FilesOfCall, look_over
from validator.run.validate import Validation, run_validation

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from validator.ledger.ledger import Ledger
    from validator.reading.sent import Reader


class NothingToCheckError(ClaimcheckError):
    """Raised when the folders that were named hold no workbook; the text is Chinese."""


@dataclass(frozen=True)
class Where:
    """Where files are read and checked."""

    reader: "Reader | None" = None  #: has them read elsewhere; they are checked here
    executor: "Executor | None" = None  #: has them checked elsewhere


HERE = Where()


@dataclass(frozen=True)
class PreparedRun:
    """The files of a batch, and what they are judged by."""

    found: FilesOfCall
    settings: Settings
    lists_folder: Path  #: in which the office's lists are looked for

    @property
    def files(self) -> list[Path]:
        """The workbooks, claims or not."""
        return self.found.workbooks

    @property
    def missing(self) -> list[Path]:
        """The paths that were named and are not there."""
        return [path for path in self.files if not path.exists()]

    def run(
        self,
        progress: Callable[[str], None],
        ledger: "Ledger | None",
        no_ledger: str = "",
        *,
        unmask: bool = False,
        even_nothing: bool = False,
        own: Collection[int] = (),
        where: Where = HERE,
    ) -> Validation:
        """Read and check the files.

        Args:
            progress: told in Chinese what is being done.
            ledger: the earlier claims to compare with.
            no_ledger: where there is none, why.
            unmask: show ID numbers and names in full.
            even_nothing: go on where a path is not there, or nothing that was found is a claim.
            own: batches of the ledger that were recorded from these files, see `Across.own`.
            where: where the files are read and checked.

        Raises:
            NothingToCheckError: that is so, and nobody wants to go on.
        """
        if self.missing and not even_nothing:
            raise NothingToCheckError(missing_words(self.missing))
        if where.executor is not None:
            from validator.run.spread.here import run_spread

            found = run_spread(
                self.found,
                self.settings,
                where.executor,
                progress=progress,
                ledger=ledger,
                no_ledger=no_ledger,
                lists_folder=self.lists_folder,
            )
        else:
            found = run_validation(
                self.found,
                self.settings,
                unmask=unmask,
                progress=progress,
                ledger=ledger,
                no_ledger=no_ledger,
                lists_folder=self.lists_folder,
                own=own,
                reader=where.reader,
            )
        if not found.inputs and not even_nothing:
            kinds = "、".join(dict.fromkeys(entry.what for entry in found.aside))
            raise NothingToCheckError(f"没有申报可以核查，给出的文件夹里只有：{kinds}。")
        return found


def missing_words(paths: Sequence[Path]) -> str:
    """What to say of paths that are not there."""
    names = "、".join(f"“{shown_path(path)}”" for path in paths[:5])
    return f"没有这个文件或文件夹：{names}，所以没有写任何文件。请检查文件名和位置。"


def prepared(
    paths: Sequence[Path],
    day: datetime | None,
    office_file: str | None,
    tell: Callable[[str], None],
) -> PreparedRun:
    """Find the files and the office's settings.

    Args:
        paths: files and folders.
        day: the day to judge by; None: today.
        office_file: the office's file; None: ./office.toml where there is one.
        tell: told in Chinese which claims give way to their copies.

    Raises:
        NothingToCheckError: there is nothing to check.
        DataFileError: the office's file is not as it must be.
    """
    found = look_over(paths, tell)
    if not found.workbooks:
        raise NothingToCheckError("给出的文件夹里没有 Excel 工作簿。")
    office = find_office(office_file)
    settings = Settings(on=day.date(), office=office) if day else Settings(office=office)
    return PreparedRun(found, settings, Path(office_file).parent if office_file else Path())
