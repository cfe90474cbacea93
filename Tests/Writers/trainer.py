"""A Hugging Face Trainer, its run resumed from a checkpoint: one RUN, two sessions.

python3 Tests/Writers/trainer.py runs/trainer --steps 30
python3 Tests/Writers/trainer.py runs/trainer --steps 40 --resume 20
"""

import argparse
import os
import pathlib
import random
import sys
import tempfile

import torch
import transformers

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "samples"))
from headlight_trainer import Headlight  # noqa: E402

options = argparse.ArgumentParser()
options.add_argument("run")
options.add_argument("--steps", type=int, default=30)
options.add_argument("--every", type=int, default=5)
options.add_argument("--resume", type=int)
options.add_argument("--width", type=int, default=64)
options.add_argument("--rate", type=float, default=2e-3)
options = options.parse_args()

WORDS = (
    "<pad> <mask> the a cat dog bird man woman sees hears likes finds red old small big and".split()
)
NUMBERS = {word: k for k, word in enumerate(WORDS)}


def sentence(chance):
    """Subject and object share the adjective, so a masked one is found by looking at the other."""
    a, b = chance.sample("cat dog bird man woman".split(), 2)
    verb, how = (
        chance.choice("sees hears likes finds".split()),
        chance.choice("red old small big".split()),
    )
    return f"the {how} {a} {verb} a {how} {b}".split()


class Sentences(torch.utils.data.Dataset):
    def __len__(self):
        return 20000

    def __getitem__(self, k):
        chance = random.Random(k)
        ids = [NUMBERS[word] for word in sentence(chance)]
        hidden = chance.choice([1, 5])
        labels = [number if place == hidden else -100 for place, number in enumerate(ids)]
        ids[hidden] = NUMBERS["<mask>"]
        return {"input_ids": torch.tensor(ids), "labels": torch.tensor(labels)}


transformers.set_seed(1)
torch.set_num_threads(1)
config = transformers.BertConfig(
    vocab_size=len(WORDS),
    hidden_size=options.width,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=2 * options.width,
    max_position_embeddings=16,
    attn_implementation="sdpa",
)
model = transformers.BertForMaskedLM(config)
words = ["the red cat sees a <mask> dog".split(), "the <mask> bird likes a small man".split()]
probe = {"input_ids": torch.tensor([[NUMBERS[word] for word in text] for text in words])}
labels = {f"{side}.probe{k}": text for k, text in enumerate(words) for side in ("queries", "keys")}

where = pathlib.Path(tempfile.gettempdir()) / ("checkpoints-of-" + pathlib.Path(options.run).name)
arguments = transformers.TrainingArguments(
    str(where),
    max_steps=options.steps,
    per_device_train_batch_size=32,
    logging_steps=options.every,
    save_steps=10,
    learning_rate=options.rate,
    report_to=[],
    disable_tqdm=True,
    use_cpu=True,
    seed=1,
    ddp_backend="gloo" if "RANK" in os.environ else None,
)
watch = Headlight(options.run, probe, every=options.every, title="masked words, BERT", **labels)
trainer = transformers.Trainer(model, arguments, train_dataset=Sentences(), callbacks=[watch])
trainer.train(
    resume_from_checkpoint=str(where / f"checkpoint-{options.resume}") if options.resume else None
)
print("steps:", trainer.state.global_step)
