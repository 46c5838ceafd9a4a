"""The memory of earlier claims: what was paid, to whom (as keyed hashes), when and for what."""
