"""The Excel templates: entry sheets with live results, built from forms and rules."""
