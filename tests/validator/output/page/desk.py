"""A supervisor's desk: a batch of any measure, validated, decided upon, paid and recorded."""

import json
import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import fastexcel
from click.testing import CliRunner, Result
from openpyxl import Workbook

from claimcheck.cli import main
from claimcheck.forms import SheetKind, form
from claimcheck.policy import rules
from claimcheck.policy.model import Example
from samples import people as people_
from samples.books import plain_book
from samples.honest import Row
from samples.typical import typical, usable
from tests.validator.books import claims as honest_claims
from tests.validator.supervision.made import ON, fill
from tests.validator.supervision.trips.book import another

CLAIMS, ROSTER, WAGES = SheetKind.CLAIMS, SheetKind.ROSTER, SheetKind.WAGES

#: Whether a verdict is given on a line of the review workbook.
Where = Callable[[dict[str, Any]], bool]


def code(name: str, holding: str = "") -> Where:
    """Lines with a code, whose claim or person holds some words."""
    return lambda line: (
        f" {name} " in line["key"] and holding in f"{line['claim_id']} {line['person']}"
    )


@dataclass(frozen=True)
class Shown:
    """What is shown of a claim: yuan and people."""

    claimed: float | None
    assessed: float | None
    decided: float | None
    people: int | None
    result: str


@dataclass
class Desk:
    """One batch and its ledger, in a folder in which the commands are called."""

    folder: Path

    def __post_init__(self) -> None:
        self.lists: dict[str, list[str]] = {}
        self.batch = self.folder / "a.xlsx"

    def hand_in(self, type_: str, rows: Mapping[SheetKind, Sequence[Row]], name: str = "a") -> None:
        """Write a workbook of the batch."""
        plain_book(form(type_), rows).save(self.folder / f"{name}.xlsx")

    def put_on(self, name: str, *people: Row) -> None:
        """Put people on one of the office's lists."""
        book = Workbook()
        for value in ("身份证号", *(str(person["id_number"]) for person in people)):
            book.active.append([value])
        book.save(self.folder / f"{name}.xlsx")
        self.lists[name] = f"{name}.xlsx"
        lines = [f'"{key}" = "{file}"' for key, file in self.lists.items()]
        (self.folder / "office.toml").write_text("\n".join(["[lists]", *lines]), "utf-8")

    def run(self, *arguments: str | Path) -> Result:
        """Call claimcheck, with the ledger of this desk."""
        ledger = str(self.folder / "ledger.sqlite")
        return CliRunner().invoke(main, [*map(str, arguments), "--ledger", ledger])

    def validate(self) -> dict[str, Any]:
        """Validate the batch; a review workbook lies beside it then."""
        result = self.run("validate", self.batch, "--on", ON.isoformat(), "--format", "json")
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    def apply(self, *said: tuple[Where, str], reviewer: str = "王审核") -> Result:
        """Fill in the review workbook and hand it in; the first that fits a line holds."""

        def decide(line: dict[str, Any]) -> dict[str, Any] | None:
            word = next((word for where, word in said if where(line)), None)
            reason = {"decision": word, "reason": "已到银行核实", "reviewer": reviewer}
            return None if word is None else reason

        self.workbook.unlink(missing_ok=True)  # what is filled in is never written over
        self.validate()
        assert fill(self.workbook, decide), "no line fits"
        return self.run("review", "apply", self.workbook)

    @property
    def workbook(self) -> Path:
        """The review workbook."""
        return self.batch.with_name("a.审核.xlsx")

    def shown(self) -> dict[str, Shown]:
        """What `validate` shows of each claim now."""
        return {
            one["claim_id"]: Shown(
                *(one[key] for key in ("claimed_yuan", "assessed_yuan", "decided_yuan",
                                       "decided_people", "result"))
            )
            for one in self.validate()["claims"]
        }  # fmt: skip

    def out(self, command: str) -> Result:
        """Call what goes out: payment, notice, letters."""
        target = self.folder / command
        return self.run("review", command, self.batch, "--on", ON.isoformat(), "-o", target)

    def paid(self) -> dict[str, list[float]]:
        """The payment roster: what each applicant, or each person by ID number, is paid."""
        shutil.rmtree(self.folder / "payment", ignore_errors=True)  # earlier ones are kept
        self.out("payment")
        found: dict[str, list[float]] = {}
        for path in sorted((self.folder / "payment").glob("*.xlsx")):
            reader = fastexcel.read_excel(path)
            for name, who, what in (("一卡通清册", 9, 14), ("单位清册", 1, 6)):
                for row in self._rows(reader, name)[1:] if name in reader.sheet_names else ():
                    if row[what]:
                        found.setdefault(row[who], []).append(float(row[what]))
        return found

    def noticed(self) -> list[tuple[str, str, float]]:
        """The public notice: claim, people (empty where a person is paid), yuan."""
        self.out("notice")
        (path,) = (self.folder / "notice").glob("*.xlsx")
        rows = self._rows(fastexcel.read_excel(path), "公示")
        return [(row[1], row[5], float(row[6])) for row in rows if row[1].startswith("SB-")]

    def recorded(self) -> tuple[int, int, float]:
        """What the ledger takes: claims, people, yuan."""
        result = self.run("ledger", "record", self.batch, "--on", ON.isoformat(), "--json")
        done = json.loads(result.stdout)
        return done["claims"], done["entries"], done["amount_yuan"]

    def letters(self) -> str:
        """The text of all letters."""
        self.out("letters")
        parts = []
        for path in sorted((self.folder / "letters").glob("*.docx")):
            document = docx.Document(str(path))
            parts += [part.text for part in document.paragraphs]
            parts += [cell.text for table in document.tables for row in table.rows
                      for cell in row.cells]  # fmt: skip
        return "\n".join(parts)

    @staticmethod
    def _rows(reader: fastexcel.ExcelReader, sheet: str) -> list[list[str]]:
        frame = reader.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
        return [["" if cell is None else cell for cell in row] for row in frame.iter_rows()]


