"""What a run of `validate` is made with, put together once for every command that makes one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.errors import ClaimcheckError
from claimcheck.office import find_office
from claimcheck.settings import Settings
from validator.reading.files import expand
from validator.run.validate import Validation, run_validation

if TYPE_CHECKING:
    from validator.ledger.ledger import Ledger
    from validator.reading.apart import Reader


class NothingToCheckError(ClaimcheckError):
    """Raised when the folders that were named hold no workbook; the text is Chinese."""


@dataclass(frozen=True)
class PreparedRun:
    """The files of a batch, and what they are judged by."""

    files: list[Path]
    settings: Settings
    lists_folder: Path  #: in which the office's lists are looked for

    def run(
        self,
        progress: Callable[[str], None],
        ledger: "Ledger | None",
        no_ledger: str = "",
        *,
        unmask: bool = False,
        reader: "Reader | None" = None,
    ) -> Validation:
        """Read and check the files.

        Args:
            progress: told in Chinese what is being done.
            ledger: the earlier claims to compare with.
            no_ledger: where there is none, why.
            unmask: show ID numbers and names in full.
            reader: see `run_validation`.
        """
        return run_validation(
            self.files,
            self.settings,
            unmask=unmask,
            progress=progress,
            ledger=ledger,
            no_ledger=no_ledger,
            lists_folder=self.lists_folder,
            reader=reader,
        )


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
    files = expand(paths, tell)
    if not files:
        raise NothingToCheckError("给出的文件夹里没有 Excel 工作簿。")
    office = find_office(office_file)
    settings = Settings(on=day.date(), office=office) if day else Settings(office=office)
    return PreparedRun(files, settings, Path(office_file).parent if office_file else Path())
