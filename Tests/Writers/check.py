"""Checks run directories against the format's rules, with nothing of the writer: numpy only.

python3 check.py RUN …          one line a run, its problems below; status 1 where there are any
"""

import json
import pathlib
import struct
import sys

import numpy as np

AXES = ["layer", "head", "query", "key"]
KINDS = {"F32": np.float32, "F16": np.float16, "U8": np.uint8, "BF16": np.uint16}


def no_duplicates(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), "duplicate keys in the header"
    return dict(pairs)


def read(path):
    """Metadata and tensors of a safetensors file, checked byte by byte."""
    data = path.read_bytes()
    assert len(data) >= 8, "shorter than 8 bytes"
    (size,) = struct.unpack("<Q", data[:8])
    assert size <= len(data) - 8, "the header is longer than the file"
    head = data[8 : 8 + size].decode("utf-8")
    assert head.startswith("{"), "the header does not begin with {"
    head = json.loads(head, object_pairs_hook=no_duplicates)
    meta, tensors, end = head.pop("__metadata__", {}), {}, 0
    assert all(isinstance(v, str) for v in meta.values()), "metadata that is not text"
    for name, tensor in sorted(head.items(), key=lambda item: item[1]["data_offsets"]):
        begin, stop = tensor["data_offsets"]
        assert begin == end, f"{name}: offsets have a gap or overlap"
        kind = np.dtype(KINDS[tensor["dtype"]])
        assert stop - begin == int(np.prod(tensor["shape"])) * kind.itemsize, f"{name}: size"
        body = data[8 + size + begin : 8 + size + stop]
        w = np.frombuffer(body, kind).reshape(tensor["shape"])
        tensors[name], end = w, stop
    assert 8 + size + end == len(data), "bytes behind the last tensor, or too few"
    return meta, tensors, len(data)


def label(meta, name, site):
    for key in (f"{name}.{site}", f"{name}.{site.split('/')[0]}", name):
        if key in meta:
            return meta[key]


def check_file(path, say):
    meta, tensors, size = read(path)
    first = int(path.name.split(".")[0])
    assert len(path.name.split(".")[0]) >= 9, "a name of fewer than nine digits"
    steps = json.loads(meta["steps"])
    assert steps and all(type(s) is int and 0 <= s < 2**63 for s in steps), "steps"
    assert steps == sorted(set(steps)) and steps[0] == first, "steps do not ascend from the name's"
    assert size <= 64e6 or len(steps) == 1, f"{size} bytes"
    assert len(steps) <= 64, f"{len(steps)} pictures in a file"
    assert int(meta.get("session", "0")) >= 0, "session"
    by_step = meta.get("labels_by_step") == "true"
    assert tensors, "no tensor"
    for site, w in tensors.items():
        assert 0 < len(site.encode()) <= 1024, f"{site}: name"
        assert w.shape[0] == len(steps), f"{site}: {w.shape[0]} pictures for {len(steps)} steps"
        axes = meta.get(f"axes.{site}")
        axes = axes.split(",") if axes else ["step", *AXES[5 - w.ndim :]]
        assert axes[0] == "step" and 2 <= w.ndim <= 5 and len(axes) == w.ndim, f"{site}: {axes}"
        assert set(axes[1:]) <= set(AXES), f"{site}: {axes}"
        for name, axis in (("queries", "query"), ("keys", "key")):
            text = label(meta, name, site)
            if text is None or axis not in axes:
                continue
            lists = json.loads(text)
            if by_step and lists and isinstance(lists[0], list):
                assert len(lists) == len(steps), f"{site}: {name} of {len(lists)} steps"
            else:
                lists = [lists]
            for one in lists:
                assert len(one) == w.shape[axes.index(axis)], f"{site}: {len(one)} {name}"
                assert all(x is None or isinstance(x, str) for x in one), f"{site}: {name}"
        for name in ("text", "written", "expected"):
            text = label(meta, name, site)
            if by_step and text and text.startswith("["):
                assert len(json.loads(text)) == len(steps), f"{site}: {name}"
        sums = w.astype(np.float64).sum(-1)
        finite = np.isfinite(sums)
        if not finite.all():
            at = steps[int(np.argwhere(~finite)[0][0])]
            say(f"note: {site} is not finite from step {at}")
        off = np.abs(sums[finite] - 1).max(initial=0)
        assert off <= 1e-2 or meta.get(f"rows.{site}") == "open", (
            f"{site}: a row is off by {off:.3g}"
        )
        assert not (w < 0).any(), f"{site}: a weight below 0"
    shapes = {site: w.shape[1:] for site, w in tensors.items()}
    return int(meta.get("session", "0")), steps, shapes, "session" in meta


def check(run):
    problems, notes = [], []
    about = {}
    try:
        about = json.loads((run / "run.json").read_text())
        assert about.get("format") == "headlight-run/1", about.get("format")
        assert "lesson" not in about, "a foreign run has no lesson"
    except (OSError, ValueError, AssertionError) as error:
        problems.append(f"run.json: {error}")
    if (run / "stop").exists():
        notes.append("note: a stop file is there")
    files, names = {}, set()
    for path in sorted((run / "snapshots").iterdir()):
        if not path.name.endswith(".safetensors"):
            problems.append(f"{path.name}: not a snapshot")
            continue
        try:
            files[path.name] = check_file(path, notes.append)
            names |= set(files[path.name][2])
        except (AssertionError, KeyError, ValueError, OSError) as error:
            problems.append(f"{path.name}: {type(error).__name__} {error}")
    # A higher session wins from its first step on; without sessions the file with the larger name.
    seen, sessions_said = {}, all(f[3] for f in files.values())
    for session in sorted({f[0] for f in files.values()}):
        steps = sorted(s for f in files.values() if f[0] == session for s in f[1])
        if len(steps) != len(set(steps)) and sessions_said:
            problems.append(f"session {session}: a step is in two files")
        seen = {s: n for s, n in seen.items() if s < steps[0]} | {s: session for s in steps}
    metrics, bad = set(), 0
    lines = run / "metrics.jsonl"
    text = lines.read_bytes().decode() if lines.exists() else ""
    if text and not text.endswith("\n"):
        notes.append("note: the last line of metrics.jsonl is cut")
    for number, line in enumerate(text.splitlines()):
        try:
            row = json.loads(line)
            assert type(row["step"]) is int and row["step"] >= 0
            metrics |= {k for k, v in row.items() if isinstance(v, (int, float))}
            if "stopped" in row:
                notes.append(f"note: stopped at step {row['step']}: {row['stopped']}")
        except (ValueError, KeyError, AssertionError) as error:
            bad += 1
            problems.append(f"metrics.jsonl line {number + 1}: {error!r}")
    sessions = sorted({f[0] for f in files.values()})
    first, last = (min(seen), max(seen)) if seen else (None, None)
    total = sum(p.stat().st_size for p in run.rglob("*") if p.is_file())
    print(
        f"{run.name}: {len(seen)} pictures {first}…{last}, {len(files)} files, "
        f"{len(names)} maps, sessions {sessions}, {total:,} bytes, "
        f"metrics {sorted(metrics - {'step', 'session'})}: {'BAD' if problems else 'whole'}"
    )
    for line in [*problems, *notes]:
        print("   ", line)
    return not problems


if __name__ == "__main__":
    sys.exit(0 if all([check(pathlib.Path(name)) for name in sys.argv[1:]]) else 1)
