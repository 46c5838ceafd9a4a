"""Formulas that say what is wrong with an ID number or a credit code."""

from addin.formulas.text import both, first_of, quote
from claimcheck.identity import CREDIT_ALPHABET, CREDIT_WEIGHTS, ID_CHECK_CHARACTERS, ID_WEIGHTS
from claimcheck.identity_documents import AFTER_APOSTROPHE, APOSTROPHES

FIRST_GENERATION = "是 15 位的第一代号码，已停用，应填现在的身份证上的 18 位号码"
OTHER_DOCUMENT = (
    "像是护照、通行证等证件的号码，不是 18 位的身份证号；持港澳台居民居住证、外国人永久居留身份证的"
    "填证上的 18 位号码，没有的请向经办机构问明怎样填报"
)


#: begins what is said where only the last character is wrong
_WRONG_CHECK = "校验位不符"


def id_fault(shape: str, number: str, today: str) -> str:
    """What is wrong with an ID number, "" when nothing is.

    TODAY() is computed again at each entry, and so is what rests on it: this is little.

    Args:
        shape: the cell with what `id_shape_fault` says of the number.
        number: the cell with the number tidied.
        today: the cell or name with the day after which nobody is born, as 20261231.
    """
    born = f'OR({shape}="",LEFT({shape},{len(_WRONG_CHECK)})={quote(_WRONG_CHECK)})'
    later = f"IF({born},VALUE(MID({number},7,8))>{today},FALSE)"
    return f'IF({number}="",{shape},IF({later},{_no_such_day(number)},{shape}))'


def id_shape_fault(raw: str, number: str) -> str:
    """What is wrong with an ID number whatever day it is, "" when nothing is.

    Args:
        raw: the cell as entered, to see whether it holds a number instead of a text.
        number: the cell with the same number tidied (see `addin.formulas.text.tidy`).
    """
    length = f"LEN({number})"
    year, month, day = (
        f"VALUE(MID({number},{start},{count}))" for start, count in ((7, 4), (11, 2), (13, 2))
    )
    # What is not written in digits alone comes back otherwise: 1E5, a sign, a date.
    parts = f'TEXT(VALUE(LEFT({number},9)),"000000000")&TEXT(VALUE(MID({number},10,8)),"00000000")'
    digits = f"IFERROR({parts}=LEFT({number},17),FALSE)"
    last = f'ISNUMBER(FIND(RIGHT({number},1),"0123456789X"))'
    birth = f"DATE({year},{month},{day})"
    century = f'OR(MID({number},7,2)="19",MID({number},7,2)="20")'
    real_date = both([century, f"MONTH({birth})={month}", f"DAY({birth})={day}"])
    return first_of(
        [
            (f"ISNUMBER({raw})", quote("被存成了数字，末几位可能已丢失，请设为文本后重新录入")),
            (f'{number}=""', quote("")),
            (f"{length}<>18", _length_fault(number)),
            (f"NOT({both([digits, last])})", quote("前 17 位应为数字，末位为数字或 X")),
            (f"NOT({real_date})", _no_such_day(number)),
            (
                f"RIGHT({number},1)<>{_id_check(number)}",
                f'"{_WRONG_CHECK}，按前 17 位应以“"&{_id_check(number)}&"”结尾"',
            ),
        ],
        quote(""),
    )


def _no_such_day(number: str) -> str:
    return f'"出生日期“"&MID({number},7,8)&"”不存在"'


def _length_fault(number: str) -> str:
    """What a number is that has not 18 digits, as far as its shape tells.

    The same as `claimcheck.identity_documents.length_fault`, in fewer words: which document it
    may be of, `validate` says.
    """
    length = f"LEN({number})"
    digits = f"ISNUMBER(-{number})"
    first_generation = both(
        [f"{length}=15", digits, f'ISNUMBER(FIND(LEFT({number},1),"12345678"))']
    )
    year, month, day = (f"MID({number},{start},2)" for start in (7, 9, 11))
    born = f"IFERROR(MONTH(DATE(1900+{year},{month},{day}))=VALUE({month}),FALSE)"
    lettered = both([f"NOT({digits})", f"{length}>=6", f"{length}<=15"])
    return first_of(
        [
            (_begins_with_apostrophe(number), quote(AFTER_APOSTROPHE)),
            (both([first_generation, born]), quote(FIRST_GENERATION)),
            (lettered, quote(OTHER_DOCUMENT)),
        ],
        f'"应为 18 位，现为 "&{length}&" 位"',
    )


def _begins_with_apostrophe(number: str) -> str:
    return f"ISNUMBER(FIND(LEFT({number},1),{quote(''.join(APOSTROPHES))}))"


def _id_check(number: str) -> str:
    places: dict[int, list[int]] = {}
    for place, weight in enumerate(ID_WEIGHTS, start=1):
        places.setdefault(weight, []).append(place)
    total = "+".join(
        f"({'+'.join(f'MID({number},{place},1)' for place in same)})*{weight}"
        for weight, same in places.items()
    )
    return f'MID("{ID_CHECK_CHARACTERS}",MOD({total},11)+1,1)'


def credit_code_check(code: str) -> str:
    """The last character that a tidied unified credit code should have, for a cell of its own.

    The products are written out: not every program looks at more than the first character where
    an array stands within a function.

    Returns:
        "" where it has not 18 characters, or one of the first 17 is none of a credit code.
    """
    total = "+".join(
        f'(FIND(MID({code},{place},1),"{CREDIT_ALPHABET}")-1)*{weight}'
        for place, weight in enumerate(CREDIT_WEIGHTS, start=1)
    )
    found = f'MID("{CREDIT_ALPHABET}",MOD(31-MOD({total},31),31)+1,1)'
    # Programs differ in where an empty text is found.
    return f'IF(LEN({code})<>18,"",IFERROR({found},""))'


def credit_code_fault(code: str, check: str) -> str:
    """What is wrong with a unified credit code, "" when nothing is.

    Args:
        code: the tidied code.
        check: the cell with its `credit_code_check`.
    """
    length = f"LEN({code})"
    return first_of(
        [
            (f'{code}=""', quote("")),
            (_begins_with_apostrophe(code), quote(AFTER_APOSTROPHE)),
            (f"{length}<>18", f'"应为 18 位，现为 "&{length}&" 位"'),
            (f'{check}=""', quote("只能有数字和大写字母，且不含 I、O、Z、S、V")),
            (f"RIGHT({code},1)<>{check}", f'"校验位不符，按前 17 位应以“"&{check}&"”结尾"'),
        ],
        quote(""),
    )
