"""Scoring: from a record's events and a rubric to a scorecard.

    facts        what the events say: lines, turns, gaps, delivery
    rubric       the rules, as their author wrote them down
    moments      what the call offered
    credit       points for what was shown when it was called for
    avoid        points lost for what does harm
    apology      how much of an apology there was
    talk         who spoke how much, when, and over whom
    measures     points for facts of delivery, against the own baseline
    findings     one thing that the score rests on
    scorecard    all of it added up
    compare      two calls side by side

All of it is pure: the same facts, persona and rubric give the same bytes.
"""
