"""The checks: each a small function with the codes it may raise, in one list."""

from validator.checks.base import Check, Context, Ran, run
from validator.checks.registry import CHECKS

__all__ = ["CHECKS", "Check", "Context", "Ran", "run"]
