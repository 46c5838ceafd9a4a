"""Searching, exporting and forgetting."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from claimcheck.writing import WriteError
from tests.validator.ledger.made import batch, claim, frame, ids, person
from tests.validator.ledger.test_recording import stored
from validator.ledger import exporting, listing
from validator.ledger.engine import make_engine
from validator.ledger.errors import LedgerError
from validator.ledger.listing import Wanted
from validator.ledger.places import address

A, B, C, D = ids(4)
CREDIT = "91640598MA7AAAAA0X"


@pytest.fixture
def filled(ledger):
    ledger.record(
        batch(
            (claim("SB-001"), [person(A), person(B, "丁小龙", household_id=C)]),
            (claim("SB-002", applicant="王玉兰", applicant_code=D, reason="=1+1"), [person(D)]),
            name="=第1批",
        )
    )
    other = claim("SB-003", measure="ZW25-2", county="海原县", reason="")
    ledger.record(batch((other, [person(A)]), name="第2批"))
    return ledger


def claim_ids(found):
    return found["claim_id"].to_list()


def test_a_person_is_found_as_paid_as_head_of_household_and_as_applicant(filled):
    assert claim_ids(filled.search(Wanted(person=A))) == ["SB-001", "SB-003"]
    assert claim_ids(filled.search(Wanted(person=C))) == ["SB-001"]
    assert claim_ids(filled.search(Wanted(person=D))) == ["SB-002"]


def test_an_applicant_is_found_by_code_and_by_part_of_the_name(filled, monkeypatch):
    assert claim_ids(filled.search(Wanted(applicant="劳务服务"))) == ["SB-001", "SB-001", "SB-003"]
    assert claim_ids(filled.search(Wanted(applicant=D))) == ["SB-002"]
    assert filled.search(Wanted(applicant="100%")).is_empty()


def test_batches_are_found_by_name_and_number(filled):
    assert claim_ids(filled.search(Wanted(batch="第2批"))) == ["SB-003"]
    assert claim_ids(filled.search(Wanted(batch="2"))) == ["SB-003"]
    assert filled.search(Wanted(batch="第3批")).is_empty()


def test_conditions_are_all_required(filled):
    assert claim_ids(filled.search(Wanted(person=A, measure="ZW25-2", year=2026))) == ["SB-003"]
    assert filled.search(Wanted(person=A, year=2025)).is_empty()


def test_a_person_has_one_pseudonym_throughout(filled):
    found = filled.search(Wanted(person=A))
    assert found["pseudonym"].n_unique() == 1
    assert found["pseudonym"][0] != filled.search(Wanted(person=D))["pseudonym"][0]
    assert found["person"].to_list() == ["马**", "马**"]


def test_a_large_ledger_is_read_in_parts(filled, monkeypatch):
    monkeypatch.setattr(listing, "CHUNK", 3)
    parts = list(filled.rows(Wanted()))
    assert [part.height for part in parts] == [3, 1]


def test_csv_has_chinese_headings_two_decimals_and_nothing_that_runs(filled, tmp_path):
    target = tmp_path / "台账.csv"
    assert exporting.export(filled.rows(Wanted()), target) == 4
    content = target.read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert {row["申报类型"] for row in rows} == {"一次性交通补贴"}
    assert rows[0]["批次"] == "'=第1批"
    assert rows[2]["理由"] == "'=1+1"
    assert rows[0]["个人金额（元）"] == "200.00"
    assert rows[0]["登记日期"] == "2026-04-18"
    assert rows[0]["结论"] == "通过"
    assert not any(secret in content for secret in (A, B, C, D, "马小红", "丁小龙", "王玉兰"))


def test_json_has_english_keys_and_yuan(filled, tmp_path):
    target = tmp_path / "台账.json"
    exporting.export(filled.rows(Wanted()), target)
    rows = json.loads(target.read_text("utf-8"))
    assert len(rows) == 4
    assert rows[3]["measure"] == "ZW25-2"
    assert rows[3]["amount_yuan"] == 200
    assert set(rows[0]) == set(exporting.HEADINGS)


def test_an_empty_export_is_still_a_list(filled, tmp_path):
    target = tmp_path / "空.json"
    assert exporting.export(filled.rows(Wanted(batch="无")), target) == 0
    assert json.loads(target.read_text("utf-8")) == []


def test_a_workbook_holds_numbers_as_numbers_and_no_formulas(filled, tmp_path):
    target = tmp_path / "台账.xlsx"
    exporting.export(filled.rows(Wanted()), target)
    sheet = load_workbook(target)["台账"]
    assert [cell.value for cell in sheet[1]] == list(exporting.HEADINGS.values())
    assert sheet.max_row == 5
    assert not any(cell.data_type == "f" for row in sheet for cell in row)
    amount = sheet.cell(2, list(exporting.HEADINGS).index("amount_yuan") + 1)
    assert amount.value == 200
    assert amount.number_format == "#,##0.00"


def test_more_than_a_sheet_holds_is_said_and_nothing_is_left(filled, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "SHEET_ROWS", 3)
    with pytest.raises(LedgerError, match="放不下"):
        exporting.export(filled.rows(Wanted()), tmp_path / "台账.xlsx")
    assert [path.name for path in tmp_path.glob("*.xlsx")] == []


def test_other_kinds_of_files_are_refused(filled, tmp_path):
    with pytest.raises(LedgerError, match=r"\.csv、\.json、\.xlsx"):
        exporting.export(filled.rows(Wanted()), tmp_path / "台账.doc")


def test_an_export_that_fails_leaves_the_old_file(filled, tmp_path):
    target = tmp_path / "台账.csv"
    target.write_text("old", "utf-8")

    def broken():
        yield from filled.rows(Wanted())
        raise OSError("disk full")

    with pytest.raises(WriteError, match="无法写入"):
        exporting.export(broken(), target)
    assert target.read_text("utf-8") == "old"
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def notes(url):
    engine = make_engine(address(url))
    with engine.connect() as connection:
        found = connection.execute(text("SELECT what, batches, claims, entries FROM audit")).all()
    engine.dispose()
    return [tuple(row) for row in found]


def test_a_forgotten_batch_is_gone_and_noted(filled, place):
    done = filled.forget_batch("=第1批")
    assert (done.batches, done.claims, done.entries) == (1, 2, 3)
    assert claim_ids(filled.search(Wanted())) == ["SB-003"]
    assert notes(place.url) == [("batch", 1, 2, 3)]
    assert "第1批" not in stored(place.url)


def test_a_forgotten_batch_may_be_recorded_again(ledger):
    made = batch((claim(), [person(A)]))
    ledger.record(made)
    ledger.forget_batch("中宁县2026年第2批")
    again = ledger.record(made)
    assert again.claims == 1
    assert again.batch_id == 2


def test_a_forgotten_person_is_nowhere_and_the_others_stay(filled, place):
    before = filled.search(Wanted(person=A))["pseudonym"][0]
    assert filled.forget_person(A).entries == 2
    assert filled.search(Wanted(person=A)).is_empty()
    assert filled.matches(frame(A, B))["index"].to_list() == [1]
    assert bytes.fromhex(before).decode("latin-1") not in stored(place.url)
    assert notes(place.url) == [("person", 0, 0, 2)]


def test_a_forgotten_applicant_is_taken_out_of_the_claim(filled, place):
    filled.forget_person(D)
    assert filled.search(Wanted(person=D)).is_empty()
    kept = filled.search(Wanted(batch="=第1批"))
    assert kept.filter(kept["claim_id"] == "SB-002").select("applicant", "person").rows() == [
        ("", None)
    ]


def test_a_forgotten_head_of_household_is_taken_out_of_the_members(filled):
    filled.forget_person(C)
    assert filled.search(Wanted(person=C)).is_empty()
    assert claim_ids(filled.search(Wanted(person=B))) == ["SB-001"]


def test_who_was_forgotten_is_not_in_the_file_any_more(tmp_path, key_file):
    from validator.ledger.keys import Hasher
    from validator.ledger.opening import open_ledger

    path = tmp_path / "ledger.sqlite"
    with open_ledger(str(path), key_file=key_file) as ledger:
        ledger.record(batch((claim(), [person(A), person(B)])))
        ledger.forget_person(A)
        hasher = Hasher(key_file.read_bytes())
        files = [file.read_bytes() for file in tmp_path.glob("ledger.sqlite*")]
    assert not any(hasher.one("party", A) in content for content in files)
    assert any(hasher.one("party", B) in content for content in files)


def test_what_is_not_there_cannot_be_forgotten(filled, place):
    with pytest.raises(LedgerError, match="没有这个人"):
        filled.forget_person(ids(5)[4])
    with pytest.raises(LedgerError, match="没有批次"):
        filled.forget_batch("第9批")
    assert notes(place.url) == []


def test_two_batches_of_one_name_are_told_apart_by_number(ledger):
    ledger.record(batch((claim("SB-001"), [person(A)]), name="补报"))
    ledger.record(batch((claim("SB-002"), [person(B)]), name="补报"))
    with pytest.raises(LedgerError, match=r"1（2026-04-18）、2（2026-04-18）"):
        ledger.forget_batch("补报")
    ledger.forget_batch("2")
    assert claim_ids(ledger.search(Wanted())) == ["SB-001"]
