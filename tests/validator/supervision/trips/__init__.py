"""Random round trips: a workbook with planted faults, validated, decided upon, and paid.

What a claim is owed is worked out beside the program: which rows survive follows from the
faults that were planted and the verdicts that were drawn (`surviving`), and what the surviving
rows are worth from the texts (`tests.independent`).
"""
