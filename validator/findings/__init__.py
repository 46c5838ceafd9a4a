"""Findings: what each code means, and the frame that holds those of a run."""
