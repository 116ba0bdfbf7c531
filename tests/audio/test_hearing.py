from audio.fakes import EchoTranscriber, LevelDetector, ToneVoice
from audio.hearing import hear_all
from audio.pcm import RATE, silence
from tests.audio.sounds import joined


def test_each_turn_is_transcribed_by_itself_with_times_of_the_recording() -> None:
    voice = ToneVoice()
    first, second = voice.say("I am very sorry to hear that", 0), voice.say("let me look into it", 0)
    recording = joined([silence(RATE), first, silence(RATE), second, silence(RATE)])
    turns = hear_all(recording, LevelDetector(), EchoTranscriber(voice))
    assert [turn.text for turn in turns] == ["I am very sorry to hear that", "let me look into it"]
    begins = (1.0, 2.0 + len(first) / RATE)
    for turn, begin, sound in zip(turns, begins, (first, second), strict=True):
        assert abs(turn.start_s - begin) < 0.04
        assert abs(turn.end_s - begin - len(sound) / RATE) < 0.11
        assert turn.end_s < turn.decided_s <= turn.end_s + 0.9
        assert [word.text for word in turn.words] == turn.text.split()
        assert all(turn.start_s - 0.4 <= word.start_s <= word.end_s <= turn.decided_s for word in turn.words)


def test_silence_holds_no_turns() -> None:
    assert hear_all(silence(3 * RATE), LevelDetector(), EchoTranscriber(ToneVoice())) == []
