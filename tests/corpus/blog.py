"""The blog beside the tree, and the programs that are run on it."""

import os
import pathlib
import subprocess

ROOT = pathlib.Path(os.environ.get("SENF_ROOT", pathlib.Path(__file__).resolve().parents[2]))
SENF = os.environ.get("SENF", str(ROOT / "build" / "release" / "senf"))
BUNDLE = ROOT.parent / "shared" / "corpus" / "nodejs-blog.bundle"
NOW = "2030-01-01T00:00:00Z"


def run(*command, status=0):
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=600)
    errors = done.stderr.decode(errors="replace")
    assert done.returncode == status, f"{command} gave {done.returncode}:\n{errors[-3000:]}"
    return done.stdout.decode(errors="replace"), errors


class Corpus:
    def __init__(self, top, program=SENF):
        self.program = program
        self.repo, self.out, self.state = top / "blog.git", top / "out", top / "state"
        run("git", "clone", "-q", "--bare", "-b", "main", BUNDLE, self.repo)

    def senf(self, command, *options):
        return run(self.program, command, self.repo, "--output", self.out, "--state", self.state,
                   "--now", NOW, *options)

    def page(self, path):
        return (self.out / path / "index.html").read_text()
