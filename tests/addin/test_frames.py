from datetime import date, datetime
from decimal import Decimal

import pytest

from addin.convert import CellError
from addin.frames import heading, read_block
from claimcheck.forms import SheetKind
from tests.addin import blocks

ROSTER = blocks.HIRING[SheetKind.ROSTER]
WAGES = blocks.HIRING[SheetKind.WAGES]


def wage_column(key: str, *cells: object) -> list[object]:
    """One column of the wage flow as it comes out of the conversion."""
    name = "amount_fen" if key == "amount_yuan" else key
    rows = [blocks.payment(1, 1, **{key: cell}) for cell in cells if key != "amount_yuan"]
    rows = rows or [blocks.payment(1, 1, cell) for cell in cells]
    return read_block(blocks.wages(*rows), WAGES).frame[name].to_list()


def test_excel_and_libreoffice_send_the_same_block_differently_and_get_the_same_frame() -> None:
    block = blocks.roster(blocks.person(1), blocks.person(2), blocks.nobody())
    from_excel = read_block(block, ROSTER)
    from_libreoffice = read_block(blocks.as_libreoffice_sends(block), ROSTER)
    assert from_excel.frame.equals(from_libreoffice.frame)
    assert from_excel.blank.to_list() == from_libreoffice.blank.to_list() == [False, False, True]


def test_money_becomes_whole_fen() -> None:
    assert wage_column("amount_yuan", 3000.0, 2999.99, 0.1 + 0.2, Decimal("3000.50"), 3000) == [
        300000,
        299999,
        30,
        300050,
        300000,
    ]


@pytest.mark.parametrize("cell", ["3000", "三千", 3000.001, None, "", True])
def test_what_sum_would_not_add_is_no_money(cell: object) -> None:
    assert wage_column("amount_yuan", cell) == [None]


def test_dates_come_as_datetime_serial_number_or_text() -> None:
    found = wage_column("paid_on", datetime(2026, 3, 5, 9, 30), 46086.4, "2026-03-05", "2026/03/05")
    assert found == [date(2026, 3, 5)] * 4


@pytest.mark.parametrize("cell", ["3 月 5 日", 0.0, -1.0, 3e6, "", None])
def test_what_is_no_date_stays_empty(cell: object) -> None:
    assert wage_column("paid_on", cell) == [None]


def test_a_column_of_serial_numbers_only_is_read_too() -> None:
    assert wage_column("paid_on", 46086.0, None, 0.0) == [date(2026, 3, 5), None, None]


def test_id_numbers_are_made_comparable() -> None:
    assert wage_column("id_number", "６４０５９８19900101123x ", " ") == [
        "64059819900101123X",
        None,
    ]


def test_an_id_stored_as_a_number_is_never_repaired() -> None:
    table = read_block(blocks.roster(blocks.person(1, id_number=640598199001010030.0)), ROSTER)
    assert table.frame["id_number"].to_list() == [None]
    assert table.damaged.to_list() == [True]
    assert table.blank.to_list() == [False]


def test_a_claim_number_typed_as_a_number_is_text() -> None:
    table = read_block(blocks.roster(blocks.person(1, claim_id=7.0)), ROSTER)
    assert table.frame["claim_id"].to_list() == ["7"]


def test_columns_are_found_by_heading_in_any_order() -> None:
    block = blocks.wages(blocks.payment(1, 1))
    turned = [list(reversed(row)) for row in block]
    assert read_block(turned, WAGES).frame.equals(read_block(block, WAGES).frame)


def test_aliases_marks_and_blanks_in_headings_do_not_matter() -> None:
    block = blocks.wages(blocks.payment(1, 1))
    block[0] = ["证件号码", "户 名", "入账日期*", "金额", *block[0][4:]]
    assert read_block(block, WAGES).frame["amount_fen"].to_list() == [300000]


def test_full_width_headings_are_the_same() -> None:
    assert heading("入账金额（元）") == heading("入账 金额(元)*")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(CellError, match="入账金额"):
        read_block([["身份证号", "姓名", "入账日期"], ["1", "2", 3.0]], WAGES)


def test_an_error_in_a_cell_is_an_error_of_the_whole_block() -> None:
    with pytest.raises(CellError, match="错误值"):
        wage_column("amount_yuan", "#DIV/0!")


def test_a_header_alone_is_an_empty_frame() -> None:
    assert read_block(blocks.wages(), WAGES).frame.height == 0
