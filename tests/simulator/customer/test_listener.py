"""What a reply means to this customer."""

from __future__ import annotations

import pytest

from simulator.customer.listener import RUSHED_WPM, Listener, Reply
from simulator.ear import lexicon
from simulator.ear.cues import Cue, Ear
from tests.simulator.customer.sample import SAMPLE, reply

EAR = Ear(lexicon.load())
LISTENER = Listener(EAR, SAMPLE)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("What is your tracking number?", {"asks:number"}),
        ("Which day was it due?", {"asks:day"}),
        ("Can you tell me which depot it was?", {"asks:depot"}),
        ("I will send you another parcel today.", {"offers:resend"}),
        ("I can give you a voucher for it.", {"offers:voucher"}),
        ("I have your number here.", set()),
        ("I will find your number.", set()),
        ("Would you like a voucher?", {"offers:voucher"}),
        ("A voucher is a piece of paper.", set()),
        ("I can't give you a voucher.", set()),
        ("Are the numbers on the label?", {"asks:number"}),
    ],
)
def test_a_topic_counts_where_the_reply_asks_or_offers(text: str, topics: set[str]) -> None:
    assert LISTENER.reply(text).topics == topics


def test_a_reply_shows_its_behaviours_and_its_topics() -> None:
    shown = LISTENER.reply("I'm so sorry about that. What is your tracking number?").shown
    assert {"apology", "asks:number"} <= shown


def test_a_paraphrase_is_known_by_the_line_before_it() -> None:
    text = "So your parcel was due on Monday and it never came."
    assert "paraphrase" in LISTENER.reply(text, "My parcel was due on Monday, and it never came!").shown
    assert "paraphrase" not in LISTENER.reply(text, "Hello?").shown


def test_an_offer_of_this_customers_remedy_is_a_solution() -> None:
    text = "There's a voucher for you."
    assert "solution" not in {cue.label for cue in EAR.cues(text)}
    (cue,) = [cue for cue in LISTENER.cues(text) if cue.label == "solution"]
    assert cue.rule == "remedies.voucher"
    assert cue.quote == text[cue.start : cue.end]
    assert "voucher" in cue.quote
    assert "offers:voucher" in LISTENER.reply(text).topics


@pytest.mark.parametrize(
    "text",
    [
        "I can do a voucher.", "I'll make that a voucher.", "Let me see to a voucher.",
        "How about a voucher?",
        "What I can do is a voucher.", "You'll have a voucher.", "Shall I arrange a voucher?",
        "There'll be a voucher for you.", "Would you like the voucher?",
    ],
)  # fmt: skip
def test_an_offer_is_known_by_how_it_begins(text: str) -> None:
    made = LISTENER.reply(text)
    assert "offers:voucher" in made.topics
    assert "solution" in made.shown


@pytest.mark.parametrize(
    "text",
    [
        "A voucher is a piece of paper.", "I can't give you a voucher.", "There is no voucher for you.",
        "You won't get a voucher.", "I have something instead of a voucher.", "The voucher.",
    ],
)  # fmt: skip
def test_a_remedy_that_is_only_named_or_denied_is_no_offer(text: str) -> None:
    assert "offers:voucher" not in LISTENER.reply(text).topics
    assert [cue for cue in LISTENER.cues(text) if cue.rule.startswith("remedies.")] == []


def test_a_solution_that_the_ear_found_itself_is_not_credited_twice() -> None:
    text = "I'll refund you right now, and I can give you a voucher."
    assert [cue.rule.split(".")[0] for cue in LISTENER.cues(text) if cue.label == "solution"] == ["solution"]
    assert "offers:voucher" in LISTENER.reply(text).topics


def test_an_offer_stands_among_the_other_cues_by_its_place() -> None:
    cues = LISTENER.cues("I'm so sorry. There's a voucher for you. Thank you for waiting.")
    assert [cue.label for cue in cues] == ["apology", "solution", "thanks"]
    assert [cue.start for cue in cues] == sorted(cue.start for cue in cues)


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("Your tracking number is here.", True),
        ("It says the depot has it.", True),
        ("That's about a voucher, it says.", True),
        ("Well, let me see.", False),
        ("", False),
    ],
)
def test_naming_something_of_the_case_is_being_on_topic(text: str, so: bool) -> None:  # noqa: FBT001
    assert LISTENER.reply(text).on_topic is so


