"""The audit trail of what supervisors decided, in the ledger's database."""
