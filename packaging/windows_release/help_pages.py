"""Turns the Chinese documents into pages that open in any browser, without internet."""

import html
import re
import shutil
from pathlib import Path

from windows_release.places import REPOSITORY, WINDOWS

#: Documents that are about making the program, not about using it.
_NOT_FOR_OFFICES = frozenset({"acceptance-windows.zh-CN.md"})

_PAGE = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<link rel="stylesheet" href="{to_root}help.css">
<main>
<p><a href="{to_root}../开始.html">开始页</a></p>
{body}
</main>
</html>
"""

#: The folder of the pictures, in the documents and in the help.
_PICTURES = "pictures"
_PICTURE = re.compile(rf'(<img src=")[^":]*{_PICTURES}/')

_LINK = re.compile(r'(?P<start><a href=")(?P<target>[^":#]+)(?P<rest>[#"])')


def documents() -> dict[Path, Path]:
    """The documents → their pages, relative to the folder of the help."""
    docs = REPOSITORY / "docs"
    found = {REPOSITORY / "README.zh-CN.md": Path("README.html")}
    for document in sorted(docs.glob("*.zh-CN.md")):
        if document.name not in _NOT_FOR_OFFICES:
            found[document] = Path(document.name).with_suffix(".html")
    for document in sorted((docs / "reference").glob("*.md")):
        found[document] = Path("reference", document.name).with_suffix(".html")
    return found


def write_pages(target: Path) -> None:
    """Write every page, and what they share, into a folder."""
    pages = documents()
    for document, page in pages.items():
        written = target / page
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(render(document, page, pages), encoding="utf-8", newline="\n")
    shutil.copyfile(WINDOWS / "help.css", target / "help.css")
    shutil.copytree(REPOSITORY / "docs" / _PICTURES, target / _PICTURES)


def render(document: Path, page: Path, pages: dict[Path, Path]) -> str:
    """One document as a page, its links to other documents turned into links to their pages."""
    from markdown_it import MarkdownIt

    text = document.read_text(encoding="utf-8")
    body = MarkdownIt("commonmark").enable("table").render(text)
    to_root = "../" * (len(page.parts) - 1)

    def relinked(link: re.Match[str]) -> str:
        target = (document.parent / link["target"]).resolve()
        if target.is_dir():
            target /= "README.md"
        to = pages.get(target)
        return link["start"] + (to_root + to.as_posix() if to else link["target"]) + link["rest"]

    title = next(line for line in text.splitlines() if line.startswith("# ")).removeprefix("# ")
    body = _PICTURE.sub(rf"\g<1>{to_root}{_PICTURES}/", _LINK.sub(relinked, body))
    return _PAGE.format(title=html.escape(title), to_root=to_root, body=body.strip())
