"""Making and trying a persona on the command line: `new`, `rehearse` by keyboard, and `listen`."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from simulator.customer import library
from tests.simulator.fixtures import Left, Run
from tests.simulator.workshop.broken import examples

MINE = "concert-tickets.yaml"
ANSWERS = {
    "id": "broken-lamp", "title": "A lamp in pieces", "caller": "Ann Hill", "gender": "female",
    "company": "Bright & Co", "domain": "lighting", "problem": "you sent me a broken lamp",
    "number": "order number", "value": "four two seven", "remedy": "replacement",
}  # fmt: skip
FLAGS = tuple(word for name, value in ANSWERS.items() for word in (f"--{name}", value))
SORRY = "I'm so sorry about that. Can you give me your order number, please?"
RESEND = "I can send you the tickets again right now."
WHEN = "You'll have them within five minutes, and I'll stay on the line until they're in your inbox."


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where the command is run; the worked example is in it."""
    for name, text in examples().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, run: Run, here: Path) -> Run:
    """Runs a command whose standard input is some text."""

    def typed(text: str, *words: str) -> Left:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        return run(*words)

    return typed


@pytest.fixture
def rehearsed(typed: Run) -> Run:
    """Rehearses the worked example with lines typed, then Ctrl-D."""

    def rehearsed(*lines: str) -> Left:
        return typed("".join(f"{line}\n" for line in lines), "personas", "rehearse", f"./{MINE}")

    return rehearsed


# new ----------------------------------------------------------------------------------------------


def test_a_new_persona_is_made_by_options_and_passes(run: Run, here: Path) -> None:
    left = run("personas", "new", *FLAGS)
    assert (left.code, left.out) == (0, "broken-lamp.yaml\nbroken-lamp.plan.yaml\n")
    assert "personas check broken-lamp.yaml" in left.err
    assert run("personas", "check", "./broken-lamp.yaml") == Left(0, "1 persona: 0 errors, 0 warnings\n", "")
    assert run("personas", "test", "./broken-lamp.yaml").code == 0


def test_a_new_persona_goes_into_a_folder(run: Run, here: Path) -> None:
    left = run("personas", "new", *FLAGS, "--folder", "my/cast")
    assert left.code == 0
    assert sorted(path.name for path in (here / "my" / "cast").iterdir()) == [
        "broken-lamp.plan.yaml", "broken-lamp.yaml", "persona.schema.json", "plan.schema.json",
    ]  # fmt: skip


def test_what_no_option_gives_is_asked_for(typed: Run, here: Path) -> None:
    left = typed("".join(f"{value}\n" for value in ANSWERS.values()), "personas", "new")
    assert left.code == 0
    assert left.out.count(": ") >= len(ANSWERS)
    assert "The caller's name: " in left.out
    by_prompt = {path.name: path.read_bytes() for path in here.glob("broken-lamp*")}
    assert len(by_prompt) == 2
    typed("", "personas", "new", *FLAGS, "--folder", "again")
    assert by_prompt == {path.name: path.read_bytes() for path in (here / "again").glob("broken-lamp*")}


def test_only_what_is_missing_is_asked_for(typed: Run, here: Path) -> None:
    left = typed("voucher\n", "personas", "new", *FLAGS[:-2])
    assert left.code == 0
    assert left.out.count("What the trainee can offer") == 1
    assert "The caller's name" not in left.out
    assert library.load("./broken-lamp.yaml").persona.remedies["remedy"].is_ == "voucher"


def test_a_voice_that_there_is_not_is_asked_for_again(typed: Run, here: Path) -> None:
    flags = [word for word in FLAGS if word not in {"--gender", "female"}]
    left = typed("deep\nmale\n", "personas", "new", *flags)
    assert left.code == 0
    assert left.out.count("The caller's voice") == 2
    assert library.load("./broken-lamp.yaml").persona.caller.gender == "male"


def test_giving_up_while_asked_writes_nothing(typed: Run, here: Path) -> None:
    before = sorted(here.iterdir())
    left = typed("broken-lamp\nA lamp\n", "personas", "new")
    assert (left.code, left.err.splitlines()[-1].strip()) == (130, "stopped")
    assert sorted(here.iterdir()) == before


def test_a_persona_is_never_overwritten(run: Run, here: Path) -> None:
    run("personas", "new", *FLAGS)
    before = (here / "broken-lamp.yaml").read_bytes()
    left = run("personas", "new", *FLAGS[2:], "--id", "broken-lamp")
    assert (left.code, left.out) == (1, "")
    assert left.err.startswith("simmerdown: broken-lamp.yaml: exists already\n")
    assert (here / "broken-lamp.yaml").read_bytes() == before


@pytest.mark.parametrize("name", ["Broken Lamp", "../lamp", ""])
def test_an_id_that_is_none_is_refused_before_anything_is_asked(name: str, run: Run, here: Path) -> None:
    before = sorted(here.iterdir())
    left = run("personas", "new", "--id", name)
    assert (left.code, left.out) == (2, "")
    assert left.err.startswith("Usage: ")
    assert "as in broken-lamp" in left.err
    assert sorted(here.iterdir()) == before


def test_an_id_that_is_none_is_asked_for_again(typed: Run, here: Path) -> None:
    left = typed("Broken Lamp\n../lamp\nbroken-lamp\n", "personas", "new", *FLAGS[2:])
    assert left.code == 0
    assert left.out.count("Name of the file") == 3
    assert (here / "broken-lamp.yaml").is_file()


def test_a_folder_with_schemas_takes_another_persona(run: Run, here: Path) -> None:
    assert run("personas", "new", *FLAGS).code == 0
    assert run("personas", "new", *FLAGS[2:], "--id", "lamp-2").code == 0
    assert sorted(path.name for path in here.glob("*.json")) == ["persona.schema.json", "plan.schema.json"]


