"""Every command ends with one sentence on what to do next."""

import ast
import inspect
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner, Result

from claimcheck.cli import main
from tests.validator.books import claims, save

ON = ["--on", "2026-11-20"]


def commands(group: click.Command, *names: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(group, click.Group):
        yield " ".join(names), group
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield from commands(found, *names, name)


def reaches(name: str, wanted: str, functions: dict[str, ast.AST]) -> bool:
    """Whether a function calls another, itself or by functions of the same file."""
    seen, waiting = set[str](), {name}
    while waiting:
        at = waiting.pop()
        seen.add(at)
        called = {
            node.func.id
            for node in ast.walk(functions[at])
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        if wanted in called:
            return True
        waiting |= (called & functions.keys()) - seen
    return False


@pytest.mark.parametrize(("name", "command"), list(commands(main)))
def test_no_command_leaves_its_user_without_a_next_step(name: str, command: click.Command) -> None:
    callback = inspect.unwrap(command.callback or commands)
    tree = ast.parse(inspect.getsource(sys.modules[callback.__module__]))
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert reaches(callback.__name__, "next_step", dict(functions)), name


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Commands of an office whose ledger holds one batch."""
    monkeypatch.chdir(tmp_path)
    place = ["--ledger", str(tmp_path / "台账.sqlite"), "--key", str(tmp_path / "密钥.key")]

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, [*words, *place])

    book = save(tmp_path / "第1批.xlsx", claims(6, 12))
    assert call("ledger", "record", str(book), *ON).exit_code == 0
    return call


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("ledger search --year 2026", "ledger export -o 台账.xlsx"),
        ("ledger export", "加 -o 台账.xlsx 写成文件"),
        ("ledger export -o 台账.xlsx", "打开看一遍再交出"),
        ("ledger forget --batch 1 --yes", "备份里仍有这些记录"),
        ("ledger verify", "末条校验码抄在纸上"),
        ("ledger accept --reason 例行", "照常核查和登记"),
        ("review status", "claimcheck review serve"),
    ],
)
def test_what_to_do_after_a_look_at_the_ledger(run, words, then) -> None:
    done = run(*words.split())
    assert done.exit_code == 0, done.output
    said = done.stderr.splitlines()[-1]
    assert said.startswith("下一步：")
    assert said.endswith("。")
    assert then in said


@pytest.mark.parametrize("words", ["ledger search --year 2026", "ledger verify", "review status"])
def test_nothing_stands_behind_json(run, words) -> None:
    assert run(*words.split(), "--json").stderr == ""


def test_an_ended_waiver_is_seen_in_the_next_run(run) -> None:
    why = ["--reason", "例行核对", "--reviewer", "王审"]
    waived = run("review", "waive", "CC302", "--county", "中宁县", "--until", "2099-12-31", *why)
    assert waived.exit_code == 0, waived.output
    assert "第 2 号豁免" in waived.output
    ended = run("review", "unwaive", "2", *why)
    assert ended.stderr.splitlines()[-1].startswith("下一步：再核查一次")


def test_a_new_reference_is_compared_with_the_last(tmp_path) -> None:
    done = CliRunner().invoke(main, ["policy", "reference", "-o", str(tmp_path)])
    assert done.stderr.splitlines()[-1].startswith("下一步：与上一次的参考文档相比")
