"""What a claim is owed, worked out a second time from the texts, in plain Python.

One module a policy document (for the longest one a folder), written from its clauses and not
from the rules' data. Nothing here uses polars or the program's evaluation, so that a mistake
there is not made here too.
Wordings that can be read in several ways are taken by their defaults; what a function works
out is quoted beside its name. A change of a default changes the function, too.

    sum_of("ZW26-3", claim, people, payments, date(2026, 12, 31))

Rows are in normal form: keys as in the forms, dates as dates, money as whole fen (…_fen),
percentages as whole 1/10000 of a percent, flags as booleans, missing values as None.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tests.independent import jf24, jy23, zw23, zw25, zw26
from tests.independent.claim import COUNTS, WAIVED, Claim, Sum

__all__ = ["COUNTS", "MEASURES", "WAIVED", "Sum", "sum_of"]

MEASURES = {
    measure: (module, work)
    for module in (zw23, zw25, zw26, jf24, jy23)
    for measure, work in module.MEASURES.items()
}


def sum_of(
    measure: str,
    claim: Mapping[str, Any],
    people: Sequence[Mapping[str, Any]],
    payments: Sequence[Mapping[str, Any]],
    on: date,
) -> Sum:
    """The sum of a claim and how many people count.

    Args:
        measure: the measure's id.
        claim: the claim's row; `earlier_headcount` holds the people of the applicant's
            earlier claims, those of the same batch included.
        people: the claim's rows of the roster, those that were taken out left out. A row
            whose key COUNTS is true counts whatever the text asks for: somebody decided so.
        payments: rows of the wage flow, those of the claim's people among them.
        on: the day to judge by.

    Returns:
        The sum in fen: 0 where nothing is due, None where there is no sum (something is
        missing, the office has to decide, or something other than money is given).
    """
    module, work = MEASURES[measure]
    return work(Claim(claim, people, payments, on, module.WINDOWS.get(measure, module.WINDOW)))
