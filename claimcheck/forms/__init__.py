"""The forms: which sheets and columns each claim type has.

The template builder and the validator both work from these definitions, so what a
clerk sees and what an office checks cannot drift apart.
"""

from claimcheck.columns import Column, ColumnType, SheetKind
from claimcheck.forms.load import asked, claim_types, form, forms, whole_form
from claimcheck.forms.model import Form, Sheet

__all__ = [
    "Column",
    "ColumnType",
    "Form",
    "Sheet",
    "SheetKind",
    "asked",
    "claim_types",
    "form",
    "forms",
    "whole_form",
]
