"""How a fault is worded: the heading of its column, and what is wrong there."""

from addin.formulas.text import quote

#: between the faults of a row, and before the first of them
SEPARATOR = "；"


def message(header: str, text: str) -> str:
    """A formula of one fault.

    Args:
        header: the heading that it is said of.
        text: a formula of what is wrong.
    """
    return f"{quote(f'{SEPARATOR}{header}：')}&{text}"
