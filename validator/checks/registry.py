"""All checks, in four lists that are run one after the other.

Inside a list, place means nothing: a check that looks at what others found declares which codes
it sees, and runs after them (`running.in_order`).
"""

from validator.checks.across import Across
from validator.checks.amounts import amounts
from validator.checks.base import Context
from validator.checks.doubts import doubts
from validator.checks.duplicates.across_claims import (
    applicants_in_several,
    people_in_several,
)
from validator.checks.duplicates.earlier_claims import earlier_claims
from validator.checks.duplicates.months_together import months_in_several
from validator.checks.duplicates.repeated_claims import repeated_claims
from validator.checks.duplicates.similar_people import shared_accounts, similar_numbers
from validator.checks.duplicates.too_often import claimed_too_often
from validator.checks.duplicates.within_claims import claim_numbers, same_claim
from validator.checks.evidence import evidence
from validator.checks.fields import fields, unknown_claims
from validator.checks.households import households, households_in_several
from validator.checks.imported import imported
from validator.checks.incomes import incomes
from validator.checks.listed import people_on_lists
from validator.checks.payment_accounts import accounts
from validator.checks.payment_days import no_wages, payment_days
from validator.checks.payment_references import references
from validator.checks.payments import payees, payers
from validator.checks.policies import holds_elsewhere, not_applied, other_readings, policies
from validator.checks.running import Check
from validator.checks.structure import oddities, structure
from validator.checks.thresholds import thresholds

#: What is looked at in each batch of one form, by the sheets alone.
OF_SHEETS: tuple[Check[Context], ...] = (
    structure,
    oddities,
    fields,
    unknown_claims,
    claim_numbers,
    same_claim,
    accounts,
    payees,
    payers,
    references,
    payment_days,
    no_wages,
    imported,
    not_applied,
    holds_elsewhere,
)

#: What is looked at in each batch after all that puts a row out is known.
OF_RESULTS: tuple[Check[Context], ...] = (
    thresholds,
    evidence,
    amounts,
    incomes,
    doubts,
    households,
    policies,
    other_readings,
)

#: All that is looked at in each batch.
CHECKS: tuple[Check[Context], ...] = (*OF_SHEETS, *OF_RESULTS)

#: What is looked at across all batches of a run, by the sheets alone.
ACROSS_SHEETS: tuple[Check[Across], ...] = (
    people_in_several,
    applicants_in_several,
    repeated_claims,
    similar_numbers,
    shared_accounts,
    people_on_lists,
)

#: What puts rows out by results: of several claims together, and of earlier ones.
ACROSS_RESULTS: tuple[Check[Across], ...] = (
    households_in_several,
    claimed_too_often,
    earlier_claims,
    months_in_several,
)

#: All that is looked at across all batches.
ACROSS: tuple[Check[Across], ...] = (*ACROSS_SHEETS, *ACROSS_RESULTS)
