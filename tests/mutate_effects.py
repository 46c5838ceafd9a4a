"""Mutation run over the effects and verdicts: does any wrong word or operator go unnoticed?

    python tests/mutate_effects.py                      the share killed, and the survivors
    python tests/mutate_effects.py --only outcome.py    the mutants of one file
    python tests/mutate_effects.py --part 1/2           every second mutant of the code
    python tests/mutate_effects.py --nearest            by the nearest tests alone: minutes

Every `effect`, `reduces`, `reduces_reminder`, `concerns` and `passes` of the catalogue is changed,
one at a time, and held against what the samples show (`test_every_code`). Then every operator,
constant, condition and yielded mark of the modules that work from them is changed; such a mutant
is killed when a test fails.
"""

import argparse
import ast
import copy
import importlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FunctionType
from typing import Any, get_args

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # and not the folder of this file, which has a `samples` as well

#: module → its source
MODULES = {
    "claimcheck.evaluate.rulings": "claimcheck/evaluate/rulings.py",
    "validator.checks.rulings": "validator/checks/rulings.py",
    "validator.supervision.contradicting": "validator/supervision/contradicting.py",
    "validator.supervision.outcome": "validator/supervision/outcome.py",
    "validator.supervision.ruling": "validator/supervision/ruling.py",
}
_SUPERVISION = "tests/validator/supervision"
#: The tests of each module by small frames, which kill nearly all mutants in a moment.
NEAREST = {
    "claimcheck.evaluate.rulings": "tests/evaluate/test_rulings.py",
    "validator.checks.rulings": "tests/validator/checks/test_rulings.py",
    "validator.supervision.contradicting": f"{_SUPERVISION}/test_contradicting.py",
    "validator.supervision.outcome": f"{_SUPERVISION}/test_outcome.py",
    "validator.supervision.ruling": f"{_SUPERVISION}/test_ruling.py",
}
HIRES = "test_what_is_paid_is_what_the_surviving_rows_are_worth[hiring]"
#: What kills most of the others, and what is left for those that survive that.
TESTS = (
    f"{_SUPERVISION}/test_trips.py::{HIRES}",
    "tests/validator/checks/test_every_code.py",
    f"{_SUPERVISION}/test_sums.py",
    f"{_SUPERVISION}/test_sums_of_payments.py",
    f"{_SUPERVISION}/test_contradicting_by_command.py",
    f"{_SUPERVISION}/test_sums_on_the_page.py",
)
MORE_TESTS = (
    f"{_SUPERVISION}/test_waivers.py",
    f"{_SUPERVISION}/test_sum_properties.py",
    f"{_SUPERVISION}/test_trips.py",
    "tests/validator/checks/test_effects.py",
)

#: Mutants that change nothing, by the line that they change and how, and why.
EQUIVALENT = {
    ("if passed.height < 2:", "2 -> 1"): (
        "a verdict alone contradicts none; the bound only saves looking"
    ),
    (
        'pl.col(EXCLUDED).drop_nulls().unique(maintain_order=True).str.join("；"),',
        "True -> False",
    ): "polars keeps the order of what is unique in a group, but promises it only if asked",
    (
        "self.findings = stand(found.with_columns(gone=pl.lit(value=False)))",
        "False -> True",
    ): "the first `gone` is written anew before it is read",
}

_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.And: ast.Or, ast.Or: ast.And, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_NAMES = {"min": "max", "max": "min", "any": "all", "anti": "semi", "semi": "anti", "left": "inner"}


@dataclass(frozen=True)
class Mutant:
    """One changed module."""

    module: str
    number: int  #: of the line
    line: str
    change: str
    source: str


# ---- the catalogue -----------------------------------------------------------------------------


def catalogue_mutants() -> Iterator[tuple[str, str, object]]:
    """Code, field and another value, for every word of the catalogue that moves money."""
    from validator.findings import catalogue as module

    values = {
        "effect": get_args(module.Effect),
        "reduces": get_args(module.Reduction),
        "reduces_reminder": (None, *get_args(module.Reduction)),
        "concerns": get_args(module.Concern),
        "passes": (True, False),
    }
    for code, item in module.catalogue().items():
        for name, several in values.items():
            for value in several:
                if value != getattr(item, name):
                    yield code, name, value


