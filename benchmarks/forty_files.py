"""A morning at the desk: `python -m benchmarks.forty_files`.

Drops a folder of forty workbooks (--files) on the desk in Chromium, decides everything with the
keyboard, and writes all that goes out, down to the payment roster. Prints the seconds of each
step; with --pictures FOLDER it keeps what was seen.
"""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from samples.honest import Claim
from tests.validator.books import ON, claims
from tests.validator.commands.desk.user import (
    decide_everything,
    drop,
    give_out,
    handed_in,
    until,
)
from tests.validator.output.page.browser import Page, start
from validator.commands.desk.server import DeskService
from validator.commands.desk.with_ledger import open_desk


def main() -> None:
    """Do the whole job, and say how long each step took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--pictures", type=Path)
    arguments = parser.parse_args()
    os.environ["NO_PROXY"] = "localhost,127.0.0.1"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        handed_in(folder / "申报", faulty(arguments.files))
        day = datetime(ON.year, ON.month, ON.day)
        key = folder / "keys" / "ledger.key"
        with (
            open_desk(folder / "工作台", str(folder / "ledger.sqlite"), key, day) as desk,
            DeskService(desk) as service,
        ):
            os.chdir(desk.home)
            threading.Thread(target=service.serve_until_left, daemon=True).start()
            page = start(folder)
            size = {"width": 1366, "height": 625, "deviceScaleFactor": 1, "mobile": False}
            page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            morning(page, service.address, folder / "申报", arguments)
            page.driver.quit()
            service.shutdown()
            written = sorted(path.name for path in desk.batch.out.rglob("*") if path.is_file())
            print(f"{len(written)} files written, among them", *written[-2:])


def faulty(count: int) -> list[Claim]:
    """So many claims, in every other one a person whose pay is not whole."""
    made = claims(*(6 + number % 20 for number in range(count)))
    for claim in made[::2]:
        claim.people[0].payments = claim.people[0].payments[:4]
    return made


def morning(page: Page, address: str, folder: Path, arguments: argparse.Namespace) -> None:
    """From the dropped folder to the payment roster."""
    page.open(address)
    with step(page, "drop the folder", arguments):
        drop(page, "drop", folder)
        until(lambda: page.run("return state.batch.files.length") == arguments.files)
    with step(page, "check", arguments):
        page.by_id("check").click()
        until(lambda: page.run("return state.checked && !state.work.what"))
    page.open(f"{address}review/")
    with step(page, f"decide {page.run('return pile().left')} findings", arguments):
        decide_everything(page, "3")
    page.open(f"{address}#give")
    for button in ("编写告知书", "编写公示名单", "编写发放清册", "编写标注副本", "登记到台账"):
        with step(page, button, arguments):
            print(give_out(page, button).splitlines()[-1][:100])
    page.open(f"{address}#ledger")
    with step(page, "search the ledger", arguments):
        page.by_id("l-year").send_keys("2026")
        page.by_id("l-go").click()
        until(lambda: "共" in page.text("found"))


@contextmanager
def step(page: Page, what: str, arguments: argparse.Namespace) -> Iterator[None]:
    """Print the seconds of a step, and keep what is seen after it."""
    began = time.perf_counter()
    yield
    print(f"{time.perf_counter() - began:6.1f} s  {what}")
    if arguments.pictures is not None:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
        page.driver.save_screenshot(str(arguments.pictures / f"{what}.png"))


if __name__ == "__main__":
    main()
