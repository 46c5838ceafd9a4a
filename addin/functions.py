"""The functions that compute in cells, written once for every spreadsheet program.

They take and return plain values (text, numbers, dates, rows of cells). A function that
cannot give a value raises, and its host makes an error of the cell: never text, which
SUM would skip in silence, and never a zero.
"""

from addin.convert import CellError, is_empty, is_number, to_day, to_fen, to_text
from claimcheck import __version__
from claimcheck.identity import age_on, id_fault
from claimcheck.money import capital as capital_of_fen

ID_STORED_AS_NUMBER = "身份证号被存成了数字，末几位已丢失，请把该列设为文本后重新录入"


def engine() -> str:
    """Name and version of what computes."""
    return f"claimcheck {__version__}"


def id_check(id_number: object) -> str:
    """What is wrong with an ID number, in Chinese; '' when it is right."""
    if is_empty(id_number):
        return id_fault("")
    if is_number(id_number):
        # LibreOffice hands over an empty cell as 0.
        return id_fault("") if id_number == 0 else ID_STORED_AS_NUMBER
    return id_fault(to_text(id_number))


def age(id_number: object, on: object) -> int:
    """Full years of age on a day.

    Raises:
        CellError: the ID number is wrong, or the day is no date.
    """
    fault = id_check(id_number)
    if fault:
        raise CellError(fault + "。")
    years = age_on(to_text(id_number), to_day(on))
    if years is None or years < 0:
        raise CellError("该日期早于出生日期。")
    return years


def capital(amount: object) -> str:
    """An amount of yuan in 人民币大写; '' for an empty cell.

    Raises:
        CellError: the cell holds no amount.
    """
    return "" if is_empty(amount) else capital_of_fen(to_fen(amount))