def run_catalogue() -> tuple[int, list[str], list[str]]:
    """How many there are, those that only the written table notices, and the survivors."""
    import msgspec

    from tests.validator.checks import test_every_code as tests
    from validator.findings.catalogue import catalogue

    by_samples = (
        tests.test_what_nobody_has_decided_takes_out_what_its_errors_name,
        tests.test_what_is_reduced_takes_out_what_is_written_here,
        tests.test_what_is_not_supported_takes_the_claim_out,
        tests.test_what_passes_upholds_the_tests_that_it_reports,
    )
    total, only_table, survivors = 0, [], []
    for code, name, value in catalogue_mutants():
        total += 1
        # What was reviewed before is kept, so that only the marks are made anew.
        for path in tests.raised_by()[code]:
            tests.run_of(path)
        kept = catalogue()[code]
        catalogue()[code] = msgspec.structs.replace(kept, **{name: value})
        try:
            if any(_fails(test, code) for test in by_samples):
                continue
            change = f"{code} {name} = {value}"
            noticed = _fails(tests.test_the_catalogue_says_what_stands_here, code)
            (only_table if noticed else survivors).append(change)
        finally:
            catalogue()[code] = kept
    return total, only_table, survivors


def _fails(test: Any, code: str) -> bool:
    try:
        test(code)
    except Exception:  # an assertion, or a break-down: either is noticed
        return True
    return False


# ---- the code ----------------------------------------------------------------------------------


def mutants(module: str) -> Iterator[Mutant]:
    """Every mutant of a module."""
    written = (ROOT / MODULES[module]).read_text("utf-8")
    lines = ["", *map(str.strip, written.splitlines())]
    tree = ast.parse(written)
    for place, node in enumerate(_done(tree)):
        for number in range(len(_changes(node))):
            changed = copy.deepcopy(tree)
            same = _done(changed)[place]
            before = ast.unparse(same)
            _changes(same)[number]()
            text = ast.unparse(ast.fix_missing_locations(changed))
            at = getattr(node, "lineno", 0)
            change = f"{_short(before)} -> {_short(ast.unparse(same))}"
            yield Mutant(module, at, lines[at], change, text)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 90 else text[:89] + "…"


def _done(tree: ast.Module) -> list[ast.AST]:
    """The nodes that do something: no texts, no types."""
    said: set[int] = set()
    for one in ast.walk(tree):
        parts: list[ast.AST | None] = []
        if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):
            parts.append(one)
        if isinstance(one, ast.AnnAssign):
            parts.append(one.annotation)
        if isinstance(one, ast.FunctionDef):
            parts += [one.returns, *one.decorator_list, *(arg.annotation for arg in one.args.args)]
        if isinstance(one, ast.ClassDef):
            parts += one.decorator_list
        for part in parts:
            said |= {id(inner) for inner in ast.walk(part)} if part is not None else set()
    return [one for one in ast.walk(tree) if id(one) not in said]


