#!/usr/bin/env python3
"""Runs the lines that headlight shows in the frameworks themselves, on the numbers of a trained run.

    pip install keras torch            # not needed by headlight, so not a part of the test suite
    swift build -c release
    KERAS_BACKEND=torch python3 Tests/Listings/run.py .build/release/headlight [LESSON …]

For each lesson (and mechanism) and each framework it takes the lines out of the program
(headlight anatomy LESSON --code keras|pytorch), runs them as they are pasted, then runs them on the
tensors of `headlight anatomy LESSON --json` and compares every value that a line is said to compute.
It ends with 1 where a value differs by more than 1e-5, a line fails or a value has no counterpart.
"""
import json
import os
import re
import subprocess
import sys

os.environ.setdefault("KERAS_BACKEND", "torch")
import keras
import numpy
import torch

TOLERANCE = 1e-5
# The six lessons, each with the ways to attend that it has; compare is the three of them.
RUNS = [
    ("dates", "additive", 60), ("dates", "pooling", 60), ("dates", "multihead", 60),
    ("compare", "additive", 20), ("compare", "pooling", 20), ("compare", "multihead", 20),
    ("digits", "additive", 30), ("digits", "pooling", 30), ("digits", "multihead", 30),
    ("keywords", "pooling", 60), ("induction", None, 60), ("translate", None, 40),
]


def headlight(program, lesson, mechanism, steps, *more):
    # What compare trains is the lesson dates in three ways, with one encoder.
    name = "dates" if lesson == "compare" else lesson
    way = ["--mechanism", mechanism] if mechanism and lesson != "keywords" else []
    seed = ["--seed", "2"] if lesson == "compare" else []
    done = subprocess.run(
        [program, "anatomy", name, "--step", str(steps), *way, *seed, *more],
        capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"headlight anatomy {name} {' '.join(more)}: {done.stderr}")
    return done.stdout


class Numbers:
    """The values of one reading by name."""

    def __init__(self, page):
        self.values = {}
        self.axes = {}
        self.index = set()
        for value in page["given"] + page["operations"]:
            array = numpy.array(value["values"], numpy.float32).reshape(value["shape"])
            self.values[value["name"]] = array
            self.axes[value["name"]] = value["axes"]

    def __getitem__(self, name):
        return self.values[name]


def squeezed(array):
    return array.reshape([n for n in array.shape if n != 1])


class Frame:
    """One framework: how a tensor is made, read and given to a layer."""

    def __init__(self, name):
        self.name = name

    def tensor(self, array, like=None):
        is_index = like is not None and not like.dtype.is_floating_point
        array = array.astype("int64" if is_index else "float32")
        return torch.tensor(array)

    def array(self, tensor):
        return tensor.detach().cpu().numpy()

    def load(self, layer, parameters):
        """Puts a run's tensors into a layer that was called once."""
        if self.name == "keras":
            own = layer.get_weights()
            layer.set_weights([p.reshape(o.shape) for p, o in zip(parameters, own, strict=True)])
            return
        own = list(layer.parameters())
        with torch.no_grad():
            for place, (tensor, numbers) in enumerate(zip(own, parameters, strict=True)):
                is_kernel = place == 0 and isinstance(layer, torch.nn.Linear)
                # [out, in] there, [in, out] here.
                if is_kernel:
                    numbers = numbers.reshape(tensor.shape[1], tensor.shape[0]).T
                tensor.copy_(torch.tensor(numpy.ascontiguousarray(numbers)).reshape(tensor.shape))


def target(code):
    found = re.match(r"\s*(\w+) =", code)
    return found.group(1) if found else None


