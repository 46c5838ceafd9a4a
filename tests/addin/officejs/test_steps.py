from pathlib import Path

import pytest

from addin.officejs import steps
from addin.officejs.home import Home, prepare


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    prepare(made, 8443)
    return made


@pytest.mark.parametrize(
    ("platform", "command"), [("win32", "certutil"), ("darwin", "security"), ("linux", "浏览器")]
)
def test_how_to_trust_the_certificate_suits_the_machine(
    home: Home, platform: str, command: str
) -> None:
    text = "\n".join(steps.trust(home, platform))
    assert command in text
    assert str(home.authority) in text
    assert "localhost" in text


def test_the_manifest_is_shown_for_both(home: Home) -> None:
    assert str(home.manifest) in "\n".join(steps.add_manifest(home, "win32"))
    assert "com.microsoft.Excel" in "\n".join(steps.add_manifest(home, "darwin"))


def test_the_namespace_is_shown() -> None:
    assert "CLAIMCHECK.CC_CAPITAL" in "\n".join(steps.use())
