"""text: text that compresses about as well as prose, always the same."""

import random

LENGTH = 8000000
SYLLABLES = ("ba be bo da de di do fa fe ga ge ka ke la le li lo ma me mi na "
             "ne no pa pe ra re ri ro sa se si so ta tu ti to va ve").split()


def make(length=LENGTH):
    """Words by a power law, in sentences that sometimes come again."""
    source = random.Random(1)
    words = ["".join(source.choices(SYLLABLES, k=source.randint(1, 4)))
             for _ in range(6000)]
    sentences = []
    parts = []
    size = 0
    while size < length:
        if sentences and source.random() < 0.3:
            sentence = sentences[int(len(sentences) * source.random() ** 3)]
        else:
            chosen = [words[int(len(words) * source.random() ** 4)]
                      for _ in range(source.randint(4, 16))]
            if source.random() < 0.2:
                chosen.append(str(int(source.random() * 100000)))
            sentence = " ".join(chosen) + ".\n"
            sentences.append(sentence)
        parts.append(sentence)
        size += len(sentence)
    return "".join(parts)[:length].encode()
