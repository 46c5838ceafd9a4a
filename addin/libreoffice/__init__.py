"""The LibreOffice add-in: an extension whose functions compute in the cells of Calc."""
