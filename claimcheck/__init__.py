"""The rules of employment subsidies and their one evaluation.

`addin` (spreadsheet cells) and `validator` (batches of workbooks) both build on
this package; it imports neither of them.
"""

__version__ = "0.1.0"
