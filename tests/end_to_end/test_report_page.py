"""The report in a real browser: it plays, it can be walked by keyboard, it asks nothing of the network."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.record import Record
from simulator.report import page, sound
from tests.simulator.report.records import (
    EARLIER,
    kept,
    long,
    persona_with,
    record_sound,
    reported,
    scored,
)

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_core_python.sync_playwright", reason="axe-core-python is not installed")

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect  # noqa: E402 - once it is there

GOLDEN = Path(__file__).with_name("golden")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
NAME = "<script>window.hacked = 1</script>"
MOST_UNLIKE = 60
"""So many pixels of two drawings may differ: edges are smoothed variously. The smallest lane has more."""

NEAR = [(down, right) for down in (-1, 0, 1) for right in (-2, -1, 0, 1, 2)]
"""How far a shape may be moved: widths are rounded variously too."""

UNLIKE = 48.0
"""Pixels differ that are so far apart in a colour, of 255."""

FOCUSABLE = "a[href], button, summary, audio, [tabindex='0']"


@dataclass(slots=True)
class Seen:
    """A page in the browser, and what it did beside showing itself."""

    page: Page
    requests: list[str]
    complaints: list[str]

    def at(self) -> float:
        """Where the recording is, in seconds."""
        found = self.page.evaluate("document.getElementById('sound').currentTime")
        assert isinstance(found, int | float)
        return float(found)

    def plays_from(self, at_s: float) -> None:
        """Wait until the recording plays, and hold that it began there."""
        self.until(lambda: at_s - 0.1 <= self.at() <= at_s + 1.5)
        before = self.at()
        self.until(lambda: self.at() > before)

    def until(self, so: Callable[[], bool]) -> None:
        """Wait for something; the page's policy forbids the driver's own way, which evaluates strings."""
        for _ in range(100):
            if so():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"never so; the recording is at {self.at()} s")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("there is no chromium")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a call with a hostile persona, a call before it, and sound."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SIMMERDOWN_HOME", str(home))
        scored(home, EARLIER)
        record = kept(home)
        return hostile(record)


def hostile(record: Record) -> Path:
    """The report of the call, with a persona who would like to run a script, and sound."""
    text = persona_with(**{"Dana Whitlock": NAME, "Charged twice, and nobody rang back": NAME})
    (record.folder / "persona.yaml").write_text(text, encoding="utf-8")
    record_sound(record.folder, record.heading.length_s or 60)
    return written(record)


def written(record: Record) -> Path:
    path = record.folder / "report.html"
    path.write_text(page.page(reported(record), sound.of(record)), encoding="utf-8")
    return path


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def seen(browser: Browser, file: Path) -> Iterator[Seen]:
    with opened(browser, file) as shown:
        yield shown


@contextmanager
def opened(browser: Browser, file: Path, scheme: str = "light", width: int = 1280) -> Iterator[Seen]:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    shown = Seen(context.new_page(), [], [])

    def requested(request: Request) -> None:
        shown.requests.append(request.url)

    def said(message: ConsoleMessage) -> None:
        shown.complaints.append(message.text)

    shown.page.on("request", requested)
    shown.page.on("console", said)
    shown.page.on("pageerror", lambda error: shown.complaints.append(str(error)))
    shown.page.goto(file.as_uri())
    yield shown
    assert shown.complaints == []
    assert [url for url in shown.requests if not url.startswith(("file:", "data:"))] == []
    context.close()


def test_it_opens_in_silence_and_asks_nothing_of_the_network(seen: Seen, file: Path) -> None:
    expect(seen.page.locator("h1")).to_have_text(NAME)
    assert seen.page.evaluate("window.hacked") is None
    assert [url for url in seen.requests if url.startswith("file:")] == [file.as_uri()]


def test_a_script_that_gets_in_does_not_run(seen: Seen) -> None:
    ran = seen.page.evaluate(
        """() => { const script = document.createElement("script"); script.textContent = "window.hacked = 1";
        document.body.append(script); return window.hacked; }"""
    )
    assert ran is None
    assert "Content Security Policy" in seen.complaints.pop()


def test_a_quote_plays_from_its_second(seen: Seen) -> None:
    button = seen.page.locator(".moment .play").nth(1)
    button.click()
    seen.plays_from(float(button.get_attribute("data-at") or "nan"))
    expect(seen.page.locator("#now")).to_contain_text("Playing from")


def test_a_recording_that_cant_be_played_is_told(seen: Seen) -> None:
    seen.page.evaluate(
        """() => { HTMLMediaElement.prototype.play = () =>
        Promise.reject(new DOMException("no", "NotSupportedError")); }"""
    )
    seen.page.locator(".moment .play").first.click()
    expect(seen.page.locator("#now")).to_have_text("This browser can't play the recording.")


def test_a_mark_of_the_timeline_plays_from_its_second(seen: Seen) -> None:
    for lane in ("heat", "trainee", "moments"):
        mark = seen.page.locator(f"[data-lane={lane}] .mark").last
        mark.click()
        seen.plays_from(float(mark.get_attribute("data-at") or "nan"))
    assert float(seen.page.locator(".playhead").first.get_attribute("x1") or "nan") > 0


def test_the_line_that_is_said_is_shown(seen: Seen) -> None:
    entry = seen.page.locator(".entry.trainee").first
    entry.locator(".play").click()
    expect(entry).to_have_class("entry trainee playing")


def test_the_keyboard_reaches_everything(seen: Seen) -> None:
    wanted = seen.page.locator(FOCUSABLE).count()
    seen.page.evaluate(
        """() => { window.reached = new Set();
        document.addEventListener("focusin", (event) => window.reached.add(event.target)); }"""
    )
    for _ in range(wanted + 20):
        seen.page.keyboard.press("Tab")
    missed = seen.page.evaluate(
        f"""() => [...document.querySelectorAll("{FOCUSABLE}")]
        .filter((each) => each.checkVisibility() && !window.reached.has(each))
        .map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert missed == []


