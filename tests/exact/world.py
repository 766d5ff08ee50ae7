"""A site and all that a build of it depends on, changed by small operations.

An operation is a list: its name and its arguments, texts and numbers alone, so that a
history of them can be kept in a file (regressions/*.json) and repeated, also with some
of them left out. What an operation needs and does not find, it leaves alone.

  write PATH TEXT, link PATH TARGET, remove PATH, move OLD NEW   the files of the author
  commit WHO, amend WHO          git: all that was changed so far
  branch NAME, merge NAME, rebase NAME, reset COUNT
  spoil PATH HOW, mend           a path that can't be read (in a folder only): something else
                                 stands in its place, or it may not be opened ("denied")
  theme PATH TEXT                a file of the theme that --theme names ("": removed)
  submit NAME PAGE REPLY STATUS AUTHOR LABEL HTML, decide NAME STATUS, undo NAME,
  edit NAME HTML, label NAME LABEL, keep, restore    comments, NAME is ours
  now SECONDS, option NAME VALUE ("": off)
  forget, lose                   the state folder is deleted; the site's own files are
  age HOW                        the state folder is another version's, or damaged
  harm PATH HOW                  a file of the output is deleted, cut, touched, or another; and
                                 the list of the site's files is lost, so that a build notices
  elsewhere                      the other output folder, to and fro
  note, back WHAT COUNT          a backup of state and output is made; the state or the output
                                 of the COUNT-th newest backup is put back (1: the newest)
"""

import datetime
import os
import pathlib
import shutil
import sqlite3
import subprocess
import time

from repository import Repository

WEEK_AGO = int(time.time()) - 7 * 86400
ROOT = pathlib.Path(__file__).resolve().parents[2]


def helper(name):
    """A program or library of the tests, of the kind that the runner built."""
    for kind in (os.environ.get("SENF", ""), ROOT / "build/asan/senf", ROOT / "build/release/senf"):
        path = pathlib.Path(kind).parent / name
        if path.exists():
            return path
    raise SystemExit(f"{name} is not built: make KIND=asan test-programs")


