"""Batch checks of submitted workbooks. Builds on `claimcheck`."""
