"""The page in a browser: as a saved file, and served."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimcheck.settings import Settings
from samples.honest import Claim
from tests.addin.officejs.browser import chromium
from tests.validator.output.page.browser import Page, start
from tests.validator.supervision.made import ON, Office
from validator.ledger.audit.trail import open_trail
from validator.output.page.server import ReviewService
from validator.run.validate import run_validation


@pytest.fixture(scope="package")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="package")
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


@pytest.fixture
def three_alike(office: Office) -> None:
    """Three people with too few months, before the batch is served."""

    def change(claims: list[Claim]) -> None:
        for person in claims[2].people[:2]:
            person.payments = person.payments[:3]

    office.change(change)
