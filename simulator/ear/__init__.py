"""The ear: which behaviours of the codebook a spoken reply shows, and by which words.

    labels     the behaviours
    text       a reply for rules to look at, of the same length as it was said
    lexicon    wordings, as a plain file a language (`lexicons/`)
    wording    one rule of the lexicon, ready to look for
    topics     what an author named by plain words
    restated   where the customer's own content is said back
    net        a small net that scores every word, for wordings that no rule foresaw
    neural     that net, in ONNX Runtime
    examples   labelled replies, as a plain file: what the net learns from
    cues       all of them together: `Ear`

Customer and score listen with the same ear, so both answer to the same words.
"""
