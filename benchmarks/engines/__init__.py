"""What other spreadsheet engines make of the templates' ordinary formulas.

    python -m benchmarks.engines.run

Neither Excel nor WPS runs where this is developed, and one engine alone vouches for little. So
each template is filled with random claims and recalculated by several engines that share no
code; every cell with a formula is compared. Fetched when asked for, shipped with nothing.
"""