class Check:
    def __init__(self, frame, numbers):
        self.frame, self.numbers = frame, numbers
        self.worst, self.compared = 0.0, 0
        self.inside, self.wrong, self.seen = [], [], set()

    def compare(self, name, tensor, code, heads_first=False):
        """Compares one value; heads_first: the frameworks have heads in front of positions there."""
        ours, theirs = self.numbers[name], squeezed(self.frame.array(tensor))
        axes = self.numbers.axes[name]
        if heads_first and "head" in axes:
            ours = numpy.moveaxis(ours, axes.index("head"), 0)
        ours = squeezed(ours)
        if ours.ndim > theirs.ndim and ours.shape[ours.ndim - theirs.ndim:] == theirs.shape:
            theirs = numpy.broadcast_to(theirs, ours.shape)  # what no query changes
        if ours.shape != theirs.shape:
            self.wrong.append(f"{name}: {ours.shape} here, {theirs.shape} there ({code.strip()})")
            return
        error = float(numpy.max(numpy.abs(ours - theirs), initial=0))
        self.compared += 1
        self.seen.add(name)
        self.worst = max(self.worst, error)
        if not error <= TOLERANCE:
            self.wrong.append(f"{name}: differs by {error:.2g} ({code.strip()})")

    # A mechanism: all lines in their order, each on what those before it made.

    def chain(self, program):
        lines = program["lines"]
        scope = {}
        source = "\n".join(line["code"] for line in lines)
        exec(compile(source, "pasted", "exec"), scope)  # as pasted; now its layers are built
        for line in lines:
            for computed in line["computes"]:
                if computed["layer"]:
                    self.frame.load(
                        scope[computed["layer"]],
                        [self.numbers[name] for name in computed["parameters"]])
        traced = []
        if "split" in scope:
            scope["split"] = self.traced(scope["split"], traced)
        making = re.compile(r"\w+ = (layers|torch\.nn)\.\w+\(.*\)$|\w+ = (layers|torch\.nn)\.\w+\([^)]*\)  #")
        calling = re.compile(r"\)\((\w+|\[h, r\])\)")
        for line in lines:
            code, name = line["code"], target(line["code"])
            is_made = making.match(code) and not calling.search(code)
            if is_made or code.startswith(("from ", "import ", "#", "def ", "  ")):
                continue
            if line["given"]:
                scope[name] = self.given(line["given"], scope[name], name)
            elif line["computes"] or name == "e":  # flattening and masking have no value here
                exec(code, scope)
                self.judge(line, scope[name], traced)

    def traced(self, split, seen):
        """The function that the lines define, with what its lines leave in x put into seen."""
        def call(x):
            steps = [x]

            def trace(frame, event, value):
                if event == "line" and frame.f_code is split.__code__:
                    steps.append(frame.f_locals["x"])
                return trace

            sys.settrace(trace)
            try:
                result = split(x)
            finally:
                sys.settrace(None)
            seen[:] = [steps[0], steps[-1], result]
            return result
        return call

    def judge(self, line, result, traced):
        code = line["code"]
        for computed in line["computes"]:
            value = computed["value"]
            if value.endswith("_whole"):
                # The values of the two lines of split are those of the line that called it.
                whole, reshaped, split = traced
                self.compare(value, whole, code)
                stem = value[: -len("_whole")]
                if stem + "_heads" in self.numbers.values:
                    self.compare(stem + "_heads", reshaped, code)
                if stem + "_split" in self.numbers.values:
                    self.compare(stem + "_split", split, code, heads_first=True)
            elif len(line["computes"]) > 1 and value.endswith(".projected"):
                self.inside.append(value)  # inside of a layer with an activation
            else:
                self.compare(value, result, code, heads_first=not code.startswith("c = "))

    def given(self, name, like, variable):
        numbers = self.numbers[name]
        if variable == "mask":
            return self.frame.tensor(((numbers - 1) * 1e9).reshape(like.shape))
        if like.ndim == 2 and variable == "hidden":
            return self.frame.tensor(numbers)  # one query a row: the batch
        return self.frame.tensor(numbers.reshape((1,) * (like.ndim - numbers.ndim) + numbers.shape))

    # Single layers and one step of a recurrence: each line for itself, on our own numbers.

    def steps(self, program):
        lines = program["lines"]
        source = "\n".join(line["code"] for line in lines)
        pasted = {}
        exec(compile(source, "pasted", "exec"), pasted)
        made_by = {target(line["code"]): place for place, line in enumerate(lines)
                   if line["computes"]}
        for place, line in enumerate(lines):
            for computed in line["computes"]:
                if self.numbers[computed["value"]].size == 0:
                    continue
                self.step(program, lines, place, line, computed, pasted, made_by)

    def step(self, program, lines, place, line, computed, pasted, made_by):
        scope = dict(pasted)
        scope.update(computed["sizes"])
        for variable, name in computed["reads"].items():
            numbers = self.numbers[name]
            maker = made_by.get(variable)
            is_own = maker is not None and any(
                c["value"] == name for c in lines[maker]["computes"])
            if program["scope"] and is_own and maker >= place:
                numbers = self.before(numbers, program["backwards"])
            like = pasted.get(variable)
            if not program["scope"]:
                numbers = numbers[None]
            scope[variable] = self.frame.tensor(numbers, like)
        # The lines that begin this one: sizes and layers made anew, as these may differ.
        start = place
        while start > 0 and not lines[start - 1]["computes"] and not lines[start - 1]["given"]:
            start -= 1
        first = 0 if program["scope"] else start
        begun = [l["code"] for l in lines[first:place]
                 if not l["computes"] and not l["given"] and " = 1, " not in l["code"]
                 and "import" not in l["code"]]
        if program["scope"]:
            for code in begun:
                try:
                    exec(code, scope)
                except (ValueError, RuntimeError, TypeError, IndexError):
                    pass  # it begins another line, of what is not given to this one
        else:
            exec("\n".join(begun), scope)
        bias_free = computed["layer"] is None and "b" not in computed["reads"] \
            and "x @ K + b" in line["code"]
        if bias_free:
            scope["b"] = 0  # the bias is in the other part of the input
        given = {variable: scope[variable] for variable in computed["reads"]}
        exec(line["code"].strip(), scope)
        if computed["layer"]:
            scope.update(given)
            self.frame.load(
                scope[computed["layer"]], [self.numbers[p] for p in computed["parameters"]])
            exec(line["code"].strip(), scope)
        self.compare(computed["value"], scope[target(line["code"])], line["code"])

    def before(self, numbers, is_backwards):
        moved = numpy.zeros_like(numbers)
        if is_backwards:
            moved[:-1] = numbers[1:]
        else:
            moved[1:] = numbers[:-1]
        return moved


