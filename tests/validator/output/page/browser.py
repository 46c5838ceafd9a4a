"""A headless Chromium that reaches nothing but this machine."""

import json
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.addin.officejs.browser import _FLAGS, chromium


class Page:
    """A page in the browser."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(self, address: str) -> None:
        """Load a page."""
        self.driver.get("about:blank")
        self.driver.get(address)

    def run(self, script: str, *arguments: object) -> Any:
        """The value of a script."""
        return self.driver.execute_script(script, *arguments)

    def by_id(self, name: str) -> WebElement:
        """The element with an id."""
        return self.driver.find_element(By.ID, name)

    def text(self, name: str) -> str:
        """What an element shows."""
        return self.by_id(name).text

    @property
    def complaints(self) -> list[str]:
        """What the console has said since last asked: faults, and what the policy refused."""
        return [entry["message"] for entry in self.driver.get_log("browser")]


def start(folder: Path) -> Page:
    """Start Chromium; what it downloads goes to `folder`."""
    programs = chromium()
    assert programs is not None
    options = ChromeOptions()
    options.binary_location = programs[0]
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for flag in (*_FLAGS, f"--user-data-dir={folder / 'profile'}", "--window-size=1440,1000"):
        options.add_argument(flag)
    driver = Chrome(options=options, service=Service(programs[1]))
    driver.set_page_load_timeout(60)
    driver.set_script_timeout(60)
    driver.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)}
    )
    return Page(driver)


def multiplied(page: str, wanted: int) -> str:
    """The text of a page with so many findings, which repeat those that it has."""
    before, rest = page.split('<script type="application/json" id="data">')
    text, after = rest.split("</script>", 1)
    data = json.loads(text)
    findings = data["findings"]
    times = -(-wanted // len(findings["stake"]))
    for name, column in findings["columns"].items():
        findings["columns"][name] = (column * times)[:wanted]
    for name in ("stake", "claim", "human"):
        findings[name] = (findings[name] * times)[:wanted]
    made = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f'{before}<script type="application/json" id="data">{made}</script>{after}'
