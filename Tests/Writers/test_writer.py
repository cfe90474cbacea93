"""Tests of samples/headlight_writer.py that need only numpy: python3 test_writer.py"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import numpy as np

HERE = pathlib.Path(__file__).parent
SAMPLES = HERE.parents[1] / "samples"
sys.path[:0] = [str(HERE), str(SAMPLES)]
from headlight_writer import Run  # noqa: E402

import check  # noqa: E402

folder = pathlib.Path(tempfile.mkdtemp())
random = np.random.default_rng(0)


def rows(*shape):
    w = random.random(shape, np.float32)
    return w / w.sum(-1, keepdims=True)


def files(run):
    return sorted(p.name for p in (run / "snapshots").iterdir())


def refuses(what, call):
    try:
        call()
    except ValueError as error:
        print("  refused:", error)
        return
    raise SystemExit(f"{what} was not refused")


# The first picture is there at once, later ones within a second, all at the end.
path = folder / "grow"
run = Run(path, title="grow", seed=1, config={"rate": 0.1})
run.log(0, {"encoder.self": rows(2, 4, 3, 5)}, keys=list("abcde"), loss=np.float32(1))
assert check.read(path / "snapshots/000000000.safetensors")[0]["steps"] == "[0]"
for step in range(10, 700, 10):
    run.log(step, {"encoder.self": rows(2, 4, 3, 5)}, keys=list("abcde"), loss=1 / step)
assert files(path) == ["000000000.safetensors"], files(path)
assert len(json.loads(check.read(path / "snapshots/000000000.safetensors")[0]["steps"])) == 64
time.sleep(1.05)
run.log(700, {"encoder.self": rows(2, 4, 3, 5)}, keys=list("abcde"))
assert json.loads(check.read(path / "snapshots/000000640.safetensors")[0]["steps"])[-1] == 700
run.log(710, {"encoder.self": rows(2, 4, 3, 5)}, keys=list("abcde"))
run.close()
run.close()
assert json.loads(check.read(path / "snapshots/000000640.safetensors")[0]["steps"])[-1] == 710

# Another shape, another set of sites, labels that begin or end: new files. Changed labels: by step.
path = folder / "changes"
run = Run(path)
run.log(0, {"probe0/a": rows(4, 4)}, **{"queries.probe0": list("abcd"), "written.probe0": "ab"})
run.log(1, {"probe0/a": rows(4, 4)}, **{"queries.probe0": list("abcx"), "written.probe0": "[b"})
run.log(
    2, {"probe0/a": rows(4, 6)}, **{"queries.probe0": ["a", None, "b", "c"], "written.probe0": ""}
)
run.log(3, {"probe0/a": rows(4, 6), "probe0/b": rows(7)})
run.log(
    4,
    {"probe0/a": rows(4, 6), "probe0/b": rows(7)},
    keys=list("abcdef"),
    **{"keys.probe0/b": list("1234567")},
)
run.close()
assert [int(f[:9]) for f in files(path)] == [0, 2, 3, 4], files(path)
meta = check.read(path / "snapshots/000000000.safetensors")[0]
assert meta["labels_by_step"] == "true" and json.loads(meta["written.probe0"]) == ["ab", "[b"]
assert json.loads(meta["queries.probe0"])[1][3] == "x"

# Large pictures: a file each. Float32 on request. Arrays that change afterwards.
path = folder / "large"
run = Run(path, dtype="float32")
kept = rows(8, 512, 512)
for step in range(3):
    run.log(step, {"a": kept})
kept[:] = 0
run.close()
assert [int(f[:9]) for f in files(path)] == [0, 1, 2]
assert check.read(path / "snapshots/000000002.safetensors")[1]["a"].sum() > 1

# Stop: looked for after each picture; one that is stale is removed.
path = folder / "stop"
run = Run(path)
(path / "stop").write_text("a head collapsed\n")
run = Run(path)
assert not (path / "stop").exists() and run.log(0, {"a": rows(3, 3)}, loss=1.0) is None
(path / "stop").write_text("max_head(entropy) > .98\n")
assert run.log(5, {"a": rows(3, 3)}) == "max_head(entropy) > .98"
assert check.read(path / "snapshots/000000000.safetensors")[0]["steps"] == "[0, 5]"
assert not (path / "stop").exists()
assert json.loads((path / "metrics.jsonl").read_text().splitlines()[-1])["stopped"]

# Resume: the session counts up; half a line of a writer that was killed is taken away.
path = folder / "resume"
code = f"""
import sys, os; sys.path.insert(0, {str(SAMPLES)!r})
import numpy as np
from headlight_writer import Run
run = Run({str(path)!r}); first = int(sys.argv[1])
for step in range(first, first + 100, 10): run.log(step, {{'a': np.eye(4)}}, loss=run.session)
if sys.argv[2] == 'kill':
    run.close(); open(run.path / 'metrics.jsonl', 'a').write('{{"step": 1'); os._exit(9)
"""
for first, end in ((0, "kill"), (50, "kill"), (20, "end"), (0, "end")):
    subprocess.run([sys.executable, "-c", code, str(first), end])
    print(
        "  sessions",
        [check.check_file(p, print)[:2] for p in sorted((path / "snapshots").iterdir())],
    )
for line in (path / "metrics.jsonl").read_text().splitlines():
    json.loads(line)

# What is refused, and how.
run = Run(folder / "refused")
one = rows(4, 6)
refuses("a batch", lambda: run.log(0, {"encoder.layers.0.self": rows(2, 3, 4, 6)}))
refuses("five axes", lambda: run.log(0, {"encoder.self": rows(2, 2, 3, 4, 6)}))
refuses("a number", lambda: run.log(0, {"encoder.self": 1.0}))
refuses("labels", lambda: run.log(0, {"encoder.self": one}, keys=list("abcde")))
refuses("labels", lambda: run.log(0, {"encoder.self": one}, keys=list("abcdef"), queries=["a"]))
refuses("no keys", lambda: run.log(0, {"encoder.self": rows(4, 1)[:, :0]}))
refuses("nothing", lambda: run.log(0, {}))
run.log(3, {"a": one})
refuses("the same step", lambda: run.log(3, {"a": one}))
run.close()

start = time.perf_counter()
run = Run(folder / "fast")
for step in range(2000):
    run.log(
        step,
        {
            f"encoder.layers.{k}.self": np.zeros((4, 24, 24), "f2") + np.float16(1 / 24)
            for k in range(6)
        },
        queries=list("abcdefghijklmnopqrstuvwx"),
        loss=1.0,
    )
run.close()
print(f"  {(time.perf_counter() - start) / 2000 * 1e3:.3f} ms a picture of six maps 4 × 24 × 24")
good = all([check.check(p) for p in sorted(folder.iterdir())])
assert not [p for p in folder.rglob("temporary")]
shutil.rmtree(folder)
print("all well" if good else "BAD")
