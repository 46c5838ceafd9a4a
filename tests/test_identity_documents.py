# ruff: noqa: E501 - a case on one line
"""Kinds of people and their documents, as a table."""

import polars as pl
import pytest

from claimcheck.identity import id_check_character, id_fault
from claimcheck.identity_columns import id_is_right
from claimcheck.identity_documents import kind_of, of_first_generation, other_document

#: First 17 digits → whose card it is.
RIGHT = [
    ("64059819900101001", "居民身份证"),
    ("81000019900101001", "港澳台居民居住证"),  # Hong Kong
    ("82000019900101002", "港澳台居民居住证"),  # Macao
    ("83000019900101003", "港澳台居民居住证"),  # Taiwan
    ("96484019900101001", "外国人永久居留身份证"),  # Ningxia, United States
    ("96439219851231012", "外国人永久居留身份证"),  # Ningxia, Japan
]
OTHERS = [
    ("H12345678", "港澳居民来往内地通行证"), ("M1234567801", "港澳居民来往内地通行证"), ("12345678", "台湾居民来往大陆通行证"),
    ("1234567801", "台湾居民来往大陆通行证"), ("E87654321", "护照"), ("EA1234567", "护照"), ("C08765432", "护照或通行证"),
    ("USA110012345678", "旧版外国人永久居留身份证（15 位）"), ("军字第1234567号", "军人或警官证件"), ("h12345678 ", "港澳居民来往内地通行证"),
]  # fmt: skip


@pytest.mark.parametrize(("digits", "kind"), RIGHT)
def test_three_kinds_of_cards_have_right_numbers(digits, kind):
    number = digits + id_check_character(digits)
    assert id_fault(number) == ""
    assert kind_of(number) == kind
    assert pl.select(id_is_right(pl.lit(number))).item()


@pytest.mark.parametrize(("digits", "kind"), RIGHT)
def test_their_wrong_check_characters_are_wrong(digits, kind):
    wrong = "0" if id_check_character(digits) != "0" else "1"
    assert "校验位不符" in id_fault(digits + wrong)
    assert kind_of(digits + wrong) == ""


@pytest.mark.parametrize(("number", "name"), OTHERS)
def test_other_documents_are_called_by_name_and_never_shown(number, name):
    assert other_document(number) == name
    said = id_fault(number)
    assert name in said
    assert "现为" not in said
    assert number.strip()[2:] not in said


@pytest.mark.parametrize("digits", [digits for digits, _ in RIGHT if digits.startswith("6")])
def test_a_number_of_the_first_generation_is_told_with_what_it_became(digits):
    whole = digits + id_check_character(digits)
    old = whole[:6] + whole[8:17]
    assert of_first_generation(old) == whole
    said = id_fault(old)
    assert "15 位的第一代号码" in said
    assert f"{whole[:6]}********{whole[-4:]}" in said
    assert whole not in said
    assert old not in said


@pytest.mark.parametrize(
    "number", ["640598901301001", "640598900101", "6405989001010011", "64059890010100X"]
)
def test_others_of_about_that_length_are_none(number):
    assert of_first_generation(number) == ""
