"""Compared with last time: which findings are new, which are mended, which remain.

A finding's id is the same for the same fault of the same content, so that two runs can be
compared by ids alone. They are kept in a small file beside the outputs, or read from the
JSON of an earlier run.
"""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from claimcheck.errors import ClaimcheckError
from claimcheck.text import one_line, shown_name
from claimcheck.writing import WriteError, write_whole

#: The small file; its name begins with a dot, so that it is no workbook of a folder.
STATE = ".claimcheck-last.json"

#: So many batches of a folder are remembered, the latest.
_KEPT = 50


class PreviousError(ClaimcheckError):
    """Raised when the report of an earlier run cannot be read."""


@dataclass(frozen=True)
class RunComparison:
    """What has changed since an earlier run."""

    earlier: str  #: the run compared with: a time, or a file's name
    new: frozenset[str]
    fixed: frozenset[str]
    remaining: frozenset[str]

    def as_dict(self) -> dict[str, str | int | list[str]]:
        """For JSON."""
        return {
            "with": self.earlier,
            "new": len(self.new),
            "fixed": len(self.fixed),
            "remaining": len(self.remaining),
            "new_ids": sorted(self.new),
            "fixed_ids": sorted(self.fixed),
        }

    @property
    def words(self) -> str:
        """In one sentence."""
        return (
            f"与上次核查（{self.earlier}）相比：新增 {len(self.new):,} 处，"
            f"已改正 {len(self.fixed):,} 处，仍有 {len(self.remaining):,} 处。"
        )


class _Run(msgspec.Struct):
    at: str
    inputs: list[str]
    ids: list[str]
    #: how far the ledger was that the run was held against, see `Supervision.witness`
    ledger: str = ""


class _State(msgspec.Struct):
    runs: list[_Run] = []


class _Finding(msgspec.Struct):
    id: str


class _Report(msgspec.Struct):
    findings: list[_Finding]


def with_report(path: Path, ids: Iterable[str]) -> RunComparison:
    """Compare with the JSON of an earlier run.

    Raises:
        PreviousError: it is no such file.
    """
    try:
        report = msgspec.json.decode(path.read_bytes(), type=_Report)
    except OSError as error:
        raise PreviousError(
            f"无法读取上次的结果“{shown_name(path)}”：没有这个文件或没有权限。"
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PreviousError(
            f"“{shown_name(path)}”不是核查结果。"
            "请给出 claimcheck validate --format json 的输出文件。"
        ) from error
    return _compared(shown_name(path), {finding.id for finding in report.findings}, ids)


def with_state(folder: Path, inputs: Sequence[Path], ids: Iterable[str]) -> RunComparison | None:
    """Compare with the last run of the same files; None where there was none."""
    runs = _read(folder).runs
    names = _names(folder, inputs) if runs else []
    for run in reversed(runs):
        if run.inputs == names:
            return _compared(run.at, set(run.ids), ids)
    return None


def witnesses(folder: Path) -> list[str]:
    """What earlier runs in a folder noted of the ledger (see `Supervision.witness`)."""
    return [run.ledger for run in _read(folder).runs if run.ledger]


def remember(folder: Path, inputs: Sequence[Path], ids: Iterable[str], witness: str) -> None:
    """Keep the ids of a run for the next. Where that is not possible, nothing is lost.

    Args:
        folder: where the outputs are.
        inputs: the files of the run.
        ids: of its findings.
        witness: how far the ledger was; empty: none was used, or it was not to be trusted, and
            what an earlier run of the same files noted of it stays.
    """
    state, names = _read(folder), _names(folder, inputs)
    witness = witness or next((run.ledger for run in state.runs if run.inputs == names), "")
    now = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    others = [run for run in state.runs if run.inputs != names]
    state.runs = [*others, _Run(now, names, sorted(ids), witness)][-_KEPT:]
    with suppress(WriteError):
        write_whole(folder / STATE, msgspec.json.encode(state))


def _compared(earlier: str, before: set[str], ids: Iterable[str]) -> RunComparison:
    now = set(ids)
    return RunComparison(
        earlier, frozenset(now - before), frozenset(before - now), frozenset(now & before)
    )


def _read(folder: Path) -> _State:
    try:
        return msgspec.json.decode((folder / STATE).read_bytes(), type=_State)
    except (OSError, msgspec.DecodeError):
        return _State()


def _names(folder: Path, inputs: Sequence[Path]) -> list[str]:
    """What tells the inputs of one run from those of another that are called the same."""
    whole = folder.resolve()
    return sorted(one_line(_relative(path.resolve(), whole)) for path in inputs)


def _relative(path: Path, folder: Path) -> str:
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # another drive
        return str(path)
