"""The rules as data: documents, clauses, measures and readings."""

from claimcheck.policy.facts import Fact, FactType, fact, facts
from claimcheck.policy.load import (
    Rule,
    check_choice,
    documents,
    load_document,
    make_rule,
    rule,
    rules,
)

__all__ = [
    "Fact",
    "FactType",
    "Rule",
    "check_choice",
    "documents",
    "fact",
    "facts",
    "load_document",
    "make_rule",
    "rule",
    "rules",
]
