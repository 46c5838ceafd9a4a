"""The one evaluation that cells, `calc` and `validate` all use."""

from claimcheck.evaluate.evaluation import Evaluation, evaluate, evaluate_facts

__all__ = ["Evaluation", "evaluate", "evaluate_facts"]
