"""The random claims themselves: what is never paid and never at a bound tests little."""

import polars as pl
import pytest

from addin.template.computed import rules_of
from claimcheck.evaluate import Evaluation, evaluate
from claimcheck.forms import SheetKind, claim_types
from tests.addin.template.any_claims import head_bounds, random_any
from tests.addin.template.bounds import edges, seen

#: claims of each measure, and how many of them have as many people as a bound asks for
_CLAIMS, _AT_BOUNDS = 200, 60


def _evaluated(claim_type: str) -> dict[str, Evaluation]:
    batch = random_any(claim_type, 1, _CLAIMS, _AT_BOUNDS)
    claims, roster, wages = (batch.frame(kind) for kind in SheetKind)
    return {
        rule.id: evaluate(rule, claims.filter(pl.col("measure") == rule.id), roster, wages)
        for rule in rules_of(claim_type)
    }


@pytest.mark.parametrize("claim_type", claim_types())
def test_random_claims_are_granted_and_refused_and_sit_on_the_bounds(claim_type: str) -> None:
    for measure, result in _evaluated(claim_type).items():
        granted = pl.col("outcome").is_in(["amount", "in_kind"])
        assert result.claims.filter(granted).height >= _CLAIMS // 12, measure
        assert result.claims.filter(~granted).height >= 2, measure
        wanted = edges(result)
        assert len(seen(result, wanted)) >= 0.65 * len(wanted), measure


def test_every_number_of_people_that_decides_comes_up_exactly() -> None:
    for result in _evaluated("hiring").values():
        wanted = {bound + step for bound in head_bounds(result.rule) for step in (-1, 0, 1)}
        assert wanted <= set(result.claims["headcount"])
