"""Many applicants' workbooks become one batch, and a batch becomes theirs again."""
