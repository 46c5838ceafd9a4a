"""Characters that old Chinese systems keep in Unicode's private area.

GBK and GB 18030-2000 hold some ideographs for which Unicode had no place of its own when they
were made; systems of that time write them as U+E815 to U+E864, and banks still do. GB 18030-2022
gives each its standard character, so that 䶮 in a roster and U+E863 in a statement are one name.
The order is that of the standard's rows A6, A8 and FE.
"""

_FIRST = 0xE815
#: The standard characters of U+E815 to U+E864.
_IDEOGRAPHS = (
    "\u2e81\U00020087\U00020089\U000200cc\u2e84\u3473\u3447\u2e88\u2e8b\u9fb4\u359e\u361a\u360e"
    "\u2e8c\u2e97\u396e\u3918\u9fb5\u39cf\u39df\u3a73\u39d0\u9fb6\u9fb7\u3b4e\u3c6e\u3ce0\u2ea7"
    "\U000215d7\u9fb8\u2eaa\u4056\u415f\u2eae\u4337\u2eb3\u2eb6\u2eb7\U0002298f\u43b1\u43ac\u2ebb"
    "\u43dd\u44d6\u4661\u464c\u9fb9\u4723\u4729\u477c\u478d\u2eca\u4947\u497a\u497d\u4982\u4983"
    "\u4985\u4986\u499f\u499b\u49b7\u49b6\u9fba\U000241fe\u4ca3\u4c9f\u4ca0\u4ca1\u4c77\u4ca2"
    "\u4d13\u4d14\u4d15\u4d16\u4d17\u4d18\u4d19\u4dae\u9fbb"
)
#: Upright forms of punctuation, U+E78D to U+E796.
_PUNCTUATION = "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19"

#: Private character → standard character.
STANDARD = {
    **{chr(_FIRST + place): character for place, character in enumerate(_IDEOGRAPHS)},
    **{chr(0xE78D + place): character for place, character in enumerate(_PUNCTUATION)},
    "\ue7c7": "\u1e3f",
}

#: The same private characters, for a character class of Python's and Rust's expressions.
PRIVATE = "\ue78d-\ue796\ue7c7\ue815-\ue864"

_TABLE = str.maketrans(STANDARD)


def standardised(text: str) -> str:
    """The text with standard characters in place of the private ones that are known."""
    return text.translate(_TABLE)
