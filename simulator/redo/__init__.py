"""Redo the moment: back to a turn, with the same customer in the same state, and on from there.

steps     what moved the conversation, read from the events (pure)
retrace   the dialogue built again from that, and held against the record (pure)
again     the way back to a moment, for a call to begin at
branch    a try as a record of its own: `branch.json`, what it takes over, and its place in time
typed     a try by text
tries     tries side by side
"""
