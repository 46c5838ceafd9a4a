"""Builds the release for Windows on Linux: setup, portable folder, list of parts, checksums."""
