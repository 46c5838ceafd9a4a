"""What is inside a release: every package with its version and licence (CycloneDX, and text)."""

import hashlib
import json
import tomllib
import uuid
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile

from windows_release.pins import normal
from windows_release.places import OTHER_PARTS


@dataclass(frozen=True)
class Part:
    """One component of the release."""

    name: str
    version: str
    licence: str
    about: str
    purl: str
    sha256: str | None = None


def part_of_wheel(wheel: Path) -> Part:
    """What a wheel says about itself."""
    with ZipFile(wheel) as archive:
        [name] = [
            name
            for name in archive.namelist()
            if name.count("/") == 1 and name.endswith(".dist-info/METADATA")
        ]
        metadata = HeaderParser().parsestr(archive.read(name).decode("utf-8"))
    return Part(
        name=metadata["Name"],
        version=metadata["Version"],
        licence=licence_of(metadata),
        about=(metadata["Summary"] or "").strip(),
        purl=f"pkg:pypi/{normal(metadata['Name'])}@{metadata['Version']}",
        sha256=hashlib.sha256(wheel.read_bytes()).hexdigest(),
    )


def licence_of(metadata: Message) -> str:
    """The licence: the expression, else the classifiers, else the first line of the old field.

    Raises:
        ValueError: the package names none, so that somebody must look.
    """
    if expression := metadata["License-Expression"]:
        return str(expression)
    classifiers = [
        classifier.rsplit(" :: ", 1)[1]
        for classifier in metadata.get_all("Classifier", [])
        if classifier.startswith("License :: ") and classifier != "License :: OSI Approved"
    ]
    if classifiers:
        return " OR ".join(classifiers)
    if old := (metadata["License"] or "").strip():
        return str(old.splitlines()[0])
    raise ValueError(f"{metadata['Name']}: no licence named")


def other_parts() -> list[Part]:
    """What is inside but is no Python package: Python itself and the libraries it brings."""
    listed = tomllib.loads(OTHER_PARTS.read_text(encoding="utf-8"))["part"]
    return [
        Part(
            name=part["name"],
            version=part["version"],
            licence=part["licence"],
            about=part["about"],
            purl=f"pkg:generic/{normal(part['name'])}@{part['version']}",
        )
        for part in listed
    ]


def cyclonedx(parts: list[Part], version: str, time: str) -> str:
    """The list as CycloneDX 1.5 JSON; its serial number follows from its content."""
    components = [_component(part) for part in parts]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([version, time, components]))
    return _json(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "serialNumber": f"urn:uuid:{serial}",
            "version": 1,
            "metadata": {
                "timestamp": time,
                "component": {"type": "application", "name": "claimcheck", "version": version},
            },
            "components": components,
        }
    )


def text_list(parts: list[Part], version: str) -> str:
    """The list for people, in Chinese."""
    lines = [f"claimcheck {version} 由以下组件组成（名称、版本、许可）：", ""]
    lines += [f"{part.name} {part.version} — {part.licence} — {part.about}" for part in parts]
    lines += ["", "各组件的许可全文在 program\\python 的 LICENSE.txt 和各 .dist-info 文件夹中。"]
    return "".join(f"{line}\r\n" for line in lines)


def _component(part: Part) -> dict[str, object]:
    component: dict[str, object] = {
        "type": "library",
        "bom-ref": part.purl,
        "name": part.name,
        "version": part.version,
        "description": part.about,
        "licenses": [{"license": {"name": part.licence}}],
        "purl": part.purl,
    }
    if part.sha256:
        component["hashes"] = [{"alg": "SHA-256", "content": part.sha256}]
    return component


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
