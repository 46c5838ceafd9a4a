"""A document of another county is added by a file alone, and computes."""

import json
import os
import subprocess
import sys

import pytest

DOCUMENT = """
key = "XX25"
title = "某县2025年就业补贴办法"
short = "某县2025年办法"
status = "issued"
binds = ["640599"]

[window]
start = 2025-01-01
words = "自2025年1月1日起施行"

[[clauses]]
number = "一"
title = "带动就业补贴"
kind = "computes"

[[measures]]
id = "XX25-1"
clause = "一"
title = "带动就业补贴"
type = "broker"
people = "group"
claimant = "劳务经纪人"
who = "由经纪人带动就业的人"
summary = "每带动一人补贴一笔，设有上限。"
department = "某县人社局"
evidence = []
words = "每带动1人补贴150元，最高不超过3000元"

[measures.numbers.per_head]
value = 150
unit = "yuan"
words = "补贴150元"

[measures.numbers.ceiling]
value = 3000
unit = "yuan"
words = "最高不超过3000元"

[[measures.requirements]]
name = "headcount"
of = "claim"
fact = "headcount"
at_least = 10
words = "10人以上"
fail = "合格人数 {observed} 人，不足 {required} 人"
finding = "CC401"

[[measures.amounts]]
formula = "min(headcount * per_head, ceiling)"

[[measures.examples]]
facts = { headcount = 9 }
outcome = "ineligible"
amount = 0

[[measures.examples]]
facts = { headcount = 10 }
amount = 1500

[[measures.examples]]
facts = { headcount = 11 }
amount = 1650

[[measures.examples]]
facts = { headcount = 21 }
amount = 3000
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "xx25.toml").write_text(DOCUMENT, "utf-8")
    return tmp_path


def run(folder, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "claimcheck", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "CLAIMCHECK_DOCUMENTS": str(folder), "PYTHONUTF8": "1"},
        check=False,
    )


@pytest.mark.parametrize(("heads", "yuan"), [(9, 0), (10, 1500), (20, 3000), (21, 3000)])
def test_its_measure_computes(folder, heads, yuan):
    done = run(folder, "calc", "XX25-1", f"headcount={heads}", "--json")
    assert json.loads(done.stdout)["amount"] == yuan


def test_it_is_free_of_faults(folder):
    done = run(folder, "policy", "lint", str(folder / "xx25.toml"))
    assert (done.returncode, done.stdout) == (0, "")


def test_its_clause_is_covered(folder):
    done = run(folder, "policy", "coverage")
    assert "XX25 一 带动就业补贴：XX25-1" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value = 150", "value = 160", "数 160"),
        ("at_least = 10", "at_most = 10", "比较方式 at_most"),
        ("facts = { headcount = 11 }", "facts = { headcount = 13 }", "缺少边界示例"),
        ('words = "10人以上"', 'wards = "10人以上"', "不认识的项“wards”"),
    ],
)
def test_its_faults_are_found(folder, old, new, said):
    path = folder / "xx25.toml"
    assert old in DOCUMENT
    path.write_text(DOCUMENT.replace(old, new, 1), "utf-8")
    done = run(folder, "policy", "lint", str(path))
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