def iso(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime(
        "%Y-%m-%dT%H:%M:%SZ")


class Comments:
    """comments.db, in the hands of a program that works as the comment server does."""

    def __init__(self, path):
        self.path, self.ids, self.kept, self.process = path, {}, None, None
        self.start()

    def start(self):
        self.process = subprocess.Popen([helper("tests/exact/comment_steps"), self.path], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.tell("clock", 1)  # it answers when the database is there

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.close()
        if self.process.wait() != 0:
            raise RuntimeError("comment_steps failed")

    def tell(self, *fields):
        self.process.stdin.write("\t".join(str(field) for field in fields) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer.isdigit():
            raise RuntimeError(f"comment_steps: {fields}: {answer}")
        return int(answer)

    def files(self):
        return [path for path in self.path.parent.glob(self.path.name + "*") if path.is_file()]

    def keep(self):
        self.stop()
        self.kept = ({path: path.read_bytes() for path in self.files()}, dict(self.ids))
        self.start()

    def restore(self):
        """A backup comes back, and its history goes on from there."""
        if not self.kept:
            return
        self.stop()
        for path in self.files():
            path.unlink()
        for path, data in self.kept[0].items():
            path.write_bytes(data)
        self.ids = dict(self.kept[1])
        self.start()


class World:
    def __init__(self, folder, mode):
        self.folder, self.mode = folder, mode
        self.site, self.state, self.theme = folder / "site", folder / "state", folder / "theme"
        self.out = self.site / "public" if mode == "inside" else folder / "out"
        self.now, self.options = 1_770_000_000, {}
        self.files, self.spoiled, self.mirrored, self.written = {}, {}, {}, 0
        folder.mkdir(parents=True)
        self.theme.mkdir()
        self.site.mkdir()
        self.repository = Repository(self.site) if mode == "bare" else None
        self.branch, self.heads, self.commits = "main", {}, {}
        self.comments = Comments(folder / "comments.db")
        self.backups = folder.with_name(folder.name + "-backups")
        self.noted = []  # folder of the backup, and of which output

    def close(self):
        self.comments.stop()
        shutil.rmtree(self.backups, ignore_errors=True)
        shutil.rmtree(self.folder)

    def apply(self, ops):
        for name, *arguments in ops:
            getattr(self, f"do_{name}")(*arguments)
        if self.repository is None:
            self.mirror()

    # --- files ---------------------------------------------------------------------------

    def can_hold(self, path):
        """No file stands where one of its folders would have to be, nor the reverse."""
        parts = path.split("/")
        parents = {"/".join(parts[:count]) for count in range(1, len(parts))}
        return not parents & self.files.keys() and not any(
            other.startswith(path + "/") for other in self.files)

    def do_write(self, path, text):
        if self.can_hold(path):
            self.files = {**self.files, path: text}

    def do_link(self, path, target):
        if self.can_hold(path):
            self.files = {**self.files, path: ("link", target)}

    def do_remove(self, path):
        self.files = {name: value for name, value in self.files.items() if name != path}

    def do_move(self, old, new):
        if old in self.files and old != new:
            value = self.files[old]
            self.do_remove(old)
            if self.can_hold(new):
                self.files = {**self.files, new: value}

    def do_spoil(self, path, how):
        if path in self.files:
            self.spoiled[path] = how

    def do_mend(self):
        self.spoiled = {}

    def mirror(self):
        """The files of a folder that is built as it stands: only what changed is written."""
        wanted = {path: ("spoilt", self.spoiled[path]) if self.spoiled.get(path, "denied") != "denied" else value
                  for path, value in self.files.items()}
        for path in sorted(self.mirrored.keys() - wanted.keys(), reverse=True):
            self.clear(path)
        for path in sorted(path for path in wanted if wanted[path] != self.mirrored.get(path)):
            self.clear(path)
            self.place(self.site / path, wanted[path])
            self.let_age(self.site / path)
        self.mirrored = wanted

    def let_age(self, path):
        """A file that was written a moment ago is read again by every build, so most are of
        last week. No two look alike."""
        self.written += 1
        if self.written % 8 and path.is_file() and not path.is_symlink():
            moment = (WEEK_AGO * 1000 + self.written) * 1_000_000
            os.utime(path, ns=(moment, moment))

    def clear(self, path):
        target = self.site / path
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        elif target.is_symlink() or target.exists():
            target.unlink()
        parent = target.parent
        while parent != self.site and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent

    @staticmethod
    def place(target, value):
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(value, str):
            target.write_text(value, encoding="utf-8")
        elif value[0] == "link":
            target.symlink_to(value[1])
        elif value[1] == "folder":
            target.mkdir()
        elif value[1] == "pipe":
            os.mkfifo(target)
        else:
            target.symlink_to({"dangling": "not-there.md", "loop": target.name,
                               "outside": "/etc/hostname"}[value[1]])

    # --- git ------------------------------------------------------------------------------

    def head(self):
        return self.heads.get(self.branch)

    def new_commit(self, parents, who, files):
        if self.repository is None:
            identity = len(self.commits) + 1
        else:
            identity = self.repository.commit(files, parents, who, self.now)
        self.commits[identity] = (files, parents, who)
        self.set_head(identity)

    def set_head(self, identity):
        self.heads[self.branch] = identity
        if self.repository is not None:
            self.repository.point(self.branch, identity)
        self.files = self.commits[identity][0]

    def do_commit(self, who):
        self.new_commit([self.head()] if self.head() else [], who, self.files)

    def do_amend(self, who):
        if self.head():
            self.new_commit(self.commits[self.head()][1], who, self.files)

    def do_reset(self, count):
        at = self.head()
        for _ in range(count):
            if at and self.commits[at][1]:
                at = self.commits[at][1][0]
        if at:
            self.set_head(at)

    def do_branch(self, name):
        """A new branch begins where we are."""
        if not self.head():
            return
        self.heads.setdefault(name, self.head())
        self.branch = name
        if self.repository is not None:
            self.repository.point(name, self.heads[name])
            self.repository.switch(name)
        self.files = self.commits[self.heads[name]][0]

    def do_merge(self, name):
        """Both sides' files; where both have one, ours."""
        theirs = self.heads.get(name)
        if not theirs or not self.head() or theirs == self.head():
            return
        files = dict(self.files)
        for path, value in sorted(self.commits[theirs][0].items()):
            if path not in files and self.can_hold(path):
                files[path] = value
        self.new_commit([self.head(), theirs], "Merger M.", files)

    def do_rebase(self, name):
        """Our files as one commit on top of another branch."""
        theirs = self.heads.get(name)
        if theirs and self.head() and theirs != self.head():
            self.new_commit([theirs], self.commits[self.head()][2], self.files)

    # --- all else -------------------------------------------------------------------------

    def do_theme(self, path, text):
        target = self.theme / path
        if text:
            self.place(target, text)
        elif target.exists():
            target.unlink()

    def do_now(self, seconds):
        self.now = seconds

    def do_option(self, name, value):
        self.options[name] = value

    def do_forget(self):
        shutil.rmtree(self.state, ignore_errors=True)

    def do_lose(self):
        for path in sorted(self.out.rglob("*"), reverse=True):
            if path.is_file() and path.name not in ("foreign.txt", "deep.txt"):
                path.unlink()

    def do_age(self, how):
        record = self.state / "build.db"
        if not record.exists():
            return
        if how in ("older", "program"):
            with sqlite3.connect(record) as db:
                db.execute("PRAGMA user_version = 3" if how == "older" else
                           "UPDATE meta SET value = 'senf 0.0.1' WHERE key = 'program'")
            db.close()
        elif how == "bodies":
            for path in self.state.glob("bodies*"):
                os.truncate(path, path.stat().st_size // 2)
        elif how == "noise":
            for path in self.state.glob("build.db-*"):
                path.unlink()
            record.write_bytes(b"no database" * 1000)
        else:
            with sqlite3.connect(record) as db:
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.close()
            for path in self.state.glob("build.db-*"):
                path.unlink()
            os.truncate(record, record.stat().st_size // 2)

    def do_harm(self, path, how):
        target = self.out / path
        if target.is_file():
            self.harm(target, how)
        if (self.out / ".senf-files").exists():
            (self.out / ".senf-files").unlink()

    @staticmethod
    def harm(target, how):
        data = target.read_bytes()
        if how == "delete":
            target.unlink()
        elif how == "touch":
            os.utime(target, (1, 1))
        else:
            target.write_bytes(data[:len(data) // 2] if how == "cut" else b"#" * len(data))

    def do_elsewhere(self):
        if self.mode != "inside":
            self.out = self.folder / ("out" if self.out.name == "other" else "other")

    def do_note(self):
        if not self.state.exists() or not self.out.exists():
            return
        backup = self.backups / str(len(self.noted))
        shutil.copytree(self.state, backup / "state", symlinks=True)
        shutil.copytree(self.out, backup / "out", symlinks=True)
        self.noted.append((backup, self.out))

    def do_back(self, what, count):
        if len(self.noted) < count:
            return
        backup, out = self.noted[-count]
        target = self.state if what == "state" else out
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(backup / what, target, symlinks=True)

    def do_submit(self, name, page, reply, status, author, label, html):
        self.comments.tell("clock", self.now)
        self.comments.ids[name] = self.comments.tell(
            "submit", page, self.comments.ids.get(reply, 0), status, author, label, html)

    def tell_of(self, command, name, *fields):
        if name in self.comments.ids:
            self.comments.tell("clock", self.now)
            self.comments.tell(command, self.comments.ids[name], *fields)

    def do_decide(self, name, status):
        self.tell_of("decide", name, status)

    def do_undo(self, name):
        self.tell_of("undo", name)

    def do_edit(self, name, html):
        self.tell_of("edit", name, html)

    def do_label(self, name, label):
        self.tell_of("label", name, label)

    def do_keep(self):
        self.comments.keep()

    def do_restore(self):
        self.comments.restore()

    # --- building --------------------------------------------------------------------------

    def command(self, name, output, state):
        """The command line of senf without the program's name."""
        line = [name, self.site, "--output", output, "--state", state, "--comments",
                self.comments.path, "--now", iso(self.now)]
        if self.repository is None:
            line.append("--worktree")
        for option, value in sorted(self.options.items()):
            if value == "theme":
                line += [f"--{option}", self.theme]
            elif value:
                line += [f"--{option}"] + ([value] if value != "on" else [])
        return [str(part) for part in line]
