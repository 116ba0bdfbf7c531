"""How the ear's net is made: the labelled replies, and the one command that trains on them."""

from pathlib import Path

CORPUS = Path(__file__).with_name("corpus")
"""The project's own replies: `*.txt` to learn from (`simulator.ear.examples`), `test.tsv` to test on."""
