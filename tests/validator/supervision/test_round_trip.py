"""validate → review → apply → change one row → validate, with the counts."""

import json
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from tests.validator.supervision.made import Office, fill, lines, of, standings
from validator.reading.numbers import column_letters
from validator.supervision.review_sheet import PLACES


def passing(line: dict[str, object]) -> dict[str, object]:
    return {"decision": "通过", "reason": "已电话核实", "reviewer": "王审核"}


def summary(office: Office) -> dict[str, int]:
    return json.loads(office.validate("--no-write", "--format", "json").stdout)["summary"]


def test_validate_writes_a_review_workbook_that_lists_every_finding(office: Office):
    result = office.validate()
    assert result.exit_code == 1
    assert "审核工作簿：" in result.stderr
    found = office.checked()
    assert len(lines(office.workbook)) == found.findings.height > 0


def test_what_was_let_through_is_counted_apart_and_blocks_no_more(office: Office):
    office.validate()
    before = summary(office)
    filled = fill(office.workbook, passing)
    applied = office.review("apply", office.workbook)
    assert applied.exit_code == 0, applied.output
    assert f"记录裁定 {filled} 项" in applied.stdout
    after = summary(office)
    assert before["errors"] > 0
    assert (after["errors"], after["warnings"]) == (0, 0)
    assert after["let_through"] == before["errors"] + before["warnings"]
    assert after["flagged"] == 0
    result = office.validate("--no-write")
    assert result.exit_code == 0
    assert "已由审核人放行" in result.stdout
    assert "王审核" in result.stdout


def test_a_verdict_lapses_visibly_when_a_row_of_its_claim_changes(office: Office):
    office.validate()
    fill(office.workbook, passing)
    office.review("apply", office.workbook)
    before = standings(office.checked())
    in_first = office.checked().findings.filter(claim_id="SB-001").height

    def change(claims):
        claims[0].people[3].row["phone"] = "13900000009"

    office.change(change)
    after = office.checked()
    assert standings(after) == {
        "lapsed": in_first,
        "let_through": before["let_through"] - in_first,
    }
    assert after.exit_status == 1
    said = office.validate("--no-write").stdout
    assert "裁定已失效（内容有改动）" in said


def test_decisions_on_a_batch_that_was_changed_meanwhile_are_said_not_to_hold(office: Office):
    office.validate()
    fill(office.workbook, passing)
    in_first = [
        number for number, line in enumerate(lines(office.workbook), 5)
        if line["claim_id"] == "SB-001"
    ]  # fmt: skip

    def change(claims):
        claims[0].people[3].row["phone"] = "13900000009"

    office.change(change)
    result = office.review("apply", office.workbook)
    assert result.exit_code == 1
    assert f"对现在的申报不起作用 {len(in_first)} 项" in result.stdout
    for number in in_first:
        assert f"不起作用：待审 第 {number} 行。" in result.stdout
    assert "再核查一次" in result.stderr
    assert len(office.checked().findings.filter(standing="lapsed")) == len(in_first)


def test_what_was_decided_anew_after_a_change_is_counted_once(office: Office):
    office.validate()
    filled = fill(office.workbook, passing)
    office.review("apply", office.workbook)

    def change(claims):
        claims[0].people[3].row["phone"] = "13900000009"

    office.change(change)
    anew = standings(office.checked())["lapsed"]
    office.validate()
    fill(office.workbook, passing)
    office.review("apply", office.workbook)
    state = json.loads(office.review("status", "--json").stdout)
    assert state["verdicts"] == {"pass": filled}
    assert state["outdated"] == anew
    assert f"内容改动后已重新裁定 {anew}" in office.review("status").stdout


def test_rows_that_are_only_moved_keep_their_verdicts(office: Office):
    office.validate()
    fill(office.workbook, passing)
    office.review("apply", office.workbook)

    def swap(claims):
        claims[0].people.reverse()
        claims[0], claims[2] = claims[2], claims[0]

    office.change(swap)
    assert set(standings(office.checked())) == {"let_through"}


def test_an_empty_cell_is_no_verdict(office: Office):
    office.validate()
    fill(office.workbook, lambda line: {"reason": "看过", "reviewer": "王审核"})
    result = office.review("apply", office.workbook)
    assert result.exit_code == 0
    assert "记录裁定 0 项" in result.stdout
    assert "写了理由但没有裁定" in result.stdout
    assert set(standings(office.checked())) == {"open"}


