"""What must be true after every step of a history.

- The output equals that of a full build in scratch: names and bytes; where the full
  build refuses the site, so does the partial one, with the same words, and nothing changes.
- No file whose bytes stay gets another time stamp or inode, and none outside the output
  changes, nor one in it that is not senf's.
- `senf build --json` tells exactly what was changed, and `senf plan` told it before, with
  a reason that holds.
- A build that was killed leaves files that are whole, old or new.
"""

import collections
import json
import os
import shutil
import subprocess

from reasons import reason_holds
from world import ROOT, helper

OWN = ".senf-"       # files of senf's own at the top of the output folder
FOREIGN = ["foreign.txt", "posts/foreign.txt", "tags/foreign/deep.txt"]


class Wrong(Exception):
    pass


def read_tree(folder):
    """path → (time stamp, inode, bytes)"""
    found = {}
    if not folder.exists():
        return found
    stack = [(str(folder), "")]
    while stack:
        directory, prefix = stack.pop()
        for entry in os.scandir(directory):
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                stack.append((entry.path, name + "/"))
            else:
                status = entry.stat(follow_symlinks=False)
                with open(entry.path, "rb") as file:
                    found[name] = (status.st_mtime_ns, status.st_ino, file.read())
    return found


def stamps(folder, skip):
    """The look of everything below a folder but some paths of it."""
    found = {}
    stack = [str(folder)]
    while stack:
        for entry in os.scandir(stack.pop()):
            if entry.path in skip or entry.name.startswith("comments.db"):
                continue
            status = entry.stat(follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False):
                stack.append(entry.path)
                found[entry.path] = None
            else:
                found[entry.path] = (status.st_mtime_ns, status.st_ino, status.st_size)
    return found


class Counts:
    """Outputs that were rendered, and those whose bytes changed, by the kind of step."""

    def __init__(self):
        self.steps = collections.Counter()
        self.rendered = collections.Counter()
        self.changed = collections.Counter()
        self.idle = collections.Counter()  # reason, without its place → outputs rendered for nothing
        self.refused = 0

    def add(self, name, rendered, changed, idle):
        self.steps[name] += 1
        self.rendered[name] += rendered
        self.changed[name] += changed
        for reason in idle:
            self.idle[f"{name}: {reason}"] += 1

    def ratio(self, names):
        rendered = sum(self.rendered[name] for name in names)
        changed = sum(self.changed[name] for name in names)
        return rendered / changed if changed else 1.0


