"""The layouts of statements and the lists of words, read from data files."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from claimcheck.datafile import Strict, load_toml
from claimcheck.errors import DataFileError
from validator.intake.statements.fields import FIELDS

_HERE = Path(__file__).parent


class Shape(StrEnum):
    """How a statement writes amounts."""

    SPLIT = "split"
    SIGNED = "signed"
    DIRECTION = "direction"


class Owner(StrEnum):
    """Whose account a statement shows."""

    PERSON = "person"
    EMPLOYER = "employer"


class Layout(Strict, frozen=True, kw_only=True):
    """One way in which statements are laid out."""

    id: str
    title: str  #: Chinese, shown to people
    signature: list[str] = []  #: headings that must all be there
    shape: Shape | None = None  #: None: seen from the columns that are there
    owner: Owner = Owner.PERSON
    marks: list[str] = []  #: words of which one must stand above the table
    day_first: bool = False  #: dates such as 03/04/2026 begin with the day
    private: bool = False  #: a wallet, where private people pay each other
    headings: dict[str, list[str]] = {}  #: field → headings, before the common ones
    money_in: list[str] = []  #: what the direction column says for money in, if unusual
    money_out: list[str] = []
    holder: str = ""  #: the holder, where an office knows that the file never names him
    note: str = ""  #: what is unsure about this layout, shown with each file


class Preamble(Strict, frozen=True, kw_only=True):
    """Labels above the table."""

    holder: list[str]
    account: list[str]
    id_number: list[str]
    period: list[str]
    others: list[str]  #: what stands before a label that speaks of the other side


class Cells(Strict, frozen=True, kw_only=True, rename={"money_in": "in", "money_out": "out"}):
    """What cells say."""

    empty: list[str]
    noise: list[str]
    totals: list[str]  #: memos of lines that add up others
    added_up: list[str]  #: what may follow these words
    money_in: list[str]
    money_out: list[str]
    neither: list[str]
    yuan: list[str]


class Amounts(Strict, frozen=True, kw_only=True, rename={"money_in": "in", "money_out": "out"}):
    """The words of which headings of amounts are made."""

    stems: list[str]
    units: list[str]
    other_units: list[str]  #: tables in these are refused
    money_in: list[str]
    money_out: list[str]
    hints: list[str]  #: in a heading, they make it likely that money moved
    other: list[str]  #: in a heading, they say that it did not


class Paid(Strict, frozen=True, kw_only=True):
    """How a pay list's heading says what was paid out."""

    words: list[str]
    wages: list[str]  #: words of columns that are about wages
    other: list[str]  #: in a heading, they say that it is something else
    by_bank: list[str]  #: whole headings of what went through the bank
    in_cash: list[str]  #: whole headings of what did not
    titles: list[str]  #: in a line above the headings, they say that it is no heading of groups


class Layouts(Strict, frozen=True, kw_only=True, rename={"pay_list": "list"}):
    """Everything in `layouts.toml`."""

    headings: dict[str, list[str]]
    amounts: Amounts
    preamble: Preamble
    cells: Cells
    layout: list[Layout]
    pay_list: dict[str, list[str]]
    paid: Paid


class Words(Strict, frozen=True, kw_only=True):
    """Everything in `words.toml`."""

    perhaps: list[str]
    bonus: list[str]
    ways: list[str]
    undone: list[str]
    returned: list[str]
    clearing: list[str]
    paid_out_as_wages: list[str]
    done: list[str]
    pending: list[str]
    organisations: list[str]
    latin_organisations: list[str]


@cache
def layouts() -> Layouts:
    """The layouts that are shipped.

    Raises:
        DataFileError: the file is not as it must be.
    """
    data = load_toml(_HERE / "layouts.toml", Layouts)
    for layout in data.layout:
        _check(layout, "layouts.toml")
    return data


@cache
def words() -> Words:
    """The words by which rows are told apart.

    Raises:
        DataFileError: the file is not as it must be.
    """
    return load_toml(_HERE / "words.toml", Words)


def load_layout(path: Path) -> Layout:
    """An office's own layout (`--layout FILE`).

    Raises:
        DataFileError: the file cannot be read, or names a field that does not exist.
    """
    layout = load_toml(path, Layout)
    _check(layout, path.name)
    return layout


def _check(layout: Layout, file: str) -> None:
    unknown = [name for name in layout.headings if name not in FIELDS]
    if unknown:
        known = "、".join(f"{name}（{title}）" for name, title in FIELDS.items())
        raise DataFileError(f"“{file}”的 headings 中没有“{unknown[0]}”这一项，可用：{known}。")
