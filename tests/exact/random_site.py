"""A random site with a random history, for the proof that partial equals full.

Each step is one change that an author, a theme author, a moderator or the clock could
make. The same seed gives the same steps.
"""

import random
import sqlite3
import subprocess

WORDS = ("Kurve Fahne Trommel Bratwurst Gegner Anpfiff Tor Abseits Schal Lied Choreo Reise "
         "Kasse Stadion Verein Jubel").split()
TAGS = ["choreo", "auswärts", "away", "Fan Scene", "kasse", "lied"]
AUTHORS = ["ada", "Bert B.", "carla"]
LANGS = ["de", "en"]

SETTINGS = """title: {title}
base_url: {base_url}
pagination: {pagination}
sitemap_urls: {sitemap_urls}
languages: [de, en]
comments: {{close_after_days: {close}}}
params: {{motto: {motto}}}
"""

COMMENTS_SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE comment (page_id, comment_id INTEGER PRIMARY KEY, parent_id, author, website, html,
  created_at, edited_at, label, published);
CREATE TABLE page_version (page_id TEXT PRIMARY KEY, version INTEGER);
CREATE TABLE version_token (version INTEGER PRIMARY KEY, token INTEGER);
CREATE VIEW published_comment AS SELECT page_id, comment_id, parent_id, author, website, html,
  created_at, edited_at, label FROM comment WHERE published;
