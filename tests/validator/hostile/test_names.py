"""Names of files: shown without numbers or anything unseen, and outputs that never meet."""

import os
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from claimcheck.cli import main
from claimcheck.text import IGNORED
from tests.one_process import Said, calls
from tests.validator.books import ON, claims, save

ID = "640598199001011234"
_LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def faulty(path: Path, seed: int = 3) -> Path:
    made = claims(5, seed=seed)
    made[0].row["claimed_people"] = 6
    return save(path, made)


def validate(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(
        main, ["validate", *map(str, arguments), "--on", ON.isoformat(), "--ledger", "none"]
    )
    assert isinstance(result.exception, SystemExit), result.exception
    return result


def links(path: Path) -> set[str]:
    """The files that a workbook links to, as they are called."""
    found = set()
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith(".rels"):
                root = ElementTree.fromstring(package.read(name))  # noqa: S314 - written by us
                found |= {
                    unquote(entry.get("Target", "")).replace("\\", "/")
                    for entry in root.iter(_LINKS)
                    if entry.get("TargetMode") == "External"
                }
    return found


@pytest.mark.parametrize(
    ("inputs", "copies"),
    [
        (["甲/申报.xlsx", "乙/申报.xlsx"], ["甲-申报.核查.xlsx", "乙-申报.核查.xlsx"]),
        (
            ["2025/甲/申报.xlsx", "2026/甲/申报.xlsx"],
            ["2025-甲-申报.核查.xlsx", "2026-甲-申报.核查.xlsx"],
        ),
        (["a.xlsx", "a.xlsm"], ["a.核查.xlsx", "a.xlsm.核查.xlsm"]),
        (["a.xlsx", "A.XLSX"], ["a.核查.xlsx", "A（2）.核查.xlsx"]),
        (
            [f"{ID}张三.xlsx", f"{ID[:8]}01{ID[10:]}张三.xlsx"],
            ["640598××××1234张三.核查.xlsx", "640598××××1234张三（2）.核查.xlsx"],
        ),
    ],
)
def test_no_two_inputs_share_an_output_and_links_lead_to_their_own(
    inputs: list[str], copies: list[str], tmp_path: Path
):
    paths = [faulty(tmp_path / "in" / name, seed) for seed, name in enumerate(inputs, 3)]
    out = tmp_path / "out"
    assert validate(*paths, "--out", out).exit_code == 1
    assert {path.name for path in out.glob("*.核查.xls?")} == set(copies)
    review = next(out.glob("*.审核.xlsx"))
    assert links(review) == set(copies)
    for path, copy in zip(paths, copies, strict=True):
        firm = load_workbook(path)["申报表"]["C4"].value
        assert load_workbook(out / copy)["申报表"]["C4"].value == firm


def test_an_input_is_never_overwritten_by_the_copy_of_another(tmp_path: Path):
    first, second = faulty(tmp_path / "a.xlsx"), faulty(tmp_path / "a.核查.xlsx", 4)
    before = second.read_bytes()
    validate(first, second)
    assert second.read_bytes() == before
    assert {path.name for path in tmp_path.glob("*.核查.xlsx")} == {
        "a.核查.xlsx", "a（2）.核查.xlsx", "a.核查.核查.xlsx",
    }  # fmt: skip


def test_another_firms_copy_of_an_earlier_run_stays_and_ones_own_is_replaced(tmp_path: Path):
    out = tmp_path / "out"
    first, second = faulty(tmp_path / "甲" / "申报.xlsx"), faulty(tmp_path / "乙" / "申报.xlsx", 4)
    for path in (first, second, first, second):
        validate(path, "--out", out)
    assert sorted(path.name for path in out.glob("[!.]*")) == [
        "申报.审核.xlsx", "申报.核查.xlsx", "申报.核查报告.html",
        "申报（2）.审核.xlsx", "申报（2）.核查.xlsx", "申报（2）.核查报告.html",
    ]  # fmt: skip
    assert links(out / "申报.审核.xlsx") == {"申报.核查.xlsx"}
    assert links(out / "申报（2）.审核.xlsx") == {"申报（2）.核查.xlsx"}
    firm = load_workbook(second)["申报表"]["C4"].value
    assert load_workbook(out / "申报（2）.核查.xlsx")["申报表"]["C4"].value == firm


def test_one_run_is_not_compared_with_that_of_another_firm(tmp_path: Path):
    out = tmp_path / "out"
    validate(faulty(tmp_path / "甲" / "申报.xlsx"), "--out", out)
    other = validate(faulty(tmp_path / "乙" / "申报.xlsx", 4), "--out", out)
    assert "与上次核查" not in other.output
    assert "与上次核查" in validate(tmp_path / "甲" / "申报.xlsx", "--out", out).output


@pytest.mark.parametrize("name", ["100%23.xlsx", "a#b c.xlsx", "a & 'b'.xlsx", "第[1]批 {甲}.xlsx"])
def test_links_lead_to_files_of_any_name(name: str, tmp_path: Path):
    path = faulty(tmp_path / name)
    validate(path)
    (target,) = links(path.with_name(f"{path.stem}.审核.xlsx"))
    assert (tmp_path / target).is_file()


_HOSTILE_NAMES = {
    "escape": "申\x1b[31m报.xlsx",
    "line feed": "申\n报.xlsx",
    "right to left": "申\u202e报.xlsx",
    "no text": os.fsdecode("申".encode("gbk") + b".xlsx"),
    "ID number": f"{ID}张三.xlsx",
    "phone": "李四13912345678.xlsx",
    "80 characters": "宁" * 80 + ".xlsx",
    "not on Windows": 'a:b?c*"d".xlsx',
    "option": "-o.xlsx",
}


_FORMATS = ("text", "json", "csv", "html")


@pytest.fixture(scope="module")
def validated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, list[Said]]]:
    """For each name the folder of the outputs, and what was said in each format."""
    folder = tmp_path_factory.mktemp("names")
    outs = [folder / str(place) / "out" for place in range(len(_HOSTILE_NAMES))]
    paths = [
        faulty(out.with_name("in") / name)
        for out, name in zip(outs, _HOSTILE_NAMES.values(), strict=True)
    ]
    orders = [
        ["validate", "--out", out, "--format", output, "--ledger", "none", "--on", ON.isoformat(),
         "--", path]
        for out, path in zip(outs, paths, strict=True)
        for output in _FORMATS
    ]  # fmt: skip
    said = iter(calls(orders, folder, dict(os.environ)))
    return {
        name: (out, [next(said) for _ in _FORMATS])
        for name, out in zip(_HOSTILE_NAMES, outs, strict=True)
    }


@pytest.mark.parametrize("name", _HOSTILE_NAMES)
def test_a_hostile_name_of_a_file_is_harmless_everywhere(
    name: str, validated: dict[str, tuple[Path, list[Said]]]
):
    out, runs = validated[name]
    for done in runs:
        said = done.stdout.decode("utf-8-sig") + done.stderr.decode()
        assert done.status == 1, said
        assert "Traceback" not in said
        assert not re.search(IGNORED, said)
        assert ID not in said
        assert "13912345678" not in said
    written = list(out.glob("[!.]*"))
    assert len(written) == 3
    for made in written:
        assert len(os.fsencode(made.name)) <= 255
        assert not re.search(IGNORED + r'|[\n<>:"|?*]', made.name)
        assert ID not in made.name
        assert "13912345678" not in made.name
        made.name.encode()
        if made.suffix == ".html":
            assert ID not in made.read_text("utf-8")
        else:
            texts = [
                str(cell) for page in load_workbook(made) for row in page.values for cell in row
            ]
            assert not any(ID in text or "13912345678" in text for text in texts)
