"""All checks, in the order in which they run: later ones build on what earlier ones found."""

from validator.checks.amounts import amounts
from validator.checks.base import Check
from validator.checks.duplicates import claim_numbers, same_claim, two_claims
from validator.checks.evidence import evidence
from validator.checks.fields import fields, unknown_claims
from validator.checks.structure import oddities, structure
from validator.checks.thresholds import thresholds

CHECKS = (
    Check(("CC102", "CC103", "CC104"), structure),
    Check(("CC105", "CC106", "CC107", "CC108", "CC504"), oddities),
    Check(
        (
            "CC201",
            "CC202",
            "CC203",
            "CC204",
            "CC205",
            "CC206",
            "CC207",
            "CC208",
            "CC209",
        ),
        fields,
    ),
    Check(("CC209",), unknown_claims),
    Check(("CC609",), claim_numbers),
    Check(("CC601",), same_claim),
    Check(("CC602",), two_claims),
    Check(("CC301", "CC302", "CC304", "CC402"), evidence, judges=True),
    Check(("CC401", "CC403", "CC407", "CC701"), thresholds, judges=True),
    Check(("CC501", "CC503"), amounts, judges=True),
)
