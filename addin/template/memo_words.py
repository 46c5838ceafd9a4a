"""Whether a memo names a wage or something else, by lists of words on the hidden sheet.

Every payment holds the formula, so it is short: the words stand in a column once, and beside
them what each takes off the count for a character that the memo keeps without it.
"""

from addin.formulas.text import first_of, quote
from claimcheck.payment_words import BLANKS, counts_against, counts_for

#: the words that count for a wage, and their weights, by defined name
_FOR = ("list_wage_words", "list_wage_weights")
#: the same of those that count against one
_AGAINST = ("list_other_words", "list_other_weights")
#: what no memo holds, as it is compared in capitals
_NOWHERE = "x"


def lists() -> dict[str, list[str | float]]:
    """The columns of words and weights by the names that they are to have."""
    found: dict[str, list[str | float]] = {}
    for names, counts in ((_FOR, counts_for()), (_AGAINST, counts_against())):
        weights = [-count / len(word) for word, count in counts.items()]
        # All weights together are 0, so that the length of the memo itself falls out.
        found[names[0]] = [*counts, _NOWHERE]
        found[names[1]] = [*weights, -sum(weights)]
    return found


def names_no_wage(memo: str) -> str:
    """A formula: the same as `claimcheck.payment_words.names_no_wage`."""
    squeezed = memo
    for blank in BLANKS:
        squeezed = f'SUBSTITUTE({squeezed},{quote(blank)},"")'

    def named(words: str, weights: str) -> str:
        # A count is a whole number, but thirds do not add up to one exactly.
        return f'SUMPRODUCT(LEN(SUBSTITUTE(UPPER({squeezed}),{words},""))*{weights})>0.5'

    # Nearly every memo names a wage, and is looked at no further.
    return first_of([(f'{memo}=""', "FALSE"), (named(*_FOR), "FALSE")], named(*_AGAINST))
