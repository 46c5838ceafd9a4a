"""Small building blocks of formulas: quoting, tidying, joining."""

from collections.abc import Iterable

#: characters that MATCH and SUMIFS would take as wildcards, and what stands for them
_WILDCARDS = {"~": "～", "*": "＊", "?": "？"}
_BLANKS = (" ", "\u3000", "\u00a0")


def quote(text: str) -> str:
    """A text as a formula holds it.

    Raises:
        ValueError: longer than the 255 characters that a formula may quote.
    """
    if len(text) > 255:
        raise ValueError(f"a formula cannot quote {len(text)} characters: {text[:30]}…")
    return '"' + text.replace('"', '""') + '"'


def tidy(reference: str) -> str:
    """An identifier made comparable: half-width, no blanks, upper case."""
    formula = f"ASC({reference})"
    for blank in _BLANKS:
        formula = f'SUBSTITUTE({formula},"{blank}","")'
    return f"UPPER(CLEAN({formula}))"


def is_empty(reference: str) -> str:
    """Whether a cell holds nothing but blanks.

    By its length: where texts are compared, Excel may take √ or a rare character for nothing.
    """
    return f"LEN(TRIM({reference}))=0"


def is_one_of(reference: str, words: Iterable[str]) -> str:
    """Whether a text is one of some words, in small letters or large; nothing is none of them.

    MATCH compares as the language of the PC has it (see `is_empty`): there √ would be ✗.
    No text has two blanks side by side once it is trimmed.
    """
    gap = "  "
    listed = (gap + gap.join(words) + gap).upper()
    return f'ISNUMBER(FIND("{gap}"&UPPER(TRIM(ASC({reference})))&"{gap}",{quote(listed)}))'


def key(reference: str) -> str:
    """A text that MATCH finds only where it is the same text; "" for an empty cell.

    Without the leading letter, spreadsheets compare 18-digit texts as numbers, and only
    the first 15 digits count.
    """
    return f'IF({reference}="","",{filled_key(reference)})'


def filled_key(reference: str) -> str:
    """The same of what is never empty."""
    formula = f"TRIM({reference})"
    for wildcard, stand_in in _WILDCARDS.items():
        formula = f'SUBSTITUTE({formula},"{wildcard}","{stand_in}")'
    return f'"N"&{formula}'


def both(conditions: Iterable[str]) -> str:
    """AND over any number of conditions; TRUE over none."""
    parts = list(conditions)
    if not parts:
        return "TRUE"
    return parts[0] if len(parts) == 1 else f"AND({','.join(parts)})"


def either(conditions: Iterable[str]) -> str:
    """OR over any number of conditions; FALSE over none."""
    parts = list(conditions)
    if not parts:
        return "FALSE"
    return parts[0] if len(parts) == 1 else f"OR({','.join(parts)})"


def first_of(cases: Iterable[tuple[str, str]], otherwise: str) -> str:
    """The value of the first condition that holds, as nested IFs."""
    formula = otherwise
    for condition, value in reversed(list(cases)):
        formula = f"IF({condition},{value},{formula})"
    return formula
