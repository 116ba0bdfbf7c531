"""The net: a small sentence encoder, and over every word piece a score for each behaviour."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from simulator.ear.examples import Reply
from simulator.ear.labels import LABELS
from simulator.ear.neural import CUSTOMER_PIECES, REPLY_PIECES, SHARPNESS

FREQUENT = 16_000
"""Pieces of the encoder's vocabulary that are kept for being frequent; it is sorted so."""

_PLAIN = re.compile(r"(?:##)?[a-z0-9'£$€%]+|[!-~£€]|\[(?:PAD|UNK|CLS|SEP)\]")


class Net(nn.Module):
    """Word pieces in; out a logit per piece and behaviour, shape (replies, pieces, behaviours)."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(0.15)
        self.head = nn.Linear(encoder.config.hidden_size, len(LABELS))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.constant_(self.head.bias, -3.0)  # most pieces show nothing

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """See the class."""
        hidden = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        return self.head(self.drop(hidden))


def pooled(logits: Tensor, of_reply: Tensor) -> Tensor:
    """The replies' logits, shape (replies, behaviours): a soft maximum over the pieces."""
    masked = logits.masked_fill(~of_reply.unsqueeze(-1), -1e4)
    return torch.logsumexp(SHARPNESS * masked, dim=1) / SHARPNESS


def beginning(source: Path, layers: int, texts: Sequence[str]) -> tuple[Net, Tokenizer]:
    """The net before training: the encoder's first layers, and the vocabulary that speech needs."""
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    used = {piece for text in texts for piece in tokenizer.encode(text).ids}
    kept = [
        (word, place)
        for word, place in sorted(tokenizer.get_vocab().items(), key=lambda pair: pair[1])
        if _PLAIN.fullmatch(word) and (place < FREQUENT or place in used or len(word.lstrip("#")) <= 2)
    ]
    described = json.loads(tokenizer.to_str())
    vocabulary = {word: new for new, (word, _) in enumerate(kept)}
    described["model"]["vocab"] = vocabulary
    described["added_tokens"] = [
        {**token, "id": vocabulary[token["content"]]}
        for token in described["added_tokens"]
        if token["content"] in vocabulary
    ]
    described["post_processor"] = None
    encoder = BertModel.from_pretrained(str(source), add_pooling_layer=False)
    rows = encoder.embeddings.word_embeddings.weight.data[[place for _, place in kept]].clone()
    encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(rows, freeze=False, padding_idx=0)
    encoder.config.vocab_size = len(kept)
    encoder.encoder.layer = encoder.encoder.layer[:layers]
    encoder.config.num_hidden_layers = layers
    return Net(encoder), Tokenizer.from_str(json.dumps(described))


class Batch:
    """Replies as tensors.

    Attributes:
        ids, types, mask: as the encoder wants them, shape (replies, pieces).
        of_reply: which pieces are the reply's own.
        places: 1 where a piece shows a behaviour, shape (replies, pieces, behaviours).
        known: 0 where raters did not agree, shape (replies, behaviours).
    """

    def __init__(self, tokenizer: Tokenizer, replies: Sequence[Reply]) -> None:
        begin, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
        heads = [
            [begin, *tokenizer.encode(reply.customer, add_special_tokens=False).ids[-CUSTOMER_PIECES:], end]
            for reply in replies
        ]
        own = [tokenizer.encode(reply.text, add_special_tokens=False) for reply in replies]
        width = max(
            len(head) + min(len(said.ids), REPLY_PIECES) + 1 for head, said in zip(heads, own, strict=True)
        )
        size = (len(replies), width)
        self.ids = torch.zeros(size, dtype=torch.long)
        self.types = torch.zeros(size, dtype=torch.long)
        self.mask = torch.zeros(size, dtype=torch.long)
        self.of_reply = torch.zeros(size, dtype=torch.bool)
        self.places = torch.zeros((*size, len(LABELS)))
        self.known = torch.ones(len(replies), len(LABELS))
        for row, (reply, head, said) in enumerate(zip(replies, heads, own, strict=True)):
            ids = said.ids[:REPLY_PIECES]
            first, last = len(head), len(head) + len(ids)
            self.ids[row, : last + 1] = torch.tensor([*head, *ids, end])
            self.types[row, first : last + 1] = 1
            self.mask[row, : last + 1] = 1
            self.of_reply[row, first:last] = True
            for span in reply.spans:
                label = LABELS.index(span.label)
                for at, (start, stop) in enumerate(said.offsets[:REPLY_PIECES]):
                    if start < span.end and stop > span.start and span.sure:
                        self.places[row, first + at, label] = 1
            for name in reply.unsure:
                self.known[row, LABELS.index(name)] = 0
