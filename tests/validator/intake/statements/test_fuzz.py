"""Damaged statements: never a traceback, one Chinese message each."""

import re

import pytest
from click.testing import CliRunner

from samples.statements.fuzz import damaged_file, write_originals
from validator.commands.wages import wages

#: `python -m samples.statements.fuzz --runs 5000` goes further.
SEEDS = 320
PER_TEST = 20


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    return write_originals(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("first", range(0, SEEDS, PER_TEST))
def test_a_damaged_statement_is_read_or_refused_in_one_chinese_sentence(first, originals, tmp_path):
    for seed in range(first, first + PER_TEST):
        path = damaged_file(seed, tmp_path, originals)
        result = CliRunner().invoke(wages, ["import", str(path), "-o", str(tmp_path / "out.xlsx")])
        assert result.exception is None or isinstance(result.exception, SystemExit), seed
        assert "Traceback" not in result.output
        refusals = [line for line in result.output.splitlines() if line.startswith("无法读取")]
        assert len(refusals) == (result.exit_code == 2), (seed, result.output)
        for line in refusals:
            assert re.search(r"[一-鿿].*。.*。$", line), (seed, line)
