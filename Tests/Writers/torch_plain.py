"""PyTorch, one process: nn.Transformer learns to reverse words; ends where RUN/stop appears.

python3 Tests/Writers/torch_plain.py runs/torch_plain --seconds 60
"""

import argparse
import pathlib
import sys
import time

import torch
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from headlight_torch import attention  # noqa: E402
from headlight_writer import Run  # noqa: E402

options = argparse.ArgumentParser()
options.add_argument("run")
options.add_argument("--seconds", type=float, default=60)
options.add_argument("--steps", type=int, default=10**9)
options.add_argument("--every", type=int, default=10)
options = options.parse_args()

LETTERS, LENGTH = "abcdefghijklmnopqrstuvwxyz", 8


class Model(nn.Module):
    def __init__(self, width=64):
        super().__init__()
        self.embed = nn.Embedding(27, width)
        self.place = nn.Parameter(torch.randn(LENGTH, width) * 0.3)
        self.transformer = nn.Transformer(width, 4, 2, 2, 128, dropout=0.1, batch_first=True)
        self.head = nn.Linear(width, 26)

    def forward(self, source, target):
        causal = nn.Transformer.generate_square_subsequent_mask(LENGTH)
        source, target = self.embed(source) + self.place, self.embed(target) + self.place
        return self.head(self.transformer(source, target, tgt_mask=causal, tgt_is_causal=True))


def numbers(word):
    return torch.tensor([[LETTERS.index(c) for c in word]])


torch.manual_seed(1)
torch.set_num_threads(1)
model = Model()
optimizer = torch.optim.Adam(model.parameters(), 1e-3)
start = torch.full([1, 1], 26)
word = numbers("headings")
shifted = torch.cat([start, word.flip(1)[:, :-1]], 1)
labels = {"text": "headings", "queries": list("^sgnidae"), "keys": list("^sgnidae")}
for layer in range(2):  # the encoder's positions are the word, the decoder's what is written
    labels |= {f"queries.probe0/transformer.encoder.layers.{layer}.self": list("headings")}
    labels |= {f"keys.probe0/transformer.encoder.layers.{layer}.self": list("headings")}
    labels |= {f"keys.probe0/transformer.decoder.layers.{layer}.cross": list("headings")}
    labels |= {f"kind.probe0/transformer.decoder.layers.{layer}.self": "causal"}

run = Run(
    options.run,
    title="reverse a word, nn.Transformer",
    framework=f"torch {torch.__version__}",
    seed=1,
)
end, step, stop = time.monotonic() + options.seconds, 0, None
while not stop and step <= options.steps and time.monotonic() < end:
    source = torch.randint(0, 26, [64, LENGTH])
    answer = source.flip(1)
    logits = model(source, torch.cat([start.expand(64, 1), answer[:, :-1]], 1))
    loss = nn.functional.cross_entropy(logits.flatten(0, 1), answer.flatten())
    if step % options.every == 0:
        maps = attention(model, lambda model: model(word, shifted))
        exact = (logits.argmax(-1) == answer).all(1).float().mean()
        stop = run.log(step, maps, **labels, loss=loss.item(), exact=exact.item())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    step += 1
run.close()
print(f"{step} steps, stopped: {stop}")
