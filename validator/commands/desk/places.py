"""Where the desk keeps its files: one folder a day, in it one folder a batch."""

import re
from datetime import date
from pathlib import Path, PurePosixPath

import msgspec
import platformdirs

from claimcheck.writing import write_new, write_whole
from validator.common.naming import READABLE, numbered_names, output_name
from validator.reading.files import LOCK, is_own_output

#: The folder of a batch for what was handed in, and for what comes out.
INBOX, OUT, STATEMENTS = "收件", "结果", "银行流水"
TEMPLATES = "空白模板"

_NOTE = "批次.json"

#: What marked copies are called beside the claim, also where one was kept beside another.
_MARKED = re.compile(r"(?:\.核查(?:（\d+）)?)+$")

#: What is added to the name of a file where another of that name is kept already.
_NUMBERED = re.compile(r"(?:（\d+）)+$")

#: Folders inside a dropped folder are kept so deep.
_DEEPEST = 4

#: So many earlier batches are offered to be taken up again.
_OFFERED = 12

#: Names that mean a device on Windows, whatever their ending.
_DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)
}


def default_folder() -> Path:
    """Where the desk works unless another folder is named."""
    return platformdirs.user_documents_path() / "就业补贴核查"


class _Noted(msgspec.Struct):
    """What is kept of a batch, so that it can be taken up again."""

    files: list[str]  #: relative to the batch's folder where they are in it
    recorded: dict[str, str] = {}  #: batches of the ledger that it became, and their seals


class BatchFolder:
    """One batch: the files that are checked together, and the folder of what comes out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: list[Path] = []
        self.recorded: dict[str, str] = {}  #: number in the ledger → what seals that it is this
        try:
            noted = msgspec.json.decode((path / _NOTE).read_bytes(), type=_Noted)
        except (OSError, msgspec.DecodeError):
            return
        self.files = [path / name for name in noted.files if (path / name).is_file()]
        self.recorded = noted.recorded

    @property
    def name(self) -> str:
        """How the batch is named to people: 2026-11-28 第1批."""
        return f"{self.path.parent.name} {self.path.name}"

    @property
    def out(self) -> Path:
        """The folder of what comes out."""
        return self.path / OUT

    def add(self, *files: Path) -> None:
        """Take files into the batch, each once."""
        known = {file.resolve() for file in self.files}
        self.files += [file for file in files if file.resolve() not in known]
        self._note()

    def leave_out(self, file: Path) -> None:
        """Take a file out of the batch; it stays where it is."""
        self.files = [other for other in self.files if other != file]
        self._note()

    def replace(self, file: Path, by: Path) -> None:
        """Let another file stand for one of the batch."""
        self.files = [by if other == file else other for other in self.files]
        self._note()

    def became(self, number: int, seal: str) -> None:
        """Note which batch of the ledger was recorded from these files."""
        self.recorded = self.recorded | {str(number): seal}
        self._note()

    def corrected_by(self, copy: Path) -> Path | None:
        """The file of the batch for which a corrected marked copy was handed in, if it is one."""
        stem = _MARKED.sub("", copy.stem)
        if stem == copy.stem:
            return None
        others = [file for file in self.files if file != copy]
        same = [file for file in others if _MARKED.sub("", file.stem) == stem]
        return same[0] if len(same) == 1 else None

    def named_like(self, file: Path) -> Path | None:
        """The file of the batch that was handed in under the same name as another."""
        name = _NUMBERED.sub("", file.stem)
        alike = (
            other
            for other in self.files
            if other != file
            and (other.parent, other.suffix, _NUMBERED.sub("", other.stem))
            == (file.parent, file.suffix, name)
        )
        return next(alike, None)

    def receive(self, name: str, content: bytes, folder: str = INBOX) -> Path:
        """Keep a file that was dropped; one of the same name stays as it is.

        Args:
            name: its name, with the folders that it was dropped in, parted by `/`.
            content: what it holds.
            folder: the folder in the batch's folder.

        Returns:
            Where it is kept.

        Raises:
            WriteError: it cannot be written.
        """
        return next(
            place
            for place in numbered_names(self.path / folder / _safe(name))
            if _is(place, content) or write_new(place, content)
        )

    def _note(self) -> None:
        names = []
        for file in self.files:
            inside = file.is_relative_to(self.path)
            names.append(file.relative_to(self.path).as_posix() if inside else str(file))
        write_whole(self.path / _NOTE, msgspec.json.encode(_Noted(names, self.recorded)))


def new_batch(home: Path, day: date) -> BatchFolder:
    """The next batch of a day; its folder is made when something comes in."""
    number = 1
    while (home / day.isoformat() / f"第{number}批").exists():
        number += 1
    return BatchFolder(home / day.isoformat() / f"第{number}批")


def earlier_batches(home: Path) -> list[BatchFolder]:
    """The batches that can be taken up again, the newest first, and no more than a few."""
    notes = sorted(
        home.glob(f"????-??-??/第*批/{_NOTE}"),
        key=lambda note: (note.parent.parent.name, note.stat().st_mtime),
        reverse=True,
    )
    return [batch for note in notes[:_OFFERED] if (batch := BatchFolder(note.parent)).files]


def is_claim_file(name: str) -> bool:
    """Whether a file of this name may be a claim: a workbook, and none of our own outputs."""
    return name.lower().endswith(READABLE) and not is_passed_over(name)


def is_passed_over(name: str) -> bool:
    """Whether a dropped file is of no account: a lock, a hidden file, our output in a folder.

    A marked copy that is dropped by itself is meant: it comes back corrected.
    """
    path = PurePosixPath(name)
    return path.name.startswith((LOCK, ".")) or ("/" in name and is_own_output(Path(name)))


def _safe(name: str) -> Path:
    """A relative path that stays inside and that every system takes."""
    parts = [part.strip() for part in name.replace("\\", "/").split("/")]
    parts = [part for part in parts if part.strip(".")][-_DEEPEST:] or ["未命名"]
    made = [output_name(Path(part)) for part in parts]
    return Path(*(f"_{part}" if part.split(".")[0].lower() in _DEVICES else part for part in made))


def _is(file: Path, content: bytes) -> bool:
    """Whether a file holds just this."""
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except OSError:
        return False
