"""Reads lock files: exact versions with the hashes of what may be installed."""

import re
from dataclasses import dataclass
from pathlib import Path

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Pin:
    """One package of a lock file."""

    name: str
    version: str
    hashes: frozenset[str]


def read_pins(lock: Path) -> dict[str, Pin]:
    """The packages of a lock file by their normal names.

    Raises:
        ValueError: a package stands without a hash, or a line is not understood.
    """
    pins = {}
    for entry in _entries(lock.read_text(encoding="utf-8")):
        found = _PIN.match(entry)
        hashes = frozenset(_HASH.findall(entry))
        if not found or not hashes:
            raise ValueError(f"{lock.name}: no exact version with hashes: {entry[:80]}")
        name = normal(found["name"])
        pins[name] = Pin(name, found["version"], hashes)
    return pins


def normal(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _entries(text: str) -> list[str]:
    """The requirements, each in one line."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [line.strip() for line in joined.splitlines() if line.strip()]
