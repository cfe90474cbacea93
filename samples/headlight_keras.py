"""Attention of a probe while a Keras model trains: maps are tensors of it, by site."""

import keras


class Headlight(keras.callbacks.Callback):
    def __init__(self, run, maps, probe, every=10, labels=dict):
        super().__init__()
        self.run, self.maps, self.probe, self.every, self.labels = run, maps, probe, every, labels

    def on_train_begin(self, logs=None):
        maps = {site: keras.ops.cast(w, "float16") for site, w in self.maps.items()}
        self.watched = keras.Model(self.model.input, maps)
        self.step = int(self.model.optimizer.iterations)  # above 0 where training goes on
        if not self.run.chunk:
            self.picture({})

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1
        if self.step % self.every == 0:
            self.picture(logs or {})

    def on_epoch_end(self, epoch, logs=None):
        self.run.metrics(self.step, **logs or {})

    def picture(self, logs):
        getattr(self.model, "jax_state_sync", bool)()  # JAX trains a copy of the variables
        maps = self.watched.predict_on_batch(self.probe).items()
        maps = {f"probe{k}/{site}": w for site, batch in maps for k, w in enumerate(batch)}
        self.model.stop_training |= bool(self.run.log(self.step, maps, **self.labels(), **logs))
