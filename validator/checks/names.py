"""Comparing names as banks and clerks write them: masked, shortened, with other dots."""

import re
import unicodedata
from functools import lru_cache

from claimcheck.names import plain_name

__all__ = ["may_be_payer", "may_be_same", "plain_name"]

#: What banks put in the place of a character.
_MASK = re.compile(r"[*＊※×xX#]{1,}")

#: Payers that pass on an employer's money: who the employer is cannot be told from them.
_GO_BETWEENS = re.compile(r"银行|信用社|信用联社|农信|代发|清算|财付通|支付宝|网联|银联|财政|国库")

#: Endings that tell an account of a firm from the firm.
_ACCOUNT_WORDS = re.compile(r"(农民工)?(工资)?(专用|专|基本|一般)?(账户|帐户|户)$")


@lru_cache(maxsize=65536)
def may_be_same(shown: str, known: str) -> bool:
    """Whether a name on a bank record may be a known name.

    A masked name ("马*", "中***融科技有限公司") may be any name that its visible characters
    fit; where nothing is visible, it cannot be told and may be the same.
    """
    masked = "*" in unicodedata.normalize("NFKC", shown)
    one, other = plain_name(shown), plain_name(known)
    if not one or not other or one == other:
        return True
    if masked:
        pattern = ".*".join(re.escape(part) for part in _MASK.split(one))
        return re.fullmatch(pattern, other) is not None
    return False


@lru_cache(maxsize=65536)
def may_be_payer(shown: str, known: tuple[str, ...]) -> bool:
    """Whether a payer may be one of the firms that may pay."""
    if _GO_BETWEENS.search(shown) or not known:
        return True
    one = _ACCOUNT_WORDS.sub("", plain_name(shown))
    for firm in known:
        other = plain_name(firm)
        if may_be_same(shown, firm) or (len(other) >= 4 and (other in one or one in other)):
            return True
    return False
