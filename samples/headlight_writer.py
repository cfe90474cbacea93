"""Writes attention weights while a model trains, for `headlight watch RUN`; needs only numpy.

Run("RUN").log(step, {"encoder.layers.0.self": weights}, queries=tokens, keys=tokens, loss=loss)
"""

import atexit
import json
import pathlib
import time

import numpy as np

LABELS = "queries keys text written expected markers kind rows grid prefix".split()  # text.probe0
AXES = "[key], [query, key], [head, query, key] or, if no number is in the name, [layer, head, …]"


class Run:
    def __init__(self, directory, dtype="float16", **about):
        self.path, self.dtype = pathlib.Path(directory), dtype
        self.layout, self.chunk, self.done, self.due = None, [], 0, 0
        (self.path / "snapshots").mkdir(parents=True, exist_ok=True)
        (self.path / "stop").unlink(missing_ok=True)  # it was meant for a run that is over
        past = self.path / "metrics.jsonl"
        if past.exists():  # a writer that was killed leaves half a line
            self._write(past.name, *(line for line in past.open("rb") if line.endswith(b"\n")))
        heads = [file.open("rb").read(99) for file in self.path.glob("snapshots/*.safetensors")]
        seen = [head.partition(b'"session": "')[2].partition(b'"')[0] for head in heads]
        self.session = max((int(n or 0) + 1 for n in seen), default=0)
        self._write("run.json", json.dumps({"format": "headlight-run/1", **about}).encode())
        self.born = (self.path / "run.json").stat().st_mtime_ns  # a later Run takes over
        atexit.register(self.close)

    def log(self, step, weights, **more):
        """A picture after `step` updates with labels and metrics; returns why to stop, or None."""
        labels = {name: more.pop(name) for name in list(more) if name.split(".")[0] in LABELS}
        maps = {site: np.array(w, self.dtype) for site, w in weights.items()}
        last = self.chunk[-1][0] if self.chunk else -1
        if not maps or step <= last:
            raise ValueError(f"step {step} with {len(maps)} maps: expected some, after step {last}")
        for site, w in maps.items():
            if not w.size or not 1 <= w.ndim <= 4 - any(x.isdigit() for x in site.split(".")):
                raise ValueError(f"{site} is {w.shape}, not {AXES}; a batch is probe0/{site}, …")
            for name, size in zip(("keys", "queries"), w.shape[:-3:-1]):
                scopes = name, f"{name}.{site.split('/')[0]}", f"{name}.{site}"
                given = [labels[scope] for scope in scopes if scope in labels]
                if given and len(given[-1]) != size:
                    raise ValueError(f"{site}: {size} {name}, {len(given[-1])} labels {given[-1]}")
        layout = [(site, w.shape) for site, w in maps.items()], set(labels)
        room = min(64, 16e6 // sum(w.nbytes for w in maps.values()))  # low, for it is rewritten
        if layout != self.layout or len(self.chunk) >= room:
            self.close()
            self.layout, self.chunk, self.done = layout, [], 0
        self.chunk.append((int(step), maps, labels))
        if (stop := self.path / "stop").exists():
            more["stopped"] = stop.read_text(errors="replace").strip() or "stop"
            stop.unlink(missing_ok=True)
        if time.monotonic() >= self.due or "stopped" in more:  # at first, then once a second
            self.close()
        self.metrics(step, **more)
        return more.get("stopped")

    def metrics(self, step, **numbers):
        line = json.dumps({"step": int(step), "session": self.session, **numbers}, default=float)
        with open(self.path / "metrics.jsonl", "a") as file:
            file.write(line + "\n")

    def close(self):
        """Writes what waits; a file that grew takes the place of its shorter self."""
        if self.done < len(self.chunk) and self.born == (self.path / "run.json").stat().st_mtime_ns:
            steps, maps, labels = zip(*self.chunk)
            meta, data = {"session": str(self.session), "steps": json.dumps(steps)}, bytearray()
            for name, value in labels[0].items():
                if any(each[name] != value for each in labels):
                    value, meta["labels_by_step"] = [each[name] for each in labels], "true"
                meta[name] = value if isinstance(value, str) else json.dumps(value)
            head = {"__metadata__": meta}
            for site in maps[0]:
                w = np.stack([each[site] for each in maps])
                at = [len(data), len(data) + w.nbytes]
                head[site] = {"dtype": f"F{8 * w.itemsize}", "shape": w.shape, "data_offsets": at}
                data += w.tobytes()
            head = json.dumps(head).encode()
            head += b" " * (-len(head) % 8)
            name, size = f"snapshots/{steps[0]:09d}.safetensors", len(head).to_bytes(8, "little")
            self._write(name, size, head, data)
            self.done, self.due = len(self.chunk), time.monotonic() + 1

    def _write(self, name, *parts):
        (self.path / "temporary").write_bytes(b"".join(parts))
        (self.path / "temporary").replace(self.path / name)