def hires(*sizes: int, months: int = 6) -> dict[SheetKind, list[Row]]:
    """Honest claims of ZW26-3 with so many people, each paid in so many months."""
    made = honest_claims(*sizes, months=months)
    people = [person for claim in made for person in claim.people]
    return {
        CLAIMS: [claim.row for claim in made],
        ROSTER: [person.row for person in people],
        WAGES: [payment for person in people for payment in person.payments],
    }


def payments_of(rows: Mapping[SheetKind, list[Row]], person: Row) -> list[Row]:
    """The payments to a person."""
    return [row for row in rows[WAGES] if row["id_number"] == person["id_number"]]


def people_of(measure: str, *changes: Row) -> dict[SheetKind, list[Row]]:
    """One claim of a measure, with one person for each of the changes to the example's."""
    rule = rules()[measure]

    def people(example: Example) -> int:
        return int(example.facts.get("headcount", 1))

    examples = sorted(usable(rule), key=people)
    enough = [one for one in examples if people(one) >= len(changes)]
    made = typical(rule, [*enough, examples[-1]][0], ON)
    rows = {kind: list(of_kind) for kind, of_kind in made.rows.items()}
    rows[CLAIMS][0]["claimed_people"] = len(changes)
    if not changes:
        return rows
    while len(rows[ROSTER]) < len(changes):
        place = len(rows[ROSTER])
        number = another(str(rows[ROSTER][0]["id_number"]), 500 + place)
        account = people_.account(random.Random(place))  # noqa: S311 - no secret
        rows[ROSTER].append(rows[ROSTER][0] | {"id_number": number, "bank_account": account})
    rows[ROSTER] = [person | change for person, change in zip(rows[ROSTER], changes, strict=False)]
    return rows
