"""The command with a cluster: ledger, verdicts, waivers and what is written, as on one machine."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from claimcheck.cli import main
from tests.validator.books import ON, save
from tests.validator.run.spread.made import Elsewhere, named_by_a_number, one, same_person
from tests.validator.supervision.made import Office, fill, lines
from tests.validator.supervision.test_waivers import waive
from validator.common.workers import cluster as cluster_module

CLUSTER = ("--cluster", "tcp://elsewhere:8786")


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    executor = Elsewhere()

    @contextmanager
    def cluster(_: str) -> Iterator[Elsewhere]:
        yield executor

    monkeypatch.setattr(cluster_module, "cluster", cluster)
    return executor


@pytest.fixture
def office(tmp_path: Path, postgres_url: str, key_file: Path) -> Office:
    """An office with seven files, some of which hang together, and a ledger that knows two."""
    known, fresh, again = one(30, 6), one(31, 6), one(32, 7)
    again[0].people[0] = deepcopy(known[0].people[0])
    named = named_by_a_number()
    made = [*same_person(), *named, fresh, again, known]
    folder = tmp_path / "批次"
    for place, claims in enumerate(made):
        save(folder / f"{place}.xlsx", claims)
    earlier = save(tmp_path / "上一批.xlsx", known)
    recorded = CliRunner().invoke(
        main,
        ["ledger", "record", str(earlier), "--on", ON.isoformat(), "--name", "上一批",
         "--accept-findings", "已核对", "--ledger", postgres_url, "--key", str(key_file)],
    )  # fmt: skip
    assert recorded.exit_code == 0, recorded.output
    return Office(folder, named[0], postgres_url, key_file)


def result(office: Office, *arguments: str) -> dict[str, Any]:
    shown = office.validate("--no-write", "--format", "json", "--key", office.key_file, *arguments)
    assert shown.exception is None or isinstance(shown.exception, SystemExit), shown.output
    return dict(json.loads(shown.stdout))


def test_earlier_claims_verdicts_and_waivers_give_the_result_of_one_machine(
    office: Office, elsewhere: Elsewhere
):
    alone = result(office)
    assert result(office, *CLUSTER) == alone
    codes = {finding["code"] for finding in alone["findings"]}
    assert {"CC602", "CC603", "CC609"} <= codes
    assert elsewhere.asked == 7 + 2 + 2 + 2, "pairs, and two whom the ledger knows, once more"

    applicant = str(office.claims[0].row["applicant_code"])
    assert waive(office, "--applicant", applicant).exit_code == 0
    written = office.validate("--key", office.key_file, *CLUSTER)
    assert "核查报告" not in "".join(path.name for path in office.batch.iterdir()), written.output
    (workbook,) = office.batch.glob("*.审核.xlsx")
    waiting = [line for line in lines(workbook) if line["severity_word"] == "错误"]
    assert len(waiting) > 4
    words = iter(["通过", "核减", "不予支持"] * len(waiting))

    def decide(line: dict[str, Any]) -> dict[str, Any] | None:
        if line["standing_word"] != "未裁定":
            return None
        return {"decision": next(words), "reason": "已核实", "reviewer": "局长"}

    assert fill(workbook, decide) > 10
    applied = office.review("apply", workbook, "--on", ON.isoformat())
    assert applied.exit_code in (0, 1), applied.output
    alone = result(office)
    assert result(office, *CLUSTER) == alone
    assert {"refuse", "pay"} & {claim["result"] for claim in alone["claims"]}
    assert [one["code"] for one in alone["waivers"]] == ["CC302"]
