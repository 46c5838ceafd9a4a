from xml.etree import ElementTree

import pytest

from addin.officejs.manifest import _four_numbers, manifest
from addin.officejs.server import pages

APP = "{http://schemas.microsoft.com/office/appforoffice/1.1}"
OVERRIDES = "{http://schemas.microsoft.com/office/taskpaneappversionoverrides}"
BASIC = "{http://schemas.microsoft.com/office/officeappbasictypes/1.0}"

#: The order in which Excel's schema wants the parts.
APP_ORDER = [
    *("Id", "Version", "ProviderName", "DefaultLocale", "DisplayName", "Description", "IconUrl"),
    *("HighResolutionIconUrl", "SupportUrl", "Hosts", "Requirements", "DefaultSettings"),
    "Permissions",
]


@pytest.fixture(scope="module")
def root() -> ElementTree.Element:
    return ElementTree.fromstring(manifest(9443, "a&b<c"))  # noqa: S314 - our own file


def test_the_parts_stand_in_the_order_of_the_schema(root: ElementTree.Element) -> None:
    names = [entry.tag for entry in root]
    assert names == [*(APP + name for name in APP_ORDER), OVERRIDES + "VersionOverrides"]


def test_every_reference_has_its_address_or_text(root: ElementTree.Element) -> None:
    wanted = {entry.get("resid") for entry in root.iter() if entry.get("resid")}
    given = {entry.get("id") for kind in ("Url", "String") for entry in root.iter(BASIC + kind)}
    assert wanted == given
    assert all(len(str(name)) <= 32 for name in given)


def test_every_address_is_a_page_of_the_service(root: ElementTree.Element) -> None:
    addresses = [
        value
        for entry in root.iter()
        if (value := entry.get("DefaultValue", "")).startswith("http")
    ]
    known = pages()
    assert len(addresses) == 7
    for address in addresses:
        assert address.startswith("https://localhost:9443/")
        assert address.removeprefix("https://localhost:9443").split("?")[0] in known


def test_the_token_is_written_so_that_it_comes_back(root: ElementTree.Element) -> None:
    page = root.find(f"{APP}DefaultSettings/{APP}SourceLocation")
    assert page is not None
    assert str(page.get("DefaultValue")).endswith("?token=a&b<c")


def test_the_page_of_the_functions_is_the_shared_runtime(root: ElementTree.Element) -> None:
    runtime = next(root.iter(OVERRIDES + "Runtime"))
    page = root.find(f".//{OVERRIDES}Page/{OVERRIDES}SourceLocation")
    assert page is not None
    assert runtime.get("resid") == page.get("resid")
    assert runtime.get("lifetime") == "long"


@pytest.mark.parametrize(
    ("version", "shown"),
    [("0.1.0", "0.1.0.0"), ("1.2.3.4.5", "1.2.3.4"), ("0.2.0.dev1", "0.2.0.0")],
)
def test_versions_are_four_numbers(version: str, shown: str) -> None:
    assert _four_numbers(version) == shown
