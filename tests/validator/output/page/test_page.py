"""The page in a real browser: looked through, searched and filtered."""

from pathlib import Path

from selenium.webdriver.common.keys import Keys

from tests.validator.books import claims, save
from tests.validator.output.page.browser import Page, multiplied
from tests.validator.output.page.using import choose
from tests.validator.supervision.made import Office


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
