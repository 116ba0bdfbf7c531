"""Who may know what: the layering, held against the imports that the code makes."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]

CORE = (
    "simulator/answered.py",
    "simulator/breaking_in.py",
    "simulator/call.py",
    "simulator/coach/agreement.py",
    "simulator/coach/kappa.py",
    "simulator/coach/points.py",
    "simulator/coach/tables.py",
    "simulator/customer/beats.py",
    "simulator/customer/dialogue.py",
    "simulator/customer/drawing.py",
    "simulator/customer/lines.py",
    "simulator/customer/listener.py",
    "simulator/customer/mood.py",
    "simulator/customer/persona.py",
    "simulator/customer/temper.py",
    "simulator/dates.py",
    "simulator/ear/cues.py",
    "simulator/ear/labels.py",
    "simulator/ear/net.py",
    "simulator/ear/restated.py",
    "simulator/ear/text.py",
    "simulator/ear/topics.py",
    "simulator/ear/wording.py",
    "simulator/events.py",
    "simulator/floor/judge.py",
    "simulator/jobs.py",
    "simulator/ledger.py",
    "simulator/notes/care.py",
    "simulator/notes/checking.py",
    "simulator/notes/deadlines.py",
    "simulator/notes/handover.py",
    "simulator/notes/promises.py",
    "simulator/notes/words.py",
    "simulator/orders.py",
    "simulator/pauses.py",
    "simulator/playhead.py",
    "simulator/practice/chart.py",
    "simulator/practice/choosing.py",
    "simulator/practice/drills.py",
    "simulator/practice/history.py",
    "simulator/practice/ladder.py",
    "simulator/practice/mastery.py",
    "simulator/practice/page.py",
    "simulator/practice/progress.py",
    "simulator/practice/telling.py",
    "simulator/redo/retrace.py",
    "simulator/redo/steps.py",
    "simulator/report/judged.py",
    "simulator/report/lines.py",
    "simulator/report/markdown.py",
    "simulator/report/timeline.py",
    "simulator/report/voice.py",
    "simulator/report/waiting.py",
    "simulator/report/wording.py",
    "simulator/saying.py",
    "simulator/scoring/apology.py",
    "simulator/scoring/avoid.py",
    "simulator/scoring/compare.py",
    "simulator/scoring/credit.py",
    "simulator/scoring/facts.py",
    "simulator/scoring/findings.py",
    "simulator/scoring/measures.py",
    "simulator/scoring/moments.py",
    "simulator/scoring/scorecard.py",
    "simulator/session.py",
    "simulator/settings.py",
    "simulator/standing.py",
    "simulator/states.py",
    "simulator/take.py",
    "simulator/understanding.py",
    "simulator/workshop/rehearsal.py",
    "simulator/workshop/trial.py",
    "audio/delivery/activity.py",
    "audio/delivery/baseline.py",
    "audio/delivery/change.py",
    "audio/delivery/contour.py",
    "audio/delivery/loudness.py",
    "audio/delivery/measure.py",
    "audio/delivery/methods.py",
    "audio/delivery/nuclei.py",
    "audio/delivery/pauses.py",
    "audio/delivery/periodicity.py",
    "audio/delivery/pitch.py",
    "audio/delivery/values.py",
    "audio/ears.py",
    "audio/guard.py",
    "audio/hearing.py",
    "audio/joined.py",
    "audio/loopback.py",
    "audio/pcm.py",
    "audio/performance.py",
    "audio/ports.py",
    "audio/turns.py",
)
IMPURE = {
    "asyncio", "datetime", "multiprocessing", "os", "pathlib", "queue", "random", "socket", "subprocess",
    "threading", "time", "concurrent", "sounddevice", "pyttsx3", "faster_whisper", "onnxruntime", "hibari",
    "livekit",
}  # fmt: skip
PURE = {
    "pathlib.PurePosixPath",
    "datetime.date",
    "datetime.timedelta",
}  # parts of impure modules that touch nothing
ENGINES = {
    "audio.detect", "audio.devices", "audio.echo", "audio.voices", "audio.weights", "audio.whisper",
    "audio.hearing", "audio.soundcard",
}  # fmt: skip
COMPOSITION = {
    "simulator/budget.py", "simulator/checkup/__init__.py", "simulator/checkup/engines.py",
    "simulator/checkup/sound.py", "simulator/engines.py",
}  # fmt: skip


def sources(package: str) -> list[Path]:
    return sorted((HOME / package).rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Every module that a file imports, or name from a module, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("path", sources("audio"), ids=lambda path: str(path.relative_to(HOME)))
def test_audio_knows_nothing_of_the_simulator(path: Path) -> None:
    assert not {name for name in imports(path) if name.split(".")[0] == "simulator"}


@pytest.mark.parametrize("name", CORE)
def test_the_core_is_pure(name: str) -> None:
    used = imports(HOME / name) - PURE
    assert not {module for module in used if module.split(".")[0] in IMPURE}


@pytest.mark.parametrize("path", sources("simulator"), ids=lambda path: str(path.relative_to(HOME)))
def test_only_the_composition_root_and_the_command_line_load_engines(path: Path) -> None:
    name = str(path.relative_to(HOME))
    if name in COMPOSITION or name.startswith("simulator/cli/"):
        return
    loaded = {module for module in imports(path) if any(module.startswith(engine) for engine in ENGINES)}
    assert not loaded


def loaded_at_once(path: Path) -> set[str]:
    """What a module imports as it is loaded: not in a function, and not for the type checker alone."""
    found: set[str] = set()
    left: list[ast.stmt] = ast.parse(path.read_text(encoding="utf-8")).body
    while left:
        node = left.pop()
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            left += node.orelse
        elif isinstance(node, ast.If | ast.Try | ast.With):
            left += [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.stmt)]
    return found


def module(path: Path) -> str:
    return ".".join(path.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__")


def test_no_modules_load_each_other() -> None:
    loads = {module(path): loaded_at_once(path) for path in (*sources("audio"), *sources("simulator"))}
    graph = {
        name: {each if each in loads else each.rpartition(".")[0] for each in found}
        for name, found in loads.items()
    }
    TopologicalSorter(graph).prepare()  # a cycle is an error that names it


def test_staging_and_redo_go_one_way() -> None:
    known = imports(HOME / "simulator" / "staging.py")
    assert not {name for name in known if name.startswith("simulator.redo")}


def test_personas_hold_no_code() -> None:
    assert not list((HOME / "personas").rglob("*.py"))


@pytest.mark.parametrize(
    "path", [*sources("audio"), *sources("simulator")], ids=lambda path: str(path.relative_to(HOME))
)
def test_no_file_grows_into_everything(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 420
