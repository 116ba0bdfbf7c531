"""Train the net that tells whether the words so far are a whole turn: `python -m training.completeness`.

The first layers of a small sentence encoder (MiniLM of Wang et al. 2020, as all-MiniLM-L6-v2,
Apache-2.0) read the other's line and the words so far; a linear layer over the last piece gives the log
odds that this is all. It learns from turns cut off at their pauses, and at other places (see `turns`).

Needs `pip install "simmerdown[train]"`, and about half an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn

from simulator import nets
from simulator.floor.complete import FOLDER, pieces
from training import CORPUS, turns
from training.export import export
from training.learning import Settings, Steps, batches
from training.model import beginning
from training.train import ENCODER
from training.turns import Beginning, Turn

KEPT_BACK = 250
"""Turns that nothing is learnt from, to tell how far learning has come."""


USUAL = Settings(layers=3, epochs=3, batch=32, encoder_rate=1e-4, seed=3)


class Complete(nn.Module):
    """Word pieces in; out the log odds that the turn is over, shape (turns,)."""

    def __init__(self, encoder: nn.Module, size: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(size, 1)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """See the class."""
        hidden = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        ends = hidden[torch.arange(len(ids)), mask.sum(dim=1) - 1]
        odds: Tensor = self.head(self.drop(ends)).squeeze(-1)
        return odds


@dataclass(frozen=True, slots=True)
class Batch:
    """Beginnings of turns as tensors: the encoder's three, shape (turns, pieces); and which are all."""

    ids: Tensor
    types: Tensor
    mask: Tensor
    over: Tensor


def main() -> None:
    """Train, and write the net."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=FOLDER / "en", help="folder for the net")
    parser.add_argument("--epochs", type=int, default=USUAL.epochs)
    parser.add_argument("--version", type=int, default=1, help="of the net, kept in its card")
    given = parser.parse_args()
    settings = replace(USUAL, epochs=given.epochs)
    known = project_turns()
    Random(settings.seed).shuffle(known)  # noqa: S311 - no secret
    kept = known[:KEPT_BACK]
    seen = {turn.words for turn in kept}
    learnt = [turn for turn in known[KEPT_BACK:] if turn.words not in seen]
    net, tokenizer = fit(learnt, kept, settings)
    export(net, tokenizer, given.out)
    card = {
        "version": given.version,
        "turns": len({turn.words for turn in learnt}),
        "sha256": nets.hashes(given.out),
    }
    (given.out / "net.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({"learnt": len(learnt), "written": str(given.out)}))


def project_turns() -> list[Turn]:
    """All turns that the project has; those with marks count twice, since they say where people pause."""
    replies = [turn for path in sorted(CORPUS.glob("*.txt")) for turn in turns.of_replies(path)]
    marked = [turn for path in sorted(turns.FOLDER.glob("*.txt")) for turn in turns.read(path)]
    return [*replies, *marked, *marked]


def fit(learnt: Sequence[Turn], kept: Sequence[Turn], settings: Settings) -> tuple[Complete, Tokenizer]:
    """A net that has learnt from turns; tells after each epoch how it does on those kept back."""
    torch.manual_seed(settings.seed)
    dice = Random(settings.seed)  # noqa: S311 - which turn comes when is no secret
    texts = [text for turn in learnt for text in (" ".join(turn.words), turn.other)]
    encoder, tokenizer = beginning(ENCODER, settings.layers, texts)
    net = Complete(encoder.encoder, encoder.encoder.config.hidden_size)
    held = [one for turn in kept for one in turns.beginnings(turn, dice)]
    most = sum(1 for turn in learnt for _ in turns.beginnings(turn, dice)) * 11 // 10  # it varies a little
    steps = Steps(net, settings, settings.epochs * (most // settings.batch + 1))
    loss_of = nn.BCEWithLogitsLoss()
    for epoch in range(1, settings.epochs + 1):
        net.train()
        losses = []
        items = [one for turn in learnt for one in turns.beginnings(turn, dice)]
        for chosen in batches(items, settings.batch, dice, lambda one: len(one.text) / 40):
            batch = _batch(tokenizer, chosen)
            losses.append(steps.take(loss_of(net(batch.ids, batch.types, batch.mask), batch.over)))
        reached = area_under_curve(log_odds(net, tokenizer, held), [one.over for one in held])
        print(f"epoch {epoch}: loss {np.mean(losses):.4f}, area under the curve {reached:.3f}", flush=True)
    return net, tokenizer


def log_odds(net: Complete, tokenizer: Tokenizer, items: Sequence[Beginning]) -> NDArray[np.float64]:
    """The log odds that each is a whole turn."""
    net.eval()
    found = []
    with torch.inference_mode():
        for at in range(0, len(items), 64):
            batch = _batch(tokenizer, items[at : at + 64])
            found.append(net(batch.ids, batch.types, batch.mask).double().numpy())
    return np.concatenate(found)


def area_under_curve(scores: NDArray[np.float64], over: Sequence[bool]) -> float:
    """How often a whole turn scores above one that is not: 0.5 is chance, 1 perfect."""
    whole = np.array(over)
    above = scores[whole][:, None] - scores[~whole][None]
    return float((above > 0).mean() + 0.5 * (above == 0).mean())


def _batch(tokenizer: Tokenizer, chosen: Sequence[Beginning]) -> Batch:
    rows = [pieces(tokenizer, one.text, one.other) for one in chosen]
    size = (len(rows), max(len(head) + len(own) for head, own in rows))
    ids, types, mask = (torch.zeros(size, dtype=torch.long) for _ in range(3))
    for row, (head, own) in enumerate(rows):
        length = len(head) + len(own)
        ids[row, :length] = torch.tensor(head + own)
        types[row, len(head) : length] = 1
        mask[row, :length] = 1
    return Batch(ids, types, mask, torch.tensor([float(one.over) for one in chosen]))


if __name__ == "__main__":
    main()
