"""All batches of a run together, whatever their claim types: what is looked at across them."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.forms import SheetKind
from claimcheck.settings import Settings
from validator.checks.base import Context, Judged
from validator.checks.duplicates.same_claim import content_of
from validator.checks.running import SkippedError
from validator.findings.frame import FindingWriter

if TYPE_CHECKING:
    from validator.checks.lists.reading import ListRead
    from validator.ledger.asked import EarlierClaims
    from validator.reading.unreadable import UnreadableError

#: What is kept of each roster row; a form that lacks a column has it empty.
_PERSON: dict[str, pl.DataType] = {
    "input": pl.Int64(),
    "row": pl.Int64(),
    "claim_id": pl.String(),
    "name": pl.String(),
    "id_number": pl.String(),
    "category": pl.String(),
    "employer": pl.String(),
    "hired_on": pl.Date(),
    "left_on": pl.Date(),
    "phone": pl.String(),
    "bank_account": pl.String(),
    "household_id": pl.String(),
}
_CLAIM: dict[str, pl.DataType] = {
    "input": pl.Int64(),
    "row": pl.Int64(),
    "claim_id": pl.String(),
    "measure": pl.String(),
    "applicant": pl.String(),
    "applicant_code": pl.String(),
    "county": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
}


@dataclass
class Across:
    """Several batches, and what the office keeps beside them."""

    contexts: Sequence[Context]
    settings: Settings
    unmask: bool = False
    ledger: "EarlierClaims | None" = None
    no_ledger: str = "没有台账"  #: why there is none
    lists_folder: Path = Path()  #: where the office's lists are looked for
    own: Collection[int] = ()  #: batches of the ledger that were recorded from these same files
    #: the lists by the names of their files, or why there is none; None: read from the folder
    lists: "Mapping[str, ListRead | UnreadableError] | None" = None
    found: list[pl.DataFrame] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows all sheets of all batches have."""
        return sum(entry.rows for entry in self.contexts)

    @property
    def first_input(self) -> int:
        """The first input of all."""
        return self.contexts[0].first_input

    def list_of(self, file: str) -> "ListRead":
        """One of the lists that the office names.

        Raises:
            UnreadableError: it cannot be read.
        """
        from validator.checks.lists.reading import read_list
        from validator.reading.unreadable import UnreadableError

        if self.lists is None:
            return read_list(self.lists_folder / Path(file).expanduser())
        found = self.lists[file]
        if isinstance(found, UnreadableError):
            raise found
        return found

    def make_ready(self) -> None:
        """Evaluate every batch that can be.

        Raises:
            SkippedError: none can be.
        """
        for entry in self.contexts:
            with suppress(SkippedError):
                entry.make_ready()
        if not self.judged:
            raise SkippedError("没有可以核算的申报")

    @property
    def earlier(self) -> list[pl.DataFrame]:
        """What was found in the single batches."""
        return [part for entry in self.contexts for part in entry.found]

    @cached_property
    def writer(self) -> FindingWriter:
        """Makes the findings of all batches."""
        return FindingWriter(
            pl.concat([entry.batch.places for entry in self.contexts]), self.unmask
        )

    @property
    def judged(self) -> list[Judged]:
        """The evaluations of all batches."""
        return [part for entry in self.contexts for part in entry.judged]

    @cached_property
    def claims(self) -> pl.DataFrame:
        """One row a claim, of all batches."""
        return pl.concat([_select(entry.batch.claims, _CLAIM) for entry in self.contexts])

    @cached_property
    def people(self) -> pl.DataFrame:
        """One row a roster row of all batches, with its claim's measure and applicant."""
        rows = pl.concat([_select(entry.batch.roster, _PERSON) for entry in self.contexts])
        claims = self.claims.unique(["input", "claim_id"], keep="first").select(
            "input", "claim_id", "measure", "applicant", "applicant_code",
            "period_start", "period_end",
        )  # fmt: skip
        return rows.join(claims, on=["input", "claim_id"], how="left", maintain_order="left")

    @cached_property
    def contents(self) -> pl.DataFrame:
        """input, row, claim_id, content: what each claim says, the same for the same claim."""
        found = []
        for context in self.contexts:
            claims = context.batch.claims.filter(
                pl.col("claim_id").is_not_null() & pl.col("applicant_code").is_not_null()
            ).unique(["input", "claim_id"], keep="first", maintain_order=True)
            key = pl.format("{}|{}", "input", "claim_id")
            people = context.batch.roster.select(key=key, id_number="id_number")
            content = content_of(claims.with_columns(key=key), people)
            found.append(claims.select("input", "row", "claim_id", content=content))
        return pl.concat(found)

    def let_go(self) -> None:
        """Forget what of a large batch takes much; it is made again when asked for."""
        for made in ("people", "contents"):
            self.__dict__.pop(made, None)

    @cached_property
    def files(self) -> pl.DataFrame:
        """input, file: the names of the files."""
        names = [
            (entry.number, entry.label)
            for context in self.contexts
            for entry in context.batch.inputs
        ]
        return pl.DataFrame(names, schema={"input": pl.Int64, "file": pl.String}, orient="row")

    def has(self, kind: SheetKind, key: str) -> bool:
        """Whether any input has a column."""
        places = self.writer.places
        return not places.filter((pl.col("kind") == str(kind)) & (pl.col("key") == key)).is_empty()


def _select(frame: pl.DataFrame, wanted: dict[str, pl.DataType]) -> pl.DataFrame:
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in wanted.items()
    )
