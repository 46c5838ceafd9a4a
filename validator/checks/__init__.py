"""The checks: each a small function with the codes it may raise, in two lists."""

from validator.checks.across import Across
from validator.checks.base import Check, Context, Ran, merged, run
from validator.checks.registry import ACROSS, CHECKS

__all__ = ["ACROSS", "CHECKS", "Across", "Check", "Context", "Ran", "merged", "run"]
