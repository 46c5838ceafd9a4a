"""The frame that holds findings, and how its rows are made, whole columns at a time."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from claimcheck.forms import SheetKind
from claimcheck.identity_columns import masked_id
from validator.findings.catalogue import codes_where, entry
from validator.findings.masking import masked as masked  # noqa: PLC0414 - used from here
from validator.findings.private import hidden as hidden_value

PLACE = pl.Struct({"input": pl.Int64, "sheet": pl.String, "cell": pl.String})
RELATED = pl.List(PLACE)

SCHEMA: dict[str, pl.DataType] = {
    "code": pl.String(),
    "severity": pl.String(),
    "input": pl.Int64(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "cell": pl.String(),
    "claim_id": pl.String(),
    "person": pl.String(),
    "value": pl.String(),
    "expected": pl.String(),
    "message": pl.String(),
    "fix": pl.String(),
    "clause": pl.String(),
    "related": RELATED,
    "kind": pl.String(),  #: the sheet's kind and the column's key: for other checks
    "key": pl.String(),
    "person_row": pl.Int64(),  #: the roster's row of the person, where one is concerned
    #: the tests that the finding reports as failed: a supervisor's 通过 takes them as met
    "grounds": pl.List(pl.String()),
    "content": pl.String(),  #: what tells one fault from another of the same kind
    #: in Chinese, where the fault is that the ledger holds the claim: what it was recorded as.
    #: No verdict lets that pass, for it would be paid a second time.
    "held": pl.String(),
}

#: A value that was found is cut here, and so is a message.
_LONGEST_VALUE, _LONGEST_MESSAGE = 60, 500


def empty() -> pl.DataFrame:
    """A frame without findings."""
    return _empty().clone()


@cache
def _empty() -> pl.DataFrame:
    return pl.DataFrame(schema=SCHEMA)


def of_office() -> pl.Expr:
    """Which findings are faults of the office's own files, and of no applicant."""
    return pl.col("code").is_in(codes_where(lambda item: item.of_office))


@dataclass(frozen=True)
class FindingWriter:
    """Makes findings out of rows, knowing where every column stands."""

    places: pl.DataFrame  #: input, kind, key, sheet, column, letter
    unmask: bool = False  #: show numbers of persons in full

    def write(
        self,
        code: str,
        rows: pl.DataFrame,
        *,
        kind: SheetKind,
        key: str,
        what: pl.Expr,
        value: pl.Expr | None = None,
        expected: pl.Expr | str = "",
        fix: pl.Expr | str = "",
        clause: str = "",
        severity: pl.Expr | str = "",
        related: pl.Expr | None = None,
        about: str = "cell",
        content: pl.Expr | None = None,
        sums: bool = False,
        person_row: pl.Expr | None = None,
        grounds: Sequence[str] = (),
        held: pl.Expr | None = None,
    ) -> pl.DataFrame:
        """Make one finding for every row.

        Args:
            code: the finding's code.
            rows: input and row; claim_id, name, id_number where there are any.
            kind: the kind of sheet the rows belong to.
            key: the column's key.
            what: the sentence that says what was found and what is expected, not the place.
            value: what was found; masked where it looks like a number of a person.
            expected: what is expected, in short.
            fix: what to do; the catalogue's advice where empty.
            clause: the clause that money hangs on, such as "ZW26 三".
            severity: where it differs from the catalogue's.
            related: a list of other places, in the shape of `RELATED`.
            about: "cell" names the cell, "person" the row and the person, "row" the row.
            content: further text that tells this fault from others of the same person.
            sums: the long numbers in `what` and `value` are sums, and are shown.
            person_row: the roster's row of the person, where the finding stands elsewhere.
            grounds: the names of the tests that it reports as failed.
            held: as what the ledger holds the claim, where that is the fault.

        Returns:
            A frame with the columns of `SCHEMA`.
        """
        if rows.is_empty():
            return empty()
        as_is = self.unmask or sums
        item = entry(code)
        sentence = pl.coalesce(_cut(what if as_is else masked(what)), pl.lit(item.title))
        frame = self._located(_completed(rows), kind, key)
        found = pl.lit(None, pl.String) if value is None else value.str.head(_LONGEST_VALUE)
        hidden = pl.concat_str(
            [
                person_text(unmask=False),
                found if sums else hidden_value(found, key),
                content if content is not None else pl.lit(""),
            ],
            separator="\x1f",
            ignore_nulls=True,
        )
        person = person_text(unmask=self.unmask)
        frame = frame.with_columns(
            cell=pl.col("letter") + pl.col("row").cast(pl.String),
            person=pl.when(person != "").then(person),
        )
        return frame.select(
            code=pl.lit(code),
            severity=_text(severity, item.severity),
            input="input",
            sheet="sheet",
            row="row",
            column="column",
            cell="cell",
            claim_id="claim_id",
            person="person",
            value=found if as_is else hidden_value(found, key),
            expected=_text(expected, "") if as_is else masked(_text(expected, "")),
            # A value that is missing leaves nothing of a sentence; the title is always there.
            message=pl.concat_str([_place(about), sentence], separator="：", ignore_nulls=True),
            fix=_text(fix, item.fix),
            clause=pl.lit(clause),
            related=related if related is not None else pl.lit([], RELATED),
            kind=pl.lit(str(kind)),
            key=pl.lit(key),
            person_row=_person_row(kind) if person_row is None else person_row,
            grounds=pl.lit([*grounds], pl.List(pl.String())),
            content=hidden,
            held=pl.lit(None, pl.String) if held is None else held,
        )

    def _located(self, rows: pl.DataFrame, kind: SheetKind, key: str) -> pl.DataFrame:
        here = self.places.filter((pl.col("kind") == str(kind)) & (pl.col("key") == key))
        return rows.drop("sheet", "column", "letter", strict=False).join(
            here.select("input", "sheet", "column", "letter"),
            on="input",
            how="left",
            maintain_order="left",
        )


