"""The page and script that Excel loads, in a real browser against the real service."""

from datetime import date
from typing import Any

import pytest

from addin import functions
from addin.catalogue import FUNCTIONS
from addin.convert import EPOCH
from addin.officejs.home import Home
from addin.officejs.metadata import identifier
from addin.officejs.server import OfficeService
from tests.addin import blocks
from tests.addin.officejs.browser import Browser, addresses
from tests.addin.officejs.conftest import LARGEST_CALL

RIGHT_ID = blocks.id_number(1)


@pytest.fixture
def page(browser: Browser, service: OfficeService, home: Home) -> Browser:
    """The page at the address that the manifest gives to Excel."""
    browser.open(addresses(home.manifest)["Functions.Page.Url"])
    return browser


def as_excel_sends(block: list[list[object]]) -> list[list[object]]:
    """Dates as serial numbers, empty cells as ''."""
    return blocks.as_libreoffice_sends(block)


def serial(day: date) -> int:
    return (day - EPOCH).days


def test_every_function_of_the_catalogue_is_registered(page: Browser) -> None:
    registered = page.run("return Object.keys(window.registered)")
    assert set(registered) == {identifier(function) for function in FUNCTIONS}


def test_the_script_knows_how_many_arguments_each_function_takes(page: Browser) -> None:
    counts = {function.cell_name: len(function.arguments) for function in FUNCTIONS}
    assert page.run("return ARGUMENTS") == counts


def test_the_task_pane_says_in_chinese_that_it_is_connected(page: Browser) -> None:
    shown = "return document.getElementById('state').textContent"
    for _ in range(50):
        if "已连接" in page.run(shown):
            break
        page.call("CC_ENGINE")
    assert functions.engine() in page.run(shown)


def test_chinese_goes_there_and_comes_back(page: Browser) -> None:
    assert page.call("CC_CAPITAL", 12000)["value"] == "壹万贰仟元整"
    assert page.call("CC_ID_CHECK", "身份证“甲”")["value"] == functions.id_check("身份证“甲”")
    assert page.call("CC_CLAUSE", "ZW26-3")["value"] == functions.clause("ZW26-3")


def test_a_number_stays_a_number(page: Browser) -> None:
    assert page.call("CC_AMOUNT", "ZW26-3", [["headcount"]], [[12]]) == {
        "value": 40000,
        "kind": "number",
    }


def test_an_amount_of_zero_is_a_number_and_not_an_error(page: Browser) -> None:
    assert page.call("CC_AMOUNT", "ZW26-3", [["headcount"]], [[4]]) == {
        "value": 0,
        "kind": "number",
    }


def test_a_date_arrives_as_a_serial_number(page: Browser) -> None:
    assert page.call("CC_AGE", RIGHT_ID, serial(date(2025, 12, 31)))["value"] == 35
    assert page.call("CC_AGE", RIGHT_ID, serial(date(2026, 1, 1)))["value"] == 36


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_cell_is_empty(page: Browser, empty: object) -> None:
    assert page.call("CC_CAPITAL", empty) == {"value": "", "kind": "string"}
    assert page.call("CC_ID_CHECK", empty)["value"] == "身份证号为空"


def test_a_roster_comes_back_row_by_row(page: Browser) -> None:
    roster = blocks.roster(blocks.person(1), blocks.nobody(), blocks.person(2))
    wages = blocks.wages(*blocks.half_a_year(1), *blocks.half_a_year(2, 2999.0))
    found = page.call(
        "CC_ROSTER",
        "ZW26-3",
        as_excel_sends(roster),
        as_excel_sends(wages),
        serial(date(2026, 12, 31)),
        None,
    )
    assert found["kind"] == "rows"
    assert found["value"] == functions.roster("ZW26-3", roster, wages, date(2026, 12, 31))
    assert found["value"][0][:4] == [6, 3000, 3000, 1]
    assert found["value"][1] == [""] * 6
    assert found["value"][2][3] == 0


