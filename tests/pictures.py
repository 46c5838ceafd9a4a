"""Takes the pictures of the README: `python -m tests.pictures`.

A desk with made-up applicants in a real Chromium; each picture is reduced to few colours, so that
it stays small. A test compares only that they are there and how large they are.
"""

import io
import os
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PIL import Image

from samples.make_batch import make_batches
from tests.validator.books import ON
from tests.validator.output.page.browser import Page, start
from validator.commands.desk.server import DeskService
from validator.commands.desk.with_ledger import open_desk

PICTURES = Path(__file__).parents[1] / "docs/pictures"
WIDTH, HEIGHT = 1366, 625  # a screen of 1366 × 768, less what browser and Windows take of it
_COLOURS = 64


def main() -> None:
    """Open a desk, check a batch, and take the pictures."""
    os.environ["NO_PROXY"] = "localhost,127.0.0.1"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "申报").mkdir()
        files = make_batches(folder / "申报", 220, 12, faults=0.12, seed=5)
        home, day = folder / "就业补贴核查", datetime(ON.year, ON.month, ON.day)
        ledger, key = str(folder / "ledger.sqlite"), folder / "keys" / "ledger.key"
        with open_desk(home, ledger, key, day) as desk, DeskService(desk) as service:
            desk.notices.clear()
            threading.Thread(target=service.serve_until_left, daemon=True).start()
            page = start(folder)
            size = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
            page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            take(page, service.address, files)
            page.driver.quit()
            service.shutdown()


def take(page: Page, address: str, files: list[Path]) -> None:
    """From dropped files to the first decisions."""
    page.open(address)
    page.by_id("files").send_keys("\n".join(map(str, files)))
    until(lambda: page.run("return state.batch.files.length") == len(files))
    page.by_id("check").click()
    until(lambda: page.run("return state.checked && !state.work.what && !byId('said').textContent"))
    keep(page, "desk")
    page.open(f"{address}review/")
    page.by_id("reviewer").send_keys("王审核")
    page.run("byId('list').focus(); select(4, true); PICKS['pick-code']()")
    page.run("choiceInputs()[1].checked = true; byId('reason').value = '类别与证件不符，请更正'")
    keep(page, "review")


def until(what: Callable[[], object]) -> None:
    """Wait, at most a minute."""
    end = time.monotonic() + 60
    while not what():
        if time.monotonic() > end:
            raise TimeoutError("the page did not get there")
        time.sleep(0.1)


def keep(page: Page, name: str) -> None:
    """Save what is seen."""
    time.sleep(0.5)  # until what moves has come to rest
    picture = Image.open(io.BytesIO(page.driver.get_screenshot_as_png()))
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{name}.png").write_bytes(small(picture))


def small(picture: Image.Image) -> bytes:
    """A picture as PNG of few colours."""
    few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    target = io.BytesIO()
    few.save(target, "PNG", optimize=True)
    return target.getvalue()


if __name__ == "__main__":
    main()
