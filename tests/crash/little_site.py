"""A small site with a repository, for tests in which builds are disturbed.

Its revisions: `base`; `edit`, a post is edited; `posts`, one is new, one removed, one
renamed; `theme`, every page looks different. `comment` publishes a comment in comments.db.
"""

import os
import pathlib
import shutil
import sqlite3
import subprocess

ROOT = pathlib.Path(os.environ.get("SENF_ROOT", pathlib.Path(__file__).resolve().parents[2]))
SENF = os.environ.get("CRASH_SENF", str(ROOT / "build" / "release" / "senf"))
FAULTS = ROOT / "build" / "asan" / "tests" / "crash" / "faults.so"
NOW = "2026-01-01T00:00:00Z"
POSTS = 7
TEMPLATES = {
    "base.html": "<!DOCTYPE html>\n<title>{{ site.title }} VERSION</title>\n{% block content %}{% endblock %}",
    "post.html": "{% extends 'base.html' %}{% block content %}<h1>{{ page.title }}</h1>{{ page.body }}"
                 "{% if page.next %}<a href='{{ page.next.url }}'>{{ page.next.title }}</a>{% endif %}"
                 "{% for comment in page.comments %}<p>{{ comment.author }}{{ comment.body }}</p>{% endfor %}"
                 "{% endblock %}",
    "page.html": "{% extends 'base.html' %}{% block content %}{{ page.body }}{% endblock %}",
    "index.html": "{% extends 'base.html' %}{% block content %}{% for item in list.items %}"
                  "<a href='{{ item.url }}'>{{ item.title }}</a>{{ item.summary }}{% endfor %}{% endblock %}",
    "tag.html": "{% extends 'index.html' %}",
    "feed.xml": "<feed>{% for item in list.items %}<entry>{{ item.feed_body|forceescape }}</entry>{% endfor %}</feed>",
    "redirect.html": "<a href='{{ page.url }}'>moved</a>",
    "sitemap.xml": "<urlset>{% for entry in urls %}<loc>{{ entry.url }}</loc>{% endfor %}</urlset>",
}


class Failure(Exception):
    pass


def text(seed, words):
    """Words that differ from file to file, so that no half of one is another."""
    return " ".join(f"word{(seed * 7919 + i * 104729) % 5003}" for i in range(words)) + "\n"


def post(number, words=150):
    return (f"---\ntitle: Post {number}\ndate: 2025-0{1 + number % 9}-11\nid: p{number}\ntags: [t{number % 3}]\n---\n\n"
            + text(number, words))


def base_files(posts):
    files = {f"themes/own/templates/{name}": body.replace("VERSION", "1") for name, body in TEMPLATES.items()}
    files["senf.yaml"] = "title: Crash\ntheme: own\npagination: 4\n"
    files["static/file.bin"] = text(99, 3000)
    for number in range(posts):
        files[f"posts/p{number}.md"] = post(number)
    return files


def revisions(posts):
    base = base_files(posts)
    edit = {**base, "posts/p3.md": base["posts/p3.md"] + "\nAnd one more.\n"}
    posts = {**base, "posts/new.md": post(POSTS + 100), "posts/moved.md": base["posts/p5.md"]}
    del posts["posts/p5.md"], posts["posts/p1.md"]
    theme = {**base, **{f"themes/own/templates/{name}": body.replace("VERSION", "2") for name, body in TEMPLATES.items()}}
    return {"base": base, "edit": edit, "posts": posts, "theme": theme}


def fast_import(repo, posts):
    stream = []
    for number, (name, files) in enumerate(revisions(posts).items(), 1):
        when = 1735689600 + number * 3600
        stream.append(f"commit refs/heads/{name}\nmark :{number}\ncommitter A <a@example.org> {when} +0000\n"
                      "data 1\nm\n" + ("from :1\n" if number > 1 else "") + "deleteall\n")
        for path, body in sorted(files.items()):
            stream.append(f"M 100644 inline {path}\ndata {len(body.encode())}\n{body}\n")
    subprocess.run(["git", "init", "-q", "--bare", "-b", "base", str(repo)], check=True)
    subprocess.run(["git", "-C", str(repo), "fast-import", "--quiet"], input="".join(stream).encode(), check=True)


