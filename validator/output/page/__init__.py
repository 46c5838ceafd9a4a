"""The page to read and decide in: one file that needs nothing else, or served on this machine."""
