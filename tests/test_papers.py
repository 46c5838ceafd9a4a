"""The papers of the project say what is so: links lead somewhere, the lock and the CI fit."""

import re
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "requirements-dev.lock").read_text("utf-8")
LOCKED = {
    canonicalize_name(name): version
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.MULTILINE)
}
WANTED = [
    Requirement(text)
    for group in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for text in group
]
_LINK = re.compile(r"\[[^\]]*\]\(([^()\s]*(?:\([^()]*\)[^()\s]*)*)\)")


def pages() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z", "*.md"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    # What docs/acceptance-windows.zh-CN.md is made of has its links from there.
    made_into = {"tests/addin/acceptance.zh-CN.md", ""}
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name not in made_into]


def anchors(page: Path) -> set[str]:
    """What may stand behind # in a link to a page."""
    text = page.read_text("utf-8")
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    plain = [re.sub(r"<[^>]*>|[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]
    return {*plain, *re.findall(r'<a id="([^"]+)"', text)}


def test_every_link_between_the_pages_leads_somewhere():
    broken, followed = [], 0
    for page in pages():
        for link in _LINK.findall(page.read_text("utf-8")):
            if re.match(r"[a-z]+:", link):
                continue
            followed += 1
            path, _, anchor = unquote(link).partition("#")
            target = (page.parent / path) if path else page
            if not target.exists() or (anchor and anchor not in anchors(target)):
                broken.append(f"{page.relative_to(ROOT)}: {unquote(link)}")
    assert broken == []
    assert followed > 100


def test_the_readme_shows_at_most_two_small_pictures_of_a_small_screen():
    from PIL import Image

    from tests.pictures import HEIGHT, WIDTH

    page = (ROOT / "README.zh-CN.md").read_text("utf-8")
    shown = [ROOT / name for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page)]
    assert 0 < len(shown) <= 2
    for picture in shown:
        assert picture.stat().st_size < 200_000
        assert Image.open(picture).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize("wanted", WANTED, ids=str)
def test_the_lock_holds_what_the_project_asks_for(wanted):
    again = f"{wanted} is not in requirements-dev.lock as asked for; its head says how to make it"
    version = LOCKED.get(canonicalize_name(wanted.name))
    assert version is not None and wanted.specifier.contains(version), again


def test_the_lock_names_no_place_of_this_machine_and_a_hash_for_each_package():
    body = "\n".join(line for line in LOCK.splitlines() if not line.startswith("#"))
    assert not re.search(r"://|index-url|find-links|/opt/|/home/|/tmp/", body)
    for package in re.split(r"\n(?=\S)", body.strip()):
        assert "--hash=sha256:" in package, package


def test_ci_runs_every_python_that_the_project_names():
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    workflow = (ROOT / ".github/workflows/ci.yml").read_text("utf-8")
    found = re.search(r"python: \[(.*)\]", workflow)
    assert found is not None
    assert re.findall(r"[\d.]+", found[1]) == named
    assert PROJECT["requires-python"] == f">={named[0]}"


def test_every_decision_says_status_context_decision_and_consequences():
    records = sorted((ROOT / "docs/decisions").glob("0*.md"))
    numbers = [int(path.name[:4]) for path in records]
    assert numbers == [*range(1, len(records) + 1)]
    index = (ROOT / "docs/decisions/README.md").read_text("utf-8")
    for path in records:
        text = path.read_text("utf-8")
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
            "Status", "Context", "Decision", "Consequences",
        ], path.name  # fmt: skip
        assert f"({path.name})" in index, f"name {path.name} in docs/decisions/README.md"


def test_no_page_holds_what_a_merge_left():
    marks = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)
    assert [page.name for page in pages() if marks.search(page.read_text("utf-8"))] == []
