"""The same on two processes: rank 0 writes, and both end where RUN/stop appears.

torchrun --nproc-per-node 2 Tests/Writers/torch_ddp.py runs/torch_ddp --seconds 60
"""

import argparse
import pathlib
import sys
import time

import torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from headlight_ddp import log  # noqa: E402
from headlight_torch import attention  # noqa: E402
from headlight_writer import Run  # noqa: E402

options = argparse.ArgumentParser()
options.add_argument("run")
options.add_argument("--seconds", type=float, default=60)
options.add_argument("--steps", type=int, default=10**9)
options = options.parse_args()

distributed.init_process_group("gloo")
rank = distributed.get_rank()
torch.set_num_threads(1)
torch.manual_seed(1)


class Sorter(nn.Module):
    """Sorts ten digits: each place looks at all of them."""

    def __init__(self, width=64):
        super().__init__()
        self.embed, self.place = nn.Embedding(10, width), nn.Embedding(10, width)
        layer = nn.TransformerEncoderLayer(width, 4, 128, dropout=0.1, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2)
        self.head = nn.Linear(width, 10)

    def forward(self, digits):
        return self.head(self.encoder(self.embed(digits) + self.place.weight))


model = DistributedDataParallel(Sorter())
optimizer = torch.optim.AdamW(model.parameters(), 1e-3)
torch.manual_seed(100 + rank)  # each rank has its own data
probe = torch.tensor([[3, 1, 4, 1, 5, 9, 2, 6, 5, 3]])
labels = {"queries": [str(k) for k in range(10)], "keys": list("3141592653"), "text": "3141592653"}

title = f"sort digits, {distributed.get_world_size()} processes"
run = Run(options.run, title=title, framework=f"torch {torch.__version__}") if rank == 0 else None
end, step, stop, go = time.monotonic() + options.seconds, 0, None, True
while go and not stop:
    digits = torch.randint(0, 10, [64, 10])
    logits = model(digits)
    loss = nn.functional.cross_entropy(logits.flatten(0, 1), digits.sort(1).values.flatten())
    if step % 10 == 0:
        maps = attention(model.module, lambda model: model(probe))
        stop = log(run, step, maps, **labels, loss=loss.item())
        over = torch.tensor(float(time.monotonic() > end or step >= options.steps))
        distributed.all_reduce(over)  # clocks differ: all end where one does
        go = over.item() == 0
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    step += 1
print(f"rank {rank}: {step} steps, stopped: {stop}")
if run:
    run.close()
distributed.destroy_process_group()
