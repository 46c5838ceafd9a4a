"""Single formulas, computed by LibreOffice and compared with the Python that they stand for."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pytest
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from addin.formulas.capital import capital, group, split
from addin.formulas.expression import CellArithmetic, FormulaCompiler
from addin.formulas.identifiers import (
    FIRST_GENERATION,
    OTHER_DOCUMENT,
    credit_code_check,
    credit_code_fault,
    id_fault,
    id_shape_fault,
)
from addin.formulas.text import is_empty, is_one_of, key, quote, tidy
from addin.template import memo_words
from addin.template.month_sums import fen_of_month
from claimcheck.compiler.backend import Exact
from claimcheck.compiler.formulas import lookup
from claimcheck.identity import credit_code_fault as python_credit_code_fault
from claimcheck.identity import id_check_character
from claimcheck.identity import id_fault as python_id_fault
from claimcheck.identity_documents import kind_of, of_first_generation, other_document
from claimcheck.money import capital as python_capital
from claimcheck.payment_words import counts_against, counts_for, names_no_wage
from claimcheck.policy import rule
from claimcheck.policy.sums import Table, Tier
from claimcheck.written import YES
from tests.addin.template.random_claims import made_up_id
from tests.libreoffice import LibreOffice
from tests.memos import LEFT_AS_WAGES, NO_WAGES, OVERLAPPING


def _compute(
    calc: LibreOffice,
    folder: Path,
    entries: list[object],
    formulas: list[str],
    lists: Mapping[str, Sequence[str | float]] = MappingProxyType({}),
) -> list[list[object]]:
    """Put each entry into column A and the formulas beside it; {cell} is the entry's cell.

    A later formula may refer to the one before it as {before}, and each to lists by their names.
    """
    path = folder / "formulas.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet()
    text = book.add_format({"num_format": "@"})
    for row, entry in enumerate(entries):
        if isinstance(entry, str):
            sheet.write_string(row, 0, entry, text)
        else:
            sheet.write(row, 0, entry)
        for column, formula in enumerate(formulas, start=1):
            before = f"{chr(64 + column)}{row + 1}"
            filled = formula.replace("{cell}", f"A{row + 1}").replace("{before}", before)
            sheet.write_formula(row, column, "=" + filled)
    beside = book.add_worksheet("lists")
    for column, (name, column_entries) in enumerate(lists.items()):
        beside.write_column(0, column, column_entries)
        letter = xl_col_to_name(column)
        book.define_name(name, f"=lists!${letter}$1:${letter}${len(column_entries)}")
    book.close()
    computed = openpyxl.load_workbook(calc.recalculate(path), data_only=True).active
    assert computed is not None
    return [
        [computed.cell(row, column).value for column in range(2, len(formulas) + 2)]
        for row in range(1, len(entries) + 1)
    ]


#: an ID number tidied, the fault of its shape, and its fault on a day; each rests on the one before
_ID_FORMULAS = [
    tidy("{cell}"),
    id_shape_fault("{cell}", "{before}"),
    id_fault("{before}", tidy("{cell}"), "20261120"),
]


def test_an_id_number_is_judged_as_python_judges_it(
    plain_calc: LibreOffice, tmp_path: Path
) -> None:
    right = [made_up_id(number * 37) for number in range(40)]
    wrong = [number[:17] + ("0" if number[17] != "0" else "1") for number in right[:20]]
    odd = ["640598", "64059819901332001X", "640598199002300011", "6405981990010100AX"]
    odd += ["64059819900101001Y", "640598207001010010", "64059818000101001X"]
    entries: list[object] = [*right, *wrong, *odd, right[0].lower(), f" {right[1]} "]
    found = _compute(plain_calc, tmp_path, entries, _ID_FORMULAS)
    for entry, (_, _, fault) in zip(entries, found, strict=True):
        assert bool(fault) == bool(python_id_fault(str(entry))), entry
    first = wrong[0]
    assert f"以“{right[0][17]}”结尾" in str(found[entries.index(first)][2])


def test_numbers_of_other_documents_are_told_as_validate_tells_them(
    plain_calc: LibreOffice, tmp_path: Path
) -> None:
    permits = []
    for first in (
        "81000019900101001",
        "82000019851231002",
        "83000020000229003",
        "91110319880808004",
    ):
        permits.append(first + id_check_character(first))
    others = ["H12345678", "M1234567890", "CHN110105198001", "E12345678", "640598900101001"]
    others += ["640598901301001", "12345678901234567890", "64059819900101001"]
    entries: list[object] = [*permits, *others]
    found = [said for *_, said in _compute(plain_calc, tmp_path, entries, _ID_FORMULAS)]
    assert found[: len(permits)] == [None] * len(permits)
    assert all(kind_of(number) for number in permits)
    for number, said in zip(others, found[len(permits) :], strict=True):
        wanted = FIRST_GENERATION if of_first_generation(number) else "应为 18 位，现为"
        wanted = OTHER_DOCUMENT if other_document(number) and not number.isdigit() else wanted
        assert wanted in str(said), number


def test_a_number_is_never_an_id_number(plain_calc: LibreOffice, tmp_path: Path) -> None:
    found = _compute(plain_calc, tmp_path, [640598199001010010], _ID_FORMULAS)
    assert "被存成了数字" in str(found[0][2])


def test_a_credit_code_is_judged_as_python_judges_it(
    plain_calc: LibreOffice, tmp_path: Path
) -> None:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    base = "91640522MA76X0001"
    entries: list[object] = [base + character for character in alphabet]
    entries += ["91640522MA76X000", "91640522MA76XI0012"]
    found = _compute(
        plain_calc,
        tmp_path,
        entries,
        [credit_code_check("{cell}"), credit_code_fault("{cell}", "{before}")],
    )
    judged = [(entry, bool(fault)) for entry, (_, fault) in zip(entries, found, strict=True)]
    assert judged == [(entry, bool(python_credit_code_fault(str(entry)))) for entry in entries]
    assert sum(not wrong for _, wrong in judged) == 1


def test_a_word_is_one_of_a_list_only_where_it_is_the_same(
    plain_calc: LibreOffice, tmp_path: Path
) -> None:
    entries: list[object] = [
        "√",
        " Yes ",
        "ＹＥＳ",
        "是",
        "1",
        1,
        "√ √",
        "是  有",
        "×",
        "𠮷",
        " ",
        "Y ",
    ]
    formulas = [is_one_of("{cell}", YES), is_empty("{cell}")]
    found = _compute(plain_calc, tmp_path, entries, formulas)
    assert [one for one, _ in found] == [True] * 6 + [False] * 5 + [True]
    assert [entry for entry, (_, empty) in zip(entries, found, strict=True) if empty] == [" "]


def test_memos_that_name_no_wage_agree_with_python(plain_calc: LibreOffice, tmp_path: Path) -> None:
    memos = [*NO_WAGES, *LEFT_AS_WAGES, *counts_for(), *counts_against(), *OVERLAPPING]
    entries: list[object] = [*memos, 7, "X", "x"]
    formula = memo_words.names_no_wage("{cell}")
    found = _compute(plain_calc, tmp_path, entries, [formula], memo_words.lists())
    assert [one for (one,) in found] == [names_no_wage(str(entry)) for entry in entries]


def test_amounts_in_capital_characters_agree_with_python(
    plain_calc: LibreOffice, tmp_path: Path
) -> None:
    yuan = [0, 0.01, 0.1, 0.11, 1.01, 10, 100.05, 1010, 20000, 40000, 80000, 100000, 100100.1]
    yuan += [101000, 1010101.11, 12345678.9, 20000000, 100000000, 100000001, 1010010100.2]
    fen = [round(amount * 100) for amount in yuan]
    parts = split("{cell}")
    names = [*parts, "hundred_millions_text", "ten_thousands_text", "ones_text"]
    columns = {name: f"{chr(66 + index)}{{row}}" for index, name in enumerate(names)}
    path = tmp_path / "capital.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet()
    for row, amount in enumerate(fen, start=1):
        cells = {name: place.format(row=row) for name, place in columns.items()}
        sheet.write(row - 1, 0, amount)
        for index, name in enumerate(names, start=1):
            formula = parts.get(name, "").replace("{cell}", f"A{row}")
            formula = formula or group(cells[name.removesuffix("_text")])
            sheet.write_formula(row - 1, index, "=" + formula)
        sheet.write_formula(row - 1, len(names) + 1, "=" + capital(cells))
    book.close()
    computed = openpyxl.load_workbook(plain_calc.recalculate(path), data_only=True).active
    assert computed is not None
    found = [computed.cell(row, len(names) + 2).value for row in range(1, len(fen) + 1)]
    assert found == [python_capital(amount) for amount in fen]


def test_ids_that_share_15_digits_are_told_apart(plain_calc: LibreOffice, tmp_path: Path) -> None:
    entries: list[object] = [made_up_id(1), made_up_id(2), made_up_id(3)]
    assert len({str(entry)[:15] for entry in entries}) == 1
    found = _compute(plain_calc, tmp_path, entries, [key("{cell}"), "MATCH({before},$B$1:$B$3,0)"])
    assert [place for _, place in found] == [1, 2, 3]


def test_a_masked_id_finds_nobody(plain_calc: LibreOffice, tmp_path: Path) -> None:
    masked = made_up_id(1)[:6] + "*" * 8 + made_up_id(1)[14:]
    entries: list[object] = [made_up_id(1), masked]
    found = _compute(plain_calc, tmp_path, entries, [key("{cell}"), "MATCH({before},$B$1:$B$1,0)"])
    assert found[0][1] == 1
    assert found[1][1] == "#N/A"


def test_a_month_is_read_to_the_fen_from_the_text_of_all_months(
    plain_calc: LibreOffice, tmp_path: Path
) -> None:
    sums = [-(10**14), -300_000, -1, 0, 1, 49, 300_000, 10**14 - 1, 10**14, 499_999_999_999_999]
    entries: list[object] = [f"{5 * 10**14}{5 * 10**14 + sum_}" for sum_ in sums]
    formula = fen_of_month("{cell}", 1)
    found = _compute(plain_calc, tmp_path, entries, [fen_of_month("{cell}", 0), formula])
    assert found == [[0, max(sum_, 0)] for sum_ in sums]
    assert "-5*10^14" not in formula, "some engines take 1 fen for 0 there"


def test_a_table_gives_the_tier_of_its_argument(plain_calc: LibreOffice, tmp_path: Path) -> None:
    measure = rule("ZW26-3").measure
    compiled = FormulaCompiler(measure, {}, {"headcount": "{cell}"}).yuan("tiers(headcount)")
    entries: list[object] = [0, 4, 5, 10, 11, 20, 21, 30, 31, 500]
    found = _compute(plain_calc, tmp_path, entries, [compiled])
    tiers = [0, 0, 20000, 20000, 40000, 40000, 60000, 60000, 80000, 80000]
    assert [row[0] for row in found] == tiers


def test_a_table_with_an_end_gives_nothing_beyond_it() -> None:
    table = Table(
        name="t", by="headcount", unit="yuan", rows=[Tier(start=1, end=9, value=5, words="")]
    )
    assert lookup(table, Exact("A1"), CellArithmetic({})).startswith("IF(A1>9,0,LOOKUP(")


def test_quotes_inside_a_text_are_doubled() -> None:
    assert quote('a"b') == '"a""b"'


def test_a_text_that_no_formula_can_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="256"):
        quote("字" * 256)
