"""The trained net as files that the ear loads: ONNX with 8-bit weights, and the tokenizer."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

OPSET = 17


class _Scores(nn.Module):
    """A reply at a time, without padding."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, types: Tensor) -> Tensor:
        """Logits, shape (1, pieces, behaviours)."""
        logits: Tensor = self.net(ids, types, torch.ones_like(ids))
        return logits


def export(net: nn.Module, tokenizer: Tokenizer, folder: Path) -> None:
    """Write `net.onnx` and `tokenizer.json` to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    net.eval()
    ids = torch.randint(5, 1000, (1, 24))
    types = torch.cat([torch.zeros(1, 8), torch.ones(1, 16)], dim=1).long()
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "net.onnx"
        torch.onnx.export(
            _Scores(net),
            (ids, types),
            str(whole),
            input_names=["ids", "types"],
            output_names=["scores"],
            dynamic_axes={"ids": {1: "pieces"}, "types": {1: "pieces"}, "scores": {1: "pieces"}},
            opset_version=OPSET,
            dynamo=False,
        )
        # A reduced range keeps processors without VNNI from saturating, so that all hear alike.
        quantize_dynamic(
            whole, folder / "net.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )
    (folder / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
