"""How a rule is taken apart: written once, for every place that computes it.

A rule is computed twice: over the columns of a polars frame (`claimcheck.evaluate`) and in the
cells of a spreadsheet (`addin.formulas`). What is decided in which order, and the words that tell
it, stand here; a *backend* only knows how one step is written in its own language.
"""
