"""The package: written, checked, read."""
