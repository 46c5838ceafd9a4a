"""Facts that follow from the dates and numbers of a roster, as formulas.

The definitions are those of `claimcheck.evaluate.derive`.
"""

from collections.abc import Callable

from addin.formulas.text import both
from claimcheck.evaluate.derive import OPEN_ENDED_MONTHS, SOURCES

__all__ = ["SOURCES", "derived", "full_months"]


def full_months(start: str, end: str) -> str:
    """Full months from start to end, both days included; at least 0. Both must be known."""
    after = f"({end}+1)"
    months = f"(YEAR{after}-YEAR({start}))*12+MONTH{after}-MONTH({start})-(DAY{after}<DAY({start}))"
    return f"MAX({months},0)"


def derived(key: str, cell: Callable[[str], str], last_day: str) -> str:
    """A fact of `SOURCES` from its sources, "" where they are not known.

    Args:
        key: the fact's key.
        cell: the cell of each source column, "" in it where unknown.
        last_day: a formula: the last day that open spans are counted to.
    """
    match key:
        case "has_contract":
            return f'IF({cell("contract_start")}="","","是")'
        case "is_insured":
            return f'IF({cell("insured_from")}="","","是")'
        case "contract_months":
            begun, ended = cell("contract_start"), cell("contract_end")
            months = f'IF({ended}="",{OPEN_ENDED_MONTHS},{full_months(begun, ended)})'
            return f'IF({begun}="","",{months})'
        case "insured_months":
            first, last = cell("insured_from"), cell("insured_to")
            start = f"DATE(YEAR({first}),MONTH({first}),1)"
            # Insurance is written by month: the last month counts whole.
            end = f'IF({last}="",{last_day},DATE(YEAR({last}),MONTH({last})+1,0))'
            return f'IF({first}="","",{full_months(start, end)})'
        case "months_employed":
            hired = cell("hired_on")
            end = f"MIN({cell('left_on')},{last_day})"
            return f'IF({hired}="","",{full_months(hired, end)})'
        case "age":
            return _age(cell("id_number"), cell("hired_on"))
    raise KeyError(key)


def _age(number: str, day: str) -> str:
    """Full years on a day by an ID number; "" where its date of birth is none."""
    born = f"MID({number},7,8)"
    year, month, date = (
        f"VALUE(MID({number},{start},{count}))" for start, count in ((7, 4), (11, 2), (13, 2))
    )
    # Spreadsheets know no date before 1900; 400 years later the calendar is the same.
    like = f"DATE(2000+MOD({year},400),{month},{date})"
    real = both(
        [f'TEXT(VALUE({born}),"00000000")={born}', f"MONTH({like})={month}", f"DAY({like})={date}"]
    )
    not_yet = f"(MONTH({day})*100+DAY({day})<{month}*100+{date})"
    years = f'IF({real},YEAR({day})-{year}-{not_yet},"")'
    return f'IF(OR({number}="",{day}=""),"",IFERROR({years},""))'
