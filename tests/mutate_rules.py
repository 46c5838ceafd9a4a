"""Mutation run over the rules: does any wrong number or operator go unnoticed?

    python tests/mutate_rules.py            the share of mutants killed, and the survivors

Every number and every operator in the documents is changed, one at a time. A mutant is
killed when the document no longer loads, the lint finds a fault, or an example no longer
gives what it says.
"""

import copy
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

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


@dataclass
class Mutant:
    """One changed measure."""

    measure: str
    change: str
    data: dict[str, Any]


def mutants(measure: dict[str, Any]) -> Iterator[Mutant]:
    """Every mutant of one measure (its data as read from the file)."""
    for path, key, value in _leaves(measure):
        place = ".".join(str(part) for part in [*path, key])
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
    """Whether neither loading, lint nor examples notice the mutant."""
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


def main(keys: list[str]) -> None:
    total, survivors = 0, []
    for path in sorted(FOLDER.glob("*.toml")):
        document = tomllib.loads(path.read_text("utf-8"))
        if path.name == "general.toml" or (keys and document["key"] not in keys):
            continue
        for measure in document["measures"]:
            for mutant in mutants(measure):
                total += 1
                if survives(mutant, document):
                    survivors.append(mutant)
    for mutant in survivors:
        print(f"survived  {mutant.measure} {mutant.change}")
    killed = total - len(survivors)
    print(f"{killed} of {total} mutants killed ({killed / total:.1%})")


if __name__ == "__main__":
    main(sys.argv[1:])
