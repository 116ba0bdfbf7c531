import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.fakes import EchoTranscriber, LevelDetector, ListMic, ScriptedTranscriber, ToneVoice
from audio.pcm import FRAME, RATE, Samples, silence
from audio.ports import Mic, SpeechDetector, Transcriber, Voice
from tests.audio.sounds import joined, tone


def test_the_fakes_follow_the_protocols() -> None:
    voice: Voice = ToneVoice()
    detector: SpeechDetector = LevelDetector()
    mic: Mic = ListMic(silence(0))
    transcribers: list[Transcriber] = [EchoTranscriber(ToneVoice()), ScriptedTranscriber()]
    assert voice.name == "tone"
    detector.reset()
    assert mic.frame(silence(FRAME)) is None
    assert [transcriber.name for transcriber in transcribers] == ["echo", "scripted"]


def test_the_detector_follows_the_level() -> None:
    detector = LevelDetector()
    assert detector.probability(silence(FRAME)) < 0.1
    assert detector.probability(tone(300, 0.032, peak=0.001)) < 0.1
    assert detector.probability(tone(300, 0.032)) > 0.9


@settings(max_examples=60)
@given(
    st.text("abcdefg .,", min_size=1, max_size=40).filter(lambda text: bool(text.strip())),
    st.integers(0, 10),
    st.integers(0, 3000),
    st.integers(0, 3000),
)
def test_the_transcriber_reads_back_what_the_voice_said_whatever_silence_is_around_it(
    text: str, heat: int, before: int, after: int
) -> None:
    voice = ToneVoice()
    heard = joined([silence(before), voice.say(text, heat), silence(after)])
    transcript = EchoTranscriber(voice).transcribe(heard)
    assert transcript.text == text
    assert [word.text for word in transcript.words] == text.split()


def test_the_transcriber_hears_nothing_in_other_sounds() -> None:
    voice = ToneVoice()
    voice.say("hello there", 3)
    for other in (silence(0), silence(RATE), tone(90, 1.0)):
        assert EchoTranscriber(voice).transcribe(other).text == ""


def test_the_voice_says_each_text_differently_and_louder_with_heat() -> None:
    voice = ToneVoice()
    assert not np.array_equal(voice.say("one", 3), voice.say("two", 3))
    assert np.abs(voice.say("one", 9)).max() > np.abs(voice.say("one", 1)).max()


def test_a_scripted_transcriber_hears_its_texts_in_turn_and_then_nothing() -> None:
    transcriber = ScriptedTranscriber("first thing", "second")
    sound: Samples = tone(300, 1.0)
    heard = [transcriber.transcribe(sound) for _ in range(3)]
    assert [transcript.text for transcript in heard] == ["first thing", "second", ""]
    assert [(word.start_s, word.end_s) for word in heard[0].words] == [(0.0, 0.5), (0.5, 1.0)]


def test_a_list_mic_gives_its_samples_frame_by_frame_and_pads_the_last() -> None:
    sound = tone(300, 0.05)
    mic = ListMic(sound)
    heard = []
    while (frame := mic.frame(silence(FRAME))) is not None:
        heard.append(frame)
    assert [len(frame) for frame in heard] == [FRAME, FRAME]
    assert np.array_equal(joined(heard)[: len(sound)], sound)
