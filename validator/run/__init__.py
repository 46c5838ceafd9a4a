"""One run of `validate`: read, check, put together, compare with last time."""
