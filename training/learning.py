"""What both nets' training has in common: an encoder that learns slowly, a head that learns fast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Settings:
    """How to learn.

    Attributes:
        layers: of the encoder, from its first on.
        encoder_rate: the highest learning rate of the encoder; head_rate: of the head.
        warm_up: the share of the steps in which the rates rise.
    """

    layers: int
    epochs: int
    batch: int
    encoder_rate: float
    seed: int
    head_rate: float = 1e-3
    warm_up: float = 0.1


class Steps:
    """Moves a net, that has an `encoder` and a `head`, against its loss.

    Args:
        net: learns.
        settings: how.
        count: how many steps there will be, at the most.
    """

    def __init__(self, net: Any, settings: Settings, count: int) -> None:
        self._net = net
        self._optimizer = torch.optim.AdamW(
            [
                {"params": net.encoder.parameters(), "lr": settings.encoder_rate},
                {"params": net.head.parameters(), "lr": settings.head_rate},
            ],
            weight_decay=0.01,
        )
        self._schedule = torch.optim.lr_scheduler.OneCycleLR(
            self._optimizer,
            [settings.encoder_rate, settings.head_rate],
            total_steps=count,
            pct_start=settings.warm_up,
            anneal_strategy="linear",
        )

    def take(self, loss: Tensor) -> float:
        """One step; the loss as a number."""
        self._optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._net.parameters(), 1.0)
        self._optimizer.step()
        self._schedule.step()
        return float(loss.item())


def batches(
    items: Sequence[Item], size: int, dice: Random, length: Callable[[Item], float]
) -> list[list[Item]]:
    """All items in random order, those of like length together, so that little is padded."""
    order = sorted(items, key=lambda item: length(item) + 2 * dice.random())
    found = [order[at : at + size] for at in range(0, len(order), size)]
    dice.shuffle(found)
    return found
