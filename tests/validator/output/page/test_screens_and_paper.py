"""The page on narrow and small screens, and printed."""

import base64
import io
import unicodedata
from collections.abc import Iterator

import pytest

from tests.validator.output.page.browser import Page
from tests.validator.output.page.using import until


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


def test_what_stands_in_front_is_printed(saved: Page):
    saved.by_id("tab-claims").click()
    assert "申报列表" not in printed_text(saved), "that is a name for screen readers"
    assert "核定说明" in printed_text(saved)
    saved.by_id("tab-about").click()
    assert "检查项目" in printed_text(saved)
