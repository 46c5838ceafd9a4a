"""Whether two machines wrote the same."""

import json
import re
import zipfile
from pathlib import Path

#: Where `validate` remembers, for the files of a folder, what it found and when.
MEMORY = ".claimcheck-last.json"

#: The part of a workbook that says when it was saved.
_PROPERTIES = "docProps/core.xml"
_SAVED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def differences(windows: Path, linux: Path) -> list[str]:
    """In what two folders of outputs differ; the time of the run is no difference."""
    names = {folder: {path.name for path in folder.iterdir()} for folder in (windows, linux)}
    found = [f"only one wrote {name}" for name in sorted(names[windows] ^ names[linux])]
    for name in sorted(names[windows] & names[linux]):
        found += [f"{name}: {what}" for what in _differing(windows / name, linux / name)]
    return found


def _differing(ours: Path, theirs: Path) -> list[str]:
    """In what two files differ."""
    if ours.name == MEMORY:
        return where_differs(remembered(ours), remembered(theirs))
    if zipfile.is_zipfile(ours) and zipfile.is_zipfile(theirs):
        one, other = parts(ours), parts(theirs)
        return [
            f"{part}: {what}"
            for part in sorted(one.keys() | other.keys())
            for what in where_differs(one.get(part, b""), other.get(part, b""))
        ]
    return where_differs(ours.read_bytes(), theirs.read_bytes())


def parts(workbook: Path) -> dict[str, bytes]:
    """Every part of a workbook as a reader of XML sees it, without the times of saving.

    XlsxWriter ends the lines of its parts as the system does, which no reader sees: XML has
    every end of a line read as one line feed.
    """
    with zipfile.ZipFile(workbook) as archive:
        whole = {name: archive.read(name) for name in archive.namelist()}
    found = {
        name: with_plain_lines(part) if name.endswith((".xml", ".rels", ".vml")) else part
        for name, part in whole.items()
    }
    if _PROPERTIES in found:
        found[_PROPERTIES] = _SAVED.sub(rb"\1", found[_PROPERTIES])
    return found


def remembered(memory: Path) -> bytes:
    """What `validate` remembers, without the time."""
    runs = json.loads(memory.read_bytes())["runs"]
    assert all(run.pop("at") for run in runs), f"a run without its time: {runs}"
    return json.dumps(runs, ensure_ascii=False).encode()


def where_differs(ours: bytes, theirs: bytes) -> list[str]:
    """The first place where two contents differ; nothing where they are the same."""
    if ours == theirs:
        return []
    pairs = enumerate(zip(ours, theirs, strict=False))
    shorter = min(len(ours), len(theirs))
    at = next((number for number, (one, other) in pairs if one != other), shorter)
    seen = slice(max(at - 60, 0), at + 60)
    shown = (content[seen].decode("utf-8", errors="replace") for content in (ours, theirs))
    return ["from byte {:,}: {!r} ≠ {!r}".format(at, *shown)]


def with_plain_lines(content: bytes) -> bytes:
    """A text whose lines end as on Linux."""
    return content.replace(b"\r\n", b"\n")
