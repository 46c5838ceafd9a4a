"""Ordinary spreadsheet formulas, generated from the rules' data.

Only functions that Excel 2010, WPS and LibreOffice all know are used. Nothing here
knows where a cell stands: references come in as text, formulas go out as text without
the leading equals sign.
"""
