"""The report as Markdown that reads well as plain text. Every word of the story is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.aftercall import clock
from simulator.report.story import Entry, Moment, Report, RuleStep, Skill, Step

_SPECIAL = re.compile(r"([\\`*_\[\]|~])")


def escaped(text: str) -> str:
    """A text of somebody's as plain words on one line, whatever is in it."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", plain)


def markdown(report: Report) -> str:
    """All that the report says."""
    parts = (
        _head(report),
        _section("What went well", _moments(report.score.strengths, report.score.no_strength, report)),
        _section("What to try", _moments(report.score.fixes, report.score.no_fix, report)),
        _section("In numbers", _figures(report)),
        _section("Transcript", _transcript(report)),
        _section("Every rule", _rules(report)),
        _section("What was not measured, and why", _unmeasured(report)),
        _section("The call note", _note(report)),
        _section("The coach's review", _review(report)),
        _section("About this caller", iter([escaped(report.call.debrief)])),
        _foot(report),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    """A heading and what is under it; nothing at all if there is nothing."""
    told = list(lines)
    if told:
        yield from (f"## {title}", "", *told, "")


def _head(report: Report) -> Iterator[str]:
    call, score = report.call, report.score
    yield from (f"# {escaped(call.title)}", "")
    heat = ""
    if call.heat_first is not None:
        heat = f" The customer's heat went from {call.heat_first:g} to {call.heat_last:g}."
    who = f"{escaped(call.caller)}, {escaped(call.company)}"
    yield from (f"{who}; {escaped(call.started)}, {clock(call.length_s)} long. {call.ending}{heat}", "")
    total = "not measured" if score.total is None else f"{score.total} of 100"
    yield f"**Score: {total}**  ({score.arithmetic})"
    if score.coach_total is not None and report.review is not None:
        yield f"The coach, {escaped(report.review.coach)}: {score.coach_total} of 100."
    if score.rated_total is not None:
        yield f"You thought: {score.rated_total} of 100."
    if score.since is not None:
        moved = "" if score.since.change is None else f"{score.since.change:+d} "
        with_whom = "with this customer" if score.since.same_persona else "with another customer"
        yield f"{moved}since your last call {with_whom} ({escaped(score.since.call_id)})."
    yield from ("", *(_skill(skill) for skill in score.skills), "")


def _skill(skill: Skill) -> str:
    if skill.percent is None:
        return f"- {escaped(skill.title)}: not counted"
    more = [
        f"{skill.won:g} of {skill.possible:g} points",
        f"weight {skill.weight:g} of {skill.full_weight:g}",
    ]
    more += [f"{skill.change:+d} since last time"] if skill.change is not None else []
    more += [f"coach {skill.coach} %"] if skill.coach is not None else []
    more += [f"you thought {skill.rated} %"] if skill.rated is not None else []
    return f"- {escaped(skill.title)}: {skill.percent} % ({'; '.join(more)})"


def _moments(moments: tuple[Moment, ...], none: str, report: Report) -> Iterator[str]:
    for each in moments:
        who = "you" if each.said_by == "trainee" else escaped(report.call.caller)
        quote = f": “{escaped(each.quote)}” ({who}, {clock(each.at_s)})" if each.quote else ""
        better = f" Try: “{escaped(each.better)}”" if each.better else ""
        points = _points(each.points, each.possible)
        yield f"- {escaped(each.title)}{quote}. {points}; {escaped(each.why)} (`{each.rule}`).{better}"
    if none:
        yield f"- {none}"


def _points(points: float, possible: float) -> str:
    return f"{points:g} of {possible:g} points" if possible else f"{points:g} points"


def _figures(report: Report) -> Iterator[str]:
    yield from (f"- {each.name}: {each.value}" for each in report.figures)
    voice = report.voice
    if voice.why_not:
        yield f"- not measured: {voice.why_not}"
    if voice.turns:
        yield from ("", "| turn at | pace | loudness | pitch |", "|---|---|---|---|")
    for turn in voice.turns:
        rate = "-" if turn.rate is None else f"{100 * (turn.rate - 1):+.0f} %"
        loudness = "-" if turn.loudness_db is None else f"{turn.loudness_db:+.1f} dB"
        pitch = "-" if turn.pitch_st is None else f"{turn.pitch_st:+.1f} st"
        yield f"| {clock(turn.at_s)} | {rate} | {loudness} | {pitch} |"


def _transcript(report: Report) -> Iterator[str]:
    who = {"customer": escaped(report.call.caller), "trainee": "You", "silence": "Silence"}
    for entry in report.entries:
        yield f"- {clock(entry.at_s)} **{who[entry.speaker]}{_manner(entry)}:** {_words(entry)}"
        if entry.corrected is not None:
            heard, said = escaped(entry.corrected.heard), escaped(entry.corrected.said)
            yield f"  - heard: “{heard}”; corrected to: “{said}”"
        for cue in entry.cues:
            yield f"  - {cue.name}: “{escaped(cue.quote)}” {cue.means} (`{cue.rule}`)"
        for move in entry.heat:
            words = f": “{escaped(move.quote)}”" if move.quote else ""
            yield f"  - heat {move.before:g} → {move.after:g}, {escaped(move.because)}{words}"
        if entry.waiting:
            yield f"  - waiting to hear {'; or '.join(_ways(entry))}"
        for comment in entry.comments:
            yield f"  - coach: {escaped(comment)}"


def _manner(entry: Entry) -> str:
    told = ((entry.breaks_in, "breaking in"), (entry.cut, "cut off"), (entry.takes_floor, "taking the floor"))
    return "".join(f", {what}" for so, what in told if so)


def _words(entry: Entry) -> str:
    """The text; what was not surely heard stands in brackets with a question mark."""
    if not entry.pieces:
        return escaped(entry.text)
    told = "".join(
        f"[{piece.text}?]" if piece.unsure and piece.text.strip() else piece.text for piece in entry.pieces
    )
    return escaped(told)


def _ways(entry: Entry) -> Iterator[str]:
    for way in entry.waiting:
        needs = (f"{escaped(need.what)} ({'came' if need.met else 'did not come'})" for need in way.needs)
        yield " and ".join(needs) + (f", at a heat of {way.below:g} or less" if way.below is not None else "")


def _rules(report: Report) -> Iterator[str]:
    score = report.score
    follows = f"; it follows {escaped(score.follows)}" if score.follows else ""
    yield f"{escaped(score.rubric_title)} (`{score.rubric}`){follows}."
    for step in score.steps:
        yield from ("", f"### {escaped(step.title)}", "", *_step(step))


def _step(step: Step) -> Iterator[str]:
    for rule in step.rules:
        yield from _rule(rule)
    yield from (f"- Ask yourself: {escaped(ask.text)}" for ask in step.asks)
    yield from (f"- Not measurable: {escaped(each.covers)}. {escaped(each.text)}" for each in step.leaves)


def _rule(rule: RuleStep) -> Iterator[str]:
    result = _points(rule.points, rule.possible) if rule.result == "scored" else rule.result
    why = f" ({escaped(rule.why)})" if rule.why else ""
    yield f"- {escaped(rule.title)} (`{rule.rule}`): {result}{why}"
    for each in rule.moments:
        quote = f"{clock(each.at_s)} “{escaped(each.quote)}”, " if each.quote else ""
        yield f"  - {quote}{escaped(each.why)}"
    if rule.coach is not None:
        yield f"  - coach: {rule.coach.points:g} points, {escaped(rule.coach.reason)}"


def _unmeasured(report: Report) -> Iterator[str]:
    yield from (f"- {escaped(each.what)}: {escaped(each.why)}" for each in report.score.unmeasured)


def _note(report: Report) -> Iterator[str]:
    note = report.note
    if note is None:
        return
    told = (("Issue", note.issue), ("Cause", note.cause), ("Abuse", note.abuse), ("Handover", note.handover))
    yield from (f"- {title}: {escaped(text)}" for title, text in told if text)
    for each in note.promises:
        yield "- Promised: " + ", ".join(
            escaped(part) for part in (each.what, each.who, each.by_when) if part
        )


def _review(report: Report) -> Iterator[str]:
    if report.review is not None:
        blind = ", before seeing the machine's score" if report.review.blind else ""
        yield f"{escaped(report.review.coach)}, {escaped(report.review.at)}{blind}."


def _foot(report: Report) -> Iterator[str]:
    call = report.call
    engines = f"transcriber {escaped(call.transcriber)}; voice {escaped(call.voice)}"
    yield f"Call {escaped(call.id)}. Rubric {report.score.rubric}; {engines}."
    yield from (f"{escaped(remark)}." for remark in report.remarks)
