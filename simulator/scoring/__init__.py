"""Scoring: from a record's events and a rubric to a scorecard.

`facts` reads the events, `rules` applies a rubric's rules to them, `scorecard` adds up. All of it
is pure: the same events, persona and rubric give the same bytes.
"""
