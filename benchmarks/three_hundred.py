"""Three hundred findings in a morning: `python -m benchmarks.three_hundred`.

Makes up a batch with some 300 findings that wait, serves its page, and decides all of them in
Chromium with the keyboard alone: one by one, and all of a kind at once. Prints keystrokes and
seconds, of which a person needs more: nobody reads here.
"""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from selenium.webdriver.common.keys import Keys

from claimcheck.settings import Settings
from samples.make_batch import make_batches
from tests.validator.output.page.browser import Page, start
from validator.ledger.audit.trail import open_trail
from validator.output.page.server import ReviewService
from validator.run.validate import run_validation

ON = date(2026, 11, 20)
REASON = "请补流水"


class Fingers:
    """Presses keys, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        """Press keys where the focus is; a letter, or a key with Ctrl, is one."""
        for key in keys:
            self.page.driver.switch_to.active_element.send_keys(key)
            self.pressed += 1 if key.startswith(tuple(_NAMED)) else len(key)


_NAMED = (Keys.CONTROL, Keys.ENTER, Keys.ESCAPE, Keys.HOME, Keys.TAB, Keys.ARROW_DOWN)


def main() -> None:
    """Decide everything, in both ways."""
    os.environ["NO_PROXY"] = "localhost,127.0.0.1"
    for way in (one_by_one, by_kind):
        with tempfile.TemporaryDirectory() as name, served(Path(name)) as page:
            page.by_id("reviewer").send_keys("王审核")
            page.run("byId('list').focus()")
            left, rows, fingers = waiting(page), visible(page), Fingers(page)
            began = time.perf_counter()
            way(page, fingers)
            seconds = time.perf_counter() - began
            print(
                f"{way.__name__}: {left} findings, {fingers.pressed} keystrokes, {seconds:.0f} s; "
                f"{rows} rows in sight; {waiting(page)} left"
            )


def one_by_one(page: Page, fingers: Fingers) -> None:
    """Every finding by itself, with the reason that was given first."""
    fingers.press("2", "r", REASON, Keys.CONTROL + Keys.ENTER)
    while left := recorded(page):
        fingers.press("2", "0", Keys.ENTER)
        settled(page, left)


def by_kind(page: Page, fingers: Fingers) -> None:
    """All findings of a kind at once."""
    fingers.press("s", "2", "r", REASON, Keys.CONTROL + Keys.ENTER)
    while left := recorded(page):
        fingers.press("s", "2", "0", Keys.ENTER)
        settled(page, left)


def recorded(page: Page) -> int:
    """How many wait, when nothing is on its way to the trail any more."""
    while page.run("return Boolean(decide.busy)"):
        time.sleep(0.005)
    return waiting(page)


def settled(page: Page, before: int) -> None:
    """Until fewer wait than before."""
    while waiting(page) >= before:
        time.sleep(0.005)


def waiting(page: Page) -> int:
    """How many findings wait."""
    return int(page.run("return pile().left"))


def visible(page: Page) -> int:
    """How many rows of the list are in sight."""
    return int(page.run("return Math.floor((byId('list').clientHeight - HEAD) / ROW)"))


@contextmanager
def served(folder: Path) -> Iterator[Page]:
    """The page of a batch, on a screen of 1366 × 768 less what browser and Windows take."""
    files = make_batches(folder, 300, 30, faults=0.75, seed=7)
    found, settings = run_validation(files, Settings(on=ON)), Settings(on=ON)
    with (
        open_trail(str(folder / "ledger.sqlite"), folder / "keys" / "ledger.key") as trail,
        ReviewService(found, settings, trail, port=0, title="审核") as service,
    ):
        thread = threading.Thread(target=service.serve_forever)
        thread.start()
        page = start(folder)
        size = {"width": 1366, "height": 625, "deviceScaleFactor": 1, "mobile": False}
        page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        page.open(service.address)
        try:
            yield page
        finally:
            page.driver.quit()
            service.shutdown()
            thread.join()


if __name__ == "__main__":
    main()