def test_the_arrows_walk_along_a_lane_and_enter_plays(seen: Seen) -> None:
    marks = seen.page.locator("[data-lane=trainee] .mark")
    marks.first.focus()
    for place in range(1, marks.count()):
        seen.page.keyboard.press("ArrowRight")
        expect(marks.nth(place)).to_be_focused()
    seen.page.keyboard.press("Home")
    expect(marks.first).to_be_focused()
    seen.page.keyboard.press("Enter")
    seen.plays_from(float(marks.first.get_attribute("data-at") or "nan"))


def test_a_tooltip_tells_what_a_mark_is(seen: Seen) -> None:
    tip, mark = seen.page.locator("#tip"), seen.page.locator("[data-lane=heat] .mark").first
    expect(tip).to_be_hidden()
    mark.hover()
    expect(tip).to_contain_text("Heat falls from 7 to 5.6")
    expect(tip).to_contain_text("I'm so sorry that we charged you twice")
    seen.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    seen.page.locator("[data-lane=trainee] .mark").first.focus()
    expect(tip).to_contain_text("You at 0:05")
    described = seen.page.evaluate(
        """() => { const mark = document.activeElement;
        return document.getElementById(mark.getAttribute("aria-describedby")).textContent; }"""
    )
    assert described.startswith("I'm so sorry that we charged you twice.")


def test_it_passes_the_accessibility_checks(browser: Browser, file: Path, scheme: str) -> None:
    with opened(browser, file, scheme) as shown:
        found = axe.Axe().run(shown.page)
        told = [
            (each["id"], node["html"][:120], node["failureSummary"])
            for each in found["violations"]
            for node in each["nodes"]
        ]
        assert told == []


@pytest.mark.parametrize("width", [1280, 768, 400])
def test_it_fits_the_window(browser: Browser, file: Path, width: int) -> None:
    with opened(browser, file, width=width) as shown:
        assert shown.page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_prints_without_what_only_works_on_a_screen(seen: Seen) -> None:
    seen.page.emulate_media(media="print")
    for name in (".player", "nav", ".as-table", "#how"):
        expect(seen.page.locator(name)).to_be_hidden()
    expect(seen.page.locator(".timeline").first).to_be_visible()
    assert seen.page.pdf(format="A4").startswith(b"%PDF")


def test_a_call_of_twenty_minutes_is_small_and_opens_at_once(browser: Browser, tmp_path: Path) -> None:
    record = kept(tmp_path, happened=long(20))
    record_sound(record.folder, 20 * 60)
    path = written(record)
    assert path.stat().st_size < 15e6
    with opened(browser, path) as shown:
        last = shown.page.locator(".entry .play").last
        last.click()
        shown.plays_from(float(last.get_attribute("data-at") or "nan"))
        assert min(took_s(shown.page, path) for _ in range(3)) < 2


def took_s(page: Page, path: Path) -> float:
    """How long a page takes to open, until its end is there to be seen."""
    began = time.monotonic()
    page.goto(path.as_uri())
    page.locator("footer").wait_for()
    return time.monotonic() - began


def test_the_timeline_looks_as_it_did(browser: Browser, file: Path, scheme: str, tmp_path: Path) -> None:
    """Without words, whose shapes differ from machine to machine. If a change is meant, copy the new one."""
    golden, now = GOLDEN / f"timeline-{scheme}.png", tmp_path / f"timeline-{scheme}.png"
    with opened(browser, file, scheme) as shown:
        draw(shown, now)
    assert unlike(golden, now) < MOST_UNLIKE, f"compare {golden} with {now}"


@pytest.mark.parametrize("lane", ["customer", "trainee", "moments", "heat", "loudness", "pitch"])
def test_a_lane_that_is_missing_is_noticed(
    lane: str, browser: Browser, file: Path, scheme: str, tmp_path: Path
) -> None:
    now = tmp_path / "now.png"
    with opened(browser, file, scheme) as shown:
        shown.page.locator(f"svg.timeline [data-lane={lane}]").evaluate("lane => lane.remove()")
        draw(shown, now)
    assert unlike(GOLDEN / f"timeline-{scheme}.png", now) > 2 * MOST_UNLIKE


def draw(shown: Seen, path: Path) -> None:
    """Keep what the timeline looks like."""
    shown.page.locator("svg.timeline text").evaluate_all("all => all.forEach((each) => each.remove())")
    shown.page.locator("svg.timeline").first.screenshot(path=path)


def unlike(one: Path, other: Path) -> int:
    """How many pixels of either have no like in the other, not even a little to the side."""
    return _without_like(pixels(one), pixels(other)) + _without_like(pixels(other), pixels(one))


def _without_like(here: NDArray[np.float64], there: NDArray[np.float64]) -> int:
    apart = [np.abs(here - np.roll(there, move, axis=(0, 1))).max(axis=2) for move in NEAR]
    return int((np.minimum.reduce(apart) > UNLIKE).sum())


def pixels(path: Path) -> NDArray[np.float64]:
    with av.open(BytesIO(path.read_bytes()), "r") as container:
        frame = next(container.decode(video=0))
        return frame.to_ndarray(format="rgb24").astype(np.float64)
