"""The report of a call: one page that can be looked at, read, heard, printed and sent.

story        all that a report says, as values: every form of it shows these
making       the report of one's own call, or of one on a coach's desk
known        what a report rests on, gathered once; remarks: on what could not be read
tell         puts the story together from that and the score
judged       the score: skills, strengths, fixes, every rule, what did not count
lines        the transcript: cues, unsure words, what moved the heat
waiting      what the customer was waiting to hear
voice        pace, loudness and pitch against the own baseline
earlier      the last call that this one can be compared with
beside       what others wrote beside the record: corrections, note, self-rating, a coach's review
wording      labels and reasons in plain words
timeline     the story's times as shapes of a drawing
sound        both sides of the line as one MP3
page         the story as one HTML file; markdown: the same as text
"""
