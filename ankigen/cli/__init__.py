"""The program: one file per command, options -> one call -> report -> exit code."""
