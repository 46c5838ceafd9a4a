"""A real headless Chromium, in which Excel's `CustomFunctions` is a small stand-in."""

import shutil
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from addin.officejs.home import Home

#: What Excel's own script provides: a registry, and the error that a cell shows.
STAND_IN = """
window.registered = {};
window.CustomFunctions = {
  associate: (id, call) => { window.registered[id] = call; },
  Error: class extends Error {
    constructor(code, message) { super(message); this.code = code; this.isCellError = true; }
  },
  ErrorCode: { invalidValue: "#VALUE!", notAvailable: "#N/A" },
};
"""

# Excel hands every function one argument more than it declares.
_CALL = """
const [id, cells, done] = arguments;
Promise.resolve(window.registered[id](...cells, { address: "" })).then(
  (value) => done({ value, kind: Array.isArray(value) ? "rows" : typeof value }),
  (error) => done({ error: error.code, cellError: error.isCellError === true,
                    message: error.message }));
"""

_FETCH = """
const [address, options, done] = arguments;
fetch(address, options).then(
  async (reply) => done({ status: reply.status, text: await reply.text() }),
  (error) => done({ failed: String(error) }));
"""

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


class Browser:
    """One Chromium."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(self, address: str) -> None:
        """Load a page with the stand-in in place before its scripts."""
        self.driver.get(address)

    def call(self, function: str, *cells: object) -> dict[str, Any]:
        """Call a registered function as Excel does: its value, or its error."""
        found = self.driver.execute_async_script(_CALL, function.replace("_", "."), list(cells))
        return dict(found)

    def fetch(self, address: str, **options: object) -> dict[str, Any]:
        """Fetch from the page that is open: status and text, or why not."""
        return dict(self.driver.execute_async_script(_FETCH, address, options))

    def run(self, script: str) -> Any:
        """The value of a script."""
        return self.driver.execute_script(script)

    def quit(self) -> None:
        """End browser and driver."""
        self.driver.quit()


def chromium() -> tuple[str, str] | None:
    """The browser and its driver; None where one is missing."""
    found = shutil.which("chromium"), shutil.which("chromedriver")
    return (found[0], found[1]) if found[0] and found[1] else None


def start(home: Home, profile: Path) -> Browser:
    """Start Chromium; the only certificate that it accepts unknown is that of `home`."""
    programs = chromium()
    assert programs is not None
    options = ChromeOptions()
    options.binary_location = programs[0]
    for flag in (*_FLAGS, f"--user-data-dir={profile}", f"{_TRUST}={_fingerprint(home)}"):
        options.add_argument(flag)
    driver = Chrome(options=options, service=Service(programs[1]))
    driver.set_script_timeout(30)
    driver.set_page_load_timeout(30)
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": STAND_IN})
    return Browser(driver)


def addresses(manifest: Path) -> dict[str, str]:
    """The addresses that a manifest names, by their key."""
    root = ElementTree.parse(manifest).getroot()  # noqa: S314 - our own file
    return {
        str(entry.get("id")): str(entry.get("DefaultValue"))
        for entry in root.iter("{http://schemas.microsoft.com/office/officeappbasictypes/1.0}Url")
    }


_TRUST = "--ignore-certificate-errors-spki-list"


def _fingerprint(home: Home) -> str:
    shown = x509.load_pem_x509_certificate(home.chain.read_bytes()).public_key()
    spki = shown.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b64encode(sha256(spki).digest()).decode()
