"""What logging costs: blocks of 20 steps with a picture every 10, and without, in turns.

    python3 Tests/Writers/overhead.py torch      # or transformer, trainer, keras, jax; --pairs 40; --large

One model goes on training; each pair of neighbouring blocks gives one ratio of their times, so
other work on the machine falls on both. Printed is the median of the ratios, of CPU time and of
the clock, with its quartiles, and the time of a step.
"""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile
import time

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from headlight_writer import Run  # noqa: E402

options = argparse.ArgumentParser()
options.add_argument("adapter", choices=["torch", "transformer", "trainer", "keras", "jax"])
options.add_argument("--pairs", type=int, default=40)
options.add_argument("--block", type=int, default=20)
options.add_argument("--large", action="store_true", help="4 layers, width 256, not 2 and 128")
options = options.parse_args()
BLOCK, PAIRS = options.block, options.pairs
TOTAL = BLOCK * (2 * PAIRS + 2)  # the first two blocks warm up
WORDS, HEADS, LENGTH = 1000, 4, 64
LAYERS, WIDTH, ROWS = (4, 256, 16) if options.large else (2, 128, 16)
folder = tempfile.mkdtemp()
tokens = [f"token{k}" for k in range(32)]
labels = {"queries": tokens, "keys": tokens}
blocks = []  # (logging, CPU seconds, seconds)
mark = None