def _changes(node: ast.AST) -> list[Any]:
    """What can be changed of a node, each as a function that does it in place."""
    found: list[Any] = []

    def put(name: str, value: Any) -> None:
        found.append(lambda: setattr(node, name, value))

    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _SWAPPED:
            put("ops", [_SWAPPED[type(operator)]()])
        case ast.BoolOp(op=operator) | ast.BinOp(op=operator) if type(operator) in _SWAPPED:
            put("op", _SWAPPED[type(operator)]())
        case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
            same = ast.Not() if isinstance(node.op, ast.Not) else ast.Invert()
            put("operand", ast.UnaryOp(same, operand))
        case ast.If(test=test) | ast.IfExp(test=test) if not isinstance(test, ast.Compare):
            put("test", ast.UnaryOp(ast.Not(), test))
        case ast.Constant(value=bool() as value):
            put("value", not value)
        case ast.Constant(value=int() as value):
            put("value", value + 1)
            put("value", value - 1)
        case ast.Constant(value=str() as value) if value in _NAMES:
            put("value", _NAMES[value])
        case ast.Name(id=name) if name in _NAMES:
            put("id", _NAMES[name])
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):
            put("value", ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            put("value", ast.Constant(None))
        case ast.AugAssign():
            put("value", ast.Constant(0) if isinstance(node.op, ast.Add) else node.value)
    return found


def survives(mutant: Mutant, nearest: bool) -> bool:
    """Whether no test fails under a mutant: the nearest, and then those of whole batches.

    The functions that are there are given the code of the changed ones, so that whoever has
    imported them runs the mutant, and nothing has to be imported anew.
    """
    module = importlib.import_module(mutant.module)
    changed: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(mutant.source, MODULES[mutant.module], "exec"), changed)  # noqa: S102
    undo: list[Callable[[], None]] = []
    for name, value in changed.items():
        there = getattr(module, name, None)
        if isinstance(value, FunctionType) and value.__module__ == module.__name__:
            _give(there, value, undo)
        elif isinstance(value, type) and value.__module__ == module.__name__:
            for key, inner in vars(value).items():
                own = vars(there)[key]
                if isinstance(inner, property):
                    _give(own.fget, inner.fget, undo)
                elif isinstance(inner, FunctionType):
                    _give(own, inner, undo)
        elif isinstance(value, int | str | tuple) and not name.startswith("__"):
            undo.append(partial(setattr, module, name, there))
            setattr(module, name, value)
    try:
        return _pass(NEAREST[mutant.module]) and (nearest or (_pass(*TESTS) and _pass(*MORE_TESTS)))
    finally:
        for step in undo:
            step()


def _give(there: Any, changed: FunctionType, undo: list[Callable[[], None]]) -> None:
    for name in ("__code__", "__defaults__"):
        if name == "__defaults__" and changed.__name__ != "__init__":
            continue
        undo.append(partial(setattr, there, name, getattr(there, name)))
        setattr(there, name, getattr(changed, name))


def _pass(*tests: str) -> bool:
    import pytest

    options = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider"]
    with Path(os.devnull).open("w") as nothing, redirect_stdout(nothing), redirect_stderr(nothing):
        return pytest.main([*options, *(str(ROOT / test) for test in tests)]) == 0


def main() -> None:
    """Run the mutants and print those that survive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--part", default="1/1")
    parser.add_argument("--nearest", action="store_true")
    asked = parser.parse_args()
    total, survivors, equal = 0, [], 0
    if asked.only in ("", "catalogue.toml"):
        total, by_table, survivors = run_catalogue()
        for change in by_table:
            print(f"only the table notices  catalogue.toml {change}")
        print(f"{total - len(survivors)} of {total} mutants of the catalogue killed", flush=True)
    part, parts = map(int, asked.part.split("/"))
    all_tests = [*NEAREST.values()] if asked.nearest else [*NEAREST.values(), *TESTS, *MORE_TESTS]
    if asked.only != "catalogue.toml" and not _pass(*all_tests):
        sys.exit("a test fails already, so that every mutant would seem to be killed")
    for module, file in MODULES.items():
        if not file.endswith(asked.only):
            continue
        for number, mutant in enumerate(mutants(module)):
            if number % parts != part - 1:
                continue
            total += 1
            if not survives(mutant, asked.nearest):
                continue
            said = f"{file}:{mutant.number} {mutant.change}"
            if why := EQUIVALENT.get((mutant.line, mutant.change)):
                equal += 1
                print(f"changes nothing  {said}: {why}", flush=True)
            else:
                survivors.append(said)
                print(f"survived  {said}", flush=True)
    total -= equal
    killed = total - len(survivors)
    rate = f"{killed / total:.1%}" if total else "none"
    print(f"{killed} of {total} mutants killed ({rate}); {equal} more change nothing")


if __name__ == "__main__":
    main()
