# ruff: noqa: ARG001, ARG005 - all cells are written by functions of the same two arguments
"""How a statement looks, and the ways in which its cells are written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from samples.statements.accounts import Account, Entry

Cell = Callable[[Account, Entry], object]


def money(value: object) -> str:
    return f"{value:,.2f}"


def text(name: str) -> Cell:
    return lambda account, entry: getattr(entry, name)


def day(pattern: str) -> Cell:
    return lambda account, entry: entry.day.strftime(pattern)


def fixed(value: str) -> Cell:
    return lambda account, entry: value


def plain(account: Account, entry: Entry) -> str:
    return f"{entry.amount:.2f}"


def signed(account: Account, entry: Entry) -> str:
    return f"{entry.amount:+.2f}"


def signed_commas(account: Account, entry: Entry) -> str:
    return money(entry.amount)


def came_in(account: Account, entry: Entry) -> str:
    return money(entry.amount) if entry.amount > 0 else ""


def went_out(account: Account, entry: Entry) -> str:
    return money(-entry.amount) if entry.amount < 0 else ""


def size(account: Account, entry: Entry) -> str:
    return f"{abs(entry.amount):.2f}"


def balance(account: Account, entry: Entry) -> str:
    return f"{entry.balance:.2f}"


def balance_commas(account: Account, entry: Entry) -> str:
    return money(entry.balance)


def direction(into: str, out: str) -> Cell:
    return lambda account, entry: into if entry.amount > 0 else out


def padded(cell: Cell) -> Cell:
    return lambda account, entry: f" {cell(account, entry)}\t"


def or_else(cell: Cell, empty: str) -> Cell:
    return lambda account, entry: cell(account, entry) or empty


def masked_party(account: Account, entry: Entry) -> str:
    return f"{entry.party[0]}***{entry.party[4:]}" if len(entry.party) > 5 else entry.party


def glued(account: Account, entry: Entry) -> str:
    return f"{entry.day:%Y-%m-%d}{entry.time}"


def spaced(account: Account, entry: Entry) -> str:
    return f"{entry.day:%Y-%m-%d}  {entry.time}"


def both(account: Account, entry: Entry) -> str:
    return f"{entry.party} {entry.party_account}".strip()


def both_slashed(account: Account, entry: Entry) -> str:
    return f"{entry.party_account}/{entry.party}".strip("/")


def payer(account: Account, entry: Entry) -> str:
    return entry.party if entry.amount > 0 else account.name


def payee(account: Account, entry: Entry) -> str:
    return account.name if entry.amount > 0 else entry.party


def payee_account(account: Account, entry: Entry) -> str:
    return account.number if entry.amount > 0 else entry.party_account


def payer_account(account: Account, entry: Entry) -> str:
    return entry.party_account if entry.amount > 0 else account.number


@dataclass
class Look:
    """How a statement looks."""

    file: str
    layout: str  #: the id that it must be recognised as
    columns: Sequence[tuple[str, Cell]]
    encoding: str = ""  #: of a text file
    above: Sequence[Sequence[str]] = ()  #: lines above; {name}, {number}, {first}, {last}
    below: Sequence[Sequence[str]] = ()
    newest_first: bool = False
    employer: bool = False
    names_holder: bool = True
    wage_memo: str = "{month}月工资"
    has_balance: bool = True
    page_break: int = 0  #: after so many rows: 本页合计, 承上页 and the headings again
    second_heading: Sequence[str] = ()  #: English headings below the Chinese ones
    names_payer: bool = True  #: a wallet that does not say who paid leaves pay unsure
    first_unknown: bool = False  #: amounts have no sign: nobody knows which way the first went
    source: str = "公开的列名说明"  #: where the description of the columns comes from
