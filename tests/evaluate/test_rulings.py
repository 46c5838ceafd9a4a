"""What was ruled about rows enters the evaluation as two columns."""

import polars as pl

from claimcheck.evaluate.rulings import (
    EXCLUDED,
    PAYMENT_COLUMNS,
    ROW_COLUMNS,
    UPHELD,
    uphold,
    without_excluded,
)


def test_a_test_that_is_upheld_is_met_on_the_rows_that_say_so_alone():
    tested = pl.DataFrame(
        {
            UPHELD: [["wage"], [], None, ["months"]],
            "met_wage": [False, False, False, None],
            "met_months": [True, True, None, False],
        },
        schema_overrides={UPHELD: ROW_COLUMNS[UPHELD]},
    )
    found = uphold(tested, ["wage", "months"])
    assert found["met_wage"].to_list() == [True, False, False, None]
    assert found["met_months"].to_list() == [True, True, None, True]


def test_where_nothing_is_upheld_the_rows_are_as_they_were():
    tested = pl.DataFrame(
        {UPHELD: [None, None], "met_wage": [False, True]},
        schema_overrides={UPHELD: ROW_COLUMNS[UPHELD]},
    )
    assert uphold(tested, ["wage"]).equals(tested)


def test_payments_that_were_put_out_are_left_out():
    def payments(*why: str | None) -> pl.DataFrame:
        return pl.DataFrame(
            {"amount_fen": range(len(why)), EXCLUDED: why},
            schema_overrides={EXCLUDED: PAYMENT_COLUMNS[EXCLUDED]},
        )

    kept = without_excluded(payments(None, "重复", None))
    assert kept["amount_fen"].to_list() == [0, 2]
    assert without_excluded(payments("重复", "重复")).is_empty()
    assert without_excluded(payments(None, None)).height == 2
