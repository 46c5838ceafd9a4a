"""Hands a run to other machines, and puts together what comes back: the same as one machine's."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.errors import ClaimcheckError
from claimcheck.settings import Settings
from validator.checks.structure import opened
from validator.common.naming import labels
from validator.ledger.asked import Answers, looked_up_for
from validator.ledger.keys import KEY_SIZE, Hasher
from validator.reading.batch import Input
from validator.reading.files import FilesOfCall
from validator.reading.unreadable import UnreadableError
from validator.run.aside import set_aside
from validator.run.spread.groups import groups_of
from validator.run.spread.hidden_claims import NO_PARTIES
from validator.run.spread.keys import KEYS
from validator.run.spread.lists import people_on, read_lists, without_people
from validator.run.spread.ruling import SpreadAssembly, spread_context
from validator.run.spread.sending import Asked, Sender
from validator.run.spread.sent import FileFacts, Known, Lists, Part, Terms, renumbered
from validator.run.spread.together import (
    Group,
    checks_of,
    claims_of,
    findings_of,
    judged_of,
    numbered,
)
from validator.run.validate import Validation

if TYPE_CHECKING:
    from validator.ledger.ledger import Ledger


class ChangedError(ClaimcheckError):
    """Raised where a file cannot be checked a second time; the text is Chinese."""


@dataclass
class _Run:
    """A run that goes on."""

    sender: Sender
    ledger: "Ledger | None"
    lists: Lists  #: with all their people
    progress: Callable[[str], None]
    known: dict[int, Known] = field(default_factory=dict)  #: by the first file of a group

    def checked_alone(self, inputs: Sequence[Input]) -> dict[int, Part]:
        """Have every file checked by itself, and tell the inputs what is known of them."""
        done = 0

        def told(one: Asked) -> None:
            nonlocal done
            done += 1
            self.progress(f"核查 {one.inputs[0].label}（{done}/{len(inputs)}）")

        found = self.sender.checked([Asked([entry]) for entry in inputs], told)
        parts = {}
        for place, entry in enumerate(inputs):
            part = found[place]
            if isinstance(part, UnreadableError):
                entry.fault, entry.remedy = part.fault, part.remedy
            else:
                part.files[0].put_into(entry)
                parts[entry.number] = part
        return parts

    def checked_together(
        self, inputs: Sequence[Input], parts: dict[int, Part]
    ) -> list[tuple[Sequence[Input], Part]]:
        """Each group that hangs together with what was found in it, in the order of files."""
        by_number = {entry.number: entry for entry in inputs if entry.number in parts}
        keys = _keys(parts, by_number)
        groups = [[by_number[number] for number in each] for each in groups_of([*by_number], keys)]
        self.known = self._known(groups, parts, keys)
        again = [
            Asked(group, self.known.get(group[0].number, Known()))
            for group in groups
            if len(group) > 1 or group[0].number in self.known
        ]
        done = 0

        def told(_: Asked) -> None:
            nonlocal done
            done += 1
            self.progress(f"对照相关的文件（{done}/{len(again)}）")

        found = {group[0].number: parts[group[0].number] for group in groups}
        for place, part in self.sender.checked(again, told).items():
            group = again[place].inputs
            if isinstance(part, UnreadableError):
                _fail(group, part)
            else:
                found[group[0].number] = part
        return [(group, found[group[0].number]) for group in groups if not group[0].fault]

    def checked_again(self, asked: Sequence[tuple[Group, pl.DataFrame]]) -> list[Part]:
        """Groups under verdicts, in their order.

        Raises:
            ChangedError: one of the files cannot be read any more.
        """
        found = self.sender.checked(
            [
                Asked(group.inputs, self.known.get(group.inputs[0].number, Known()), rulings)
                for group, rulings in asked
            ],
            lambda one: self.progress(f"按裁定核算 {one.inputs[0].label}"),
        )
        parts = []
        for place, (group, _) in enumerate(asked):
            part = found[place]
            if isinstance(part, UnreadableError):
                raise ChangedError(f"按裁定重新核算“{group.inputs[0].label}”时出错：{part}")
            parts.append(part)
        return parts

    def _known(
        self, groups: Sequence[Sequence[Input]], parts: dict[int, Part], keys: pl.DataFrame
    ) -> dict[int, Known]:
        """What ledger and lists know of the people of each group of whom they know something."""
        answers = Answers()
        if self.ledger is not None:
            self.progress("对照台账")
            answers = looked_up_for(self.ledger, [part.questions for part in parts.values()])
        found = {}
        for group in groups:
            numbers = [entry.number for entry in group]
            of_these = answers.to([parts[number].questions for number in numbers])
            lists = people_on(self.lists, numbers, keys)
            if lists or not of_these.none:
                found[numbers[0]] = Known(of_these, lists)
        return found


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
    run = _Run(Sender(executor, terms), ledger, lists, progress)
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
            [NO_PARTIES, *(renumbered(one.part.parties, one.numbers) for one in groups)]
        ),
    )


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
            *(parts[number].keys.with_columns(input=pl.lit(number, pl.Int64)) for number in wanted),
        ]
    )
