"""The workshop: what authors make, check and try personas with. No audio, no models, no clock.

rehearsal   a call by text
plan        calls that a persona must answer in a known way, and `trial` runs them
check       everything wrong with a persona's files (`sense`: with one that could be played)
trainees    simulated people who take calls; `fuzz` lets them take thousands
scaffold    a new persona
graph       the conversation as a picture
"""
