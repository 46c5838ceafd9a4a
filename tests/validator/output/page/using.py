"""What a supervisor does in the page."""

import time
from collections.abc import Callable

from tests.validator.output.page.browser import Page


def choose(page: Page, name: str, value: str) -> None:
    """Filter the list."""
    page.run("byId(arguments[0]).value = arguments[1]; filter();", name, value)


def decide(page: Page, word: str, reason: str = "", reviewer: str = "") -> None:
    """Fill in the form about what is selected, and send it off."""
    page.run(
        "[...document.querySelectorAll('input[name=decision]')]"
        ".find((one) => one.value === arguments[0]).click()",
        word,
    )
    page.by_id("reason").send_keys(reason)
    if reviewer:
        page.by_id("reviewer").send_keys(reviewer)
    page.by_id("decide").click()


def until(what: Callable[[], object], seconds: float = 20) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "the page did not get there"
        time.sleep(0.05)


def keys(page: Page, *pressed: str) -> None:
    """Press keys, wherever the focus is."""
    for key in pressed:
        page.driver.switch_to.active_element.send_keys(key)
