"""What must be true after every step of a history.

- The output equals that of a full build in scratch: names and bytes; where the full
  build refuses the site, so does the partial one, with the same words, and nothing changes.
- No file whose bytes stay gets another time stamp or inode, and none outside the output
  changes, nor one in it that is not senf's.
- `senf build --json` tells exactly what was changed, and `senf plan` told it before, with
  a reason that holds.
- A build that was killed leaves files that are whole, old or new.
"""

import json
import os
import signal
import subprocess

from counts import Counts, is_copy
from reasons import reason_holds
from trees import OutputFolder, consume_tree, remove_tree, stamps
from world import ROOT, helper

OWN = ".senf-"       # files of senf's own at the top of the output folder
MARK = ".senf-mark"  # written anew by each build that publishes something
KILLED = 137         # how faults.so ends a program
PLAN_EACH = 3        # so many steps for one that asks senf plan too
UNASKED = object()
FOREIGN = ["foreign.txt", "posts/foreign.txt", "tags/foreign/deep.txt"]


class Wrong(Exception):
    pass


def first_difference(path, partial, full):
    """Some bytes around the place where two texts part."""
    at = next((i for i, (a, b) in enumerate(zip(partial, full)) if a != b), min(len(partial), len(full)))
    start = max(0, at - 60)
    return (f"{path}, byte {at}:\n  partial: {partial[start:at + 90].decode(errors='replace')!r}\n"
            f"  full:    {full[start:at + 90].decode(errors='replace')!r}")


class Started:
    """A run of senf that goes on beside us."""

    def __init__(self, program, line, environment):
        self.line = line
        # Without close_fds the process is made by posix_spawn; all our files close by themselves.
        self.process = subprocess.Popen([program, *line], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=environment, close_fds=False)

    def wait_stopped(self):
        """True when it stopped, False when it ended."""
        how = os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WSTOPPED | os.WNOWAIT)
        return how.si_code == os.CLD_STOPPED

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def finish(self):
        out, err = self.process.communicate(timeout=120)
        return subprocess.CompletedProcess(self.line, self.process.returncode, out, err)