@pytest.mark.parametrize(
    ("key", "heading"),
    [
        ("earlier", "既有裁定"),
        ("reason", "理由"),
        ("reviewer", "审核人"),
        ("decided_on", "裁定日期"),
        ("until", "有效期至"),
        ("hint", "填写提示"),
    ],
)
def test_a_decision_in_another_column_is_refused_with_its_cell(
    office: Office, key: str, heading: str
):
    office.validate()
    first = lines(office.workbook)[0]
    fill(office.workbook, lambda line: {key: "核减 "} if line["key"] == first["key"] else None)
    result = office.review("apply", office.workbook)
    assert result.exit_code == 1
    cell = f"{column_letters(PLACES[key])}5"
    assert (
        f"待审 第 5 行：“核减”写在“{heading}”一栏（{cell}），“裁定”一栏（O5）是空的"
        in result.stdout
    )
    assert "没有裁定、未计入" not in result.stdout
    assert set(standings(office.checked())) == {"open"}
    # It is not written over either.
    office.validate()
    assert office.workbook.with_name("a（2）.审核.xlsx").is_file()


def test_an_error_let_through_without_a_reason_is_refused_with_its_row(office: Office):
    office.validate()
    first = lines(office.workbook)[0]
    assert first["severity_word"] == "错误"
    fill(
        office.workbook,
        lambda line: (
            {"decision": "通过", "reviewer": "王审核", "reason": "  "}
            if line["key"] == first["key"]
            else None
        ),
    )
    result = office.review("apply", office.workbook)
    assert result.exit_code == 1
    assert "待审 第 5 行：这是须改正的错误，裁定“通过”必须写明理由" in result.stdout
    assert set(standings(office.checked())) == {"open"}


def test_the_same_workbook_applied_twice_changes_nothing(office: Office):
    office.validate()
    filled = fill(office.workbook, passing)
    office.review("apply", office.workbook)
    before = json.loads(office.review("status", "--json").stdout)["events"]
    result = office.review("apply", office.workbook)
    assert f"没有变化 {filled} 项" in result.stdout
    assert json.loads(office.review("status", "--json").stdout)["events"] == before == filled


def test_an_old_workbook_handed_in_again_does_not_undo_what_was_decided_since(office: Office):
    office.validate()
    filled = fill(office.workbook, passing)
    monday = office.workbook.read_bytes()
    office.review("apply", office.workbook)
    fill(office.workbook, lambda line: {"decision": "不予支持", "reason": "查实不符"})
    assert office.review("apply", office.workbook).exit_code == 0
    refused = standings(office.checked())
    assert set(refused) == {"decided"}
    office.workbook.write_bytes(monday)
    result = office.review("apply", office.workbook)
    assert result.exit_code == 1
    assert f"拒收 {filled} 项" in result.stdout
    assert "这个“通过”以前已经记录过，王审核后来（" in result.stdout
    assert "）改为“不予支持”，仍按后来的算" in result.stdout
    assert standings(office.checked()) == refused
    # With a reason of its own it is a new decision.
    fill(office.workbook, lambda line: {**passing(line), "reason": "复核后改回"})
    assert office.review("apply", office.workbook).exit_code == 0
    assert set(standings(office.checked())) == {"let_through"}


def test_two_reviewers_who_disagree_are_reported_and_nothing_is_let_through(office: Office):
    office.validate()
    fill(office.workbook, passing)
    office.review("apply", office.workbook)
    fill(office.workbook, lambda line: {"decision": "退回补正", "reason": "", "reviewer": "李审核"})
    result = office.review("apply", office.workbook)
    assert result.exit_code == 1
    assert "王审核：通过、李审核：退回补正。裁定不一致" in result.stdout
    found = office.checked()
    assert set(standings(found)) == {"conflict"}
    assert found.exit_status == 1
    # The second reviewer comes round: only his own verdict is replaced.
    fill(office.workbook, lambda line: {**passing(line), "reviewer": "李审核"})
    assert office.review("apply", office.workbook).exit_code == 0
    assert set(standings(office.checked())) == {"let_through"}


