"""Lines of a PDF whose cells go on in the next line."""

import re

from validator.intake.statements.headings import StatementTable
from validator.intake.statements.known_headings import known_count
from validator.intake.statements.layout import layouts

_TIME = re.compile(r"\s*\d{1,2}:\d{2}(:\d{2})?\s*")


def unwrapped(body: list[list[str]], table: StatementTable) -> list[list[str]]:
    """Put a line that only goes on with the cells above it into the line above.

    The emptied line stays, so that the numbers of lines stay true.
    """
    dates = table.columns["date"]
    money = [
        place
        for name in ("income", "expense", "amount", "balance")
        for place in table.columns.get(name, ())
    ]
    done: list[list[str]] = []
    last: list[str] | None = None
    for cells in body:
        goes_on = (
            last is not None
            and any(cells)
            and all(not cells[place] or _TIME.fullmatch(cells[place]) for place in dates)
            and not any(cells[place] for place in money)
            and not _is_noise(cells)
            and known_count(cells) < 2
        )
        if goes_on and last is not None:
            last[:] = [f"{above}{below}" for above, below in zip(last, cells, strict=True)]
            done.append([])
        else:
            last = list(cells) if any(cells[place] for place in dates) else None
            done.append(last if last is not None else cells)
    return done


def _is_noise(cells: list[str]) -> bool:
    first = next((cell for cell in cells if cell.strip()), "")
    return first.strip().startswith(tuple(layouts().cells.noise))
