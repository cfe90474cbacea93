"""Attention of a probe, a tokenizer's tensors, while a Trainer of Hugging Face trains."""

import transformers
from headlight_ddp import log
from headlight_torch import attention
from headlight_writer import Run


class Headlight(transformers.TrainerCallback):
    def __init__(self, directory, probe, every=10, title="Trainer", **labels):
        self.directory, self.probe, self.every = directory, probe, every
        self.about, self.labels = {"title": title, "framework": "transformers"}, labels

    def on_train_begin(self, args, state, control, **more):
        self.run = Run(self.directory, **self.about) if state.is_world_process_zero else None
        self.on_step_end(args, state, control, **more)  # the step before the first update

    def on_step_end(self, args, state, control, model=None, **more):
        if state.global_step % self.every == 0:
            probe = {name: tensor.to(model.device) for name, tensor in self.probe.items()}
            maps = attention(model, lambda model: model(**probe))
            reason = log(self.run, state.global_step, maps, **self.labels)
            control.should_training_stop |= bool(reason)

    def on_log(self, args, state, control, logs=None, **more):
        if self.run:
            self.run.metrics(state.global_step, **logs or {})

    def on_train_end(self, args, state, control, **more):
        self.run = self.run and self.run.close()
