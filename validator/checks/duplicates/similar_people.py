"""Family 6: rows that look like the same person, and numbers that several people share."""

from collections.abc import Iterator

import polars as pl

from claimcheck.forms import SheetKind
from claimcheck.identity_columns import ids_are_right
from validator.checks.across import Across
from validator.checks.grouping import first_of, placed
from validator.checks.names import plain_name
from validator.checks.running import check, said
from validator.findings.frame import RELATED, masked_number

ROSTER, WAGES = SheetKind.ROSTER, SheetKind.WAGES

#: What is looked at of people: of a large batch the other columns are not copied.
_LOOKED_AT = ("input", "row", "claim_id", "name", "id_number", "bank_account")

#: More wrong numbers than this are not compared: then the whole list is wrong.
_MOST_WRONG = 5_000

#: Of so many the edits are made at a time: each has some two hundred.
_AT_A_TIME = 500

_DIGITS = "0123456789X"


@check("CC604")
def similar_numbers(across: Across) -> Iterator[pl.DataFrame]:
    """One-edit neighbours of wrong numbers, and two numbers with one name and account (CC604)."""
    people = across.people.select(_LOOKED_AT).filter(pl.col("id_number").is_not_null())
    right = ids_are_right(people["id_number"])
    looked_up = people.select("input", "row", "name", "id_number").filter(right)
    yield _neighbours(across, people.filter(~right), looked_up)
    yield _same_account(across, people.filter(right))


