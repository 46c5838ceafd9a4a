"""The JSON of `validate` (CONTRACT, section 2)."""

from typing import Any

import msgspec
import polars as pl

from claimcheck.money import to_yuan
from validator.review import FLAGGED, Review

_FINDING = (
    "code", "severity", "sheet", "row", "column", "cell", "claim_id", "person", "value",
    "expected", "message", "fix", "clause", "id",
)  # fmt: skip


def as_json(review: Review) -> str:
    """The whole result as JSON text."""
    return msgspec.json.encode(as_dict(review)).decode()


def as_dict(review: Review) -> dict[str, Any]:
    """The whole result with the keys of the contract."""
    paths = {entry.number: str(entry.path) for entry in review.inputs}
    return {
        "inputs": [
            {
                "path": str(entry.path),
                "status": "failed" if entry.fault else "read",
                "type": entry.form.type if entry.form else None,
                "sheets": {
                    read.name: {
                        "rows": read.frame.height,
                        "cells": read.cells,
                        "filled": read.filled,
                        "of": read.present,
                    }
                    for read in entry.sheets.values()
                },
            }
            for entry in review.inputs
        ],
        "claims": _claims(review, paths),
        "findings": findings(review.findings, paths),
        "checks": [
            {"code": ran.code, "status": ran.status, "found": ran.found}
            | ({"why": ran.why} if ran.why else {})
            for ran in review.checks
        ],
        "summary": {
            "errors": review.count("error"),
            "warnings": review.count("warning"),
            "infos": review.count("info"),
            "claims": review.claims.height,
            "flagged": int((review.claims["verdict"] == FLAGGED).sum()),
        },
    }


def findings(frame: pl.DataFrame, paths: dict[int, str]) -> list[dict[str, Any]]:
    """Findings as objects; a related place names its file where it is another one."""
    found = []
    for row in frame.iter_rows(named=True):
        related = [
            {"sheet": place["sheet"], "cell": place["cell"]}
            | ({"input": paths[place["input"]]} if place["input"] != row["input"] else {})
            for place in row["related"]
        ]
        entry = {name: row[name] for name in _FINDING}
        found.append({**entry, "input": paths[row["input"]], "related": related})
    return found


def _claims(review: Review, paths: dict[int, str]) -> list[dict[str, Any]]:
    details = {
        (claim["input"], claim["row"]): (part, index)
        for part in review.judged
        for index, claim in enumerate(part.claims.select("input", "row").iter_rows(named=True))
    }
    claims = []
    for claim in review.claims.iter_rows(named=True):
        place = details.get((claim["input"], claim["row"]))
        part, index = place if place else (None, 0)
        claims.append(
            {
                "input": paths[claim["input"]],
                "claim_id": claim["claim_id"],
                "measure": claim["measure"],
                "claimed_yuan": _yuan(claim["claimed_fen"]),
                "assessed_yuan": _yuan(claim["amount_fen"]),
                "people": claim["people"],
                "counted": claim["headcount"],
                "verdict": claim["verdict"],
                "reasons": part.evaluation.reasons(index) if part else [],
                "readings": part.evaluation.readings(index) if part else [],
            }
        )
    return claims


def _yuan(fen: int | None) -> int | float | None:
    return None if fen is None else to_yuan(fen)
