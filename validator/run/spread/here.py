"""Hands a run to other machines, and puts together what comes back: the same as one machine's."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.errors import ClaimcheckError
from claimcheck.settings import Settings
from validator.checks.structure import opened
from validator.common.naming import labels
from validator.common.workers.pool import finished
from validator.common.workers.process import WorkerDiedError
from validator.ledger.asked import Answers, looked_up_for
from validator.ledger.keys import KEY_SIZE, Hasher
from validator.reading.batch import Input
from validator.reading.files import FilesOfCall
from validator.reading.opening import UnreadableError, content_of, ended_by, failed_over
from validator.run.aside import set_aside
from validator.run.spread.groups import groups_of
from validator.run.spread.hidden_claims import NO_PARTIES
from validator.run.spread.keys import KEYS
from validator.run.spread.lists import people_on, read_lists, without_people
from validator.run.spread.ruling import SpreadAssembly, spread_context
from validator.run.spread.sent import FileFacts, Known, Lists, Part, SentFile, Terms, unpacked
from validator.run.spread.there import check_there
from validator.run.spread.together import (
    Group,
    checks_of,
    claims_of,
    findings_of,
    judged_of,
    numbered,
    renumbered,
)
from validator.run.validate import Validation

if TYPE_CHECKING:
    from validator.ledger.ledger import Ledger


class ChangedError(ClaimcheckError):
    """Raised where a file cannot be checked a second time; the text is Chinese."""


#: Pieces of work that are out at a time, so that no more files than these are held here.
_OUT = 16


@dataclass
class _Run:
    """A run that goes on."""

    executor: Executor
    terms: Terms
    ledger: "Ledger | None"
    lists: Lists  #: with all their people
    progress: Callable[[str], None]
    answers: Answers = field(default_factory=Answers)
    told: dict[int, Known] = field(default_factory=dict)  #: by the first file of a group

    def checked_alone(self, inputs: Sequence[Input]) -> dict[int, Part]:
        """Have every file checked by itself, and tell the inputs what is known of them."""
        parts: dict[int, Part] = {}
        for done, (entry, checking) in enumerate(
            finished(partial(self._send, told=Known()), [[entry] for entry in inputs], _OUT), start=1
        ):
            part = _part_of(checking)
            if isinstance(part, UnreadableError):
                entry[0].fault, entry[0].remedy = part.fault, part.remedy
            else:
                part.files[0].put_into(entry[0])
                parts[entry[0].number] = part
            self.progress(f"核查 {entry[0].label}（{done}/{len(inputs)}）")
        return parts

    def checked_together(
        self, inputs: Sequence[Input], parts: dict[int, Part]
    ) -> list[tuple[list[Input], Part]]:
        """Each group that hangs together with what was found in it, in the order of files."""
        known_of = {entry.number: entry for entry in inputs if entry.number in parts}
        keys = _keys(parts, known_of)
        self.answers = self._answers([parts[number] for number in known_of])
        groups = [[known_of[number] for number in group] for group in groups_of([*known_of], keys)]
        found = {group[0].number: parts[group[0].number] for group in groups}
        self.told.clear()
        again = []
        for group in groups:
            told = self._told(group, parts, keys)
            if len(group) > 1 or told is not None:
                self.told[group[0].number] = told or Known()
                again.append((group, told or Known()))
        for done, ((group, _), checking) in enumerate(
            finished(lambda one: self._send(one[0], told=one[1]), again, _OUT), start=1
        ):
            part = _part_of(checking)
            if isinstance(part, UnreadableError):
                _fail(group, part)
                continue
            found[group[0].number] = part
            self.progress(f"对照相关的文件（{done}/{len(again)}）")
        return [(group, found[group[0].number]) for group in groups if not group[0].fault]

    def checked_again(self, asked: Sequence[tuple[Group, bytes]]) -> list[Part]:
        """Groups under verdicts, in their order.

        Raises:
            ChangedError: one of the files cannot be read any more.
        """
        found: dict[int, Part] = {}

        def send(one: tuple[Group, bytes]) -> "Future[Part | UnreadableError]":
            group, rulings = one
            told = self.told.get(group.inputs[0].number, Known())
            return self._send(group.inputs, told, rulings)

        for (group, _), checking in finished(send, asked, _OUT):
            part = _part_of(checking)
            if isinstance(part, UnreadableError):
                raise ChangedError(f"按裁定重新核算“{group.inputs[0].label}”时出错：{part}")
            found[group.inputs[0].number] = part
        return [found[group.inputs[0].number] for group, _ in asked]

    def _send(
        self, group: Sequence[Input], told: Known, rulings: bytes | None = None
    ) -> "Future[Part | UnreadableError]":
        try:
            files = [
                SentFile(f"file{entry.path.suffix}", entry.label, content_of(entry.path))
                for entry in group
            ]
        except UnreadableError as error:
            refused: Future[Part | UnreadableError] = Future()
            refused.set_result(error)
            return refused
        return self.executor.submit(_check, files, self.terms, told, rulings)

    def _answers(self, parts: Sequence[Part]) -> Answers:
        if self.ledger is None:
            return Answers()
        self.progress("对照台账")
        return looked_up_for(self.ledger, [part.questions for part in parts])

    def _told(
        self, group: Sequence[Input], parts: dict[int, Part], keys: pl.DataFrame
    ) -> Known | None:
        """What ledger and lists know of the people of a group; None where that is nothing."""
        of_these = self.answers.to([parts[entry.number].questions for entry in group])
        lists = people_on(self.lists, [entry.number for entry in group], keys)
        return Known(of_these, lists) if lists or not of_these.none else None


def run_spread(
    of_call: FilesOfCall,
    settings: Settings,
    executor: Executor,
    *,
    progress: Callable[[str], None] = lambda _: None,
    ledger: "Ledger | None" = None,
    no_ledger: str = "没有对照台账",
    lists_folder: Path = Path(),
) -> "Validation":
    """Have the files checked by other machines: see `validator.run.validate.run_validation`.

    Args:
        of_call: the workbooks, and what was found in folders.
        settings: the day to judge by and the readings.
        executor: has work done by other machines.
        progress: told in Chinese what is being done.
        ledger: the earlier claims to compare with.
        no_ledger: where there is none, why.
        lists_folder: the folder of the office's file, in which its lists are looked for.
    """
    paths = of_call.workbooks
    inputs = [
        Input(number, path, label)
        for number, (path, label) in enumerate(zip(paths, labels(paths), strict=True))
    ]
    progress(f"核查 {len(inputs):,} 个文件")
    key = secrets.token_bytes(KEY_SIZE) if ledger is None else ledger.hasher.key
    lists = read_lists(settings, lists_folder, Hasher(key))
    bare = {file: without_people(read) for file, read in lists.items()}
    terms = Terms(settings, key, None if ledger is not None else no_ledger, bare)
    run = _Run(executor, terms, ledger, lists, progress)
    alone = run.checked_alone(inputs)
    claims, aside = set_aside(inputs, of_call)
    by_path = {entry.path: entry.number for entry in inputs}
    parts = {
        entry.number: alone[by_path[entry.path]] for entry in claims if by_path[entry.path] in alone
    }
    groups = numbered(claims, run.checked_together(claims, parts))
    findings = findings_of(claims, groups)
    return Validation(
        claims,
        claims_of(claims, groups),
        findings,
        [opened(claims), *checks_of(claims, groups, findings)],
        judged_of(groups),
        units=claims,
        aside=aside,
        assembly=SpreadAssembly(claims, [*map(spread_context, groups)], run.checked_again),
        parties=pl.concat(
            [NO_PARTIES, *(renumbered(unpacked(one.part.parties), one.numbers) for one in groups)]
        ),
    )


def _check(
    files: Sequence[SentFile], terms: Terms, told: Known, rulings: bytes | None
) -> Part | UnreadableError:
    """Check files there.

    Returns:
        What was found, or what ended it: where errors are raised, that machine writes the
        arguments into its log, which are people's numbers.
    """
    try:
        return check_there(files, terms, told, rulings)
    except ClaimcheckError:
        raise  # it says what is wrong with all of them, such as with the rules
    except WorkerDiedError as death:
        return ended_by(death)
    except Exception as error:
        return failed_over(error)


def _part_of(checking: "Future[Part | UnreadableError]") -> Part | UnreadableError:
    """What came back, or why nothing did: one file never takes the others along."""
    try:
        return checking.result()
    except ClaimcheckError:
        raise
    except Exception as error:
        return failed_over(error)


def _fail(group: Iterable[Input], why: UnreadableError) -> None:
    facts = FileFacts(why.fault, why.remedy, None, "", (), {}, 0)
    for entry in group:
        entry.form, entry.sheets = None, {}
        facts.put_into(entry)


def _keys(parts: dict[int, Part], wanted: Iterable[int]) -> pl.DataFrame:
    """The keys of all files, under their numbers here."""
    return pl.concat(
        [
            pl.DataFrame(schema=KEYS),
            *(
                unpacked(parts[number].keys).with_columns(input=pl.lit(number, pl.Int64))
                for number in wanted
            ),
        ]
    )