def test_odd_answers_make_a_persona_that_passes(run: Run, here: Path) -> None:
    odd = 'It\'s "5: {x}" [*] # größer 🙂'
    flags = [
        odd if word in {ANSWERS["title"], ANSWERS["problem"], ANSWERS["company"]} else word for word in FLAGS
    ]
    assert run("personas", "new", *flags).code == 0
    assert run("personas", "check", "--strict", "./broken-lamp.yaml").code == 0


# rehearse -----------------------------------------------------------------------------------------


def test_a_call_by_keyboard_shows_what_was_heard_how_the_heat_moved_and_where_it_is(rehearsed: Run) -> None:
    left = rehearsed(SORRY, RESEND, WHEN)
    assert (left.code, left.err) == (0, "")
    lines = left.out.splitlines()
    assert lines[0] == "heat 6.5"
    assert lines[1].startswith("  [panic] ")
    assert "heard: apology, asks:order, closed_question" in left.out
    assert "apology -1.4 “" in left.out
    assert "  [mail] " in left.out
    assert "  [resolved] " in left.out
    assert lines[-1] == "The call ended: resolved."


def test_what_the_customer_waits_for_is_shown_until_the_end(rehearsed: Run) -> None:
    said = [line for line in rehearsed(SORRY, RESEND, WHEN).out.splitlines() if "waits for" in line]
    assert said == [
        "  waits for: offers:desk -> when; acknowledgement | empathy | apology | paraphrase | reassurance"
        " + asks:order -> mail; asks:order -> rushed",
        "  waits for: offers:resend | offers:desk -> when",
        "  waits for: commitment -> end:resolved",
    ]


def test_nothing_is_asked_for_after_the_end(rehearsed: Run) -> None:
    assert rehearsed(SORRY, RESEND, WHEN, "Hello?", "Hello?") == rehearsed(SORRY, RESEND, WHEN)


def test_an_empty_line_is_silence(rehearsed: Run) -> None:
    left = rehearsed("", "", "   ")
    assert left.code == 0
    assert "heard:" not in left.out
    assert left.out.count("kept_waiting +") == 3
    assert left.out.splitlines()[-1] == "The call ended: hung_up."


def test_two_hyphens_at_the_end_interrupt(rehearsed: Run) -> None:
    over, after = rehearsed(f"{SORRY} --"), rehearsed(SORRY)
    assert "interrupted +0.5" in over.out
    assert "interrupted" not in after.out
    assert "heard: apology, asks:order, closed_question" in over.out


def test_two_hyphens_alone_interrupt_with_next_to_nothing(rehearsed: Run) -> None:
    left = rehearsed("--")
    assert left.code == 0
    assert "interrupted +0.5" in left.out
    assert "unheard +" in left.out


@pytest.mark.parametrize("lines", [(), ("Hello?",)])
def test_ctrl_d_ends_a_rehearsal(lines: tuple[str, ...], rehearsed: Run) -> None:
    left = rehearsed(*lines)
    assert (left.code, left.err) == (0, "")
    assert left.out.endswith("> \n")
    assert "The call ended" not in left.out


def test_a_last_line_without_its_end_is_heard(typed: Run) -> None:
    assert "heard: apology" in typed(SORRY, "personas", "rehearse", f"./{MINE}").out


def test_odd_lines_are_no_trouble(rehearsed: Run) -> None:
    left = rehearsed("🙂", "{order} [sigh] *very*", "\\x00 ¿?", "x" * 5000, "- -- ---")
    assert left.code == 0
    assert left.err == ""


def test_the_dial_is_turned_by_an_option(typed: Run, here: Path) -> None:
    words = ("personas", "rehearse", f"./{MINE}", "--intensity")
    said = [typed("Just calm down.\n", *words, dial).out for dial in ("0", "1")]
    assert "Don't tell me to relax" not in said[0]
    assert "Don't tell me to relax" in said[1]


def test_the_same_seed_gives_the_same_call_and_another_one_another(typed: Run) -> None:
    words = ("personas", "rehearse", "billing-dispute", "--seed")
    lines = "Just calm down.\n\nIt's our policy.\n"
    first = typed(lines, *words, "1")
    assert typed(lines, *words, "1") == first
    assert {typed(lines, *words, str(seed)).out for seed in range(2, 8)} != {first.out}


# listen -------------------------------------------------------------------------------------------


def test_a_line_that_there_is_not_cannot_be_heard(run: Run, here: Path) -> None:
    left = run("personas", "listen", f"./{MINE}", "--only", "nothing")
    assert (left.code, left.out) == (1, "")
    assert "has 'nothing' in its id" in left.err
    assert "Traceback" not in left.err


def test_a_heat_beyond_the_scale_is_refused(run: Run, here: Path) -> None:
    left = run("personas", "listen", f"./{MINE}", "--heat", "11")
    assert (left.code, left.out) == (2, "")
    assert left.err.startswith("Usage: ")


@pytest.mark.parametrize(
    "words", [("call",), ("personas", "rehearse"), ("personas", "check"), ("demo",)], ids=" ".join
)
def test_nobody_practises_with_a_persona_that_says_a_slur(
    words: tuple[str, ...], run: Run, here: Path
) -> None:
    text = Path(MINE).read_text("utf-8")
    assert "Wait!" in text
    Path(MINE).write_text(text.replace("Wait!", "Wait, you sp-az!"), "utf-8")
    left = run(*words, f"./{MINE}")
    assert left.code != 0
    assert "'spaz' is a slur" in left.out + left.err
