"""What an office worker does at the desk, in a real browser."""

import time
from collections.abc import Callable
from pathlib import Path

from selenium.webdriver.common.keys import Keys

from samples.honest import Claim
from tests.validator.books import save
from tests.validator.output.page.browser import Page


def handed_in(folder: Path, made: list[Claim]) -> list[Path]:
    """One workbook a claim, in one folder; and what else lies in such folders."""
    folder.mkdir()
    for number, claim in enumerate(made, 1):
        save(folder / f"申报{number:02d}.xlsx", [claim])
    (folder / "扫描件.pdf").write_bytes(b"%PDF-1.4")
    return sorted(folder.iterdir())


def until(what: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "the page did not get there"
        time.sleep(0.05)


def drop(page: Page, place: str, *paths: Path) -> None:
    """Drop files and folders from the file manager."""
    spot = page.run(
        "const box = byId(arguments[0]).getBoundingClientRect();"
        "return [box.x + box.width / 2, box.y + box.height / 2]",
        place,
    )
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        page.driver.execute_cdp_cmd(
            "Input.dispatchDragEvent", {"type": kind, "x": spot[0], "y": spot[1], "data": data}
        )


def done(page: Page) -> None:
    """Until nothing is being done any more."""
    until(lambda: page.run("return !state.work.what"))


def press(page: Page, name: str) -> None:
    """Press the button of a card."""
    button = page.driver.find_element("xpath", f"//button[text()='{name}']")
    until(button.is_enabled)
    button.click()


def give_out(page: Page, button: str) -> str:
    """What the page says of what came out."""
    before = page.run("return state.made.length")
    press(page, button)
    until(lambda: page.run("return state.made.length") > before)
    done(page)
    return str(page.run("return [...state.made[0].said, ...state.made[0].remarks].join('\\n')"))


def decide_everything(page: Page, decision: str) -> None:
    """With the keyboard alone: all that is listed, one decision, until nothing waits."""
    page.by_id("reviewer").send_keys("王审核")
    page.run("byId('list').focus()")
    while left := page.run("return pile().left"):
        listed = page.by_id("list")
        listed.send_keys(Keys.CONTROL + "a")
        listed.send_keys(decision)
        listed.send_keys(Keys.ENTER)
        until(lambda: page.run("return pile().left") < left)
