"""An office worker in a real browser: from dropped files to the payment roster, no command."""

import base64
import io
import os
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import fastexcel
import pdfplumber
import pytest
from selenium.webdriver.common.keys import Keys

from samples.honest import Claim
from tests.addin.officejs.browser import chromium
from tests.validator.books import claims, save
from tests.validator.commands.desk.user import (
    decide_everything,
    done,
    drop,
    give_out,
    handed_in,
    until,
)
from tests.validator.output.page.browser import Page, start
from validator.commands.desk.desk import Desk
from validator.commands.desk.server import DeskService
from validator.commands.desk.taking_in import leave_out, receive


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    if chromium() is None:
        pytest.skip("chromium and chromedriver are not installed")
    before = os.environ.get("NO_PROXY", "")
    os.environ["NO_PROXY"] = ",".join(filter(None, [before, "localhost", "127.0.0.1"]))
    opened = start(tmp_path_factory.mktemp("browser"))
    yield opened
    opened.driver.quit()
    os.environ["NO_PROXY"] = before


@pytest.fixture
def ten(tmp_path: Path) -> tuple[list[Claim], Path]:
    """Ten claims, in two of which a person is not as he must be."""
    made = claims(*range(6, 16))
    made[0].people[0].payments = made[0].people[0].payments[:4]
    made[1].people[1].row["category"] = "其他"
    for claim in made[:2]:
        claim.row["claimed_people"] = len(claim.people) - 1
    folder = tmp_path / "申报"
    handed_in(folder, made)
    return made, folder


def test_from_dropped_files_to_the_payment_roster(
    desk: Desk, service: DeskService, page: Page, ten: tuple[list[Claim], Path]
):
    made, folder = ten
    page.open(service.address)
    drop(page, "drop", folder)
    until(lambda: page.run("return state.batch.files.length") == 10)
    until(lambda: "扫描件.pdf" in page.text("left"))
    page.by_id("check").click()
    until(lambda: page.run("return state.checked"))
    rows = page.text("rows")
    assert all(str(claim.row["applicant"]) in rows for claim in made)
    assert "逐项审核：" in rows
    assert "可以公示、发放" in rows

    page.driver.find_element("css selector", "#rows .name").click()
    until(lambda: page.run("return typeof shown !== 'undefined'"))
    assert len(set(page.run("return shown.map((i) => text('applicant', i))"))) == 1
    page.by_id("clear").click()
    page.run("byId('by-standing').value = 'waiting'; filter()")
    decide_everything(page, "3")

    page.driver.find_element("css selector", '#home a[href$="#give"]').click()
    until(lambda: page.run("return typeof state !== 'undefined'"))
    assert "不用写告知书" in give_out(page, "编写告知书")
    assert "公示名单：" in give_out(page, "编写公示名单")
    assert "合计" in give_out(page, "编写发放清册")
    assert "标注副本" in give_out(page, "编写标注副本")
    page.by_id("record-name").send_keys("中宁县2026年第2批")
    assert "已登记：批次“中宁县2026年第2批”" in give_out(page, "登记到台账")

    (roster,) = desk.batch.out.rglob("发放清册*.xlsx")
    firms = fastexcel.read_excel(roster).load_sheet("单位清册", header_row=None).to_polars()
    assert sum(str(cell).startswith("SB-") for row in firms.iter_rows() for cell in row) == 10
    assert len(list(desk.batch.out.glob("*.核查.xlsx"))) == 10
    assert page.complaints == []

    page.driver.find_element("css selector", '#home a[href="#ledger"]').click()
    page.by_id("l-batch").send_keys("中宁县2026年第2批")
    page.by_id("l-go").click()
    until(lambda: "条" in page.text("found"))
    assert "SB-001" in page.text("entries")
    assert "640598" not in page.text("entries")


