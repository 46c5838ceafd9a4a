"""Names of people and firms, made comparable in whatever spelling they come."""

import re
import unicodedata
from functools import lru_cache

from claimcheck.text import cleaned

_DOTS = "·•．.。・‧﹒∙⋅･᛫●⸱"
_DROPPED = re.compile(rf"[\s{_DOTS},，()（）\[\]【】\"“”'‘’`´\-–—_/]")

#: Chinese characters, also the rare ones beyond the first plane, as a character class.
HAN = "〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"


@lru_cache(maxsize=65536)
def plain_name(text: str) -> str:
    """A name without blanks, dots and brackets, in one width and in capital letters."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", cleaned(text))).upper()
