"""Sound: samples, devices and engines.

This package knows microphones, loudspeakers, speech detection, endpointing, transcription and
voices. It knows nothing of personas, calls or scores; `simulator` is built on top of it.

One unit runs through everything: a *frame*, 512 mono int16 samples at 16 kHz, 32 ms. It is the
step of the speech detector, and the only clock that the simulator has.
"""