COMMENTS = """
CREATE TABLE published_comment (page_id, comment_id INTEGER, parent_id, author, website, html,
  created_at, edited_at, label);
CREATE TABLE page_version (page_id, version);
CREATE TABLE version_token (version, token);
INSERT INTO published_comment VALUES ('p2', 1, NULL, 'Ada', '', '<p>First</p>', 1700000000, NULL, '');
INSERT INTO page_version VALUES ('p2', 1);
INSERT INTO version_token VALUES (1, 7);
"""


def read_tree(folder):
    """What a web server would hand out: all but the build's own, which begins with '.'."""
    tree = {}
    for top, folders, names in os.walk(folder):
        if top == str(folder) and ".senf-stage" in folders:
            folders.remove(".senf-stage")
        for name in names:
            path = os.path.join(top, name)
            relative = os.path.relpath(path, folder)
            if relative not in (".senf-files", ".senf-mark"):
                with open(path, "rb") as file:
                    tree[relative] = file.read()
    return tree


class LittleSite:
    def __init__(self, top, posts=POSTS):
        self.top = pathlib.Path(top)
        self.repo, self.out, self.state = self.top / "site.git", self.top / "out", self.top / "state"
        self.comments = self.top / "comments.db"
        self.kept = self.top / "kept"
        self.commented = False
        fast_import(self.repo, posts)
        with sqlite3.connect(self.comments) as db:
            db.executescript(COMMENTS)

    def command(self, name, rev, *options, out=None, state=None):
        return [SENF, name, str(self.repo), "--rev", rev, "--output", str(out or self.out), "--state",
                str(state or self.state), "--comments", str(self.comments), "--now", NOW, *options]

    def run(self, name, rev, *options, out=None, state=None, fault=None, expect=0):
        environment = dict(os.environ)
        if fault:
            environment.update(fault, LD_PRELOAD=str(FAULTS), ASAN_OPTIONS="verify_asan_link_order=0")
        done = subprocess.run(self.command(name, rev, *options, out=out, state=state), capture_output=True,
                              timeout=120, env=environment)
        done.words = done.stderr.decode(errors="replace")
        if expect is not None and done.returncode != expect:
            raise Failure(f"senf {name} --rev {rev} {' '.join(options)} ended with {done.returncode}:\n{done.words}"
                          f"{done.stdout.decode(errors='replace')}")
        return done

    def keep(self, name="base"):
        """Remember output and state as they are."""
        shutil.rmtree(self.kept / str(name), ignore_errors=True)
        for folder in (self.out, self.state):
            if folder.exists():
                shutil.copytree(folder, self.kept / str(name) / folder.name, symlinks=True)

    def restore(self, name="base"):
        for folder in (self.out, self.state):
            shutil.rmtree(folder, ignore_errors=True)
            if name is not None and (self.kept / str(name) / folder.name).exists():
                shutil.copytree(self.kept / str(name) / folder.name, folder, symlinks=True)

    def full(self, rev):
        """The files of a full build elsewhere."""
        out, state = self.top / "full", self.top / "full-state"
        self.run("build", rev, out=out, state=state)
        tree = read_tree(out)
        shutil.rmtree(out)
        shutil.rmtree(state)
        return tree

    def comment(self):
        """Publish one more comment."""
        with sqlite3.connect(self.comments) as db:
            number, = db.execute("SELECT max(version) + 1 FROM version_token").fetchone()
            db.execute("INSERT INTO published_comment VALUES ('p2', ?, NULL, 'Bo', '', '<p>Next</p>', ?, NULL, '')",
                       (number, 1700000000 + number))
            db.execute("UPDATE page_version SET version = ?", (number,))
            db.execute("INSERT INTO version_token VALUES (?, ?)", (number, number * 31))


def check_between(before, between, after):
    """Each file is wholly the old one or wholly the new one."""
    for name, data in between.items():
        if data not in (before.get(name), after.get(name)):
            raise Failure(f"{name} was neither old nor new ({len(data)} bytes)")
    for name in before.keys() & after.keys():
        if name not in between:
            raise Failure(f"{name} was gone")


def check_equal(tree, expected, when):
    for name in sorted(tree.keys() | expected.keys()):
        if tree.get(name) != expected.get(name):
            what = "is missing" if name not in tree else "is too many" if name not in expected else "differs"
            raise Failure(f"{when}, {name} {what}")
