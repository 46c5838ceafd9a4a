"""Formulas that say what is wrong with an ID number or a credit code."""

from addin.formulas.text import both, first_of, quote
from claimcheck.identity import CREDIT_ALPHABET, CREDIT_WEIGHTS, ID_CHECK_CHARACTERS, ID_WEIGHTS

_POSITIONS = "{" + ",".join(str(position) for position in range(1, 18)) + "}"


def _row(numbers: tuple[int, ...]) -> str:
    return "{" + ",".join(str(number) for number in numbers) + "}"


def id_fault(raw: str, number: str, today: str) -> str:
    """What is wrong with an ID number, "" when nothing is.

    Args:
        raw: the cell as entered, to see whether it holds a number instead of a text.
        number: the cell with the same number tidied (see `addin.formulas.text.tidy`).
        today: the cell or name with the day after which nobody is born.
    """
    length = f"LEN({number})"
    year, month, day = (
        f"VALUE(MID({number},{start},{count}))" for start, count in ((7, 4), (11, 2), (13, 2))
    )
    digits = f"SUMPRODUCT(--ISNUMBER(-MID({number},{_POSITIONS},1)))=17"
    last = f'ISNUMBER(FIND(RIGHT({number},1),"0123456789X"))'
    birth = f"DATE({year},{month},{day})"
    century = f'OR(MID({number},7,2)="19",MID({number},7,2)="20")'
    real_date = both(
        [century, f"MONTH({birth})={month}", f"DAY({birth})={day}", f"{birth}<={today}"]
    )
    return first_of(
        [
            (f'{number}=""', quote("")),
            (f"ISNUMBER({raw})", quote("被存成了数字，末几位可能已丢失，请设为文本后重新录入")),
            (f"{length}<>18", f'"应为 18 位，现为 "&{length}&" 位"'),
            (f"NOT({both([digits, last])})", quote("前 17 位应为数字，末位为数字或 X")),
            (f"NOT({real_date})", f'"出生日期“"&MID({number},7,8)&"”不存在"'),
            (
                f"RIGHT({number},1)<>{_id_check(number)}",
                f'"校验位不符，按前 17 位应以“"&{_id_check(number)}&"”结尾"',
            ),
        ],
        quote(""),
    )


def _id_check(number: str) -> str:
    total = f"SUMPRODUCT(MID({number},{_POSITIONS},1)*{_row(ID_WEIGHTS)})"
    return f'MID("{ID_CHECK_CHARACTERS}",MOD({total},11)+1,1)'


def credit_code_fault(code: str) -> str:
    """What is wrong with a tidied unified credit code, "" when nothing is."""
    length = f"LEN({code})"
    values = f'FIND(MID({code},{_POSITIONS},1),"{CREDIT_ALPHABET}")-1'
    total = f"SUMPRODUCT(({values})*{_row(CREDIT_WEIGHTS)})"
    expected = f'MID("{CREDIT_ALPHABET}",MOD(31-MOD({total},31),31)+1,1)'
    return first_of(
        [
            (f'{code}=""', quote("")),
            (f"{length}<>18", f'"应为 18 位，现为 "&{length}&" 位"'),
            (f"ISERROR({total})", quote("只能有数字和大写字母，且不含 I、O、Z、S、V")),
            (f"RIGHT({code},1)<>{expected}", f'"校验位不符，按前 17 位应以“"&{expected}&"”结尾"'),
        ],
        quote(""),
    )
