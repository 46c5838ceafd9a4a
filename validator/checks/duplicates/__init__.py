"""Family 6: what stands twice, in one claim, across claims, or in an earlier batch."""