def turn(step):
    """Called before each step: whether this block logs."""
    global mark
    if step % BLOCK == 0:
        now = time.process_time(), time.perf_counter()
        if mark:
            blocks.append((mark[2], now[0] - mark[0], now[1] - mark[1]))
        # with, without, without, with, …: neither is always the first
        mark = *now, (step // BLOCK) % 4 in (0, 3)
    return mark[2]


def report(what, picture):
    use = blocks[2 : 2 + 2 * PAIRS]
    ratios = [[], []]
    for a, b in zip(use[::2], use[1::2]):
        on, off = (a, b) if a[0] else (b, a)
        assert on[0] and not off[0]
        for k in (0, 1):
            ratios[k].append(on[1 + k] / off[1 + k])
    step = np.median([b[2] for b in use if not b[0]]) / BLOCK * 1e3
    line = f"{options.adapter}: {what}; a step {step:.0f} ms, {len(ratios[0])} pairs"
    for name, r in zip(("CPU", "clock"), ratios):
        low, mid, high = (100 * (np.percentile(r, p) - 1) for p in (25, 50, 75))
        line += f"; {name} {mid:+.2f} % ({low:+.2f} … {high:+.2f})"
    print(line)
    costs = []
    for k in range(12):
        start = time.perf_counter()
        picture(10**6 + k)
        costs.append(time.perf_counter() - start)
    print(
        f"  a picture: {np.median(costs) * 1e3:.1f} ms, every 10 steps: "
        f"{np.median(costs) * 1e3 / (10 * step) * 100:.2f} % of their time"
    )
    shutil.rmtree(folder)
    os._exit(0)


rows = np.random.default_rng(1).integers(0, WORDS, [4096, LENGTH])
size = f"{LAYERS} layers × {HEADS} heads, width {WIDTH}, batch {ROWS} × {LENGTH}, probe 1 × 32"

if options.adapter in ("torch", "transformer", "trainer"):
    import torch
    import transformers

    torch.set_num_threads(1)
    torch.manual_seed(1)
    from headlight_torch import attention

    config = transformers.BertConfig(
        vocab_size=WORDS,
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=4 * WIDTH,
        attn_implementation="sdpa",
    )
    probe = torch.tensor(rows[:1, :32])

if options.adapter in ("torch", "transformer"):
    if options.adapter == "torch":
        model = transformers.BertForMaskedLM(config)

        def losses(ids):
            return model(ids, labels=ids).loss
    else:
        embed, head = torch.nn.Embedding(WORDS, WIDTH), torch.nn.Linear(WIDTH, WORDS)
        layer = torch.nn.TransformerEncoderLayer(WIDTH, HEADS, 4 * WIDTH, batch_first=True)
        model = torch.nn.Sequential(embed, torch.nn.TransformerEncoder(layer, LAYERS), head)

        def losses(ids):
            return torch.nn.functional.cross_entropy(model(ids).flatten(0, 1), ids.flatten())

    optimizer = torch.optim.AdamW(model.parameters(), 1e-4)
    run = Run(folder)

    def picture(step, **more):
        run.log(step, attention(model, lambda model: model(probe)), **labels, **more)

    for step in range(TOTAL + 1):
        on = turn(step)
        ids = torch.tensor(rows[np.arange(step * ROWS, (step + 1) * ROWS) % 4096])
        loss = losses(ids)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if on and step % 10 == 9:
            picture(step, loss=loss.item())
    name = "BertForMaskedLM (sdpa)" if options.adapter == "torch" else "nn.TransformerEncoder"
    report(f"{name}, {size}", picture)

if options.adapter == "trainer":
    from headlight_trainer import Headlight

    class Data(torch.utils.data.Dataset):
        def __len__(self):
            return 10**6

        def __getitem__(self, k):
            ids = torch.tensor(rows[k % 4096])
            return {"input_ids": ids, "labels": ids}

    class Turn(transformers.TrainerCallback):
        def on_step_begin(self, args, state, control, **more):
            watch.every = 10 if turn(state.global_step) else 10**9

    watch = Headlight(folder, {"input_ids": probe}, every=10, **labels)
    arguments = transformers.TrainingArguments(
        folder + "-out",
        max_steps=TOTAL + 1,
        per_device_train_batch_size=ROWS,
        logging_steps=100,
        save_strategy="no",
        report_to=[],
        disable_tqdm=True,
        use_cpu=True,
    )
    model = transformers.BertForMaskedLM(config)
    callbacks = [Turn(), watch]
    trainer = transformers.Trainer(model, arguments, train_dataset=Data(), callbacks=callbacks)
    trainer.train()

    def picture(step):
        trainer.state.global_step, watch.every = step, 1
        watch.on_step_end(arguments, trainer.state, trainer.control, model=model)

    report(f"Trainer, BertForMaskedLM (sdpa), {size}", picture)

if options.adapter == "keras":
    os.environ.setdefault("KERAS_BACKEND", "jax")
    import keras
    from headlight_keras import Headlight
    from keras import layers

    ids = keras.Input([LENGTH], dtype="int32")
    x, maps = layers.Embedding(WORDS, WIDTH)(ids), {}
    for n in range(LAYERS):
        heads = layers.MultiHeadAttention(HEADS, WIDTH // HEADS)
        y, maps[f"encoder.layers.{n}.self"] = heads(x, x, return_attention_scores=True)
        x = layers.LayerNormalization()(x + y)
        y = layers.Dense(WIDTH)(layers.Dense(4 * WIDTH, activation="gelu")(x))
        x = layers.LayerNormalization()(x + y)
    model = keras.Model(ids, layers.Dense(WORDS)(x))
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))

    class Turn(keras.callbacks.Callback):
        step = 0

        def on_train_batch_begin(self, batch, logs=None):
            watch.every = 10 if turn(self.step) else 10**9
            self.step += 1

    names = [f"token{k}" for k in range(LENGTH)]
    same = {"queries": names, "keys": names}
    watch = Headlight(Run(folder), maps, rows[:1], every=10, labels=lambda: same)
    count = (TOTAL + 1) * ROWS
    data = np.concatenate([rows] * (count // 4096 + 1))[:count]
    callbacks = [Turn(), watch]
    model.fit(data, data, batch_size=ROWS, epochs=1, shuffle=False, verbose=0, callbacks=callbacks)

    def picture(step):
        watch.step = step
        watch.picture({})

    backend = keras.backend.backend()
    report(f"Keras on {backend}, MultiHeadAttention, {size.replace('1 × 32', '1 × 64')}", picture)

if options.adapter == "jax":
    import jax
    import jax.numpy as jnp
    import optax
    from headlight_jax import watcher

    def attend(params, ids):
        x, seen = params["embed"][ids], []
        for layer in params["layers"]:
            q, k, v = (jnp.einsum("td,dhe->hte", x, layer[name]) for name in "qkv")
            w = jax.nn.softmax(q @ k.mT / np.sqrt(WIDTH / HEADS))
            x = x + jnp.einsum("hte,hed->td", w @ v, layer["o"])
            x = x + jax.nn.gelu(x @ layer["up"]) @ layer["down"]
            x = x / jnp.sqrt(jnp.square(x).mean(-1, keepdims=True) + 1e-6)
            seen.append(w)
        return x @ params["head"], jnp.stack(seen)

    chance = np.random.default_rng(1)

    def normal(*shape):
        return jnp.array(chance.normal(0, WIDTH**-0.5, shape), "float32")

    e = WIDTH // HEADS
    params = {"embed": normal(WORDS, WIDTH), "head": normal(WIDTH, WORDS), "layers": []}
    for _ in range(LAYERS):
        layer = {name: normal(WIDTH, HEADS, e) for name in "qkv"} | {"o": normal(HEADS, e, WIDTH)}
        layer |= {"up": normal(WIDTH, 4 * WIDTH), "down": normal(4 * WIDTH, WIDTH)}
        params["layers"].append(layer)
    optimizer = optax.adam(1e-4)
    state = optimizer.init(params)

    @jax.jit
    def update(params, state, ids):
        def loss_of(params):
            logits = jax.vmap(attend, (None, 0))(params, ids)[0]
            return optax.softmax_cross_entropy_with_integer_labels(logits, ids).mean()

        loss, gradient = jax.value_and_grad(loss_of)(params)
        change, state = optimizer.update(gradient, state)
        return optax.apply_updates(params, change), state, loss

    run, probe = Run(folder), rows[0, :32]
    look = watcher(run, lambda params, ids: {"decoder.self": attend(params, ids)[1]})
    look(0, params, probe, **labels)
    for step in range(TOTAL + 1):
        on = turn(step)
        ids = rows[np.arange(step * ROWS, (step + 1) * ROWS) % 4096]
        params, state, loss = update(params, state, ids)
        if on and step % 10 == 9:
            look(step, params, probe, **labels, loss=loss)
        loss.block_until_ready()
    report(f"JAX, {size}", lambda step: look(step, params, probe, **labels))
