"""The page in a real browser: looked through, filtered, decided in, printed."""

import base64
import io
import os
import threading
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from claimcheck.settings import Settings
from samples.honest import Claim
from tests.addin.officejs.browser import chromium
from tests.validator.books import claims, save
from tests.validator.output.page.browser import Page, multiplied, start
from tests.validator.supervision.made import ON, Office, standings
from validator.ledger.audit.trail import open_trail
from validator.output.page.server import ReviewService
from validator.run.validate import run_validation


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="module")
def page(downloads: Path) -> Iterator[Page]:
    if chromium() is None:
        pytest.skip("chromium and chromedriver are not installed")
    before = os.environ.get("NO_PROXY", "")
    os.environ["NO_PROXY"] = ",".join(filter(None, [before, "localhost", "127.0.0.1"]))
    opened = start(downloads)
    yield opened
    opened.driver.quit()
    os.environ["NO_PROXY"] = before


@pytest.fixture
def saved(office: Office, page: Page, tmp_path: Path) -> Page:
    """The page as `--format html` gives it, opened as a file."""
    made = tmp_path / "页面.html"
    made.write_text(office.validate("--no-write", "--format", "html").stdout, "utf-8")
    page.open(made.as_uri())
    return page


@pytest.fixture
def service(office: Office) -> Iterator[ReviewService]:
    found = run_validation([office.batch], Settings(on=ON))
    with (
        open_trail(office.ledger, office.key_file) as trail,
        ReviewService(found, Settings(on=ON), trail, port=0, title="审核") as running,
    ):
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def choose(page: Page, name: str, value: str) -> None:
    page.run("byId(arguments[0]).value = arguments[1]; filter();", name, value)


def decide(page: Page, word: str, reason: str = "", reviewer: str = "") -> None:
    page.run(
        "[...document.querySelectorAll('input[name=decision]')]"
        ".find((one) => one.value === arguments[0]).click()",
        word,
    )
    page.by_id("reason").send_keys(reason)
    if reviewer:
        page.by_id("reviewer").send_keys(reviewer)
    page.by_id("decide").click()


