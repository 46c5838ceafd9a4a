"""Resident ID numbers, credit codes and masks."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.identity import (
    age_on,
    credit_code_fault,
    hide_numbers,
    id_check_character,
    id_fault,
    mask_account,
    mask_id,
    mask_name,
    tidy,
)
from claimcheck.identity_columns import id_is_right, masked_id, tidy_text

first_17 = st.builds(
    lambda born, order: f"640598{born:%Y%m%d}{order:03d}",
    st.dates(date(1940, 1, 1), date(2008, 12, 31)),
    st.integers(1, 999),
)


@given(first_17)
def test_a_number_with_its_check_character_is_right(digits):
    assert id_fault(digits + id_check_character(digits)) == ""


@given(first_17, st.integers(0, 16), st.integers(1, 9))
def test_every_single_wrong_digit_is_caught(digits, place, shift):
    number = digits + id_check_character(digits)
    wrong = str((int(number[place]) + shift) % 10)
    assert id_fault(number[:place] + wrong + number[place + 1 :])


def test_lower_case_x_full_width_digits_and_blanks_are_accepted():
    assert id_fault(" 64059819900101001x") == ""
    assert tidy("６４０５ 98") == "640598"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", "为空"),
        ("6405981990010100", "应为 18 位，现为 16 位"),
        ("6405981990A101001X", "前 17 位应为数字"),
        ("640598199013010017", "出生日期“19901301”不存在"),
        ("640598209001010015", "出生日期“20900101”不存在"),
        ("640598199001010011", "应以“X”结尾"),
    ],
)
def test_the_fault_of_a_number_is_named(number, said):
    assert said in id_fault(number)


def test_age_changes_on_the_birthday():
    number = "64059819900615001" + id_check_character("64059819900615001")
    assert age_on(number, date(2026, 6, 14)) == 35
    assert age_on(number, date(2026, 6, 15)) == 36


def test_columns_agree_with_single_values():
    numbers = [
        "64059819900101001X",
        "640598199001010011",
        "640598199013010017",
        "6405981990",
        "",
        "64059819900101001x",
    ]
    frame = pl.DataFrame({"n": numbers}).with_columns(tidy_text(pl.col("n")))
    found = frame.select(ok=id_is_right(pl.col("n")), masked=masked_id(pl.col("n")))
    assert found["ok"].to_list() == [id_fault(number) == "" for number in numbers]
    assert found["masked"].to_list() == [mask_id(number) for number in numbers]


def test_a_missing_number_counts_as_wrong():
    assert pl.select(id_is_right(pl.lit(None, pl.String))).item() is False


def test_credit_codes_are_checked():
    assert credit_code_fault("91640500MA00000009") != credit_code_fault("91640500MA0000000I")
    assert "18 位" in credit_code_fault("9164")
    assert "不含 I、O、Z、S、V" in credit_code_fault("91640500MA0000000I")


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_exactly_one_check_character_fits_a_credit_code(code):
    fitting = [c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if not credit_code_fault(code + c)]
    assert len(fitting) == 1


def test_masks_keep_only_what_tells_people_apart():
    assert mask_id("64059819900101123X") == "640598********123X"
    assert mask_account("6222020000001234567") == "***************4567"
    assert mask_account("123") == "***"
    assert mask_name("马晓明") == "马**"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("身份证64059819900101123X", "身份证640598********123X"),
        ("卡 6222021234567890123。", "卡 622202********0123。"),
        ("卡 6222 0212 3456 7890 123", "卡 622202********0123"),
        ("电话13912345678", "电话********5678"),
        ("电话 139-1234-5678", "电话 ********5678"),
        ("640598 19900101 123X", "640598********123X"),
        ("６４０５９８１９９００１０１１２３４", "６４０５９８********１２３４"),
    ],
)
def test_free_text_keeps_no_number_of_a_person(text: str, hidden: str):
    assert hide_numbers(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "金额 20000 元",
        "2026-01-15 至 2026-08-31",
        "91640598MAQFR92E7M",
        "卫政办规发〔2023〕2号",
        "",
    ],
)
def test_free_text_keeps_other_numbers(text: str):
    assert hide_numbers(text) == text
