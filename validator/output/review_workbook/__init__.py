"""The review workbook: written by `validate`, filled in by supervisors, read by `review apply`."""
