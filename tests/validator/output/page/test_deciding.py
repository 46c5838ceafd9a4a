"""Deciding in the page, saved as a file or served: by mouse and by keyboard."""

from pathlib import Path

from selenium.webdriver.common.keys import Keys

from tests.validator.output.page.browser import Page
from tests.validator.output.page.using import choose, decide, keys, until
from tests.validator.supervision.made import Office, standings
from validator.output.page.server import ReviewService


def test_a_reason_is_asked_for_before_an_error_passes(saved: Page):
    saved.by_id("list").send_keys(Keys.HOME)
    decide(saved, "通过", reviewer="王审核")
    assert "必须写明理由" in saved.text("decision-wrong")
    assert saved.run("return taken.size") == 0


def test_what_is_decided_in_a_saved_page_is_applied_like_a_workbook(
    office: Office, saved: Page, downloads: Path
):
    saved.by_id("list").send_keys(Keys.HOME)
    decide(saved, "通过", "已到银行核实", "王审核")
    assert saved.run("return taken.size") == 1
    saved.by_id("save").click()
    target = downloads / "裁定.json"
    until(target.exists)
    until(lambda: target.stat().st_size > 0)
    result = office.review("apply", target)
    target.unlink()
    assert result.exit_code == 0, result.output
    assert "记录裁定 1 项（通过 1 项）" in result.stdout
    assert standings(office.checked())["let_through"] == 1


def test_what_is_decided_in_the_served_page_is_recorded_at_once(
    office: Office, page: Page, service: ReviewService
):
    page.open(service.address)
    assert page.complaints == []
    before = page.run("return data.summary.blocking")
    page.by_id("list").send_keys(Keys.HOME)
    decide(page, "通过", "已到银行核实", "王审核")
    until(lambda: "已记录 1 项" in page.text("said"))
    assert page.run("return data.summary.blocking") == before - 1
    choose(page, "by-standing", "let_through")
    assert "已放行" in page.text("row-0")
    assert standings(office.checked())["let_through"] == 1
    page.open(service.address)
    assert page.run("return data.summary.letThrough") == 1, "the next load shows it too"
    assert page.complaints == []


def test_many_alike_are_decided_together(
    office: Office, three_alike: None, page: Page, service: ReviewService
):
    page.open(service.address)
    most = page.run("return kinds()[0]")
    assert most["count"] == 3
    page.by_id("list").send_keys(Keys.HOME)
    page.run("select(shown.findIndex((i) => text('code', i) === arguments[0]), true)", most["code"])
    page.by_id("list").send_keys("s")
    assert "选中的 3 项" in page.text("whom")
    count = most["count"]
    decide(page, "核减", "", "王审核")
    until(lambda: f"已记录 {count} 项" in page.text("said"))
    assert standings(office.checked())["let_through"] == count


def test_the_second_reviewers_other_verdict_is_shown_as_a_conflict(
    office: Office, page: Page, service: ReviewService
):
    page.open(service.address)
    page.by_id("list").send_keys(Keys.HOME)
    decide(page, "核减", "", "王审核")
    until(lambda: "已记录 1 项" in page.text("said"))
    choose(page, "by-standing", "")
    page.run("select(shown.findIndex((i) => text('standing', i) === 'let_through'), true)")
    page.by_id("reviewer").clear()
    decide(page, "不予支持", "", "李审核")
    until(lambda: "裁定不一致" in page.text("decision-wrong"))
    assert "conflict" in standings(office.checked())


def test_the_whole_pile_is_decided_with_the_keyboard_and_shrinks(
    office: Office, page: Page, service: ReviewService
):
    page.open(service.address)
    page.by_id("reviewer").send_keys("王审核")
    page.by_id("list").click()
    before = page.run("return pile().left")
    keys(page, Keys.HOME, "2", Keys.ENTER)
    until(lambda: page.run("return pile().left") < before)
    assert page.run("return [document.activeElement.id, current]") == ["list", 0]
    while page.run("return shown.length"):
        left = page.run("return pile().left")
        keys(page, "a", "2", Keys.ENTER)
        until(lambda: page.run("return pile().left") < left)  # noqa: B023 - asked at once
    assert page.run("return pile().left") == 0
    assert "全部裁定完了" in page.text("detail")
    assert page.run("return byId('pile').firstElementChild.style.width") == "100%"


def test_what_was_decided_last_is_taken_back_and_both_stay_in_the_trail(
    office: Office, three_alike: None, page: Page, service: ReviewService
):
    page.open(service.address)
    page.by_id("reviewer").send_keys("王审核")
    page.by_id("list").click()
    before = page.run("return pile().left")
    page.run("byId('list').focus(); select(0, true)")
    keys(page, Keys.CONTROL + "a", "2", Keys.ENTER)
    until(lambda: page.run("return pile().left") == 0)
    until(lambda: page.by_id("undo").is_enabled())
    page.by_id("undo").click()
    until(lambda: "已撤销" in page.text("said"))
    assert page.run("return pile().left") == before
    assert set(standings(office.checked())) == {"open"}
    trail = office.review("status").stdout
    assert "撤回裁定" in trail
    assert not page.by_id("undo").is_enabled()


def test_a_reason_is_used_again_by_one_key(page: Page, three_alike: None, service: ReviewService):
    page.open(service.address)
    page.by_id("list").send_keys(Keys.HOME)
    decide(page, "退回补正", "请补银行流水", "王审核")
    until(lambda: "已记录 1 项" in page.text("said"))
    assert page.run("return byId('reason').value") == ""
    keys(page, "0")
    assert page.run("return byId('reason').value") == "请补银行流水"


def test_what_is_not_listed_any_more_is_not_decided_unseen(saved: Page):
    saved.by_id("list").send_keys(Keys.CONTROL + "a")
    assert saved.run("return picked.size === shown.length")
    choose(saved, "by-code", "CC302")
    assert saved.run("return [...picked].map((i) => text('code', i))") == ["CC302"]


def test_a_decision_that_is_not_saved_may_be_taken_back(saved: Page):
    saved.by_id("list").send_keys(Keys.HOME)
    decide(saved, "核减", reviewer="王审核")
    assert saved.run("return [taken.size, document.activeElement.id]") == [1, "list"]
    saved.by_id("undo").click()
    assert saved.run("return taken.size") == 0
    assert not saved.by_id("saving").is_displayed()
