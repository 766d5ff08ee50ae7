"""Histories: made from a seed, repeated from a file, and made small when they fail."""

import json
import os
import pathlib
import random
import tempfile
import time

from check import Checker, Wrong
from random_site import RandomSite
from world import ROOT, World

MODES = ["bare", "worktree", "bare", "inside"]


def scratch_folder():
    """In memory where there is room: a full build for each step is what takes the time."""
    shm = pathlib.Path("/dev/shm")
    return tempfile.TemporaryDirectory(
        prefix="senf-exact-", dir=shm if os.access(shm, os.W_OK) else os.environ.get("TEST_TMP"))


def changes_between(old, world, step):
    """What a reason may name (reasons.py)."""
    files, options, now = old
    changes = {f"file {path}" for path in files.keys() | world.files.keys()
               if files.get(path) != world.files.get(path)}
    names = {op[0] for op in step["ops"]} | {op[0] for _, ops in step.get("overtaken", []) for op in ops}
    if names & {"submit", "decide", "undo", "edit", "label", "restore"}:
        changes.add("comments")
    if names & {"commit", "amend", "reset", "branch", "merge", "rebase", "spoil", "mend"}:
        changes.add("git")
    if names & {"spoil", "mend"}:
        changes |= {f"file {path}" for path in world.files}
    if "theme" in names:
        changes.add("theme")
    if names & {"forget", "lose", "harm", "age", "elsewhere", "back"}:
        changes.add("state")
    if "back" in names:
        changes.add("anything")  # since the build that the old state is of
    if step["name"] == "first":
        changes.add("first")
    if now != world.now:
        changes.add("clock")
    if options != world.options:
        changes.add("options")
    return changes


class Run:
    """One world, and the steps that are done in it."""

    def __init__(self, folder, mode, program=None):
        self.world = World(pathlib.Path(folder) / "world", mode)
        self.world.random_entry = random.Random(1).choice
        self.checker = Checker(self.world, program)
        self.built = ({}, {}, 0)  # files, options and clock of the last build
        self.pending = set()

    def pass_by(self, step):
        """Only the last step of a history that is made small is looked at: it failed before."""
        for number, ops in step.get("overtaken", []):
            self.checker.overtake(number, ops)
        self.pending |= changes_between(self.built, self.world, step)
        self.checker.pass_by(step)

    def check(self, step):
        for number, ops in step.get("overtaken", []):
            self.checker.overtake(number, ops)
        self.pending |= changes_between(self.built, self.world, step)
        good = self.checker.check(step, self.pending)
        if good:
            self.built = self.world.files, dict(self.world.options), self.world.now
            self.pending = set()
        return good

    def close(self):
        self.checker.close()
        self.world.close()


def mode_of(seed):
    return MODES[seed % len(MODES)]


def random_history(seed, steps, program=None, progress=lambda number: None):
    """The mode, the steps that were done, what is wrong or None, and the Counts."""
    mode = mode_of(seed)
    done = []
    with scratch_folder() as folder:
        run = Run(folder, mode, program)
        try:
            site = RandomSite(run.world, seed)
            step = site.first()
            for number in range(steps + 1):
                progress(number)
                done.append(step)
                site.told(run.check(step))
                step = site.step()
            return mode, done, None, run.checker.counts
        except Wrong as wrong:
            return mode, done, str(wrong), run.checker.counts
        finally:
            run.close()


def repeat(mode, steps, program=None, only_last=False):
    """What is wrong, or None; and the number of the step."""
    with scratch_folder() as folder:
        run = Run(folder, mode, program)
        try:
            for number, step in enumerate(steps):
                run.world.apply(step["ops"])
                if only_last and number < len(steps) - 1:
                    run.pass_by(step)
                else:
                    run.check(step)
            return None, 0
        except Wrong as wrong:
            return str(wrong), number
        finally:
            run.close()


# --- making a failure small ----------------------------------------------------------------


def kind(wrong):
    """Two failures are alike when they begin alike."""
    return wrong.split(":")[0][:40]


def without(items, fails, end):
    """Leave out as many items as can be, in halves, quarters and so on."""
    size = max(1, len(items) // 2)
    while time.monotonic() < end:
        at = 0
        while at < len(items) and time.monotonic() < end:
            fewer = items[:at] + items[at + size:]
            if fails(fewer):
                items = fewer
            else:
                at += size
        if size == 1:
            break
        size = max(1, size // 2)
    return items


def shrink(mode, steps, wrong, seconds, program=None):
    """A short history that fails alike: steps go first, then their operations."""
    end = time.monotonic() + seconds

    def fails(candidate):
        found, _ = repeat(mode, candidate, program, only_last=True) if candidate else (None, 0)
        return found is not None and kind(found) == kind(wrong)

    if not fails(steps):
        return steps
    # What was built a while ago seldom matters: those steps become one.
    for count in (2, 3, 5, 9, 17, 33):
        merged = [{"name": "first", "ops": [op for step in steps[:-count] for op in step["ops"]], "kills": []}]
        if count < len(steps) and fails(merged + steps[-count:]):
            steps = merged + steps[-count:]
            break
    steps = without(steps, fails, end)
    for number in range(len(steps)):
        def fails_with(ops, number=number):
            return fails(steps[:number] + [{**steps[number], "ops": ops}] + steps[number + 1:])
        steps[number] = {**steps[number], "ops": without(steps[number]["ops"], fails_with, end)}
    return steps


def save(path, mode, steps, wrong, seed):
    pathlib.Path(path).write_text(json.dumps(
        {"about": wrong.splitlines()[:12], "seed": seed, "mode": mode, "steps": steps}, indent=1, ensure_ascii=False) + "\n",
        encoding="utf-8")


def describe(steps, most=80):
    """Lines that tell what is done; of many the last ones."""
    lines = [line for step in steps for line in describe_one(step)]
    return [f"  … {len(lines) - most} lines before these", *lines[-most:]] if len(lines) > most else lines


def describe_one(step):
    yield f"  {step['name']}" + (f", a build killed at call {step['kills']}" if step["kills"] else "")
    yield from (f"    {operation!r}"[:200] for operation in step["ops"])
    for number, ops in step.get("overtaken", []):
        yield f"    while a build stands still at call {number}: {ops!r}"[:200]


def load(path):
    history = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    return history["mode"], history["steps"]
