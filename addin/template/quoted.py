"""What the text of a clause says, word for word: its conditions and its numbers."""

from collections.abc import Iterator

from addin.template.rule_plan import RulePlan
from claimcheck.policy.model import Level
from claimcheck.policy.readings import holds


def quoted(item: RulePlan) -> str:
    """The words on which a rule rests, each once: what is asked for, and how much is paid."""
    found = list(dict.fromkeys(_words(item)))
    whole = [text for text in found if not any(text in other for other in found if other != text)]
    return "；".join(f"“{_within_quotes(text)}”" for text in whole) + "。" if whole else ""


def _words(item: RulePlan) -> Iterator[str]:
    measure = item.rule.measure
    for level in (Level.CLAIM, Level.PERSON):
        yield from (requirement.words for requirement in item.requirements(level))
    yield from (number.words for number in measure.numbers.values())
    for table in measure.tables:
        # Sums by tiers are the standard that stands above.
        if table.unit != "yuan" and holds(table.when, item.chosen):
            yield from (row.words for row in table.rows)


def _within_quotes(text: str) -> str:
    """A text as it stands between quotation marks."""
    return text.replace("“", "‘").replace("”", "’")
