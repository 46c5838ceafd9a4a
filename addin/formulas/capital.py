"""人民币大写 by ordinary formulas; the same text as `claimcheck.money.capital`.

TEXT(…,"[DBNum2]") would be shorter, but its result depends on the program and on the
language of the PC.
"""

from addin.formulas.text import quote

_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def _digit(number: str) -> str:
    return f'MID("{_DIGITS}",{number}+1,1)'


def group(number: str) -> str:
    """A cell with a whole number 0 to 9999, in capital characters; "" for 0."""
    padded = f'TEXT({number},"0000")'
    parts = [
        _digit(f"MID({padded},{place},1)") + (f'&"{unit}"' if unit else "")
        for place, unit in enumerate(("仟", "佰", "拾", ""), start=1)
    ]
    formula = "&".join(parts)
    for zero in ("零仟", "零佰", "零拾", "零"):
        formula = f'SUBSTITUTE({formula},"{zero}"," ")'
    # TRIM leaves one blank for any run of zeros inside and none at the ends
    return f'SUBSTITUTE(TRIM({formula})," ","零")'


def split(fen: str) -> dict[str, str]:
    """The parts of an amount in fen that `capital` puts together, as formulas."""
    yuan = f"INT({fen}/100)"
    return {
        "hundred_millions": f"INT({yuan}/100000000)",
        "ten_thousands": f"MOD(INT({yuan}/10000),10000)",
        "ones": f"MOD({yuan},10000)",
        "jiao": f"MOD(INT({fen}/10),10)",
        "cents": f"MOD({fen},10)",
    }


def capital(cells: dict[str, str]) -> str:
    """The amount in capital characters.

    Args:
        cells: for each part of `split` the cell that holds it, and besides
            `hundred_millions_text`, `ten_thousands_text` and `ones_text` with the
            texts of `group`.
    """
    high, middle, low = (cells[name] for name in ("hundred_millions", "ten_thousands", "ones"))
    jiao, cents = cells["jiao"], cells["cents"]
    whole = f"{high}+{middle}+{low}"
    middle_zero = f'IF(AND({high}>0,OR({middle}<1000,MOD({high},10)=0)),"零","")'
    low_zero = f'IF(AND({high}+{middle}>0,OR({low}<1000,MOD({middle},10)=0)),"零","")'
    yuan = (
        f'IF({high}=0,"",{cells["hundred_millions_text"]}&"亿")'
        f'&IF({middle}=0,"",{middle_zero}&{cells["ten_thousands_text"]}&"万")'
        f'&IF({low}=0,"",{low_zero}&{cells["ones_text"]})'
        f'&IF({whole}=0,"","元")'
    )
    jiao_text = f'IF({jiao}>0,{_digit(jiao)}&"角",IF(AND({cents}>0,{whole}>0),"零",""))'
    end = f'IF({cents}>0,{_digit(cents)}&"分","整")'
    return f"IF({whole}+{jiao}+{cents}=0,{quote('零元整')},{yuan}&{jiao_text}&{end})"
