"""Checks whether cells can be computed on this machine, and says what to do if not.

Each check gives a `Result`; `examine.examine` runs those that apply here.
"""
