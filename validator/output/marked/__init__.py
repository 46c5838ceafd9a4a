"""The marked copy of a clerk's workbook."""