class Checker:
    def __init__(self, world, program=None):
        self.world = world
        self.readable = False
        self.program = str(program or os.environ.get("EXACT_SENF") or ROOT / "build/release/senf")
        self.scratch = world.folder.with_name(world.folder.name + "-scratch")
        self.counts = Counts()
        self.output = OutputFolder()
        self.before, self.plan_words = {}, ""
        self.number, self.running = 0, set()
        self.environment = {**os.environ, "SENF_DATADIR": os.environ.get("EXACT_DATA", str(ROOT))}
        self.put_foreign()

    def put_foreign(self):
        for name in FOREIGN:
            target = self.world.out / name
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text("not senf's\n")

    def close(self):
        for process in self.running:
            process.kill()
            process.communicate()
        remove_tree(self.scratch)

    # --- running senf -----------------------------------------------------------------------

    def start(self, line, zone, fault=None):
        environment = {**self.environment, "TZ": zone}
        denied = [] if self.readable else self.denied()
        if fault or denied:
            environment.update(LD_PRELOAD=str(helper("tests/crash/faults.so")), ASAN_OPTIONS="verify_asan_link_order=0",
                               **(fault or {}))
        if denied:
            environment["DENIED"] = f"/site/{denied[0]}"
        started = Started(self.program, line, environment)
        self.running.add(started.process)
        return started

    def finish(self, started, killed=False):
        done = started.finish()
        self.running.discard(started.process)
        odd = done.returncode < 0 or done.returncode > 1 and not killed and not self.denied()
        if odd or b"Sanitizer" in done.stderr:
            raise Wrong(f"senf {started.line[0]} ended with {done.returncode}:\n{done.stderr.decode(errors='replace')}")
        return done

    def start_partial(self, name, *options, fault=None):
        """Now and then in another time zone, which is no input."""
        world = self.world
        return self.start([*world.command(name, world.out, world.state), "--jobs", "2", *options],
                          ("UTC", "Asia/Tokyo")[self.number % 2], fault)

    def senf(self, name, *options):
        return self.finish(self.start_partial(name, *options))

    def denied(self):
        """Files that may not be opened."""
        return [path for path, how in sorted(self.world.spoiled.items()) if how == "denied"]

    def start_full(self):
        """With another number of threads, which is no input either."""
        line = self.world.command("build", self.scratch / "out", self.scratch / "state")
        return self.start([*line, "--full", "--json", "--jobs", "1"], "UTC")

    def finish_full(self, started):
        """The output of a full build, or None; and its words."""
        done = self.finish(started)
        tree = consume_tree(self.scratch / "out")
        remove_tree(self.scratch)
        return (tree if done.returncode == 0 else None), done

    def full_of_readable(self):
        """As if no file were denied: a build does not open one that looks as it did, as what it
        said is known."""
        self.readable = True
        try:
            return self.finish_full(self.start_full())
        finally:
            self.readable = False

    def ours(self, tree):
        return {path: look for path, look in tree.items() if path not in FOREIGN}

    # --- one step ---------------------------------------------------------------------------

    def check(self, step, changes):
        """Whether the site was built; raises Wrong."""
        self.number += 1
        self.counts.add_step(step["name"])
        skip = {str(self.world.out), str(self.world.state), str(self.world.site / "objects")}
        outside = stamps(self.world.folder, skip)
        full = self.start_full()  # goes on beside the partial one
        if step.get("overtaken") or any(op[0] in ("lose", "harm", "elsewhere", "back") for op in step["ops"]):
            self.put_foreign()
            self.before = self.output.read(self.world.out)
        expected = None
        killed = bool(step["kills"])
        if killed:
            expected, full_done = self.finish_full(full)
        new = self.full_of_readable()[0] if killed and expected is None and self.denied() else expected
        for number in step["kills"]:
            self.kill(number, new)
        plan = self.plan(step, changes, killed)
        done = self.senf("build", "--json")
        after = self.output.read(self.world.out)
        if stamps(self.world.folder, skip) != outside:
            raise Wrong("a build changed a file outside its output")
        if done.returncode == 0 and (self.world.out / ".senf-stage").exists():
            raise Wrong("a build left what it staged")
        if not killed:
            expected, full_done = self.finish_full(full)
        self.check_foreign(after)
        if expected is None and done.returncode != full_done.returncode and self.denied():
            expected, full_done = self.full_of_readable()
        if expected is None:
            self.check_refused(step, done, plan, full_done, after, killed)
            return False
        if done.returncode != 0:
            raise Wrong(f"build: {done.stderr.decode()}\nthough a full build finds nothing wrong")
        self.check_equal(expected, self.ours(after))
        self.check_told(step, plan, json.loads(done.stdout), after, killed, changes)
        self.before = after
        return True

    def pass_by(self, step):
        """Build and look at nothing: for the steps before the one that is looked at."""
        self.number += 1
        for number in step["kills"]:
            self.finish(self.start_partial("build", fault={"FAULT": "kill", "FAULT_AT": str(number)}), killed=True)
        self.put_foreign()
        self.senf("build", "--quiet")
        self.before = self.output.read(self.world.out)

    def check_foreign(self, after):
        for name in FOREIGN:
            if after.get(name, (0, 0, b""))[2] != b"not senf's\n":
                raise Wrong(f"a file that is not senf's was touched: {name}")

    def overtake(self, number, ops):
        """A build that stops at its number-th call, while something is done, and then goes on.
        It may show what was done or not; the next build will."""
        started = self.start_partial("build", fault={"FAULT": "stop", "FAULT_AT": str(number)})
        if started.wait_stopped():
            self.counts.overtaken += 1
            self.world.apply(ops)
            started.go_on()
        else:
            self.world.apply(ops)
        self.finish(started)

    def plan(self, step, changes, killed):
        """What senf plan says, or UNASKED: it takes as long as a build, so that not each step
        asks."""
        approved = step["name"] == "approve_new" and changes == {"comments"} and not killed and "overtaken" not in step
        if not approved and self.number % PLAN_EACH:
            return UNASKED
        done = self.senf("plan", "--json")
        plan = json.loads(done.stdout) if done.returncode == 0 else None
        self.plan_words = done.stderr.decode(errors="replace")
        if plan and approved:
            self.check_comment_plan(step, plan)
        return plan

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
        fault = {"FAULT": "kill", "FAULT_AT": str(number)}
        done = self.finish(self.start_partial("build", fault=fault), killed=True)
        self.counts.kills += done.returncode == KILLED
        now = self.ours(self.output.read(self.world.out))
        for path, (_, _, data) in now.items():
            old = self.before.get(path, (0, 0, None))[2]
            if not path.startswith(OWN) and data not in (old, (expected or {}).get(path)):
                raise Wrong(f"after a kill {path} is neither old nor new")
        for path in self.before.keys() & (expected or {}).keys():
            if path not in now and path != MARK:  # the mark is gone while files are moved
                raise Wrong(f"after a kill {path} is gone")

    def check_refused(self, step, done, plan, full, after, killed):
        self.counts.add_refused(step["name"])
        words = full.stderr.decode()
        if os.environ.get("EXACT_SHOW"):
            print(f"# refused: {words[-400:]}", flush=True)
        if done.returncode != full.returncode:
            raise Wrong(f"a full build refuses this site, a partial one does not:\n{words}")
        if plan is not None and plan is not UNASKED:
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
            differing = sorted(path for path in expected.keys() & after.keys() if expected[path] != after[path][2])
            raise Wrong("partial is not full:\n" + "\n".join(
                sorted(wrong)[:10] + [first_difference(path, after[path][2], expected[path]) for path in differing[:2]]))

    def check_told(self, step, plan, result, after, killed, changes):
        before = self.before
        written = {path for path in after if path not in before or before[path][2] != after[path][2]}
        removed = set(before) - set(after)
        idle = [path for path in after if path in before and path not in written and path != MARK
                and before[path][:2] != after[path][:2]]
        if idle:
            raise Wrong(f"touched, though its bytes are the same: {sorted(idle)[:5]}")
        written = {path for path in written if not path.startswith(OWN)} - set(FOREIGN)
        self.counts.add_built(step["name"], len(written) + len(removed),
                              result["rendered"] > 0 and result["ms"]["plan"] == 0)
        # A stored text can turn out to be damaged when a build has come further than a plan comes.
        if killed or any("from nothing" in warning["message"] for warning in result["warnings"]):
            return
        self.compare("build --json", {(entry["action"], entry["path"]) for entry in result["changes"]}, written, removed)
        copies = sum(is_copy(path) for path in written)
        rendered = result["rendered"] + copies
        if rendered < len(written):
            raise Wrong(f"build --json tells of {rendered} outputs rendered or copied, but {len(written)} changed")
        if plan is None:
            raise Wrong(f"senf plan refuses what build does:\n{self.plan_words}")
        equal = [] if plan is UNASKED else self.check_plan(plan, written, removed, rendered, changes)
        self.counts.add_rendered(step["name"], rendered, len(written), equal)

    def check_plan(self, plan, written, removed, rendered, changes):
        """The reasons of what is rendered for nothing."""
        self.compare("plan", {(entry["action"], entry["path"]) for entry in plan if entry["action"] != "equal"},
                     written, removed)
        equal = [entry["reason"] for entry in plan if entry["action"] == "equal"]
        if rendered != len(written) + sum(not is_copy(entry["path"]) for entry in plan if entry["action"] == "equal"):
            raise Wrong(f"plan tells of {len(equal)} outputs that stay, build rendered {rendered - len(written)} such")
        for entry in plan:
            if "anything" not in changes and not reason_holds(entry["reason"], changes):
                raise Wrong(f"plan's reason for {entry['path']} does not hold: {entry['reason']}; changed: "
                            f"{sorted(changes)}")
        if plan and self.number % (4 * PLAN_EACH) == 0:
            self.check_why(self.world.random_entry(plan))
        return equal

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
        done = self.finish(self.start(["why", entry["path"], "--output", str(world.out), "--state", str(world.state)],
                                      "UTC"))
        text = done.stdout.decode()
        if f"last rendered because: {entry['reason']}\n" not in text:
            raise Wrong(f"plan said of {entry['path']}: {entry['reason']}; why says:\n{text}")
