"""`python -m simulator.cli`: the same as `simmerdown`."""

from simulator.cli import main

main()