"""

HEADER = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.org",
          "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.org"}


class Site:
    def __init__(self, folder, seed):
        self.folder = folder
        self.repo = folder / "site"
        self.random = random.Random(seed)
        self.posts = {}
        self.serial = 0
        self.copies = []
        self.now = 1_770_000_000
        self.settings = dict(title="Kurve", base_url="https://kurve.example", pagination=3,
                             sitemap_urls=5, close=0, motto="eins")
        self.repo.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")
        self.comments = sqlite3.connect(folder / "comments.db", isolation_level=None)
        self.comments.executescript(COMMENTS_SCHEMA)
        self.write_settings()
        for _ in range(12):
            self.add_post()
        self.commit()

    # --- tools -------------------------------------------------------------------------

    def git(self, *arguments):
        stamp = f"{self.now} +0100"
        environment = {**HEADER, "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp,
                       "PATH": "/usr/bin:/bin", "HOME": str(self.folder)}
        subprocess.run(["git", "-C", self.repo, *arguments], check=True, env=environment,
                       stdout=subprocess.DEVNULL)

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "step")

    def write(self, path, text):
        target = self.repo / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def some(self, count):
        return " ".join(self.random.choice(WORDS) for _ in range(count))

    def write_settings(self):
        self.write("senf.yaml", SETTINGS.format(**self.settings))

    def write_post(self, post):
        lines = ["---", f"title: {post['title']}", f"tags: [{', '.join(post['tags'])}]",
                 f"authors: [{', '.join(post['authors'])}]"]
        if post["date"]:
            lines.append(f"date: {self.iso(post['date'])}")
        for key in ("series", "draft", "slug", "aliases", "comments", "expiry"):
            if post.get(key):
                value = self.iso(post[key]) if key == "expiry" else post[key]
                lines.append(f"{key}: {value}")
        lines += ["---", "", post["body"], ""]
        self.write(post["path"], "\n".join(lines))

    @staticmethod
    def iso(seconds):
        import datetime
        return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime(
            "%Y-%m-%dT%H:%M:%SZ")

    def pick(self):
        return self.random.choice(sorted(self.posts.values(), key=lambda post: post["path"]))

    def body(self):
        parts = [self.some(self.random.randint(5, 30)) for _ in range(self.random.randint(1, 4))]
        if self.posts and self.random.random() < 0.5:
            other = self.pick()["path"].rsplit("/", 1)[-1]
            parts.append(f"Siehe [dort]({other}) und [hier](fehlt.md).[^1]\n\n[^1]: {self.some(3)}")
        if self.random.random() < 0.3:
            parts.insert(1, f"## {self.some(2)}")
        if self.random.random() < 0.3:
            parts.insert(1, "<!--more-->")
        return "\n\n".join(parts)

    # --- steps of authors -----------------------------------------------------------------

    def add_post(self):
        self.serial += 1
        lang = self.random.choice(["", "", ".en"])
        post = {
            "path": f"posts/p{self.serial:03d}{lang}.md",
            "title": self.some(3),
            "tags": self.random.sample(TAGS, self.random.randint(0, 3)),
            "authors": self.random.sample(AUTHORS, self.random.randint(1, 2)),
            "date": self.now - self.random.randint(-400_000, 40_000_000),
            "body": self.body(),
        }
        if self.random.random() < 0.3:
            post["series"] = self.random.choice(["Choreo bauen", "Fahrten"])
        self.posts[post["path"]] = post
        self.write_post(post)

    def edit_body(self):
        post = self.pick()
        post["body"] = self.body()
        self.write_post(post)

    def edit_field(self):
        post = self.pick()
        key, value = self.random.choice([
            ("title", self.some(4)), ("tags", self.random.sample(TAGS, 2)),
            ("authors", self.random.sample(AUTHORS, 1)),
            ("date", self.now - self.random.randint(-90_000, 10_000_000)),
            ("draft", self.random.choice(["true", None])),
            ("series", self.random.choice(["Fahrten", None])),
            ("slug", self.random.choice([f"s{self.serial}-{self.random.randint(1, 999)}", None])),
            ("aliases", self.random.choice(["[/alt/]", None])),
            ("comments", self.random.choice(["closed", "off", None])),
            ("expiry", self.random.choice([self.now + 50_000, None])),
        ])
        post[key] = value
        self.write_post(post)

    def delete_post(self):
        if len(self.posts) > 6:
            post = self.pick()
            del self.posts[post["path"]]
            (self.repo / post["path"]).unlink()

    def rename_post(self):
        post = self.pick()
        self.serial += 1
        old, suffix = post["path"], ".en.md" if post["path"].endswith(".en.md") else ".md"
        del self.posts[old]
        post["path"] = f"posts/{self.random.choice(['', 'unter/'])}r{self.serial:03d}{suffix}"
        self.posts[post["path"]] = post
        (self.repo / post["path"]).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", old, post["path"])

    def edit_page(self):
        name = self.random.choice(["ueber-uns", "regeln"])
        self.write(f"pages/{name}.md", f"# {self.some(2)}\n\n{self.some(9)}\n")

    def edit_author(self):
        self.write("authors/ada.yaml", f"name: {self.some(2)}\nbio: {self.some(5)}\n")

    def edit_settings(self):
        key, value = self.random.choice([
            ("title", self.some(1)), ("pagination", self.random.randint(2, 5)),
            ("sitemap_urls", self.random.choice([1, 4, 7, 100])),
            ("motto", self.some(1)), ("close", self.random.choice([0, 30, 300]))])
        self.settings[key] = value
        self.write_settings()

    # --- steps of theme authors -----------------------------------------------------------

    def edit_template(self):
        name, text = self.random.choice([
            ("page.html", "{% extends 'base.html' %}{% block content %}<h1>{{ page.title }}</h1>"
                          "{{ page.body }}<p>NOTE</p>{% endblock %}"),
            ("authors.html", "{% extends 'base.html' %}{% block content %}{% for a in authors %}"
                             "<p>{{ a.name }} {{ a.count }} NOTE</p>{% endfor %}{% endblock %}"),
            ("robots.txt", "User-agent: *\n# NOTE {{ site.params.motto }}\n"),
        ])
        self.write(f"templates/{name}", text.replace("NOTE", self.some(1)))

    def drop_template(self):
        for path in sorted((self.repo / "templates").glob("*"))[:1]:
            path.unlink()

    def edit_strings(self):
        self.write("i18n/de.yaml", f"site:\n  topics: {self.some(1)}\n")

    def edit_static(self):
        self.write(f"static/f{self.random.randint(1, 3)}.txt", self.some(5))

    def drop_static(self):
        for path in sorted((self.repo / "static").glob("*"))[:1]:
            path.unlink()

    # --- steps of moderators and of the clock ---------------------------------------------

    def bump(self, page):
        token = self.random.getrandbits(60)
        version = self.comments.execute(
            "INSERT INTO version_token (token) VALUES (?)", (token,)).lastrowid
        self.comments.execute("INSERT OR REPLACE INTO page_version VALUES (?, ?)", (page, version))

    def restore_comments(self):
        """An older copy of the database comes back, and its history goes on from there."""
        if not self.copies or self.random.random() < 0.5:
            self.copies.append("".join(
                f"{line}\n" for line in self.comments.iterdump() if line.startswith("INSERT")))
            return
        copy = self.random.choice(self.copies)
        for table in ("comment", "page_version", "version_token"):
            self.comments.execute(f"DELETE FROM {table}")
        self.comments.executescript(copy)

    def approve(self):
        page = self.pick()["path"]
        parent = self.comments.execute(
            "SELECT comment_id FROM comment WHERE page_id = ? ORDER BY comment_id", (page,)).fetchone()
        self.comments.execute("BEGIN")
        self.comments.execute(
            "INSERT INTO comment VALUES (?, NULL, ?, ?, '', ?, ?, NULL, '', 1)",
            (page, parent[0] if parent and self.random.random() < 0.5 else None, self.some(1),
             f"<p>{self.some(6)}</p>", self.now))
        self.bump(page)
        self.comments.execute("COMMIT")

    def change_comment(self):
        row = self.comments.execute(
            "SELECT comment_id, page_id FROM comment ORDER BY random_order(comment_id) LIMIT 1"
            .replace("random_order(comment_id)", f"(comment_id * 7919 + {self.serial}) % 101")
        ).fetchone()
        if not row:
            return
        change = self.random.choice(["html = '<p>neu</p>', edited_at = 1770000100", "published = 0",
                                     "published = 1", "label = 'moderator'"])
        self.comments.execute("BEGIN")
        self.comments.execute(f"UPDATE comment SET {change} WHERE comment_id = ?", (row[0],))
        self.bump(row[1])
        self.comments.execute("COMMIT")

    def move_clock(self):
        self.now += self.random.choice([60, 90_000, 400_000])

    def rewrite_history(self):
        self.git("reset", "-q", "--soft", "HEAD~1")

    STEPS = [(add_post, 10), (edit_body, 14), (edit_field, 20), (delete_post, 5), (rename_post, 6),
             (edit_page, 3), (edit_author, 3), (edit_settings, 4), (edit_template, 4),
             (drop_template, 2), (edit_strings, 2), (edit_static, 3), (drop_static, 1),
             (approve, 12), (change_comment, 6), (move_clock, 6), (restore_comments, 4), (rewrite_history, 2)]

    def step(self):
        """One random change; its name."""
        methods, weights = zip(*self.STEPS)
        method = self.random.choices(methods, weights=weights)[0]
        method(self)
        self.commit()
        return method.__name__
