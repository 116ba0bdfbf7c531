"""For the coach: a call is shared as one file, reviewed, and the review goes back.

    bundle       the layout of the shared file, and its manifest
    packing      a record into a bundle
    unpacking    a bundle by strangers, checked in every way, into a folder
    desk         the coach's own store of shared calls
    review       comments, overrides and blind scores: `review.json`
    points       the bounds of a rule's points, and what share of them was had
    both         the machine's score and the coach's, by the same arithmetic
    returning    the review's way back to the trainee
    kappa        Cohen's kappa and its interval
    agreement    how far coach and machine agree
    exported     calls with both scores, as plain values (export.schema.json)
    tables       the same as CSV
    xapi         the same as xAPI statements

Nothing here sends anything anywhere, and the machine's `score.json` is only ever read.
"""
