"""Drills: which outbursts are posed, and what an answer to them comes to."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from audio.fakes import EchoTranscriber, LevelDetector, ToneVoice
from audio.pcm import FRAME, RATE, Samples, frames, silence
from audio.ports import Ailment, Faults, Word
from simulator import staging
from simulator.customer import library
from simulator.customer.lines import INSULT
from simulator.customer.listener import Listener
from simulator.customer.persona import Persona
from simulator.errors import SimmerdownError
from simulator.practice import drilled, speaking
from simulator.practice.drills import ROUNDS, Answer, Outburst, Round, drillable, judge, outbursts, rule_for
from simulator.practice.history import Drilled, Points
from simulator.scoring.rubric import Rule
from tests.simulator.practice.past import RUBRIC, all_skills, of, on, played

CAST: tuple[Persona, ...] = tuple(library.load(name).persona for name in library.names())
RULES = {rule.id: rule for rule in RUBRIC.rules()}
DRILLS = [rule for rule in RULES.values() if drillable(rule)]
FEELING, DISMISSIVE = RULES["empathy.feeling"], RULES["empathy.dismissive"]
WORRIED = "You must be worried sick, that sounds awful."


def answer(each: Outburst, text: str, p: float | None = None) -> Answer:
    cues = Listener(staging.ear_of("en"), each.persona).cues(text, each.line.text)
    words = () if p is None else tuple(Word(word, 0.0, 0.1, p) for word in text.split())
    return Answer(text, cues, words)


def came(rule: Rule, *texts: str, p: float | None = None) -> tuple[Round, ...]:
    posed = outbursts(rule, CAST, ())[: len(texts)]
    return judge(rule, posed, [answer(each, text, p) for each, text in zip(posed, texts, strict=True)])


# which outbursts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", DRILLS, ids=lambda rule: rule.id)
def test_three_different_callers_are_hot_and_have_a_better_line(rule: Rule) -> None:
    posed = outbursts(rule, CAST, ())
    assert len({each.persona.id for each in posed}) == ROUNDS
    assert all(each.line.intensity >= 1 and "/hot/" in each.line.id for each in posed)
    assert all(each.better and "{" not in each.better for each in posed)


def test_a_boundary_is_drilled_on_insults() -> None:
    assert {each.line.intensity for each in outbursts(RULES["boundaries.set"], CAST, ())} == {INSULT}


def test_the_next_drill_has_other_callers_and_the_same_caller_another_line() -> None:
    past: list[Drilled] = []
    seen: set[str] = set()
    for _ in range(10):
        posed = outbursts(FEELING, CAST, past)
        assert posed == outbursts(FEELING, CAST, past)
        texts = {each.line.text for each in posed}
        assert not texts & seen
        seen |= texts
        past.append(Drilled(on(0), FEELING.id, 3, 3, tuple(each.persona.id for each in posed)))
    assert len({name for drill in past for name in drill.personas}) == len(CAST)


def test_the_drill_is_for_what_is_most_urgent() -> None:
    rules = {"listening.asks": Points(0, 4), "listening.interrupting": Points(0, 4)}
    past = of(played(0, all_skills(90, listening=20), rules=rules))
    rule = rule_for("", past, RUBRIC, on(0))
    assert rule is not None
    assert rule.id == "listening.asks"  # not interrupting can't be shown by one reply


@pytest.mark.parametrize(
    ("name", "rule"),
    [("empathy.first", "empathy.first"), ("apology", "apology.given"), ("pacing", None), ("x", None)],
)
def test_a_drill_is_found_by_a_rule_or_a_skill(name: str, rule: str | None) -> None:
    found = rule_for(name, of(), RUBRIC, on(0))
    assert (found.id if found is not None else None) == rule


# what an answer comes to ------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", DRILLS, ids=lambda rule: rule.id)
def test_every_better_line_meets_its_rule(rule: Rule) -> None:
    for persona in CAST:
        for each in outbursts(rule, [persona], ()):
            (found,) = judge(rule, [each], [answer(each, each.better)])
            assert found.met, f"{each.line.text!r} {each.better!r}: {found.why}"


def test_a_reply_that_shows_it_is_quoted_and_one_that_does_not_gets_a_better_line() -> None:
    met, missed = came(FEELING, WORRIED, "Your account number, please?")
    assert (met.met, met.quote, met.better) == (True, WORRIED.removesuffix("."), "")
    assert (missed.met, missed.quote) == (False, "")
    assert "no empathy" in missed.why
    assert missed.better == outbursts(FEELING, CAST, ())[1].better


def test_the_same_sentence_answers_one_outburst() -> None:
    first, second = came(FEELING, WORRIED, WORRIED)
    assert (first.met, second.met) == (True, False)
    assert "said before" in second.why


def test_what_is_to_be_left_out_is_quoted_where_it_was_said() -> None:
    rounds = came(DISMISSIVE, "Calm down, please.", "I can look into it.", "Calm down, will you.")
    assert [each.met for each in rounds] == [False, True, False]
    assert rounds[0].quote == "Calm down"
    assert rounds[0].better
    assert not rounds[1].better


@pytest.mark.parametrize("rule", [FEELING, DISMISSIVE], ids=lambda rule: rule.id)
def test_no_reply_is_not_measured(rule: Rule) -> None:
    quiet, loud = came(rule, "", WORRIED)
    assert (quiet.met, loud.met) == (None, True)
    assert "no reply was heard" in quiet.why


def test_words_that_were_not_surely_heard_are_not_judged() -> None:
    (found,) = came(FEELING, WORRIED, p=0.1)
    assert found.met is None
    (harmless,) = came(DISMISSIVE, "Calm down, please.", p=0.1)
    assert harmless.met


def test_what_comes_later_changes_nothing() -> None:
    texts = (WORRIED, "No.", "Calm down. I'm so sorry, that must be frightening for you.")
    for rule in (FEELING, DISMISSIVE):
        whole = came(rule, *texts)
        assert [came(rule, *texts[:n])[-1] for n in (1, 2, 3)] == list(whole)


# kept -------------------------------------------------------------------------------------------------


def kept(rule: str = "empathy.feeling", rubric: str = "four-skills", hour: int = 9) -> drilled.Kept:
    parts = tuple(
        drilled.Part(persona=name, met=met) for name, met in (("a", True), ("b", False), ("c", None))
    )
    return drilled.Kept(at=datetime(2026, 3, 1, hour), rubric=rubric, rule=rule, rounds=parts)


def test_a_drill_is_kept_and_counted_by_its_rubric(tmp_path: Path) -> None:
    paths = {drilled.keep(tmp_path, each) for each in (kept(), kept(), kept(rubric="sop"), kept(hour=8))}
    assert len(paths) == 4
    found, problems = drilled.all_kept(tmp_path, "four-skills")
    assert problems == ()
    assert found == (Drilled(on(0), "empathy.feeling", 1, 2, ("a", "b", "c")),) * 3


@pytest.mark.parametrize("text", ["{", "{}", '{"schema": 2}'])
def test_a_damaged_drill_is_named(text: str, tmp_path: Path) -> None:
    path = drilled.keep(tmp_path, kept())
    path.write_text(text, encoding="utf-8")
    found, problems = drilled.all_kept(tmp_path, "four-skills")
    assert found == ()
    assert path.name in problems[0]


def test_a_home_without_drills_has_none(tmp_path: Path) -> None:
    assert drilled.all_kept(tmp_path, "four-skills") == ((), ())


# spoken -----------------------------------------------------------------------------------------------


class QuietRoom:
    """`Card` whose microphone hears a sound after so many reads."""

    def __init__(self, sound: Samples, after: int, *, goes: bool = False) -> None:
        self.faults = Faults()
        self.played = 0
        self._after = after
        self._goes = goes
        self._frames = list(frames(sound))

    def read(self, timeout_s: float) -> Samples | None:
        if self._after:
            self._after -= 1
            return silence(FRAME)
        if self._frames:
            return self._frames.pop(0)
        return None if self._goes else silence(FRAME)

    def play(self, frame: Samples) -> None:
        self.played += 1

    def hush(self) -> None: ...

    def lost(self) -> bool:
        return False

    def ailments(self) -> tuple[Ailment, ...]:
        return ()

    def close(self) -> None: ...


CLIP = silence(RATE)
LINE_FRAMES = len(list(frames(CLIP)))


def test_what_is_said_after_the_line_is_the_reply() -> None:
    voice = ToneVoice()
    said = voice.say(WORRIED, 1.0)
    room = QuietRoom(said, LINE_FRAMES + 20)
    heard = speaking.answer(CLIP, room, LevelDetector(), EchoTranscriber(voice))
    assert heard is not None
    assert heard.text == WORRIED
    assert room.played > LINE_FRAMES


def test_silence_is_no_reply() -> None:
    room = QuietRoom(silence(0), 0)
    assert speaking.answer(CLIP, room, LevelDetector(), EchoTranscriber(ToneVoice())) is None


def test_a_microphone_that_goes_away_is_told() -> None:
    room = QuietRoom(silence(0), 0, goes=True)
    with pytest.raises(SimmerdownError, match="sends nothing"):
        speaking.answer(CLIP, room, LevelDetector(), EchoTranscriber(ToneVoice()))
