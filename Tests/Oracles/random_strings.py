"""Compares random strings of Unicode with Hugging Face's tokenizers (0.23.3); not part of CI.

    python Tests/Oracles/random_strings.py TOKENIZER.json COUNT PROGRAM [ARGUMENT …]

PROGRAM is started once with the path of TOKENIZER.json as its last argument, reads a JSON string a
line and writes {"ids": […], "offsets": [start, end, …], "decoded": "…"} a line. Disagreements are
told by the scalar that causes them: the string is halved until one scalar is left that matters.
"""

import collections
import json
import random
import subprocess
import sys
import unicodedata

from tokenizers import Tokenizer

path, count, program = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
reference = Tokenizer.from_file(path)
reference.no_truncation()
reference.no_padding()
process = subprocess.Popen(program + [path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
dice = random.Random(15)
ALL = [chr(v) for v in range(0x110000) if not 0xD800 <= v < 0xE000 and unicodedata.category(chr(v)) != "Cn"]
BLANKS = " \t\n\r\u00a0\u3000\u200b\u2028"
COMMON = "abcdefghijklmnopqrstuvwxyzABCDE0123456789'.,!?-_<|>[]" + BLANKS
MARKS = [c for c in ALL if unicodedata.combining(c)]
SMALL = [c for c in ALL if ord(c) < 0x3000]
POOLS = [ALL, COMMON, SMALL, MARKS, COMMON, BLANKS, SMALL]


def draw():
    return "".join(dice.choice(dice.choice(POOLS)) for _ in range(dice.randint(1, 24)))


def expected(text):
    encoding = reference.encode(text)
    offsets = [o for pair in encoding.offsets for o in pair]
    return {"ids": encoding.ids, "offsets": offsets, "decoded": reference.decode(encoding.ids)}


def given(text):
    process.stdin.write(json.dumps(text) + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def differs(text):
    return expected(text) != given(text)


def cause(text):
    """A string with as few scalars as still differ."""
    changed = True
    while changed:
        changed = False
        for place in range(len(text)):
            shorter = text[:place] + text[place + 1 :]
            if differs(shorter):
                text, changed = shorter, True
                break
    return text


causes, wrong = collections.Counter(), 0
for _ in range(count):
    text = draw()
    if differs(text):
        wrong += 1
        if wrong <= 400:
            causes[cause(text)] += 1
print(f"{path}: {count} strings, {wrong} differ")
for text, times in causes.most_common(60):
    names = " ".join(f"U+{ord(c):04X}({unicodedata.category(c)} {unicodedata.name(c, '?')})" for c in text)
    one, other = expected(text), given(text)
    parts = [key for key in one if one[key] != other[key]]
    print(f"  {times}× {names}: {', '.join(parts)}: {[one[p] for p in parts]} here {[other[p] for p in parts]}")