class Checker:
    def __init__(self, world, program=None):
        self.world = world
        self.readable = False
        self.program = program or os.environ.get("EXACT_SENF") or ROOT / "build/release/senf"
        self.scratch = world.folder.with_name(world.folder.name + "-scratch")
        self.counts = Counts()
        self.before, self.last = {}, None
        self.number = 0
        for name in FOREIGN:
            target = world.out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("not senf's\n")

    def run(self, line, kill=None):
        environment = {**os.environ, "TZ": ("UTC", "Asia/Tokyo")[self.number % 2], "SENF_DATADIR": os.environ.get("EXACT_DATA", str(ROOT))}
        denied = [] if self.readable else self.denied()
        if kill or denied:
            environment.update(LD_PRELOAD=str(helper("tests/crash/faults.so")), ASAN_OPTIONS="verify_asan_link_order=0")
        if kill:
            environment.update(FAULT="kill", FAULT_AT=str(kill))
        if denied:
            environment["DENIED"] = f"/site/{denied[0]}"
        done = subprocess.run([self.program, *line], capture_output=True, env=environment, timeout=120)
        if done.returncode < 0 or (done.returncode > 1 and not kill and not denied) or b"Sanitizer" in done.stderr:
            raise Wrong(f"senf {line[0]} ended with {done.returncode}:\n{done.stderr.decode(errors='replace')}")
        return done

    def senf(self, name, *options, kill=None):
        world = self.world
        return self.run([*world.command(name, world.out, world.state), *options], kill)

    def denied(self):
        """Files that may not be opened."""
        return [path for path, how in sorted(self.world.spoiled.items()) if how == "denied"]

    def full(self):
        """The output of a full build, or None; and its words."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        out = self.scratch / "out"
        done = self.run([*self.world.command("build", out, self.scratch / "state"), "--full", "--json"])
        tree = {path: data for path, (_, _, data) in read_tree(out).items()} if done.returncode == 0 else None
        return tree, done

    def ours(self, tree):
        return {path: look for path, look in tree.items() if path not in FOREIGN}

    # --- one step ---------------------------------------------------------------------------

    def check(self, step, changes):
        """Whether the site was built; raises Wrong."""
        self.number += 1
        skip = {str(self.world.out), str(self.world.state), str(self.world.site / "objects")}
        outside = stamps(self.world.folder, skip)
        expected, full = self.full()
        if any(op[0] == "lose" for op in step["ops"]):
            self.before = read_tree(self.world.out)
        killed = bool(step["kills"])
        for number in step["kills"]:
            self.kill(number, expected)
        plan = self.plan()
        if plan and step["name"] == "approve_new" and changes == {"comments"} and not killed:
            self.check_comment_plan(step, plan)
        done = self.senf("build", "--json")
        after = read_tree(self.world.out)
        if stamps(self.world.folder, skip) != outside:
            raise Wrong("a build changed a file outside its output")
        for name in FOREIGN:
            if after.get(name, (0, 0, b""))[2] != b"not senf's\n":
                raise Wrong(f"a file that is not senf's was touched: {name}")
        if expected is None and done.returncode != full.returncode and self.denied():
            # A file that looks as it did is not opened, as what it said is known.
            self.readable = True
            expected, full = self.full()
            self.readable = False
        if expected is None:
            self.check_refused(done, plan, full, after, killed)
            return False
        if done.returncode != 0:
            raise Wrong(f"build: {done.stderr.decode()}\nthough a full build finds nothing wrong")
        self.check_equal(expected, self.ours(after))
        self.check_told(step, plan, json.loads(done.stdout), after, killed, changes)
        self.before = after
        return True

    def plan(self):
        done = self.senf("plan", "--json")
        return json.loads(done.stdout) if done.returncode == 0 else None

    def check_comment_plan(self, step, plan):
        """What was told of an approval is what it changes: build.db knows of no comment yet.
        A page that build.db does not have takes none."""
        pages = {op[2] for op in step["ops"] if op[0] == "submit"}
        done = [self.senf("plan", "--comment", page, "--json") for page in sorted(pages)]
        told = {entry["path"] for each in done if each.returncode == 0 for entry in json.loads(each.stdout)}
        real = {entry["path"] for entry in plan}
        if told != real:
            raise Wrong(f"plan --comment tells another list: told {sorted(told - real)}, not told {sorted(real - told)}")

    def kill(self, number, expected):
        """A build that dies at its number-th call, if it makes so many."""
        self.senf("build", kill=number)
        now = self.ours(read_tree(self.world.out))
        for path, (_, _, data) in now.items():
            old = self.before.get(path, (0, 0, None))[2]
            if not path.startswith(OWN) and data not in (old, (expected or {}).get(path)):
                raise Wrong(f"after a kill {path} is neither old nor new")
        for path in self.before.keys() & (expected or {}).keys():
            if path not in now:
                raise Wrong(f"after a kill {path} is gone")

    def check_refused(self, done, plan, full, after, killed):
        self.counts.refused += 1
        if os.environ.get("EXACT_SHOW"):
            print(f"# refused: {full.stderr.decode()[-400:]}", flush=True)
        words = full.stderr.decode()
        if done.returncode != full.returncode:
            raise Wrong(f"a full build refuses this site, a partial one does not:\n{words}")
        if plan is not None:
            raise Wrong(f"senf plan does not tell of what build refuses:\n{words}")
        if self.errors(done.stderr.decode()) != self.errors(words):
            raise Wrong(f"a full build says:\n{words}\na partial one:\n{done.stderr.decode()}")
        if not killed and after != self.before and self.before:
            raise Wrong("a refused build changed the output")

    @staticmethod
    def errors(words):
        """Warnings of links, that come with the files that are parsed, are left out."""
        return words[words.index(": error: "):] if ": error: " in words else words

    @staticmethod
    def check_equal(expected, after):
        wrong = [f"missing: {path}" for path in expected.keys() - after.keys()]
        wrong += [f"too much: {path}" for path in after.keys() - expected.keys()]
        wrong += [f"differs: {path}" for path in expected.keys() & after.keys() if expected[path] != after[path][2]]
        if wrong:
            raise Wrong("partial is not full:\n" + "\n".join(sorted(wrong)[:10]))

    def check_told(self, step, plan, result, after, killed, changes):
        before = self.before
        written = {path for path in after if path not in before or before[path][2] != after[path][2]}
        removed = set(before) - set(after)
        idle = [path for path in after if path in before and path not in written and before[path][:2] != after[path][:2]]
        if idle:
            raise Wrong(f"touched, though its bytes are the same: {sorted(idle)[:5]}")
        written = {path for path in written if not path.startswith(OWN)} - set(FOREIGN)
        if killed:
            return
        self.compare("build --json", {(entry["action"], entry["path"]) for entry in result["changes"]}, written, removed)
        self.compare("plan", {(entry["action"], entry["path"]) for entry in plan if entry["action"] != "equal"},
                     written, removed)
        equal = [entry for entry in plan if entry["action"] == "equal"]
        for entry in plan:
            if not reason_holds(entry["reason"], changes):
                raise Wrong(f"plan's reason for {entry['path']} does not hold: {entry['reason']}; changed: "
                            f"{sorted(changes)}")
        if plan and self.number % 8 == 0:
            self.check_why(self.world.random_entry(plan))
        self.counts.add(step["name"], len(written) + len(equal), len(written), [entry["reason"] for entry in equal])

    @staticmethod
    def compare(who, told, written, removed):
        real = {("write", path) for path in written} | {("remove", path) for path in removed}
        if told != real:
            raise Wrong(f"{who} tells another list than what changed: told {sorted(told - real)[:5]}, "
                        f"not told {sorted(real - told)[:5]}")

    def check_why(self, entry):
        if entry["action"] == "remove":
            return
        world = self.world
        done = self.run(["why", entry["path"], "--output", str(world.out), "--state", str(world.state)])
        text = done.stdout.decode()
        if f"last rendered because: {entry['reason']}\n" not in text:
            raise Wrong(f"plan said of {entry['path']}: {entry['reason']}; why says:\n{text}")
