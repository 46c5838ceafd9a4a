"""What to know of a rule before relying on what it gives."""

from claimcheck.policy import Rule
from claimcheck.policy.model import Status
from claimcheck.policy.overlaps import window_of
from claimcheck.settings import Settings


def flags_of(rule: Rule, settings: Settings) -> list[str]:
    """What to know before relying on the amounts of a rule.

    expired, not_yet (outside the window), draft (not adopted by the office),
    not_in_force (the office does not apply the document).
    """
    document = rule.document
    window = window_of(rule.measure, document)
    said = settings.office.document(document.key)
    found = []
    if window.end and settings.on > window.end:
        found.append("expired")
    if window.start and settings.on < window.start:
        found.append("not_yet")
    if document.status is Status.DRAFT and not (said and said.adopted):
        found.append("draft")
    if said and not said.in_force:
        found.append("not_in_force")
    return found
