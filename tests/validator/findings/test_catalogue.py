import json

import pytest
from click.testing import CliRunner

from tests.rebuild import how
from validator.checks import ACROSS, CHECKS
from validator.commands.findings import findings
from validator.findings.catalogue import FAMILIES, catalogue
from validator.findings.document import PAGE, as_markdown

ISSUE = (
    "CC101 CC102 CC103 CC104 CC201 CC202 CC204 CC205 CC206 CC209 CC301 CC302 CC304 CC401 CC402 "
    "CC403 CC501 CC503 CC601 CC602"
)


def test_every_code_that_a_check_raises_is_explained():
    raised = {code for check in (*CHECKS, *ACROSS) for code in check.codes} | {"CC101"}
    for code in sorted(raised - set(catalogue())):
        pytest.fail(f"explain {code} in validator/findings/catalogue.toml")
    for code in sorted(set(catalogue()) - raised):
        pytest.fail(f"no check declares {code}: name it in the @check(…) of the one that raises it")
    assert set(ISSUE.split()) <= raised


def test_every_entry_says_what_it_means_how_to_fix_it_and_gives_an_example():
    for item in catalogue().values():
        assert item.code[2] in FAMILIES
        assert item.title
        assert item.meaning.endswith("。")
        assert item.fix.startswith("请")
        assert item.example


def test_the_list_names_every_code():
    result = CliRunner().invoke(findings, ["list"])
    assert all(code in result.stdout for code in catalogue())


def test_one_code_can_be_shown_as_json():
    result = CliRunner().invoke(findings, ["show", "cc302", "--json"])
    assert json.loads(result.stdout)["title"] == "工资流水月数不足"


def test_an_unknown_code_is_answered_in_chinese():
    result = CliRunner().invoke(findings, ["show", "CC999"])
    assert result.exit_code != 0
    assert "没有编号为“CC999”的问题" in str(result.exception)


def test_the_page_is_what_the_catalogue_says():
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), how("findings")
