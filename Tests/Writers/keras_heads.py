"""Keras: layers of MultiHeadAttention sort ten digits; ends where RUN/stop appears.

KERAS_BACKEND=jax python3 Tests/Writers/keras_heads.py runs/keras_heads --seconds 60
"""

import argparse
import os
import pathlib
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from headlight_keras import Headlight  # noqa: E402
from headlight_writer import Run  # noqa: E402

options = argparse.ArgumentParser()
options.add_argument("run")
options.add_argument("--seconds", type=float, default=60)
options.add_argument("--steps", type=int, default=10**9)
options = options.parse_args()

keras.utils.set_random_seed(1)
digits = keras.Input([10], dtype="int32")
places = np.arange(10)[None]
x = layers.Embedding(10, 64)(digits) + layers.Embedding(10, 64)(places)
maps = {}
for n in range(2):
    attend = layers.MultiHeadAttention(4, 16, dropout=0.1)
    y, maps[f"encoder.layers.{n}.self"] = attend(x, x, return_attention_scores=True)
    x = layers.LayerNormalization()(x + y)
    y = layers.Dense(64)(layers.Dense(128, activation="relu")(x))
    x = layers.LayerNormalization()(x + y)
model = keras.Model(digits, layers.Dense(10)(x))
model.compile(
    keras.optimizers.Adam(1e-3),
    keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)


class Clock(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        if time.monotonic() > end or watch.step >= options.steps:
            self.model.stop_training = True


names = {"queries": [str(k) for k in range(10)], "keys": list("3141592653"), "text": "3141592653"}
run = Run(options.run, title="sort digits, Keras", framework=f"keras {keras.__version__}", seed=1)
probe = np.array([[3, 1, 4, 1, 5, 9, 2, 6, 5, 3]])
watch = Headlight(run, maps, probe, every=10, labels=lambda: names)
data = np.random.default_rng(1).integers(0, 10, [12800, 10])
end = time.monotonic() + options.seconds
model.fit(data, np.sort(data), batch_size=64, epochs=1000, verbose=0, callbacks=[watch, Clock()])
run.close()
print(f"{watch.step} steps")
