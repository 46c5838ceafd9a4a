"""Spreadsheet cells: functions, add-ins and templates. Builds on `claimcheck`."""