def test_a_verdict_ends_with_its_day(office: Office):
    office.validate()
    until = date.today() + timedelta(days=30)
    fill(office.workbook, lambda line: {**passing(line), "until": until})
    assert office.review("apply", office.workbook).exit_code == 0
    # Of CC302 alone: by then other findings, of the measure's window, may have come up.
    assert set(of(office.checked(until), "CC302")["standing"]) == {"let_through"}
    late = office.checked(until + timedelta(days=1))
    assert set(of(late, "CC302")["standing"]) == {"expired"}
    assert late.exit_status == 1


def test_reduced_opens_and_returned_or_refused_keep_blocking(office: Office):
    office.validate()
    for word, blocks in (("核减", False), ("退回补正", True), ("不予支持", True)):
        fill(office.workbook, lambda line, word=word: {"decision": word, "reviewer": "王审核"})
        office.review("apply", office.workbook)
        assert (office.checked().exit_status == 1) == blocks, word


def test_a_workbook_with_decisions_not_yet_applied_is_not_overwritten(office: Office):
    office.validate()
    fill(office.workbook, passing)
    office.validate()
    second = office.workbook.with_name("a（2）.审核.xlsx")
    assert second.exists()
    assert lines(office.workbook)[0]["decision"] == "通过"
    second.unlink()
    office.review("apply", office.workbook)
    office.validate()
    assert not second.exists(), "applied decisions are safe in the ledger"
    assert "王审核" in str(lines(office.workbook)[0]["earlier"])


def test_the_reviewer_may_be_named_on_the_command_line(office: Office):
    office.validate()
    fill(office.workbook, lambda line: {"decision": "核减"})
    assert office.review("apply", office.workbook).exit_code == 1
    result = office.review("apply", office.workbook, "--reviewer", "赵审核")
    assert result.exit_code == 0
    assert set(of(office.checked(), "CC302")["decided_by"]) == {"赵审核"}


def test_dates_in_the_workbook_are_checked(office: Office):
    office.validate()
    tomorrow, yesterday = date.today() + timedelta(days=1), date.today() - timedelta(days=1)
    for said, expected in (
        ({"decided_on": tomorrow}, "晚于今天"),
        ({"until": yesterday}, "已过"),
        ({"until": "年底"}, "不是日期"),
        ({"decision": "同意"}, "不在可选项内"),
    ):
        office.workbook.unlink()
        office.validate()
        fill(office.workbook, lambda line, said=said: {**passing(line), **said})
        result = office.review("apply", office.workbook)
        assert result.exit_code == 1
        assert expected in result.stdout


def test_a_row_whose_hidden_cells_were_mixed_up_is_refused(office: Office):
    office.validate()
    ids = [line["key"] for line in lines(office.workbook)]
    fill(
        office.workbook,
        lambda line: {**passing(line), "key": ids[-1] if line["key"] == ids[0] else line["key"]},
    )
    result = office.review("apply", office.workbook)
    assert "隐藏的列被改动" in result.stdout
    assert standings(office.checked())["open"] == 1


def test_verdicts_hold_for_the_day_they_are_asked_for(office: Office):
    office.validate()
    fill(office.workbook, passing)
    office.review("apply", office.workbook)
    assert office.checked(date(2026, 12, 31)).count("error") == 0


def test_the_marked_copy_says_what_was_decided(office: Office):
    office.validate()
    fill(office.workbook, passing)
    office.review("apply", office.workbook)
    office.validate()
    sheet = load_workbook(office.batch.with_name("a.核查.xlsx"))["核查结果"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("处已由审核人放行" in text for text in texts)
    assert any("【已放行：通过（王审核" in text for text in texts)


def test_places_link_to_the_marked_copy(office: Office):
    office.validate()
    sheet = load_workbook(office.workbook)["待审"]
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert links
    assert {link.target for link in links} == {"a.核查.xlsx"}
    assert any(link.location == "'人员花名册'!C4" for link in links), "sheet and cell"


def test_what_was_let_through_may_be_recorded_and_what_was_returned_may_not(office: Office):
    office.validate()
    fill(
        office.workbook,
        lambda line: (
            {**passing(line), "decision": "退回补正"}
            if line["claim_id"] == "SB-002"
            else passing(line)
        ),
    )
    office.review("apply", office.workbook)
    result = office.run("ledger", "record", office.batch, "--on", "2026-11-20", "--json")
    recorded = json.loads(result.stdout)
    assert recorded["claims"] == 2
    assert [one["claim_id"] for one in recorded["refused"]] == ["SB-002"]
