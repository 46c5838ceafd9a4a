"""All checks, in the order in which they run: later ones build on what earlier ones found."""

from validator.checks.across import Across
from validator.checks.amounts import amounts
from validator.checks.base import Check, Context
from validator.checks.doubts import doubts
from validator.checks.duplicates.across_claims import (
    applicants_in_several,
    people_in_several,
    same_again,
)
from validator.checks.duplicates.earlier_claims import earlier
from validator.checks.duplicates.similar_people import alike, shared
from validator.checks.duplicates.within_claims import claim_numbers, same_claim
from validator.checks.evidence import evidence
from validator.checks.fields import fields, unknown_claims
from validator.checks.households import households, households_in_several
from validator.checks.imported import imported
from validator.checks.incomes import incomes
from validator.checks.listed import listed
from validator.checks.payment_days import no_wages, payment_days
from validator.checks.payments import accounts, payees, payers, references
from validator.checks.policies import not_applied, other_readings, policies
from validator.checks.structure import oddities, structure
from validator.checks.thresholds import thresholds

_FIELDS = (
    "CC201", "CC202", "CC203", "CC204", "CC205", "CC206", "CC207", "CC208", "CC209",
)  # fmt: skip
_THRESHOLDS = (
    "CC206", "CC210", "CC401", "CC402", "CC403", "CC404", "CC405", "CC406", "CC407", "CC408",
    "CC502", "CC607", "CC608", "CC701", "CC702", "CC703",
)  # fmt: skip

#: What is looked at in each batch of one form, by the sheets alone.
OF_SHEETS: tuple[Check[Context], ...] = (
    Check(("CC102", "CC103", "CC104"), structure),
    Check(("CC103", "CC105", "CC106", "CC107", "CC108", "CC109", "CC504"), oddities),
    Check(_FIELDS, fields),
    Check(("CC209",), unknown_claims),
    Check(("CC609",), claim_numbers),
    Check(("CC601",), same_claim),
    Check(("CC308",), accounts),
    Check(("CC305",), payees),
    Check(("CC306",), payers),
    Check(("CC307",), references),
    Check(("CC309", "CC311", "CC314"), payment_days),
    Check(("CC310",), no_wages),
    Check(("CC312", "CC313", "CC315"), imported),
    Check(("CC701",), not_applied),
)

#: What is looked at in each batch after all that puts a row out is known.
OF_RESULTS: tuple[Check[Context], ...] = (
    Check(("CC301", "CC302", "CC303", "CC304", "CC402"), evidence, judges=True),
    Check(_THRESHOLDS, thresholds, judges=True),
    Check(("CC501", "CC502", "CC503", "CC504", "CC506"), amounts, judges=True),
    Check(("CC507",), incomes, judges=True),
    Check(("CC504", "CC505"), doubts, judges=True),
    Check(("CC607",), households, judges=True),
    Check(("CC701", "CC702", "CC705", "CC706"), policies, judges=True),
    Check(("CC704",), other_readings, judges=True),
)

#: All that is looked at in each batch.
CHECKS: tuple[Check[Context], ...] = (*OF_SHEETS, *OF_RESULTS)

#: What is looked at across all batches of a run, by the sheets alone.
ACROSS_SHEETS: tuple[Check[Across], ...] = (
    Check(("CC602", "CC605", "CC703"), people_in_several),
    Check(("CC703",), applicants_in_several),
    Check(("CC609",), same_again),
    Check(("CC604",), alike),
    Check(("CC606",), shared),
    Check(("CC410", "CC411", "CC412"), listed),
)

#: What puts rows out by results: of several claims together, and of earlier ones.
ACROSS_RESULTS: tuple[Check[Across], ...] = (
    Check(("CC607",), households_in_several, judges=True),
    Check(("CC603", "CC607", "CC608", "CC609"), earlier, judges=True),
)

#: All that is looked at across all batches.
ACROSS: tuple[Check[Across], ...] = (*ACROSS_SHEETS, *ACROSS_RESULTS)
