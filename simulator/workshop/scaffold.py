"""A new persona and its plan, from a few answers: valid, commented, and ready to be made one's own."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from simulator.customer import library
from simulator.customer.persona import ID
from simulator.errors import PersonaError
from simulator.workshop import schema

_HERE = Path(__file__).parent
_LONGEST = 500
_MOST_WORDS, _MOST_CHARS = 3, 40  # of a name by which something is known
_GAP = re.compile(r"<<(\w+)>>")


@dataclass(frozen=True, slots=True)
class Answers:
    """What an author says about a new customer.

    Attributes:
        id: name of the files, in small letters with hyphens.
        problem: what happened, as the caller would say it: "you sent me a broken dishwasher".
        number: what the trainee must ask for ("order number"), and number_value what it is.
        remedy: what the trainee can offer, a noun: "replacement".
    """

    id: str
    title: str
    caller: str
    gender: str
    company: str
    domain: str
    problem: str
    number: str
    number_value: str
    remedy: str


def write(answers: Answers, folder: Path) -> tuple[Path, Path]:
    """Write the persona and its plan into a folder, with the schemas for editors; their paths.

    Raises:
        PersonaError: the id is none, or a file of that name is there already.
    """
    if not valid_id(answers.id):
        raise PersonaError(
            f"{answers.id!r} can't be an id", hint="small letters, digits and hyphens: broken-lamp"
        )
    persona, plan = folder / f"{answers.id}.yaml", folder / f"{answers.id}.plan.yaml"
    for path in (persona, plan):
        if path.exists():
            raise PersonaError(f"{path}: exists already", hint="choose another id, or move the file away")
    texts = {persona: _filled("template.yaml", answers), plan: _filled("template.plan.yaml", answers)}
    library.parse(texts[persona], persona)  # better to fail before anything is written
    folder.mkdir(parents=True, exist_ok=True)
    schema.write(folder)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return persona, plan


def valid_id(text: str) -> bool:
    """Whether a text can be a persona's id."""
    return re.fullmatch(ID, text) is not None


def _filled(template: str, answers: Answers) -> str:
    """The template with its gaps filled; a value that YAML would read as something else is quoted."""
    noun = _words(answers.remedy)
    values = {
        "id": _quoted(answers.id),
        "title": _quoted(answers.title[:_LONGEST]),
        "caller": _quoted(answers.caller),
        "caller_plain": _plain(answers.caller),
        "caller_name": json.dumps(_plain(answers.caller), ensure_ascii=False)[1:-1],
        "gender": answers.gender,
        "company": _quoted(answers.company),
        "domain": _quoted(answers.domain),
        "problem": _quoted(answers.problem.rstrip(".!")),
        "number_value": _quoted(answers.number_value),
        "number_word": _quoted(_words(answers.number)),
        "remedy": _quoted(answers.remedy),
        "remedy_word": _quoted(noun),
        "asks_number": _quoted(f"Thank you. Could you give me your {_words(answers.number)}, please?"),
        "offers_remedy": _quoted(f"Thank you. I can offer you a {noun} right now, at no cost."),
    }
    text = (_HERE / template).read_text(encoding="utf-8")
    return _GAP.sub(lambda gap: values[gap[1]], text)


def _quoted(text: str) -> str:
    return json.dumps(_plain(text), ensure_ascii=False)


def _plain(text: str) -> str:
    """Without what means something in a persona's texts."""
    sayable = "".join(
        char for char in text.encode("utf-8", "ignore").decode() if char.isprintable() or char.isspace()
    )
    return re.sub(r"\s+", " ", re.sub(r"[{}\[\]*<>]", "", sayable)).strip()[:_LONGEST] or "-"


def _words(text: str) -> str:
    """The words by which something is known: plain ones, without an article."""
    words = [word for word in re.findall(r"[^\W_]+", text.lower()) if word not in {"a", "an", "the", "your"}]
    return " ".join(words[:_MOST_WORDS])[:_MOST_CHARS].strip() or "reference"
