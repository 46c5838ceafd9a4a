"""The office's lists where files are checked elsewhere: told only of people who are in a file."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from claimcheck.settings import Settings
from validator.checks.lists.known import known
from validator.checks.lists.reading import ListRead, read_list
from validator.ledger.keys import PARTY, Hasher
from validator.reading.unreadable import UnreadableError
from validator.run.spread.keys import Shared
from validator.run.spread.sent import Lists


def read_lists(settings: Settings, folder: Path, hasher: Hasher) -> Lists:
    """The office's lists, their people with the hashes of the run."""
    found: dict[str, ListRead | UnreadableError] = {}
    for name, file in settings.office.lists.items():
        if known(name) is None or file in found:
            continue
        try:
            read = read_list(folder / Path(file).expanduser())
        except UnreadableError as error:
            found[file] = error
            continue
        hashes = hasher.column(PARTY, read.people["id_number"])
        found[file] = replace(read, people=read.people.with_columns(hash=hashes))
    return found


def without_people(read: ListRead | UnreadableError) -> ListRead | UnreadableError:
    """A list as every file is told of it."""
    if isinstance(read, UnreadableError):
        return read
    return replace(read, people=read.people.clear().drop("hash"))


def people_on(lists: Lists, numbers: Sequence[int], keys: pl.DataFrame) -> Lists:
    """The lists on which people of some files stand, with these people only.

    Args:
        lists: of `read_lists`.
        numbers: of the files.
        keys: of all files.
    """
    if not lists:
        return {}
    people = keys.filter(pl.col("input").is_in(numbers) & (pl.col("kind") == int(Shared.PERSON)))
    found = {}
    for file, read in lists.items():
        if isinstance(read, ListRead):
            listed = read.people.join(people, on="hash", how="semi", maintain_order="left")
            if not listed.is_empty():
                found[file] = replace(read, people=listed.drop("hash"))
    return found
