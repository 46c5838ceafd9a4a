"""Kills recorders at random moments and looks at what they left."""

import contextlib
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, func, select, text

from tests.validator.ledger.recorder import CLAIMS, PEOPLE
from validator.ledger.places import address
from validator.ledger.schema import batches, claims, entries

ROOT = Path(__file__).resolve().parents[3]
_EACH = 12  #: batches that one recorder may write; it is killed before the last as a rule


@dataclass
class Tally:
    """What the kills met."""

    kills: int = 0
    finished: int = 0  #: recorders that were done before they could be killed
    told: int = 0  #: batches that were reported as recorded
    untold: int = 0  #: whole batches whose report the kill cut off
    lost: int = 0
    torn: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills ({self.finished} recorders were done before): "
            f"{self.told} batches reported, {self.untold} more whole ones, "
            f"{self.lost} lost, {self.torn} half there"
        )


@contextlib.contextmanager
def recorder(*arguments: object) -> Iterator["subprocess.Popen[str]"]:
    """A recorder that is ready to begin."""
    command = [sys.executable, "-m", "tests.validator.ledger.recorder", *map(str, arguments)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        if process.stdout is not None and not process.stdout.closed:
            process.kill()
            process.communicate()


def begin(process: "subprocess.Popen[str]") -> None:
    """Let a recorder begin as soon as it is ready."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()


def kill_often(url: str, key_file: Path, kills: int, seed: int = 1, longest: float = 0.8) -> Tally:
    """Kill recorders on one ledger, each after up to `longest` seconds, and check every time.

    One that is left alone records first: where the machine is slow, the others get longer, so
    that some of them come as far as a batch.
    """
    generator = random.Random(seed)  # noqa: S311
    tally, told, number = Tally(), set[int](), 0
    with contextlib.ExitStack() as stack:

        def start() -> "subprocess.Popen[str]":
            nonlocal number
            number += _EACH
            return stack.enter_context(recorder(url, key_file, number - _EACH, _EACH))

        alone = start()
        begin(alone)
        since = time.monotonic()
        assert alone.stdout is not None
        first = alone.stdout.readline()
        longest = max(longest, 3 * (time.monotonic() - since))
        told |= _reported(first + alone.communicate()[0])
        coming = start()
        while tally.kills < kills:
            process, coming = coming, start()  # the next one gets ready meanwhile
            begin(process)
            time.sleep(generator.uniform(0, longest))
            alive = process.poll() is None
            process.kill()
            output, _ = process.communicate()
            tally.kills += alive
            tally.finished += not alive
            told |= _reported(output)
            there, tally.torn = look(url)
            tally.told, tally.untold = len(told), len(there - told)
            tally.lost = len(told - there)
            if tally.lost or tally.torn:
                break
    return tally


def _reported(output: str) -> set[int]:
    """The batches that a recorder said it had recorded; its last line may be cut."""
    lines = [line for line in output.splitlines(keepends=True) if line.endswith("\n")]
    return {int(line.split()[1]) for line in lines if line.startswith("done")}


def look(url: str) -> tuple[set[int], int]:
    """The numbers of the batches that are there, and how many are not whole."""
    place = address(url)
    if place.drivername == "sqlite" and not Path(str(place.database)).exists():
        return set(), 0
    engine = create_engine(place)
    try:
        with engine.connect() as connection:
            if not engine.dialect.has_table(connection, "meta"):
                return set(), 0
            if engine.dialect.name == "sqlite":
                assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
                assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            rows = connection.execute(
                select(
                    batches.c.name,
                    func.count(claims.c.id.distinct()),
                    func.count(entries.c.id),
                )
                .outerjoin(claims, claims.c.batch_id == batches.c.id)
                .outerjoin(entries, entries.c.claim == claims.c.id)
                .group_by(batches.c.id, batches.c.name)
            ).all()
    finally:
        engine.dispose()
    torn = sum((found, people) != (CLAIMS, CLAIMS * PEOPLE) for _, found, people in rows)
    numbers = [int(name.strip("第批")) for name, _, _ in rows]
    return set(numbers), torn + len(numbers) - len(set(numbers))
