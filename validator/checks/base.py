"""What checks look at: the sheets of one form in a batch, and what was evaluated of them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import RLock

import polars as pl

from claimcheck.evaluate import Evaluation, evaluate
from claimcheck.evaluate.derive import BORN_ON, born_on
from claimcheck.evaluate.rulings import EXCLUDED, UPHELD
from claimcheck.forms import Column, SheetKind
from claimcheck.policy import Fact, Rule, rules
from claimcheck.settings import Settings
from validator.checks.columns import lacking_columns, needed_facts
from validator.checks.rulings import Rulings, no_rulings, rulings_of
from validator.checks.running import Ran, SkippedError, of_codes, said
from validator.findings.catalogue import named
from validator.findings.frame import FindingWriter, empty
from validator.reading.batch import Input
from validator.reading.batch_frames import Batch
from validator.reading.normal_form import UNREAD

#: Columns of a claim that no result depends on: who claims, and what is claimed.
_ONLY_COMPARED = ("applicant", "applicant_code", "county", "claimed_people", "claimed_yuan")

#: Checks may run side by side: what they keep is made by one of them, for which others wait.
_making = RLock()

#: The group of the catalogue: cells that are wrong in themselves.
WRONG_CELLS = "wrong_cells"


@dataclass(frozen=True)
class Judged:
    """The evaluation of those claims of a batch that name one measure."""

    rule: Rule
    evaluation: Evaluation
    #: `evaluation.claims` and `.people`, row by row with what the sheets hold
    claims: pl.DataFrame
    people: pl.DataFrame


@dataclass(eq=False)  # one is the same as another only where it is the same object
class Context:
    """What the checks look at: the batch, the rules, and what was found so far."""

    batch: Batch
    settings: Settings
    unmask: bool = False
    found: list[pl.DataFrame] = field(default_factory=list)
    #: one for every measure that has claims to judge; filled by `judge`
    judged: list[Judged] = field(default_factory=list)
    #: frames that several checks work with, each made by the first that needs it
    kept: dict[str, pl.DataFrame] = field(default_factory=dict)
    #: the number of a part → the number of the collected file that holds it
    wholes: Mapping[int, int] = field(default_factory=dict)
    #: which rows the evaluation leaves out, and which tests it takes as met
    rulings: Rulings = field(default_factory=no_rulings)
    #: so many of the found frames came from the sheets alone
    by_sheets: int = 0
    #: what the checks of results gave, once they were run
    results: tuple[pl.DataFrame, list[Ran]] | None = None

    def keeping(self, key: str, make: Callable[["Context"], pl.DataFrame]) -> pl.DataFrame:
        """A frame that is kept under a name, made where it is not there yet."""
        with _making:
            if key not in self.kept:
                self.kept[key] = make(self)
            return self.kept[key]

    @property
    def rows(self) -> int:
        """How many rows all its sheets have."""
        return sum(frame.height for frame in self.batch.frames.values())

    @cached_property
    def writer(self) -> FindingWriter:
        """Makes the findings of this batch."""
        return FindingWriter(self.batch.places, self.unmask)

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules a claim of this form may name."""
        return {
            name: rule
            for name, rule in rules().items()
            if rule.measure.type == self.batch.form.type
        }

    @cached_property
    def complete_inputs(self) -> list[int]:
        """The inputs that have every sheet and column, so that they can be judged."""
        return [entry.number for entry in self.batch.inputs if entry.complete]

    def require(self, kind: SheetKind, key: str = "") -> None:
        """Say why a check has nothing to look at.

        Raises:
            SkippedError: the form has no such sheet, or no file has rows or the column.
        """
        sheet = self.batch.form.sheet(kind)
        if sheet is None:
            raise SkippedError("这类申报没有工资流水")
        if self.batch.frames[kind].is_empty():
            raise SkippedError(f"没有读到{sheet.name}")
        here = self.batch.places.filter((pl.col("kind") == str(kind)) & (pl.col("key") == key))
        if key and here.is_empty():
            raise SkippedError(f"{sheet.name}没有“{sheet.column(key).header}”列", 1)

    @cached_property
    def lacking(self) -> list[tuple[int, str, str, Column]]:
        """Columns that files lack for measures they claim: input, measure, sheet name, column."""
        claimed = {entry.number: self._claimed(entry) for entry in self.batch.inputs}
        # The same for all files, of which there may be hundreds.
        needed = {
            name: [*needed_facts(self.rules[name], self.settings.chosen(self.rules[name]))]
            for name in dict.fromkeys(name for names in claimed.values() for name in names)
        }
        return [
            (entry.number, name, read.name, column)
            for entry in self.batch.inputs
            for name in claimed[entry.number]
            for read, column in lacking_columns(entry, self.rules[name], needed[name])
        ]

    def _claimed(self, entry: Input) -> list[str]:
        """The known measures that a file claims."""
        read = entry.sheets.get(SheetKind.CLAIMS)
        if read is None:
            return []
        return [name for name in dict.fromkeys(read.frame["measure"]) if name in self.rules]

    def faulty(self, kind: SheetKind, *keys: str) -> pl.DataFrame:
        """Rows (input, row) of a sheet with a cell that is wrong in itself.

        With keys, only such cells of these columns.
        """
        return _rows_at(said(self.found, WRONG_CELLS), kind, keys)

    def still_faulty(self, kind: SheetKind, key: str) -> pl.DataFrame:
        """Those rows of `faulty` that no supervisor has let pass.

        Of a cell that was let pass nothing else speaks for what follows from it.
        """
        passed = pl.col("key") == key
        if key == "id_number":
            passed |= pl.col(UPHELD).list.contains("identity")
        marks = self.rulings.marks.filter(
            (pl.col("kind") == str(kind)) & pl.col(EXCLUDED).is_null() & passed
        )
        return (
            self.faulty(kind, key)
            .with_columns(file=pl.col("input").replace(self.wholes))
            .join(marks.select("file", "row"), on=["file", "row"], how="anti")
            .drop("file")
        )

    def title(self, kind: SheetKind, fact: Fact) -> str:
        """What the column of a fact is called on its sheet; the fact's own name without one."""
        sheet = self.batch.form.sheet(kind)
        titles = {column.key: column.title for column in sheet.inputs} if sheet else {}
        return titles.get(fact.key, fact.label)

    @property
    def first_input(self) -> int:
        """The batch's first input."""
        return self.batch.inputs[0].number

    @property
    def files(self) -> set[int]:
        """The numbers of the inputs, and of the files that hold them."""
        numbers = {entry.number for entry in self.batch.inputs}
        return numbers | {self.wholes.get(number, number) for number in numbers}

    def ruled(self, rulings: Rulings) -> "Context":
        """The same batch with other marks on its rows, still to be evaluated."""
        return replace(
            self,
            judged=[],
            rulings=rulings,
            found=self.found[: self.by_sheets],
            kept={},
            results=None,
        )

    def take_in(self, found: Sequence[pl.DataFrame]) -> None:
        """Let errors that put rows out enter the evaluation, which is then made again.

        Args:
            found: findings, those of other batches among them.
        """
        self.kept.clear()  # what checks of the sheets alone work with
        rulings = rulings_of(pl.concat([empty(), *found]), self.wholes).of(self.files)
        self.by_sheets = len(self.found)
        if not rulings.same_as(self.rulings):
            self.rulings, self.judged = rulings, []

    def make_ready(self) -> None:
        """Evaluate the claims, once.

        Raises:
            SkippedError: no claim can be evaluated.
        """
        if self.judged:
            return
        if not self.complete_inputs:
            raise SkippedError("没有一个文件的工作表和必填列是齐全的")
        self.judge()
        if not self.judged:
            why = "缺少核对所需的列" if self.lacking else "申报表为空，或者事项编号都不能识别"
            raise SkippedError(f"没有可以核算的申报：{why}", 2 if self.lacking else 1)

    def judge(self) -> None:
        """Evaluate all claims that can be judged, once, by the rules that the cells use.

        Left out are claims with a wrong cell on which the result depends, and those whose file
        lacks a column that their measure needs: what follows is not worth saying.
        """
        complete = pl.col("input").is_in(self.complete_inputs)
        decisive = [
            column.key for column in self._claim_columns() if column.key not in _ONLY_COMPARED
        ]
        # The evaluation is nobody's in particular: it sees wrong cells whoever asks for it.
        wrong = of_codes(self.found, named([WRONG_CELLS]))
        claims = (
            self.batch.claims.filter(complete & pl.col("claim_id").is_not_null())
            .unique(["input", "claim_id"], keep="first", maintain_order=True)
            .join(
                _rows_at(wrong, SheetKind.CLAIMS, decisive),
                on=["input", "row"],
                how="anti",
                maintain_order="left",
            )
        )
        for measure_id in claims["measure"].drop_nulls().unique(maintain_order=True):
            if measure_id not in self.rules:
                continue
            without = [number for number, name, *_ in self.lacking if name == measure_id]
            own = claims.filter((pl.col("measure") == measure_id) & ~pl.col("input").is_in(without))
            if not own.is_empty():
                self.judged.append(self._judge(self.rules[measure_id], own))

    def _claim_columns(self) -> tuple[Column, ...]:
        sheet = self.batch.form.sheet(SheetKind.CLAIMS)
        return sheet.inputs if sheet else ()

    def _judge(self, rule: Rule, claims: pl.DataFrame) -> Judged:
        people = self.batch.roster.join(
            claims.select("input", "claim_id"),
            on=["input", "claim_id"],
            how="semi",
            maintain_order="left",
        )
        made = self.evaluated(rule, claims, people)
        return Judged(rule, made, made.claims, made.people)

    def evaluated(self, rule: Rule, claims: pl.DataFrame, people: pl.DataFrame) -> Evaluation:
        """Evaluate claims and their people by the batch's wages, the rulings and the settings.

        Also for the same rows with other values, where a check asks what these would give.
        """
        return evaluate(
            rule,
            self._with_rulings(claims, SheetKind.CLAIMS, rule),
            self._with_rulings(_with_birthdays(people), SheetKind.ROSTER, rule),
            self._with_rulings(self.batch.wages, SheetKind.WAGES, rule),
            self.settings,
        )

    def _with_rulings(self, frame: pl.DataFrame, kind: SheetKind, rule: Rule) -> pl.DataFrame:
        """The rows with what was ruled about them, as the evaluation takes it."""
        if self.rulings.none:
            return frame
        file = pl.col("input").replace(self.wholes) if self.wholes else pl.col("input")
        numbered = frame.with_columns(file=file)
        if kind is SheetKind.WAGES:  # payments belong to no claim
            numbered = numbered.with_columns(claim_id=pl.lit(None, pl.String))
        ruled = self.rulings.on(numbered, kind, rule, self.settings.chosen(rule))
        return ruled.drop("file", *(["claim_id"] if kind is SheetKind.WAGES else []))


def _rows_at(found: pl.DataFrame, kind: SheetKind, keys: Collection[str]) -> pl.DataFrame:
    """The rows (input, row) of a sheet, of some columns or of any, that findings name."""
    here = pl.col("kind") == str(kind)
    if keys:
        here &= pl.col("key").is_in(keys)
    return found.filter(here).select("input", "row").unique()


def _with_birthdays(people: pl.DataFrame) -> pl.DataFrame:
    """The birthday of whose number lost its last digits: it stands in those that are left."""
    unread = "id_number" + UNREAD
    if unread not in people.columns:
        return people
    whole = pl.col(unread).str.contains(r"^\d{18}$")
    return people.with_columns(pl.when(whole).then(born_on(unread)).alias(BORN_ON))