def test_a_crash_loses_no_decision(
    desk: Desk, service: DeskService, page: Page, ten: tuple[list[Claim], Path]
):
    page.open(service.address)
    drop(page, "drop", *sorted(ten[1].glob("*.xlsx")))
    until(lambda: page.run("return state.batch.files.length") == 10)
    page.by_id("check").click()
    until(lambda: page.run("return state.checked"))
    page.open(f"{service.address}review/")
    before = page.run("return pile().left")
    page.by_id("reviewer").send_keys("王审核")
    listed = page.by_id("list")
    for key in (Keys.HOME, "3", Keys.ENTER):
        listed.send_keys(key)
    until(lambda: page.run("return pile().left") < before)
    events = desk.trail.read().recorded
    assert [entry.who for entry in events] == ["王审核"]

    # What a new start of the program knows: the folder of the batch, and the trail.
    again = Desk(desk.home, desk.trail, "", desk.day)
    (earlier,) = again.state()["earlier"]
    again.begin({"name": earlier["name"]})
    again.check({})
    until(lambda: not again.worker.busy)
    assert again.worker.fault == ""
    assert again.review.now().let_through == 1


def test_a_review_of_the_check_before_says_so_and_offers_the_new_one(
    desk: Desk, service: DeskService, page: Page, ten: tuple[list[Claim], Path]
):
    for file in sorted(ten[1].glob("*.xlsx"))[:2]:
        receive(desk, file.name, file.read_bytes())
    desk.check({})
    until(lambda: not desk.worker.busy)
    page.open(f"{service.address}review/")
    desk.check({})
    until(page.by_id("changed-renew").is_displayed)
    assert "这一页是以前一次核查的结果" in page.text("changed")
    assert barriers(page) == []
    page.by_id("changed-renew").click()
    until(lambda: not page.by_id("changed").is_displayed())
    assert page.run("return data.check") == desk.review.check


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds wrong with the page as it is now."""
    from axe_core_python.selenium import Axe

    found = Axe().run(page.driver)["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]


def test_axe_finds_no_barrier_on_any_page(
    desk: Desk, service: DeskService, page: Page, ten: tuple[list[Claim], Path]
):
    page.open(service.address)
    assert barriers(page) == []
    drop(page, "drop", *sorted(ten[1].glob("申报0*.xlsx")))
    until(lambda: page.run("return state.batch.files.length") == 9)
    page.by_id("check").click()
    until(lambda: page.run("return state.checked"))
    page.run("location.hash = 'give'")
    until(page.by_id("cards").is_displayed)
    give_out(page, "编写公示名单")
    for tab in ("check", "give", "ledger", "wages", "templates", "office"):
        page.run("location.hash = arguments[0]", tab)
        until(page.by_id(f"view-{tab}").is_displayed)
        assert (tab, barriers(page)) == (tab, [])
    page.open(f"{service.address}review/")
    page.by_id("list").send_keys("s")
    for tab in ("findings", "claims", "about"):
        page.by_id(f"tab-{tab}").click()
        assert (tab, barriers(page)) == (tab, [])


def printed(page: Page) -> str:
    """What is on paper."""
    made = page.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    with pdfplumber.open(io.BytesIO(base64.b64decode(made["data"]))) as pdf:
        assert pdf.pages[0].width > pdf.pages[0].height
        text = "".join(sheet.extract_text() for sheet in pdf.pages)
    return unicodedata.normalize("NFKC", text)  # some fonts give radicals for characters


def test_the_result_is_printed_with_the_name_of_the_batch_and_without_buttons(
    desk: Desk, service: DeskService, page: Page, ten: tuple[list[Claim], Path]
):
    page.open(service.address)
    drop(page, "drop", *sorted(ten[1].glob("*.xlsx")))
    until(lambda: page.run("return state.batch.files.length") == 10)
    page.by_id("check").click()
    until(lambda: page.run("return state.checked && !state.work.what"))
    text = printed(page)
    assert f"申报核查:{desk.batch.name}" in text
    assert "现在做什么" in text
    assert str(ten[0][0].row["applicant"])[:4] in text
    for words in ("选择文件", "移出", "重新核查", "单位设置"):
        assert words not in text


def test_a_huge_file_is_refused_with_its_size_and_what_to_do(
    service: DeskService, page: Page, tmp_path: Path
):
    with (tmp_path / "很大 的表.xlsx").open("wb") as huge:
        huge.truncate(300_000_001)
    page.open(service.address)
    page.by_id("files").send_keys(str(tmp_path / "很大 的表.xlsx"))
    until(lambda: "“很大 的表.xlsx”有 301 MB，超过 300 MB，没有收。" in page.text("left"))
    assert page.complaints == [], "it is not even sent"


def test_the_claim_that_was_chosen_for_statements_stays_chosen(
    desk: Desk, service: DeskService, page: Page, ten: tuple[list[Claim], Path]
):
    page.open(f"{service.address}#wages")
    for file in sorted(ten[1].glob("*.xlsx"))[:3]:
        receive(desk, file.name, file.read_bytes())
    until(lambda: page.run("return byId('w-claim').length") == 3)
    page.run("byId('w-claim').selectedIndex = 1")
    leave_out(desk, {"at": 0, "name": "申报01.xlsx"})
    until(lambda: page.run("return byId('w-claim').length") == 2)
    assert page.run("return byId('w-claim').value") == "申报02.xlsx"


def test_every_page_of_the_desk_opens_without_a_complaint(service: DeskService, page: Page):
    for tab in ("check", "give", "ledger", "wages", "templates", "office"):
        page.open(f"{service.address}#{tab}")
        assert page.by_id(f"view-{tab}").is_displayed()
    until(lambda: page.run("return byId('office').querySelectorAll('.item').length > 80"))
    page.by_id("o-county").send_keys("海原县")
    page.by_id("o-save").click()
    until(lambda: "已保存到" in page.text("said"))
    assert page.complaints == []


def test_blank_templates_are_made_to_hand_out(desk: Desk, service: DeskService, page: Page):
    page.open(f"{service.address}#templates")
    until(lambda: page.run("return ticks().length > 20"))
    page.driver.find_element("css selector", "#types input").click()
    page.by_id("t-go").click()
    until(lambda: page.run("return state.made.length") == 1)
    (file,) = desk.home.rglob("*.xlsx")
    assert file.name in page.text("made-templates")
    assert page.complaints == []


def test_bank_statements_are_written_into_the_copy_of_a_claim(
    desk: Desk, service: DeskService, page: Page, tmp_path: Path
):
    claim = save(tmp_path / "申报.xlsx", claims(5))
    statement = tmp_path / "对账单.csv"
    heads = "交易日期,交易金额,余额,对方户名,摘要"
    statement.write_text(f"{heads}\n2026-03-05,3500,3500,宁夏某某公司,代发工资\n", "utf-8")
    page.open(service.address)
    drop(page, "drop", claim)
    until(lambda: page.run("return state.batch.files.length") == 1)
    page.driver.find_element("css selector", '#home a[href="#wages"]').click()
    drop(page, "drop-statements", statement)
    until(lambda: "对账单.csv" in page.text("statement-list"))
    page.by_id("w-go").click()
    until(lambda: page.run("return state.made.length") == 1)
    assert page.run("return state.batch.files") == ["申报.已导入.xlsx"]
    assert "1 行" in page.text("made-wages")
    assert claim.is_file()
    assert page.complaints == []


def test_a_changed_ledger_is_stood_by_on_the_page_and_asked_for_twice(
    desk: Desk, service: DeskService, page: Page, tmp_path: Path
):
    page.open(service.address)
    assert not page.by_id("accept").is_displayed()
    drop(page, "drop", save(tmp_path / "申报.xlsx", claims(5)))
    until(lambda: page.run("return state.batch.files.length") == 1)
    page.by_id("check").click()
    until(lambda: page.run("return state.checked"))
    page.run("location.hash = 'give'")
    assert "已登记" in give_out(page, "登记到台账")
    with closing(sqlite3.connect(desk.trail.ledger.where)) as ledger, ledger:
        ledger.execute("DELETE FROM entries WHERE id = 1")
    page.run("location.hash = 'check'")
    page.by_id("check").click()
    until(page.by_id("accept").is_displayed)
    assert "请连同备份交技术支持人员查看" in page.text("accept-words")
    assert barriers(page) == []
    page.by_id("accept-reason").send_keys("恢复了昨天的备份")
    page.by_id("accept-go").click()
    assert page.run("return state.to_accept"), "it has to be ticked, too"
    page.by_id("accept-sure").click()
    page.by_id("accept-go").click()
    until(lambda: not page.by_id("accept").is_displayed())
    done(page)
    assert "本批已于" in page.text("notice")
    assert desk.trail.read().fault == ""
    assert page.complaints == []
