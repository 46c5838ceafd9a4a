import json
from email.message import Message
from pathlib import Path
from zipfile import ZipFile

import pytest
from windows_release import parts
from windows_release.parts import Part


def wheel(folder: Path, *fields: str) -> Path:
    made = folder / "Some_Thing-1.2-py3-none-any.whl"
    with ZipFile(made, "w") as archive:
        archive.writestr(
            "some_thing-1.2.dist-info/METADATA",
            "\n".join(("Metadata-Version: 2.4", "Name: Some_Thing", "Version: 1.2", *fields, "")),
        )
        archive.writestr("vendored/other-1.dist-info/METADATA", "Name: other")
    return made


def test_a_part_is_what_its_wheel_says(tmp_path: Path) -> None:
    part = parts.part_of_wheel(wheel(tmp_path, "Summary: Does it", "License-Expression: MIT"))

    assert (part.name, part.version, part.licence, part.about) == (
        "Some_Thing", "1.2", "MIT", "Does it",
    )  # fmt: skip
    assert part.purl == "pkg:pypi/some-thing@1.2"
    assert part.sha256
    assert len(part.sha256) == 64


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ({"License-Expression": "MIT", "License": "old words"}, "MIT"),
        ({"Classifier": "License :: OSI Approved :: BSD License"}, "BSD License"),
        ({"License": "Apache 2.0\n\nlong text"}, "Apache 2.0"),
    ],
)
def test_the_licence_is_found_wherever_a_package_names_it(
    fields: dict[str, str], licence: str
) -> None:
    metadata = Message()
    for name, value in fields.items():
        metadata[name] = value

    assert parts.licence_of(metadata) == licence


def test_a_package_without_a_licence_stops_the_build() -> None:
    metadata = Message()
    metadata["Name"] = "mystery"

    with pytest.raises(ValueError, match="mystery"):
        parts.licence_of(metadata)


def test_the_list_of_parts_is_cyclonedx_and_the_same_every_time() -> None:
    listed = [Part("click", "8.1", "BSD-3-Clause", "Commands", "pkg:pypi/click@8.1", "0" * 64)]

    once, again = (parts.cyclonedx(listed, "0.1.0", "2026-11-28T00:00:00Z") for _ in range(2))

    assert once == again
    content = json.loads(once)
    assert (content["bomFormat"], content["specVersion"]) == ("CycloneDX", "1.5")
    [component] = content["components"]
    assert component["licenses"] == [{"license": {"name": "BSD-3-Clause"}}]
    assert component["hashes"] == [{"alg": "SHA-256", "content": "0" * 64}]


def test_python_and_what_it_brings_are_listed() -> None:
    assert {"CPython", "OpenSSL", "SQLite", "NSIS"} <= {part.name for part in parts.other_parts()}