def until(what, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "the page did not get there"
        time.sleep(0.05)


def test_the_page_needs_nothing_else_and_says_what_it_decides(office: Office, saved: Page):
    assert saved.complaints == []
    assert saved.run("return performance.getEntriesByType('resource').length") == 0
    assert "暂不能提交" in saved.text("verdict")
    assert saved.run("return total") == office.checked().findings.height
    assert "申报金额（元）" in saved.text("glance")


def test_what_only_informs_is_not_among_what_waits(saved: Page):
    assert saved.run("return shown.some((i) => text('severity', i) === 'info')") is False
    saved.by_id("clear").click()
    assert saved.run("return shown.length === total")
    informing = saved.run("return shown.find((i) => text('severity', i) === 'info')")
    assert saved.run("return standingWord(arguments[0])", informing) == "不必裁定"


def test_what_blocks_and_costs_most_stands_first(saved: Page):
    severities = saved.run("return shown.map((i) => text('severity', i))")
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    stakes = saved.run(
        "return shown.filter((i) => text('severity', i) === 'error')"
        ".map((i) => data.findings.stake[i])"
    )
    assert stakes == sorted(stakes, reverse=True)


def test_filters_and_search_narrow_the_list(saved: Page):
    choose(saved, "by-code", "CC302")
    assert saved.run("return shown.map((i) => text('code', i))") == ["CC302"]
    saved.by_id("clear").click()
    saved.by_id("search").send_keys("SB-002")
    assert set(saved.run("return shown.map((i) => text('claim_id', i))")) == {"SB-002"}
    assert saved.text("count").startswith(f"列出 {saved.run('return shown.length')} 项")
    saved.by_id("search").send_keys("没有这样的")
    assert saved.run("return shown.length") == 0
    assert saved.complaints == []


def test_a_bar_of_the_chart_filters(saved: Page):
    saved.by_id("tab-about").click()
    bar = saved.driver.find_element("css selector", "#chart-kinds button.kind")
    bar.send_keys(Keys.ENTER)
    assert len(set(saved.run("return shown.map((i) => text('code', i))"))) == 1


def test_a_chart_shows_the_sums_of_every_measure(saved: Page):
    saved.by_id("tab-about").click()
    said = saved.text("chart-measures")
    assert "ZW26-3 小微企业新吸纳就业服务补贴（3 项）" in said
    for name in ("claimed", "assessed"):
        yuan = saved.run(f"return data.summary.measures[0].{name}")
        assert f"{yuan:,.2f} 元" in said


def test_the_keyboard_goes_through_the_list_and_opens_details(saved: Page):
    listed = saved.by_id("list")
    listed.send_keys(Keys.ARROW_DOWN)
    assert saved.run("return current") == 1
    assert saved.run("return document.activeElement.id") == "list"
    active = listed.get_attribute("aria-activedescendant")
    assert saved.by_id(active).get_attribute("aria-selected") == "true"
    listed.send_keys(Keys.END)
    assert saved.run("return current === shown.length - 1")
    listed.send_keys(Keys.ENTER)
    assert saved.run("return document.activeElement.id") == "detail"
    saved.by_id("tab-findings").send_keys(Keys.ARROW_RIGHT)
    assert saved.by_id("panel-claims").is_displayed()


def test_from_a_finding_to_the_strip_the_clause_and_the_reason_for_the_sum(saved: Page):
    choose(saved, "by-code", "CC302")
    saved.by_id("list").send_keys(Keys.HOME)
    detail = saved.text("detail")
    assert "中卫2026年方案第三条" in detail
    assert "合格 5 人，核定 20000 元" in detail
    assert "逐条核对" in detail
    squares = saved.driver.find_elements("css selector", "#detail .strip")[0]
    assert len(squares.find_elements("css selector", "rect")) == 12
    said = squares.get_attribute("aria-label")
    assert said.count("达到标准") == 4
    assert "缺流水" in said


def test_every_control_has_a_name_for_screen_readers(saved: Page):
    saved.by_id("list").send_keys(Keys.HOME)
    nameless = saved.run(
        """return [...document.querySelectorAll("input, select, textarea, button")]
        .filter((one) => !(one.labels && one.labels.length) && !one.textContent.trim()
          && !one.getAttribute("aria-label")).map((one) => one.id || one.outerHTML)"""
    )
    assert nameless in ([], ["reason"]), nameless
    assert saved.run("return document.documentElement.lang") == "zh-CN"
    rows = saved.run("return byId('list').getAttribute('aria-rowcount')")
    assert int(rows) == saved.run("return shown.length") + 1


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


@pytest.fixture
def three_alike(office: Office) -> None:
    """Three people with too few months, before the batch is served."""

    def change(claims: list[Claim]) -> None:
        for person in claims[2].people[:2]:
            person.payments = person.payments[:3]

    office.change(change)


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


def test_what_stands_in_a_claim_cannot_run_in_the_page(page: Page, tmp_path: Path):
    from click.testing import CliRunner

    from claimcheck.cli import main

    made = claims(6)
    evil = "</script><img src=x onerror='window.evil=1'><script>window.evil=1</script>"
    made[0].row["applicant"] = evil
    made[0].people[0].row["category"] = "<b>{{script}}</b>"
    path = save(tmp_path / "a.xlsx", made)
    shown = (
        CliRunner()
        .invoke(main, ["validate", "--no-write", "--ledger", "none", "--format", "html", str(path)])
        .stdout
    )
    target = tmp_path / "x.html"
    target.write_text(shown, "utf-8")
    page.open(target.as_uri())
    page.by_id("list").send_keys(Keys.HOME)
    page.by_id("tab-claims").click()
    assert evil in page.text("claims")
    assert page.run("return window.evil") is None
    assert page.complaints == []


def printed_text(page: Page) -> str:
    import pdfplumber

    printed = page.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    with pdfplumber.open(io.BytesIO(base64.b64decode(printed["data"]))) as pdf:
        text = "".join(sheet.extract_text() for sheet in pdf.pages)
    return unicodedata.normalize("NFKC", text)  # some fonts give radicals for characters


def test_it_prints_the_filtered_list_as_a_table(saved: Page):
    text = printed_text(saved)
    assert f"共 {saved.run('return shown.length')} 项" in text
    assert "SB-001" in text
    assert "清除筛选" not in text


def test_on_a_narrow_screen_nothing_is_cut_off(saved: Page):
    saved.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False},
    )
    try:
        until(lambda: saved.run("return ROW") > 28)
        saved.by_id("row-0").click()
        wide = saved.run("return [document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1]
        wider = """return [...document.querySelectorAll('#row-0 > *')]
            .filter((one) => one.getBoundingClientRect().right
              > byId('list').getBoundingClientRect().right).length"""
        assert saved.run(wider) == 0
        assert saved.run("return document.activeElement.id") == "detail"
        saved.driver.find_element("css selector", "#detail .back").click()
        assert saved.run("return document.activeElement.id") == "list"
    finally:
        saved.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.fixture
def small_screen(page: Page) -> Iterator[None]:
    """A screen of 1366 × 768, less what Windows and the browser take of it."""
    size = {"width": 1366, "height": 625, "deviceScaleFactor": 1, "mobile": False}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    yield
    page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_small_screen_shows_fifteen_rows_and_the_whole_form(small_screen: None, saved: Page):
    listed = saved.run("return byId('list').getBoundingClientRect().toJSON()")
    assert listed["bottom"] <= 625
    assert (listed["height"] - saved.run("return HEAD")) // saved.run("return ROW") >= 15
    for name in ("pick-code", "undo", "choices", "reason", "reviewer", "until", "decide"):
        box = saved.run("return byId(arguments[0]).getBoundingClientRect().toJSON()", name)
        assert box["height"] > 0
        assert box["bottom"] <= 625, name
        assert box["right"] <= 1366, name
    page_scrolls = """const page = document.documentElement;
        return page.scrollHeight > innerHeight || page.scrollWidth > innerWidth"""
    assert not saved.run(page_scrolls), "the page itself does not scroll beside the list"


def keys(page: Page, *pressed: str) -> None:
    """Press keys, wherever the focus is."""
    for key in pressed:
        page.driver.switch_to.active_element.send_keys(key)


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


def test_what_stands_in_front_is_printed(saved: Page):
    saved.by_id("tab-claims").click()
    assert "申报列表" not in printed_text(saved), "that is a name for screen readers"
    assert "核定说明" in printed_text(saved)
    saved.by_id("tab-about").click()
    assert "检查项目" in printed_text(saved)


def test_a_decision_that_is_not_saved_may_be_taken_back(saved: Page):
    saved.by_id("list").send_keys(Keys.HOME)
    decide(saved, "核减", reviewer="王审核")
    assert saved.run("return [taken.size, document.activeElement.id]") == [1, "list"]
    saved.by_id("undo").click()
    assert saved.run("return taken.size") == 0
    assert not saved.by_id("saving").is_displayed()


def test_of_many_findings_only_what_is_in_sight_is_drawn(
    page: Page, tmp_path: Path, office: Office
):
    """How fast it is stands in `benchmarks.review`."""
    target = tmp_path / "large.html"
    target.write_text(
        multiplied(office.validate("--no-write", "--format", "html").stdout, 50_000), "utf-8"
    )
    page.open(target.as_uri())
    assert page.run("return total") == 50_000
    page.by_id("clear").click()
    assert page.run("return byId('room').childElementCount") < 60
    page.by_id("list").send_keys(Keys.END)
    assert page.run("return current") == 49_999
    assert page.run("return byId('room').childElementCount") < 60
    page.by_id("search").send_keys("没有这样的")
    assert page.run("return shown.length") == 0


def test_the_token_of_the_address_is_needed(service: ReviewService):
    import http.client

    def ask(method: str, path: str, **headers: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", service.server_port, timeout=20)
        connection.request(method, path, body=b"{}" if method == "POST" else None, headers=headers)
        status = connection.getresponse().status
        connection.close()
        return status

    own = f"/{service.token}"
    json_ = {"Content-Type": "application/json"}
    assert ask("GET", f"{own}/") == 200
    assert ask("GET", "/") == 404
    assert ask("GET", "/wrong/") == 404
    assert ask("POST", "/wrong/decide", **json_) == 404
    assert ask("GET", f"{own}/", Host="evil.example") == 404, "no rebinding of names"
    assert ask("POST", f"{own}/decide", Origin="http://evil.example", **json_) == 403
    assert ask("POST", f"{own}/decide", **{"Content-Type": "text/plain"}) == 415
    assert ask("POST", f"{own}/decide", **json_, **{"Transfer-Encoding": "chunked"}) == 411
    assert ask("DELETE", f"{own}/") == 501
    assert service.server_address[0] == "127.0.0.1"
