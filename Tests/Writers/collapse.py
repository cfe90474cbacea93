"""A run whose heads truly collapse: from --at on the learning rate grows with each step.

    python3 Tests/Writers/collapse.py runs/collapse --steps 900

It ends where RUN/stop appears, so `headlight watch` can end it when a head collapses.
"""

import argparse
import pathlib
import sys
import time

import numpy as np
import torch
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from headlight_torch import attention  # noqa: E402
from headlight_writer import Run  # noqa: E402

options = argparse.ArgumentParser()
options.add_argument("run")
options.add_argument("--steps", type=int, default=900)
options.add_argument("--at", type=int, default=400)
options.add_argument("--how", choices=["rate", "decay", "none"], default="rate")
options.add_argument("--wait", type=float, default=0, help="seconds a step, to watch it live")
options = options.parse_args()

torch.manual_seed(1)
torch.set_num_threads(1)


class Sorter(nn.Module):
    """Sorts ten digits: each place looks at all of them."""

    def __init__(self, width=64):
        super().__init__()
        self.embed, self.place = nn.Embedding(10, width), nn.Embedding(10, width)
        layer = nn.TransformerEncoderLayer(width, 4, 128, dropout=0.0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2)
        self.head = nn.Linear(width, 10)

    def forward(self, digits):
        return self.head(self.encoder(self.embed(digits) + self.place.weight))


model = Sorter()
optimizer = torch.optim.AdamW(model.parameters(), 1e-3)
probe = torch.tensor([[3, 1, 4, 1, 5, 9, 2, 6, 5, 3]])
labels = {"queries": [str(k) for k in range(10)], "keys": list("3141592653"), "text": "3141592653"}
run = Run(
    options.run,
    title=f"sort digits, collapse by {options.how}",
    framework=f"torch {torch.__version__}",
)
for step in range(options.steps + 1):
    digits = torch.randint(0, 10, [64, 10])
    logits = model(digits)
    loss = nn.functional.cross_entropy(logits.flatten(0, 1), digits.sort(1).values.flatten())
    rate = optimizer.param_groups[0]["lr"]
    if step % 10 == 0:
        maps = attention(model, lambda model: model(probe))
        if step % 50 == 0:  # what the alarms measure
            for site, w in maps.items():
                p = w.astype(float)
                h = -(p * np.log(p.clip(1e-12))).sum(-1).mean(-1) / np.log(10)
                one = [bool(((head >= 0.9).mean(0) >= 0.95).any()) for head in p]
                print(step, f"{loss.item():.3f}", site, h.round(3), one)
        if run.log(step, maps, **labels, loss=loss.item(), learning_rate=rate):
            break
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step >= options.at and options.how == "rate":
        optimizer.param_groups[0]["lr"] = rate * 1.03
    if step >= options.at and options.how == "decay":
        for layer in model.encoder.layers:  # a regulariser of queries and keys that is too strong
            layer.self_attn.in_proj_weight.data[:128] *= 0.97
            layer.self_attn.in_proj_bias.data[:128] *= 0.97
    time.sleep(options.wait)
run.close()