def _person_row(kind: SheetKind) -> pl.Expr:
    return pl.col("row") if kind is SheetKind.ROSTER else pl.lit(None, pl.Int64)


def _cut(what: pl.Expr) -> pl.Expr:
    """A cell may hold thousands of characters: a message quotes only so many."""
    long = what.str.len_chars() > _LONGEST_MESSAGE
    return pl.when(long).then(what.str.head(_LONGEST_MESSAGE) + pl.lit("……")).otherwise(what)


def whole_file(
    code: str,
    input_number: int,
    sentence: str,
    *,
    sheet: str | None = None,
    row: int | None = None,
    column: str | None = None,
    cell: str | None = None,
    fix: str = "",
    severity: str = "",
) -> pl.DataFrame:
    """One finding about a file or a sheet as a whole."""
    values = {
        "code": code,
        "severity": severity or entry(code).severity,
        "input": input_number,
        "sheet": sheet,
        "row": row,
        "cell": cell,
        "column": column,
        "message": sentence,
        "fix": fix or entry(code).fix,
        "clause": "",
        "expected": "",
        "related": [],
        "grounds": [],
        "content": f"{sheet}{column}",
    }
    made = pl.DataFrame([{name: values.get(name) for name in SCHEMA}], schema=SCHEMA)
    # Headings and names of files may hold numbers of persons as well.
    return made.with_columns(masked(pl.col("message")))


def masked_number(name: str) -> pl.Expr:
    """An account or phone number of a column, only its last four characters shown."""
    return pl.lit("…") + pl.col(name).str.tail(4)


def person_text(*, unmask: bool) -> pl.Expr:
    """How a person is named: 马* 640598********123X."""
    name, number = pl.col("name"), pl.col("id_number")
    if not unmask:
        hidden = name.str.head(1) + pl.lit("*").repeat_by(
            name.str.len_chars().cast(pl.Int64) - 1
        ).list.join("")
        name = pl.when(name.str.len_chars() > 0).then(hidden)
        number = masked_id(number)
    return pl.concat_str([name, number], separator=" ", ignore_nulls=True)


def with_told(findings: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Add `told`: what a finding says of which claim, of which its id is made.

    It is made of what a masked finding shows and not of where it stands, so that it
    neither changes when rows move nor lets an ID number be guessed from it.

    Args:
        findings: rows of `SCHEMA`.
        claims: input, claim_id, applicant_code and own_id: the claim's id as its applicant
            wrote it, null where that is its id.
    """
    applicants = claims.select(
        "input", "claim_id", "own_id", applicant=masked(pl.col("applicant_code"))
    ).unique(["input", "claim_id"], keep="first")
    shown = [
        pl.col(name).fill_null("")
        for name in ("code", "applicant", "claim_id", "kind", "key", "column", "content")
    ]
    keyed = findings.join(
        applicants, on=["input", "claim_id"], how="left", maintain_order="left"
    ).select(pl.concat_str(shown, separator="\x1f").alias("text"), "claim_id", "own_id")
    texts = [
        text.replace(claim_id, own_id) if own_id else text
        for text, claim_id, own_id in keyed.iter_rows()
    ]
    return findings.with_columns(told=pl.Series(texts, dtype=pl.String))


def with_ids(findings: pl.DataFrame) -> pl.DataFrame:
    """Give every finding an `id` that is the same in every run for the same claim content.

    Args:
        findings: with `told`; of those that tell the same, each gets another id by its place.
    """
    times: Counter[str] = Counter()
    ids = []
    for text in findings["told"]:
        ids.append(hashlib.blake2b(f"{text}\x1f{times[text]}".encode(), digest_size=8).hexdigest())
        times[text] += 1
    return findings.with_columns(id=pl.Series(ids, dtype=pl.String))


def _completed(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the columns that name a claim and a person, empty where the rows have none."""
    lacking = [name for name in ("claim_id", "name", "id_number") if name not in rows.columns]
    return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in lacking)


def _text(value: pl.Expr | str, default: str) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value or default)


def _place(about: str) -> pl.Expr:
    sheet, row = pl.col("sheet"), pl.col("row").cast(pl.String)
    if about == "cell":
        return pl.concat_str(
            [sheet, pl.coalesce("cell", pl.lit("第 ") + row + " 行")], separator=" "
        )
    place = sheet + " 第 " + row + " 行"
    if about == "row":
        return place
    name = pl.col("person").str.extract(r"^(\S+)")
    number = pl.col("person").str.extract(r" (\S+)$")
    who = pl.concat_str(
        [name, pl.when(number.is_not_null()).then(pl.lit("（") + number + "）")], ignore_nulls=True
    )
    return pl.concat_str(
        [place, pl.when(pl.col("person").is_not_null()).then(who)], separator=" ", ignore_nulls=True
    )
