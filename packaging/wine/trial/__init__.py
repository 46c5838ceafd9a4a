"""Uses a release for Windows under Wine, and compares what it does with Linux."""
