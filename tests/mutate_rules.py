"""Mutation run over the rules: does any wrong number or operator go unnoticed?

    python tests/mutate_rules.py                the share of mutants killed, and the survivors
    python tests/mutate_rules.py ZW26 JY23-7    those of some documents or measures

Every number and every operator in the documents is changed, one at a time. A mutant is
killed when the document no longer loads, the lint finds a fault, an example no longer gives
what it says, or, since an example has one kind of person and says nothing of reasons, one of
`TESTS` fails. One that is known to change nothing stands in `EQUIVALENT` with the reason;
it is printed and counted by itself, neither as killed nor as survived.
"""

import copy
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # the tree that this file stands in, whatever is installed

import msgspec
import pytest

import claimcheck.policy.load as load_module
from claimcheck.errors import ClaimcheckError
from claimcheck.evaluate import evaluate_facts
from claimcheck.policy import fact, make_rule
from claimcheck.policy.check import check_document
from claimcheck.policy.lint import lint
from claimcheck.policy.load import general_readings
from claimcheck.policy.model import Document
from claimcheck.settings import Settings

FOLDER = Path(load_module.__file__).with_name("documents")
DAY = date(2026, 6, 30)
BOUNDS = ["at_least", "more_than", "at_most", "less_than", "on_or_after", "on_or_before"]
SWAPPED = {
    "at_least": "more_than",
    "more_than": "at_least",
    "at_most": "less_than",
    "less_than": "at_most",
    "on_or_after": "on_or_before",
    "on_or_before": "on_or_after",
}
FORMULA_SWAPS = [
    (r"(?<![<>=!])>=", ">"),
    (r"(?<![<>=!])>(?!=)", ">="),
    (r"(?<![<>=!])<=", "<"),
    (r"(?<![<>=!])<(?!=)", "<="),
    (r"==", "!="),
    (r"\+", "-"),
    (r"(?<= )-(?= )", "+"),
    (r"\*", "+"),
    (r"\bmin\(", "max("),
    (r"\bmax\(", "min("),
    (r"\band\b", "or"),
    (r"\bor\b", "and"),
]

#: What only shows with several people, or in the reasons that are given.
TESTS = (
    "tests/policy/test_hiring.py",
    "tests/policy/test_transport.py",
    "tests/policy/test_zw23.py",
)

_NEVER_PAID = "this document pays nothing under that option: 0 is more than neither 0 nor 1"
#: Mutants that change nothing, by measure and change, and why.
EQUIVALENT = {
    ("ZW26-2", "requirements.other_document_rules.more_than: 1"): _NEVER_PAID,
    ("ZW26-5", "requirements.other_document_rules.more_than: 1"): _NEVER_PAID,
}


@dataclass
class Mutant:
    """One changed measure."""

    measure: str
    change: str
    data: dict[str, Any]


def mutants(measure: dict[str, Any]) -> Iterator[Mutant]:
    """Every mutant of one measure (its data as read from the file)."""
    for path, key, value in _leaves(measure):
        place = ".".join([*_names(measure, path), key])
        if key == "formula" or (key in {"least", "most", "where"} and isinstance(value, str)):
            for changed in _formula_mutants(value):
                yield _mutant(measure, path, key, changed, f"{place}: {changed}")
        elif isinstance(value, date):
            for step in (-1, 1):
                changed = value + timedelta(days=step)
                yield _mutant(measure, path, key, changed, f"{place}: {changed}")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            for step in (-1, 1):
                yield _mutant(measure, path, key, value + step, f"{place}: {value + step}")
        if key in SWAPPED:
            mutant = _mutant(measure, path, key, value, f"{place}: {SWAPPED[key]}")
            target = _at(mutant.data, path)
            target[SWAPPED[key]] = target.pop(key)
            yield mutant


def survives(mutant: Mutant, document: dict[str, Any]) -> bool:
    """Whether neither loading, lint, examples nor tests notice the mutant."""
    return _survives_examples(mutant, document) and _survives_tests(mutant, document)


def _survives_examples(mutant: Mutant, document: dict[str, Any]) -> bool:
    data = {**document, "measures": [mutant.data], "readings": []}
    data["readings"] = [
        {**reading, "measures": [mutant.measure]}
        for reading in document.get("readings", [])
        if mutant.measure in reading["measures"]
    ]
    try:
        built = msgspec.convert(data, Document)
        check_document(built, general_readings())
        if lint(built):
            return False
        return _examples_hold(built)
    except (ClaimcheckError, msgspec.ValidationError):
        return False


