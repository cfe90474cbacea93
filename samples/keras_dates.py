"""Additive attention in Keras learns to write dates, and can be watched while it does.

    KERAS_BACKEND=jax python3 keras_dates.py keras-dates       # any backend; JAX is quick
    headlight watch keras-dates

A GRU reads "3rd of may 2014" in both directions; a second one starts from its last state and
writes "2014-05-03". Training feeds the right characters (teacher forcing). The pictures are of
three probes that the model writes on its own, each character the likeliest.
"""

import datetime
import random
import sys

import keras
import numpy as np
from headlight_keras import Headlight
from headlight_writer import Run
from keras import layers, ops

SOURCE, TARGET, LENGTH = " ,./-0123456789abcdefghijklmnopqrstuvwxyz", "0123456789-", 28
PROBES = ["3rd of may 2014", "saturday, 17 november 1984", "10/28/1995"]
RIGHT = ["2014-05-03", "1984-11-17", "1995-10-28"]


def dates(count, seed):
    """Pairs of ("3rd of may 2014", "2014-05-03"), in eight ways of writing a date."""
    chance, pairs = random.Random(seed), []
    for _ in range(count):
        day = datetime.date(1950, 1, 1) + datetime.timedelta(chance.randrange(36525))
        n = day.day
        end = "th" if 10 < n < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
        words = [f"{n}{end} of %B %Y", f"%B {n}, %Y", f"{n} %b %Y", f"%A, {n} %B %Y", f"%b {n} %Y"]
        way = chance.choice([*words, f"{n}-%b-%Y", "%m/%d/%Y", "%Y.%m.%d"])
        pairs.append((day.strftime(way).lower(), day.isoformat()))
    return zip(*pairs)


def encode(texts, alphabet, length):
    """Each character as a number from 1; 0 is padding."""
    rows = [[alphabet.index(c) + 1 for c in text] + [0] * (length - len(text)) for text in texts]
    return np.array(rows, "int32")


class BahdanauAttention(layers.Layer):
    """The first method of the question, and a mask for padding."""

    def __init__(self, units):
        super().__init__()
        self.W1, self.W2, self.V = layers.Dense(units), layers.Dense(units), layers.Dense(1)

    def call(self, features, hidden, mask):
        hidden_with_time_axis = ops.expand_dims(hidden, 1)
        score = ops.tanh(self.W1(features) + self.W2(hidden_with_time_axis))
        attention_weights = ops.softmax(self.V(score) + mask, axis=1)
        context_vector = ops.sum(attention_weights * features, axis=1)
        return context_vector, attention_weights[:, :, 0]


def write(features, mask, hidden, given=None):
    """Ten steps of the decoder, fed with what is given or else with what it wrote itself."""
    last, scores, written, rows = ops.zeros_like(features[:, 0, 0], "int32"), [], [], []
    for t in range(10):
        context, weights = attention(features, hidden, mask)
        hidden, _ = decoder(ops.concatenate([embed_target(last), context], -1), [hidden])
        scores.append(head(hidden))
        written.append(ops.argmax(scores[-1], -1))
        last = (written[-1] if given is None else given[:, t]) + 1
        rows.append(weights)
    return [ops.stack(each, 1) for each in (scores, written, rows)]


keras.utils.set_random_seed(1)
embed, embed_target = layers.Embedding(len(SOURCE) + 1, 32), layers.Embedding(len(TARGET) + 1, 16)
encoder = layers.Bidirectional(layers.GRU(64, return_sequences=True, return_state=True))
attention, decoder, head = BahdanauAttention(64), layers.GRUCell(128), layers.Dense(len(TARGET))

source, given = keras.Input([LENGTH], dtype="int32"), keras.Input([10], dtype="int32")
padding = ops.expand_dims(ops.cast(ops.equal(source, 0), "float32") * -1e9, -1)
features, forward, backward = encoder(embed(source))
state = ops.concatenate([forward, backward], -1)
scores, _, _ = write(features, padding, state, given)
_, written, rows = write(features, padding, state)

model, writer = keras.Model([source, given], scores), keras.Model(source, written)
model.compile(
    keras.optimizers.Adam(2e-3, clipnorm=1.0),
    keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)


def spell(texts):
    numbers = writer.predict_on_batch(encode(texts, SOURCE, LENGTH))
    return ["".join(TARGET[n] for n in row) for row in numbers]


class Exact(keras.callbacks.Callback):
    """The share of unseen dates without a mistake."""

    def on_epoch_end(self, epoch, logs):
        logs["val_exact"] = np.mean([a == b for a, b in zip(spell(unseen), unseen_right)])


def labels():
    found = {}
    for k, (text, right, own) in enumerate(zip(PROBES, RIGHT, spell(PROBES))):
        keys = list(text) + [None] * (LENGTH - len(text))
        found |= {f"queries.probe{k}": list(own), f"keys.probe{k}": keys, f"text.probe{k}": text}
        found |= {f"written.probe{k}": own, f"expected.probe{k}": right}
    return found


texts, right = dates(12800, seed=1)
unseen, unseen_right = dates(500, seed=2)
about = {"title": "dates, additive attention in Keras", "seed": 1}
run = Run(sys.argv[1], framework=f"keras {keras.__version__} ({keras.backend.backend()})", **about)
probe = [encode(PROBES, SOURCE, LENGTH), np.zeros([len(PROBES), 10], "int32")]
watch = Headlight(run, {"decoder.attention": rows}, probe, every=10, labels=labels)
x, y = encode(texts, SOURCE, LENGTH), encode(right, TARGET, 10) - 1
model.fit([x, y], y, batch_size=64, epochs=6, callbacks=[Exact(), watch], verbose=2)
run.close()
