"""What supervisors decide about findings: stored, shown again, and what goes out afterwards."""
