"""Benchmarks: each one command that prints a table and a JSON line."""
