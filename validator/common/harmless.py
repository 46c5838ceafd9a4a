"""Text that no spreadsheet runs as a formula."""

from claimcheck.text import cleaned

#: What a spreadsheet may take for the beginning of a formula; also in full width.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def harmless(value: object) -> str:
    """Text that a spreadsheet will not run as a formula, without characters that nobody sees."""
    text = "" if value is None else cleaned(str(value))
    return "'" + text if text.lstrip()[:1] in FORMULA_STARTS else text
