"""Formulas that only move with their rows are told from those that change."""

from addin.template.sharing import moved, names_a_sheet, shared


def test_references_move_and_fixed_ones_and_texts_stay() -> None:
    formula = 'IF($A4="B4",SUM(C$3:C3)+$D$4+LOG10(2)+1E+300,col_a4_b)'
    assert moved(formula, 2) == 'IF($A6="B4",SUM(C$3:C5)+$D$4+LOG10(2)+1E+300,col_a4_b)'


def test_only_a_sheet_outside_of_texts_counts() -> None:
    assert names_a_sheet("'人员花名册'!$A4")
    assert not names_a_sheet('IF(A1="！!",1,0)')


def test_what_changes_from_row_to_row_is_not_shared() -> None:
    found = shared(lambda row: {"a": f"B{row}*2", "b": f"{row}*2", "c": f"S!B{row}"}, 4, 9)
    assert found == {"a": "B4*2"}


def test_a_single_row_shares_nothing() -> None:
    assert shared(lambda row: {"a": f"B{row}"}, 4, 4) == {}
