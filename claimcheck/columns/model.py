"""What a column is, and which kinds of sheets there are."""

from enum import StrEnum

from claimcheck.datafile import Strict

#: stands behind the heading of a column that firms and persons fill in differently
_WHO_FILLS_IN = "个人填身份证号"


class ColumnType(StrEnum):
    """How a column's values are written, checked and shown."""

    TEXT = "text"
    NAME = "name"  # a person's name
    ID_NUMBER = "id_number"  # 18-character resident ID, always text
    PARTY_CODE = "party_code"  # unified credit code, or an ID number for a person
    ACCOUNT = "account"  # bank account or card, always text
    PHONE = "phone"
    DATE = "date"
    MONTH = "month"
    YUAN = "yuan"  # money in yuan with at most two decimals
    COUNT = "count"  # whole number of people, months, places
    PERCENT = "percent"  # at most four decimals, without the sign
    FLAG = "flag"  # 是 or 否
    CHOICE = "choice"  # one of `options`
    MEASURE = "measure"  # a measure's id, one of those of the claim type


#: Keys of dates that mean the last day where only a month is given (2026年3月).
LAST_DAY_COLUMNS = ("left_on", "contract_end", "period_end")


class SheetKind(StrEnum):
    """What one row of a sheet stands for."""

    CLAIMS = "claims"
    ROSTER = "roster"
    WAGES = "wages"


class Column(Strict, frozen=True, kw_only=True):
    """One column of a sheet."""

    key: str  #: English name, the same for the same thing in every form
    header: str  #: the Chinese heading in the template
    type: ColumnType
    required: bool = False
    options: list[str] | None = None  #: allowed values of a choice
    unit: str | None = None  #: "元", "人", "月" …
    computed: bool = False  #: filled by formulas, never read as input
    by_default: bool = True  #: false: asked only where the office chooses another reading
    aliases: list[str] = []  #: other headings that mean this column
    help: str = ""  #: what to enter, shown beside the cell as it is selected
    width: int = 14  #: characters

    @property
    def title(self) -> str:
        """The heading as messages name it: without the unit or the hint in brackets at its end."""
        asides = (self.unit, _WHO_FILLS_IN)
        return next(
            (self.header.removesuffix(end) for end in map("（{}）".format, asides)
             if self.header.endswith(end)),
            self.header,
        )  # fmt: skip


class SheetColumns(Strict, frozen=True, kw_only=True):
    """The sheet of one kind, and the columns that forms choose from."""

    kind: SheetKind
    name: str
    aliases: list[str] = []
    column: list[Column]
