"""Getting better: what the calls so far add up to, and what to practise next.

    history      the scored calls, as values
    reading      a call's record as a row of the history
    index        the rows in one small file, kept true to the records
    mastery      when a skill is met, mastered and due again: all numbers that can be argued about
    ladder       how hard the next call is
    choosing     one focus, one caller, one dial
    telling      the choice in sentences: why this, why now
    progress     lines, personal bests and tries
    drills       three outbursts, one reply each
    drilled      the files in which drills are kept
    speaking     one reply, spoken
    chart, page  the progress page

`history`, `mastery`, `ladder`, `choosing`, `telling`, `progress` and `drills` are pure: the date is
handed in.
"""
