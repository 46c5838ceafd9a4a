"""A cluster of real processes: the same result as alone, whatever becomes of its machines."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from claimcheck.settings import Settings
from tests.validator.books import claims, save
from validator.commands.validate import validate
from validator.common.workers import cluster as cluster_module
from validator.common.workers.cluster import ClusterError, cluster
from validator.output.json import as_json
from validator.reading.files import FilesOfCall
from validator.run.spread.here import run_spread
from validator.run.validate import run_validation

_SCHEDULER = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0")
_WORKER = ("distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny")


@dataclass
class Running:
    address: str
    workers: list["subprocess.Popen[bytes]"]


def started(*arguments: str | Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments), "--no-dashboard"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A scheduler and two workers on loopback."""
    file, folder = tmp_path / "scheduler.json", tmp_path / "dask"
    processes = [started(*_SCHEDULER, "--scheduler-file", file)]
    try:
        while not file.exists():
            time.sleep(0.05)
        here = ("--scheduler-file", file, "--local-directory", folder)
        processes += [started(*_WORKER, *here) for _ in range(2)]
        yield Running(json.loads(file.read_text())["address"], processes[1:])
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def two_are_there(address: str) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=120)


def test_a_cluster_finds_what_one_machine_finds_though_a_worker_is_killed(
    tmp_path: Path, running: Running
):
    made = claims(*range(1, 13))
    made[3].people[0].row["id_number"] = "640598199001011230"
    paths = [save(tmp_path / f"{number}.xlsx", [made[number]]) for number in range(12)]
    (tmp_path / "坏.xlsx").write_bytes(b"no workbook")
    paths.insert(5, tmp_path / "坏.xlsx")
    told = []

    def kill_one(what: str) -> None:
        told.append(what)
        if "（3/13）" in what:
            running.workers[0].kill()

    made[7].people[0] = deepcopy(made[6].people[0])
    made[7].people[0].row["claim_id"] = made[7].row["claim_id"]
    save(paths[8], [made[7]])
    settings = Settings(on=date(2026, 11, 20))
    two_are_there(running.address)
    with cluster(running.address) as executor:
        found = run_spread(FilesOfCall(paths), settings, executor, progress=kill_one)
    assert running.workers[0].wait() != 0
    assert sum("/13）" in what for what in told) == 13
    alone = run_validation(paths, settings)
    assert as_json(found) == as_json(alone)
    assert {"CC101", "CC602"} <= set(alone.findings["code"])


def test_other_versions_are_refused(running: Running, monkeypatch: pytest.MonkeyPatch):
    two_are_there(running.address)
    monkeypatch.setattr(cluster_module, "__version__", "0.0.1")
    with pytest.raises(ClusterError, match=r"与本机不一致（本机 0\.0\.1"), cluster(running.address):
        pass


def test_an_address_without_a_cluster_is_one_message(tmp_path: Path):
    arguments = ["--cluster", "tcp://127.0.0.1:9", "--ledger", "none", "--no-write"]
    result = CliRunner().invoke(validate, [*arguments, str(save(tmp_path / "a.xlsx", claims(5)))])
    assert isinstance(result.exception, ClusterError)
    assert "连不上集群“tcp://127.0.0.1:9”" in str(result.exception)
