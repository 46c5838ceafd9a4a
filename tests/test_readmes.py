"""The READMEs say what is printed today: their commands are run, and the quotes compared."""

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimcheck.cli import main
from tests.validator.books import claims, save

ROOT = Path(__file__).parents[1]
STATEMENTS = ROOT / "samples" / "statements"

#: Commands that are not run here: they install, wait, or need what a person fills in.
NOT_RUN = ("addin", "review serve", "review apply")
#: Commands whose result depends on the day, which the quotes take for one of that year.
OF_A_DAY = ("validate", "calc", "review notice", "review payment", "review letters")
ON = ["--on", "2026年11月20日"]
OMITTED = "…"

_BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


@dataclass
class Example:
    """A block of commands with what is quoted of their output."""

    calls: list[list[str]]
    quoted: list[str]


def examples(page: Path) -> Iterator[Example]:
    text = page.read_text("utf-8")
    blocks = list(_BLOCK.finditer(text))
    for at, block in enumerate(blocks):
        if block[2] not in ("bat", "sh"):
            continue
        calls = [
            shlex.split(line.replace("\\", "/").split("claimcheck ", 1)[1])
            for line in block[3].splitlines()
            if "claimcheck " in line
        ]
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        quotes = after is not None and after[2] == "text"
        adjoining = quotes and not text[block.end() : after.start()].strip()
        lines = after[3].replace("\\", "/").splitlines() if adjoining else []
        yield Example(calls, [line.removeprefix(block[1]) for line in lines])


def assert_said(output: str, quoted: list[str]) -> None:
    """The quoted lines stand in the output in this order, side by side but for …."""
    lines, at, free = output.splitlines(), 0, False
    for line in quoted:
        if line == OMITTED:
            free = True
            continue
        there = [place for place in range(at, len(lines)) if lines[place] == line]
        assert there, f"not printed: {line}\n{output}"
        assert free or there[0] == at, f"there is more before: {line}\n{output}"
        at, free = there[0] + 1, False
    assert free or at == len(lines) or not quoted, f"there is more behind\n{output}"


def run(call: list[str]) -> str:
    """What a person sees; progress on slow machines is left out."""
    of_a_day = " ".join(call).startswith(OF_A_DAY)
    done = CliRunner().invoke(main, [*call, *(ON if of_a_day else [])])
    assert done.exit_code in (0, 1), f"{call}: {done.output}"
    assert not isinstance(done.exception, Exception), call
    return "".join(line for line in done.output.splitlines(True) if not line.endswith("…\n"))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders and files of which the READMEs speak."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "samples", "samples", ignore=shutil.ignore_patterns("*.py", "faulty"))
    folder = Path("申报材料")
    folder.mkdir()
    shutil.copy(ROOT / "samples" / "hiring-faulty.xlsx", folder / "申报.xlsx")
    shutil.copy(ROOT / "templates" / "hiring.xlsx", folder / "hiring.xlsx")
    for name in ("建设银行.xls", "工商银行.pdf"):
        shutil.copy(STATEMENTS / name, folder / name)
    (folder / "说明.docx").write_bytes(b"PK\x03\x04")
    (folder / "身份证.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    save(Path("改好的申报/申报.xlsx"), claims(6))
    save(Path("申报.xlsx"), claims(6))
    Path("流水文件夹").mkdir()
    shutil.copy(STATEMENTS / "农业银行.csv", "流水文件夹")
    for number, name in enumerate(("甲", "乙")):
        save(Path(f"各单位的申报/{name}.xlsx"), claims(6, seed=number))
    return tmp_path


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_what_is_quoted_is_what_is_printed(page: str, desk: Path):
    ran, compared = 0, 0
    for example in examples(ROOT / page):
        output = ""
        for call in example.calls:
            if not " ".join(call).startswith(NOT_RUN):
                output += run(call)
                ran += 1
        assert_said(output, example.quoted)
        compared += bool(example.quoted)
    assert ran >= compared >= 2


def test_a_quote_that_is_not_printed_is_found():
    assert_said("甲\n乙\n丙\n", ["甲", OMITTED, "丙"])
    for wrong in (["乙", "丙"], ["甲", "丙"], ["甲", "乙"], ["丁", OMITTED], ["丙", OMITTED, "甲"]):
        with pytest.raises(AssertionError):
            assert_said("甲\n乙\n丙\n", wrong)


def test_the_chinese_page_begins_with_the_setup_and_the_shortest_road():
    titles = re.findall(r"^## (.*)$", (ROOT / "README.zh-CN.md").read_text("utf-8"), re.MULTILINE)
    assert titles[:2] == ["安装（Windows）", "最短的路"]