def _examples_hold(document: Document) -> bool:
    measure = document.measures[0]
    rule = make_rule(measure, document)
    for example in measure.examples:
        given = {key: fact(key).parse(value) for key, value in example.facts.items()}
        settings = Settings(readings=example.readings, on=DAY)
        claim = evaluate_facts(rule, given, settings).claims.row(0, named=True)
        if claim["outcome"] != example.outcome:
            return False
        for field, expected in [
            ("amount_fen", example.amount),
            ("least_fen", example.least),
            ("most_fen", example.most),
        ]:
            if expected is not None and claim[field] != round(expected * 100):
                return False
    return True


def _survives_tests(mutant: Mutant, document: dict[str, Any]) -> bool:
    """Whether all of `TESTS` pass while the document has the mutant."""
    others = [mutant.data if one["id"] == mutant.measure else one for one in document["measures"]]
    built = msgspec.convert({**document, "measures": others}, Document)
    kept = load_module.load_document

    def load_document(path: Path) -> Document:
        return built if path.stem.upper() == built.key else kept(path)

    load_module.load_document = load_document
    _forget()
    try:
        return _tests_pass()
    finally:
        load_module.load_document = kept
        _forget()


def _forget() -> None:
    for cached in (load_module.documents, load_module.rules, load_module.rule):
        cached.cache_clear()


def _tests_pass() -> bool:
    options = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider"]
    with Path(os.devnull).open("w") as nothing, redirect_stdout(nothing), redirect_stderr(nothing):
        return pytest.main([*options, *(str(ROOT / test) for test in TESTS)]) == 0


def _leaves(measure: dict[str, Any]) -> Iterator[tuple[list[Any], str, Any]]:
    """Path, key and value of everything that a mutation may change."""

    def walk(node: Any, path: list[Any]) -> Iterator[tuple[list[Any], str, Any]]:
        items = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in items:
            if key in {"examples", "limits", "when"}:
                continue
            if isinstance(value, dict | list):
                yield from walk(value, [*path, key])
            elif key in {"value", "start", "end", "formula", "least", "most", "where", *BOUNDS}:
                yield path, key, value

    yield from walk(measure, [])


def _names(measure: dict[str, Any], path: list[Any]) -> Iterator[str]:
    """The parts of a path; an entry of a list by its own name, where it is the only one so named.

    So a mutant keeps its name when another entry is put before it.
    """
    node: Any = measure
    for part in path:
        named = [one.get("name") for one in node] if isinstance(node, list) else []
        node = node[part]
        unique = named.count(node.get("name")) == 1 if named else False
        yield node["name"] if unique and node.get("name") else str(part)


def _formula_mutants(formula: str) -> Iterator[str]:
    for pattern, replacement in FORMULA_SWAPS:
        for match in re.finditer(pattern, formula):
            yield formula[: match.start()] + replacement + formula[match.end() :]


def _mutant(measure: dict[str, Any], path: list[Any], key: str, value: Any, change: str) -> Mutant:
    data = copy.deepcopy(measure)
    _at(data, path)[key] = value
    return Mutant(measure["id"], change, data)


def _at(data: Any, path: list[Any]) -> Any:
    for part in path:
        data = data[part]
    return data


def _run(document: dict[str, Any], wanted: list[str]) -> tuple[int, int, int]:
    """How many mutants of a document there are, survive, and change nothing; names the latter."""
    total = survived = equal = 0
    for measure in document["measures"]:
        if wanted and document["key"] not in wanted and measure["id"] not in wanted:
            continue
        for mutant in mutants(measure):
            total += 1
            if not survives(mutant, document):
                continue
            if why := EQUIVALENT.get((mutant.measure, mutant.change)):
                equal += 1
                print(f"changes nothing  {mutant.measure} {mutant.change}: {why}", flush=True)
            else:
                survived += 1
                print(f"survived  {mutant.measure} {mutant.change}", flush=True)
    return total, survived, equal


def main(wanted: list[str]) -> None:
    """Run the mutants of the documents or measures that are named (all, when none is)."""
    if not _tests_pass():
        sys.exit("a test fails already, so that every mutant would seem to be killed")
    total = survived = equal = 0
    for path in sorted(FOLDER.glob("*.toml")):
        document = tomllib.loads(path.read_text("utf-8"))
        if path.name == "general.toml":
            continue
        counts = _run(document, wanted)
        if counts[0]:
            print(_summary(document["key"], *counts), flush=True)
        total, survived, equal = total + counts[0], survived + counts[1], equal + counts[2]
    print(_summary("all", total, survived, equal))


def _summary(name: str, total: int, survived: int, equal: int) -> str:
    killed = total - survived - equal
    rate = killed / (total - equal) if total > equal else 1
    return (
        f"{name}: {killed} of {total - equal} mutants killed ({rate:.1%}); "
        f"{equal} more change nothing"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
