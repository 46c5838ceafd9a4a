"""The checks: each a small function with the codes it may raise, in two lists."""

from validator.checks.across import Across
from validator.checks.base import Context
from validator.checks.registry import (
    ACROSS,
    ACROSS_RESULTS,
    ACROSS_SHEETS,
    CHECKS,
    OF_RESULTS,
    OF_SHEETS,
)
from validator.checks.runner import run, threads_for
from validator.checks.running import Check, Ran, merged

__all__ = [
    "ACROSS",
    "ACROSS_RESULTS",
    "ACROSS_SHEETS",
    "CHECKS",
    "OF_RESULTS",
    "OF_SHEETS",
    "Across",
    "Check",
    "Context",
    "Ran",
    "merged",
    "run",
    "threads_for",
]
