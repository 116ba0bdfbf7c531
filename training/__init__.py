"""How the ear's net is made: the labelled replies, and the one command that trains on them."""