def main():
    program = sys.argv[1]
    wanted = sys.argv[2:]
    keras.backend.set_floatx("float32")
    print(f"keras {keras.__version__} on {keras.backend.backend()}, torch {torch.__version__}")
    print(f"{'run':<24}{'framework':<11}{'programs':>8}{'values':>8}{'worst':>10}")
    failed = False
    for lesson, mechanism, steps in RUNS:
        if wanted and lesson not in wanted:
            continue
        page = json.loads(headlight(program, lesson, mechanism, steps, "--json"))
        for framework in ("keras", "pytorch"):
            check = Check(Frame(framework), Numbers(page))
            text = headlight(program, lesson, mechanism, steps, "--code", framework)
            for block in text.split("\n\n"):
                exec(compile(block, "pasted", "exec"), {})
            listed = json.loads(
                headlight(program, lesson, mechanism, steps, "--code", framework, "--json"))
            for own in listed["programs"]:
                (check.steps if own["of_steps"] else check.chain)(own)
            said = {c["value"] for p in listed["programs"] for line in p["lines"]
                    for c in line["computes"]}
            missed = said - check.seen - set(check.inside)
            check.wrong += [f"{value}: not compared" for value in sorted(missed)]
            title = lesson + (" " + mechanism if mechanism else "")
            print(f"{title:<24}{framework:<11}{len(listed['programs']):>8}{check.compared:>8}"
                  f"{check.worst:>10.1e}", "  inside a layer: " + ", ".join(check.inside)
                  if check.inside else "", flush=True)
            for complaint in check.wrong:
                print("   ", complaint)
            if not said:
                print("    no value is said to be computed")
            failed = failed or bool(check.wrong) or not said
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