def _neighbours(across: Across, wrong: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    wrong = wrong.filter(pl.col("id_number").str.len_chars().is_between(17, 19)).head(_MOST_WRONG)
    if wrong.is_empty():
        return across.writer.write("CC604", wrong, kind=ROSTER, key="id_number", what=pl.lit(""))
    wrong = wrong.with_row_index("of")
    paid = _paid(across, wrong.select("name").unique())
    found = pl.concat(_found(across, some, right, paid) for some in wrong.iter_slices(_AT_A_TIME))
    rows = wrong.join(found, on="of", how="inner", maintain_order="left")
    same = [
        plain_name(one or "") == plain_name(other)
        for one, other in rows.select("name", "other_name").iter_rows()
    ]
    rows = rows.filter(pl.Series(same, dtype=pl.Boolean)).drop("of")
    if rows.is_empty():
        return across.writer.write("CC604", rows, kind=ROSTER, key="id_number", what=pl.lit(""))
    return across.writer.write(
        "CC604",
        rows,
        kind=ROSTER,
        key="id_number",
        value=pl.col("id_number"),
        expected=pl.col("neighbour").str.replace(r"^(.{6}).*(.{4})$", "$1********$2"),
        what=pl.format("与{}只差一处，姓名相同，可能是同一人", "what"),
        related=pl.concat_list(
            pl.struct(input="other_input", sheet="other_sheet", cell="other_cell")
        ).cast(RELATED),
        about="person",
    )


def _paid(across: Across, names: pl.DataFrame) -> pl.DataFrame:
    """input, row, name, id_number: payments to people of some names, of most people one."""
    # Payments to one person mostly stand one under another: the first of them is enough.
    before = [pl.col(key).ne_missing(pl.col(key).shift()) for key in ("input", "name", "id_number")]
    return pl.concat(
        entry.batch.wages.select("input", "row", "name", "id_number")
        .filter(pl.any_horizontal(before) | (pl.int_range(pl.len()) == 0))
        .join(names, on="name", how="semi", maintain_order="left")
        for entry in across.contexts
    )


def _found(
    across: Across, wrong: pl.DataFrame, right: pl.DataFrame, paid: pl.DataFrame
) -> pl.DataFrame:
    """The first neighbour of each of some wrong numbers: its `of`, and where that stands."""
    edits = with_edits(wrong.select("of", "id_number"))
    near = right.join(edits, on="id_number", how="semi", maintain_order="left")
    once = paid.join(edits, on="id_number", how="semi", maintain_order="left").unique(
        ["input", "id_number"], keep="first", maintain_order=True
    )
    places, wages = (
        placed(across, rows, kind, "id_number").select(
            "id_number", neighbour="id_number", other_name="name", other_input="input",
            other_sheet="sheet", other_cell="cell", what=pl.format(words, "row"),
        )
        for rows, kind, words in (
            (near, ROSTER, "第 {} 行的号码"),
            (once, WAGES, "工资流水第 {} 行的号码"),
        )
    )  # fmt: skip
    known = pl.concat([places, wages]).filter(pl.col("other_name").is_not_null())
    found = edits.join(known, on="id_number", how="inner", maintain_order="left")
    return found.unique("of", keep="first", maintain_order=True).drop("id_number")


def with_edits(wrong: pl.DataFrame) -> pl.DataFrame:
    """Rows with wrong numbers, once for each number that it may have come from.

    Args:
        wrong: id_number, of 17 to 19 characters; other columns stay.
    """
    # Texts are put together faster here than by some hundred expressions over a few numbers.
    edits = [edits_of(number) for number in wrong["id_number"]]
    made = pl.Series("id_number", edits, dtype=pl.List(pl.String))
    return wrong.with_columns(made).explode("id_number")


def edits_of(number: str) -> list[str]:
    """All numbers that one wrong, missing, additional or swapped character may have come from.

    Args:
        number: of 17 to 19 characters.
    """
    if len(number) == 19:
        return [number[:place] + number[place + 1 :] for place in range(19)]
    made: list[str] = []
    for place in range(18):
        digits = _DIGITS if place == 17 else _DIGITS[:10]
        head, tail = number[:place], number[place + len(number) - 17 :]
        made += [head + digit + tail for digit in digits]
        if place < 17 and len(number) == 18:
            made.append(head + number[place + 1] + number[place] + number[place + 2 :])
    return made


def _same_account(across: Across, right: pl.DataFrame) -> pl.DataFrame:
    """The same name and account with different numbers that are both right."""
    group = ["name", "bank_account"]
    rows = _of_several(right.drop_nulls(group), group)
    first = first_of(across, rows, ROSTER, "id_number", group)
    return across.writer.write(
        "CC604",
        first,
        kind=ROSTER,
        key="id_number",
        value=pl.col("id_number"),
        expected="一人一个身份证号",
        what=pl.format(
            "与{}另 {} 行的姓名和银行账号相同，身份证号却不同",
            "sheet", pl.col("others").list.len(),
        ),
        related=pl.col("others"),
        about="person",
    )  # fmt: skip


@check("CC606", sees=("CC308",))
def shared_accounts(across: Across) -> Iterator[pl.DataFrame]:
    """Accounts and phones that several people share (CC606)."""
    by_wages = said(across.earlier, "CC308")
    for key, title in (("bank_account", "银行账号"), ("phone", "联系电话")):
        rows = _of_several(across.people.drop_nulls([key, "id_number"]), [key])
        if key == "bank_account":
            if not rows.is_empty():
                # The same name with two numbers has been said (CC604).
                rows = rows.filter(pl.col("name").n_unique().over(key) > 1)
            rows = rows.filter(~pl.col(key).is_in(_accounts_said(across, by_wages).implode()))
        people = rows.group_by(key).agg(people=pl.col("id_number").n_unique())
        first = first_of(across, rows, ROSTER, key, [key]).join(
            people, on=key, how="left", maintain_order="left"
        )
        yield across.writer.write(
            "CC606",
            first.drop("name", "id_number"),
            kind=ROSTER,
            key=key,
            value=pl.col(key),
            expected="本人的" + title,
            what=pl.format(f"{title} {{}} 由 {{}} 人共用", masked_number(key), "people"),
            related=pl.col("others"),
        )


def _accounts_said(across: Across, by_wages: pl.DataFrame) -> pl.Series:
    """The accounts of payments of which CC308 has been said."""
    parts = [
        entry.batch.wages.join(by_wages.select("input", "row"), on=["input", "row"], how="semi")[
            "payee_account"
        ]
        for entry in across.contexts
        if "payee_account" in entry.batch.wages.columns
    ]
    return pl.concat([pl.Series("payee_account", [], dtype=pl.String), *parts])


def _of_several(rows: pl.DataFrame, group: list[str]) -> pl.DataFrame:
    """Rows whose group has several different ID numbers."""
    doubtful = rows.filter(pl.struct(group).is_duplicated())
    if doubtful.is_empty():
        return doubtful
    return doubtful.filter(pl.col("id_number").n_unique().over(group) > 1)