def test_a_day_that_is_left_out_is_today(page: Browser) -> None:
    roster = as_excel_sends(blocks.roster(blocks.person(1)))
    wages = as_excel_sends(blocks.wages(*blocks.half_a_year(1)))
    assert page.call("CC_ROSTER", "ZW26-3", roster, wages, None, None)["kind"] == "rows"


def test_a_claim_comes_back_with_people_amount_and_reason(page: Browser) -> None:
    claims = blocks.claims(blocks.claim())
    roster = blocks.roster(*(blocks.person(number) for number in range(5)))
    wages = blocks.wages(*(row for number in range(5) for row in blocks.half_a_year(number)))
    found = page.call("CC_TOTAL", "ZW26-3", *map(as_excel_sends, (claims, roster, wages)), None)
    assert found["value"][0][:2] == [5, 20000]
    assert found["value"] == functions.total("ZW26-3", claims, roster, wages)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (("CC_CAPITAL", "很多"), "不是金额"),
        (("CC_AGE", RIGHT_ID, "昨天"), "不是日期"),
        (("CC_AMOUNT", "ZW99-1", [["headcount"]], [[12]]), "ZW99-1"),
        (("CC_AMOUNT", "ZW26-3", [["headcount"]], [["#DIV/0!"]]), ""),
    ],
)
def test_what_has_no_value_is_an_error_of_the_cell_with_its_reason(
    page: Browser, call: tuple[Any, ...], reason: str
) -> None:
    found = page.call(*call)
    assert "value" not in found
    assert found["cellError"]
    assert found["error"] == "#VALUE!"
    assert reason in found["message"]


def test_a_cell_that_holds_an_object_is_an_error(page: Browser) -> None:
    found = page.call("CC_CAPITAL", {"type": "Entity", "text": "12000"})
    assert found["cellError"]
    assert "value" not in found


def test_a_call_that_is_too_large_is_an_error_with_its_reason(page: Browser) -> None:
    found = page.call("CC_CAPITAL", "一" * LARGEST_CALL)
    assert found["error"] == "#N/A"
    assert "过多" in found["message"]


def test_a_page_with_a_wrong_token_gets_errors_only(
    browser: Browser, service: OfficeService
) -> None:
    browser.open(f"{service.origin}/functions.html?token=guessed")
    found = browser.call("CC_ENGINE")
    assert found["cellError"]
    assert found["error"] == "#N/A"
    assert "口令" in found["message"]


@pytest.fixture
def elsewhere(browser: Browser, service: OfficeService) -> Browser:
    """A page of another origin: the service refuses to be called by its number."""
    browser.open(f"{service.origin.replace('localhost', '127.0.0.1')}/functions.html")
    assert "localhost" in browser.run("return document.body.textContent")
    return browser


def test_a_page_of_another_origin_cannot_call_even_with_the_token(
    elsewhere: Browser, service: OfficeService, home: Home
) -> None:
    body = '{"function": "CC_ENGINE", "arguments": []}'
    headers = {"Authorization": f"Bearer {home.token()}"}
    address = f"{service.origin}/call"
    assert "failed" in elsewhere.fetch(address, method="POST", headers=headers, body=body)
    # Without headers of its own a browser sends the call unasked; the reply stays unseen.
    assert "failed" in elsewhere.fetch(address, method="POST", body=body)


def test_a_page_of_another_origin_cannot_load_the_script(
    elsewhere: Browser, service: OfficeService
) -> None:
    assert "failed" in elsewhere.fetch(f"{service.origin}/functions.js")
    assert "failed" in elsewhere.fetch(f"{service.origin}/functions.js", mode="no-cors")


def test_excel_on_the_web_can_fetch_the_metadata_from_its_own_address(
    elsewhere: Browser, home: Home
) -> None:
    found = elsewhere.fetch(addresses(home.manifest)["Functions.Metadata.Url"])
    assert found["status"] == 200
    assert "CC_ROSTER" in found["text"]


def test_a_service_that_has_stopped_is_an_error_that_says_so(page: Browser) -> None:
    page.run("window.fetch = () => Promise.reject(new TypeError('Failed to fetch'))")
    found = page.call("CC_ENGINE")
    assert found["error"] == "#N/A"
    assert "claimcheck addin serve" in found["message"]