@pytest.mark.parametrize(
    ("text", "line", "so"),
    [
        ("Yes.", "Are you there?", True),
        ("Yes, I am here.", "Are you there? ", True),
        ("Yes, I am still here.", "Are you there?", False),
        ("Yes.", "Are you there.", False),
        ("Yes.", "", False),
    ],
)
def test_up_to_four_words_answer_a_question(text: str, line: str, so: bool) -> None:  # noqa: FBT001
    assert LISTENER.reply(text, line).on_topic is so


def test_a_question_in_two_halves_asks_for_what_the_second_names() -> None:
    first, more = LISTENER.reply("Could you give me"), LISTENER.reply("your order number, please")
    assert first.topics | more.topics == frozenset()
    assert LISTENER.joined(first, more).topics == {"asks:number"}


def test_an_offer_in_two_halves_offers_what_the_second_names() -> None:
    first, more = LISTENER.reply("What I can do is send you"), LISTENER.reply("another parcel")
    assert more.topics == frozenset()
    assert LISTENER.joined(first, more).topics == {"offers:resend"}


def test_the_cues_of_two_replies_stand_where_their_words_do() -> None:
    both = LISTENER.joined(LISTENER.reply("I'm so sorry."), LISTENER.reply("Thank you for waiting."))
    assert [cue.label for cue in both.cues] == ["apology", "thanks"]
    assert [both.text[cue.start : cue.end] for cue in both.cues] == [cue.quote for cue in both.cues]


def test_cues_that_are_known_already_are_not_looked_for() -> None:
    cue = Cue("thanks", "hm", 0, 2, "test")
    assert LISTENER.reply("hm", cues=(cue,)).cues == (cue,)
    assert LISTENER.reply("I'm so sorry.", cues=()).cues == ()


def test_goodbyes_and_holds_are_known() -> None:
    assert LISTENER.reply("Goodbye.").farewell
    assert LISTENER.reply("Can you hold on for a moment, please?").hold
    plain = LISTENER.reply("I'm so sorry.")
    assert (plain.farewell, plain.hold) == (False, False)


@pytest.mark.parametrize(
    ("words", "spoken_s", "rushed"),
    [
        (12, 12 * 60 / RUSHED_WPM - 0.1, True),
        (12, 12 * 60 / RUSHED_WPM + 0.1, False),
        (7, 0.5, False),  # too few to tell
        (12, 0.0, False),  # not known
    ],
)
def test_more_than_220_words_a_minute_are_rushed(words: int, spoken_s: float, rushed: bool) -> None:  # noqa: FBT001
    assert LISTENER.reply(" ".join(["word"] * words), spoken_s=spoken_s).rushed is rushed


def test_the_manner_of_a_reply_is_passed_on() -> None:
    made = LISTENER.reply("Yes.", waited_s=3.5, interrupted=True)
    assert (made.waited_s, made.interrupted) == (3.5, True)


@pytest.mark.parametrize(
    ("text", "over_line", "echo", "note"),
    [
        ("", False, False, "nothing"),
        ("Goodbye.", False, True, "echo"),
        ("Stop practice.", False, False, "stop"),
        ("Goodbye.", False, False, "farewell"),
        ("Mm-hm.", True, False, "backchannel"),
        ("Mm-hm.", False, False, ""),
        ("I'm so sorry.", True, False, ""),
    ],
)
def test_a_turn_that_is_no_reply_is_noted(text: str, over_line: bool, echo: bool, note: str) -> None:  # noqa: FBT001
    assert LISTENER.note(text, over_line=over_line, echo=echo) == note


def test_two_replies_become_one_with_the_first_of_each_behaviour() -> None:
    both = reply("apology", "asks:day").and_then(reply("thanks", "apology", "offers:resend"))
    assert [cue.label for cue in both.cues] == ["apology", "thanks"]
    assert both.topics == {"asks:day", "offers:resend"}
    assert both.text == "apology thanks apology"


@pytest.mark.parametrize("what", ["farewell", "hold", "interrupted", "rushed", "on_topic"])
def test_what_either_of_two_replies_was_both_are(what: str) -> None:
    marked, plain = reply(**{what: True}), reply()
    assert getattr(marked.and_then(plain), what)
    assert getattr(plain.and_then(marked), what)


def test_the_wait_is_that_before_the_first_of_two_replies() -> None:
    assert reply(waited_s=6).and_then(reply(waited_s=1)).waited_s == 6


def test_an_empty_reply_shows_nothing() -> None:
    assert Reply("").shown == frozenset()
