"""The JSON of `validate` (CONTRACT, section 2)."""

from typing import Any

import msgspec
import polars as pl

from claimcheck.money import to_yuan
from claimcheck.text import cleaned
from validator.common.naming import unique_paths
from validator.run.assembling import FLAGGED
from validator.run.validate import Validation

_FINDING = (
    "code", "severity", "sheet", "row", "column", "cell", "claim_id", "person", "value",
    "expected", "message", "fix", "clause", "id",
)  # fmt: skip


def as_json(validation: Validation) -> str:
    """The whole result as JSON text."""
    return msgspec.json.encode(as_dict(validation)).decode()


def as_dict(validation: Validation) -> dict[str, Any]:
    """The whole result with the keys of the contract."""
    paths = _paths(validation)
    return {
        "inputs": [
            {
                "path": paths[entry.number],
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
            for entry in validation.inputs
        ],
        "claims": claims(validation),
        "findings": findings(validation.findings, paths),
        "checks": [
            {"code": ran.code, "status": ran.status, "found": ran.found}
            | ({"why": ran.why} if ran.why else {})
            for ran in validation.checks
        ],
        **_aside(validation),
        **_supervision(validation),
        **({"compared": validation.compared.as_dict()} if validation.compared else {}),
        "summary": {
            "errors": validation.count("error"),
            "warnings": validation.count("warning"),
            "infos": validation.count("info"),
            "claims": validation.claims.height,
            "flagged": int((validation.claims["verdict"] == FLAGGED).sum()),
            "let_through": validation.let_through,
        },
    }


def _paths(validation: Validation) -> dict[int, str]:
    """The path of each input, by which findings and claims name it; numbers of persons hidden."""
    given = [entry.path for entry in validation.inputs]
    shown = [cleaned(str(path)) for path in given] if validation.unmask else unique_paths(given)
    return {entry.number: path for entry, path in zip(validation.inputs, shown, strict=True)}


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
        decided = (
            {"decision": decision_object(row)} if row.get("standing", "open") != "open" else {}
        )
        found.append({**entry, "input": paths[row["input"]], "related": related, **decided})
    return found


def decision_object(row: dict[str, Any]) -> dict[str, Any]:
    """What supervisors decided about a finding, and whether that still stands."""
    day, until = row["decided_on"], row["decided_until"]
    return {
        "standing": row["standing"],
        "decision": row["decision"],
        "by": row["decided_by"],
        "on": day.isoformat() if day else None,
        "until": until.isoformat() if until else None,
        "reason": row["decision_reason"],
        "waiver": row["waiver"],
    }


def _aside(validation: Validation) -> dict[str, Any]:
    """What lay in the folders and is no claim, where there is any."""
    if not validation.aside:
        return {}
    paths = [entry.path for entry in validation.aside]
    shown = [cleaned(str(path)) for path in paths] if validation.unmask else unique_paths(paths)
    return {
        "aside": [
            {"path": path, "what": entry.what, "advice": entry.advice}
            for path, entry in zip(shown, validation.aside, strict=True)
        ]
    }


def _supervision(validation: Validation) -> dict[str, Any]:
    """The waivers that were used, and the audit trail, where there is one."""
    said = validation.supervision
    if said is None or not (said.events or said.fault):
        return {}
    waivers = [
        {"number": one.number, "by": one.who, "code": one.waiver.code}
        | {"for": one.waiver.county or one.waiver.applicant, "reason": one.waiver.reason}
        | {"until": one.waiver.until.isoformat()}
        for one in said.waivers
    ]
    trail = {"events": said.events, "head": said.head, "fault": said.fault or None}
    return {"waivers": waivers, "trail": trail}


def claims(validation: Validation) -> list[dict[str, Any]]:
    """The claims as objects (CONTRACT: `claims`), with what was decided once anything can be."""
    paths = _paths(validation)
    details = {
        (claim["input"], claim["row"]): (part, index)
        for part in validation.judged
        for index, claim in enumerate(part.claims.select("input", "row").iter_rows(named=True))
    }
    found = []
    for claim in validation.claims.iter_rows(named=True):
        place = details.get((claim["input"], claim["row"]))
        part, index = place if place else (None, 0)
        found.append(
            {
                "input": paths[claim["input"]],
                "claim_id": claim["claim_id"],
                "measure": claim["measure"],
                "claimed_yuan": _yuan(claim["claimed_fen"]),
                "assessed_yuan": _yuan(claim["amount_fen"]),
                "people": claim["people"],
                "counted": claim["headcount"],
                "verdict": claim["verdict"],
                **_decided(claim),
                "reasons": part.evaluation.reasons(index) if part else [],
                "readings": part.evaluation.readings(index) if part else [],
            }
        )
    return found


def _decided(claim: dict[str, Any]) -> dict[str, Any]:
    """What is paid by the verdicts that stand, to how many people, and what becomes of it."""
    if "result" not in claim:
        return {}
    return {
        "decided_yuan": _yuan(claim["ruled_fen"]),
        "decided_people": claim["ruled_people"],
        "result": claim["result"],
    }


def _yuan(fen: int | None) -> int | float | None:
    return None if fen is None else to_yuan(fen)
