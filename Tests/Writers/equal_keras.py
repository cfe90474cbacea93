"""Keras: weights equal to those computed by hand, and training that stays the same, dropout on.

KERAS_BACKEND=jax python3 Tests/Writers/equal_keras.py
"""

import os
import pathlib
import sys
import tempfile

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers, ops  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from headlight_keras import Headlight  # noqa: E402
from headlight_writer import Run  # noqa: E402


class Kept:
    """Takes the place of a Run and keeps the last picture."""

    chunk = None

    def log(self, step, maps, **more):
        self.maps = maps

    def metrics(self, step, **more):
        pass


def train(run):
    keras.utils.set_random_seed(1)
    ids = keras.Input([12], dtype="int32")
    x = layers.Dropout(0.2)(layers.Embedding(30, 32)(ids))
    attend = layers.MultiHeadAttention(4, 8, dropout=0.2)
    y, weights = attend(x, x, return_attention_scores=True)
    model = keras.Model(ids, layers.Dense(30)(layers.BatchNormalization()(x + y)))
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    rows = np.random.default_rng(1).integers(0, 30, [320, 12])
    watch = [Headlight(run, {"encoder.self": weights}, rows[:2], every=1)] if run else []
    seen = model.fit(rows, rows, batch_size=16, epochs=3, verbose=0, callbacks=watch)
    probe = keras.Model(ids, [x, weights]).predict_on_batch(rows[:2])
    return seen.history["loss"], model.get_weights(), probe, attend


kept = Kept()
plain, watched = train(None), train(kept)
x, _ = watched[2]
attend = watched[3]


def split(dense):
    return ops.transpose(dense(x), (0, 2, 1, 3))


scores = split(attend.query_dense) @ ops.transpose(split(attend.key_dense), (0, 1, 3, 2)) / 8**0.5
by_hand = ops.convert_to_numpy(ops.softmax(scores))
found = np.stack([kept.maps[f"probe{k}/encoder.self"] for k in range(2)])
print(f"weights, in float16: largest difference {np.abs(found - by_hand).max():.1e}")
same = plain[0] == watched[0] and all(np.array_equal(a, b) for a, b in zip(plain[1], watched[1]))
print(f"{len(plain[1])} parameters, a picture at each step or none: equal to the bit: {same}")
with tempfile.TemporaryDirectory() as folder:
    run = Run(folder)
    train(run)
    run.close()
    print(sorted(p.name for p in pathlib.Path(folder, "snapshots").iterdir()))
sys.exit(0 if same else 1)
