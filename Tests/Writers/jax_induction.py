"""JAX: two layers of attention alone learn to go on with a word that comes twice (induction).

    python3 Tests/Writers/jax_induction.py runs/jax_induction --seconds 60

Several hosts: start it on each with --host K --hosts N --at ADDRESS:PORT; host 0 writes.
"""

import argparse
import pathlib
import sys
import time

import jax
import jax.numpy as jnp
import numpy as np
import optax

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from headlight_jax import watcher  # noqa: E402
from headlight_writer import Run  # noqa: E402

options = argparse.ArgumentParser()
options.add_argument("run")
options.add_argument("--seconds", type=float, default=60)
options.add_argument("--steps", type=int, default=10**9)
options.add_argument("--every", type=int, default=10)
options.add_argument("--hosts", type=int, default=1)
options.add_argument("--host", type=int, default=0)
options.add_argument("--at", default="localhost:9876")
options = options.parse_args()
if options.hosts > 1:
    jax.distributed.initialize(options.at, options.hosts, options.host)

HEADS, WIDTH, HALF = 4, 64, 12
LENGTH = 2 * HALF - 1


def attend(params, tokens):
    """Logits, and the weights [layer, head, query, key] of one row."""
    x = params["embed"][tokens] + params["place"]
    seen = []
    for layer in params["layers"]:
        q, k, v = (jnp.einsum("td,dhe->hte", x, layer[name]) for name in "qkv")
        scores = q @ k.mT / np.sqrt(WIDTH / HEADS)
        w = jax.nn.softmax(jnp.where(jnp.tri(len(tokens), dtype=bool), scores, -jnp.inf))
        x = x + jnp.einsum("hte,hed->td", w @ v, layer["o"])
        seen.append(w)
    return x @ params["head"], jnp.stack(seen)


def initial(key):
    def normal(*shape):
        nonlocal key
        key, own = jax.random.split(key)
        return jax.random.normal(own, shape) / np.sqrt(WIDTH)

    e = WIDTH // HEADS
    layers = [
        {name: normal(WIDTH, HEADS, e) for name in "qkv"} | {"o": normal(HEADS, e, WIDTH)}
        for _ in range(2)
    ]
    embed = {"embed": normal(26, WIDTH) * 5, "place": normal(LENGTH, WIDTH) * 5}
    return embed | {"layers": layers, "head": normal(WIDTH, 26)}


def loss_of(params, rows):
    logits, _ = jax.vmap(attend, (None, 0))(params, rows[:, :-1])
    losses = optax.softmax_cross_entropy_with_integer_labels(logits, rows[:, 1:])
    return losses[:, HALF - 1 :].mean()  # the second half can be known


optimizer = optax.adam(2e-3)


@jax.jit
def update(params, state, rows):
    loss, gradient = jax.value_and_grad(loss_of)(params, rows)
    change, state = optimizer.update(gradient, state)
    return optax.apply_updates(params, change), state, loss


params = initial(jax.random.key(1))
chance = np.random.default_rng(1)


def batch(count):
    halves = chance.integers(0, 26, [count, HALF])
    return np.concatenate([halves, halves], 1).astype("int32")


if options.hosts > 1:  # rows on all devices, parameters on each
    mesh = jax.sharding.Mesh(np.array(jax.devices()), ("rows",))
    spread = jax.NamedSharding(mesh, jax.P("rows"))
    params = jax.device_put(params, jax.NamedSharding(mesh, jax.P()))
state = optimizer.init(params)

probe = np.concatenate([np.arange(12) * 7 % 26] * 2)[:-1].astype("int32")
letters = [chr(97 + n) for n in probe]
title = "repeated letters, JAX" + (f", {options.hosts} hosts" if options.hosts > 1 else "")
run = None
if jax.process_index() == 0:
    run = Run(options.run, title=title, framework=f"jax {jax.__version__}", seed=1)
picture = watcher(run, lambda params, tokens: {"decoder.self": attend(params, tokens)[1]})
labels = {
    "queries": letters,
    "keys": letters,
    "kind.decoder.self": "causal",
    "text": "".join(letters),
}

end, step, stop, loss, go = time.monotonic() + options.seconds, 0, None, None, True
while go and not stop:
    if step % options.every == 0:
        stop = picture(step, params, probe, **labels, **({"loss": loss} if step else {}))
        go = step < options.steps and (time.monotonic() < end or options.hosts > 1)
    rows = batch(64)
    if options.hosts > 1:
        rows = jax.device_put(rows, spread)
    params, state, loss = update(params, state, rows)
    step += 1
if run:
    run.close()
print(f"host {jax.process_index()}: {step} steps, stopped: {stop}")
