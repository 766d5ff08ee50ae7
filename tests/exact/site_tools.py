"""What the steps of a random history are made with: the random site as it stands, what is
written into its files, and the choice of a text, a post or a setting."""

import json
import random

import matter
import world

WORDS = ("Kurve Fahne Trommel Bratwurst Gegner Anpfiff Tor Abseits Schal Lied Choreo Reise "
         "Kasse Stadion Verein Jubel Größe Elf Pokal").split()
TAGS = ["choreo", "auswärts", "away", "Fan Scene", "fan scene", "kasse", "lied", "+++"]
AUTHORS = ["ada", "Bert B.", "carla", "Ada L."]
COMMITTERS = ["Ada L.", "Bert B.", "Carla", "Bert B. & Carla"]
SERIES = ["Choreo bauen", "Fahrten"]
LANGS = ["", "", "", ".en", ".fr"]
PAGES = ["ueber-uns", "regeln", "regeln.en", "unter/seite", "_index", "tags/choreo/_index", "posts/_index.en"]
MARKS = ['{{{{< kasten {0} wort="{0}" >}}}}', '{{{{% zitat %}}}}{0} *{0}*{{{{% /zitat %}}}}', "![Tor](tor.gif)", "![Tor](/static/tor.gif)",
         "> [!NOTE]\n> {0}", ':smile: "{0}" -- `{0}` ...', "[fern](https://fern.example/{0}) [nah](https://kurve.example/{0})",
         "Eine Formel $x^2$ und {0}", "[Verweis]({1})", "[Ruf]({{{{< ref \"{1}\" >}}}})", "{{{{< param mood >}}}} {{{{< param motto >}}}}",
         '{{{{< figure src="tor.gif" caption="{0}" >}}}}', "# {0}\n\n## {0} {{#anker}}", "<https://anders.example/{0}>", '{{{{< kasten >}}}}[{0}]({1}){{{{< /kasten >}}}}']
DAY = 86400


class SiteTools:
    def __init__(self, world, seed, size=24):
        self.world, self.random, self.size = world, random.Random(seed), size
        self.posts = {}     # text of a file → what it was made from
        self.comments = []  # name, page
        self.serial = 0
        self.ops, self.detail = [], ""
        self.settings = {"title": "Kurve", "description": "", "base_url": "https://kurve.example",
                         "pagination": 3, "languages": "[de, en, fr]", "feed_items": 5, "sitemap_urls": 9,
                         "summary_words": 12, "close": 0, "motto": "Tor", "menu": "",
                         "timezone": "UTC", "permalink": "", "comments": "true", "theme": "senf", "minify": "true", "comment_feeds": "true", "paths": "",
                         "smart": "true", "emoji": "true", "math": "false", "highlight": "false", "strict": "true",
                         "external": "", "maps": "false", "edit_url": "", "related": 0, "archives": "false", "taxonomies": "",
                         "page_permalink": "", "history_url": "", "branch": "", "templates_strict": "false",
                         "sections": "false", "addresses": "senf", "language_prefix": "false", "defaults": ""}
        self.good = None     # files and options of the last site that could be built
        self.refused = False

    # --- tools ----------------------------------------------------------------------------

    def chance(self, share):
        return self.random.random() < share

    def some(self, count):
        return " ".join(self.random.choice(WORDS) for _ in range(count))

    def number(self):
        self.serial += 1
        return self.serial

    def do(self, *op):
        """Do it now, so that the rest of the step sees it; the step is what was done."""
        self.ops.append(list(op))
        self.world.apply([op])

    def call(self, detail):
        """What the step is, more closely."""
        self.detail = detail

    def paths(self, prefix):
        return sorted(path for path in self.world.files if path.startswith(prefix))

    def find_posts(self):
        return sorted(path for path, text in self.world.files.items() if text in self.posts)

    def pick(self):
        paths = self.find_posts()
        return self.random.choice(paths) if paths else None

    def post_at(self, path):
        return self.posts[self.world.files[path]]

    def date_text(self, seconds):
        """The same moment in one of the ways in which people write it."""
        way = self.random.randint(0, 5)
        if way == 0:
            return world.iso(seconds + 7200).replace("Z", "+02:00")
        if way == 1:
            return world.iso(seconds)[:10]
        return world.iso(seconds)

    # --- writing files ----------------------------------------------------------------------

    def write_post(self, path, post):
        text = matter.write(post)
        self.posts[text] = post
        self.do("write", path, text)

    def appended(self, path):
        """The text of a post with one more word at its end."""
        post = self.post_at(path)
        post = {**post, "body": post["body"] + " " + self.some(1)}
        text = matter.write(post)
        self.posts[text] = post
        return text

    def write_settings(self):
        s = self.settings
        lines = [f"{key}: {s[key]}" for key in ("title", "description", "base_url", "pagination", "languages",
                                                "feed_items", "sitemap_urls", "summary_words",
                                                "theme", "minify", "paths", "edit_url", "related", "archives", "taxonomies",
                                                "page_permalink", "history_url", "branch",
                                                "sections", "addresses", "language_prefix", "defaults") if s[key] != ""]
        lines += [f"timezone: '{s['timezone']}'", "params: {motto: %s, deep: {word: %s}}" % (s["motto"], s["motto"]),
                  "comments: {enabled: %s, close_after_days: %s, feeds: %s}" % (s["comments"], s["close"], s["comment_feeds"])]
        lines += ["markdown: {smart_punctuation: %s, emoji: %s, math: %s, highlight: %s, strict_shortcodes: %s}" % (
            s["smart"], s["emoji"], s["math"], s["highlight"], s["strict"]),
            "links: {external_rel: '%s', external_new_tab: %s, redirect_maps: %s}" % (
                s["external"], "true" if s["external"] else "false", s["maps"])]
        lines.append("templates: {strict: %s}" % s["templates_strict"])
        if s["permalink"]:
            lines.append(f"permalink: {s['permalink']}")
        if s["menu"]:
            lines.append(f"menu: [{{title: {s['menu']}, url: /}}, {{title: Themen, url: /tags/}}]")
        self.do("write", "senf.yaml", "\n".join(lines) + "\n")

    def body(self):
        parts = [self.some(self.random.randint(5, 25)) for _ in range(self.random.randint(1, 3))]
        if self.chance(0.4):
            other = (self.pick() or "posts/fehlt.md").rsplit("/", 1)[-1]
            parts.append(f"Siehe [dort]({other}#x), [hier](/pages/regeln.md) und [nicht](fehlt.md).[^1]\n\n"
                         f"[^1]: {self.some(3)}")
        if self.chance(0.3):
            parts.insert(1, f"## {self.some(2)}\n\n{self.some(4)}\n\n### {self.some(1)}")
        if self.chance(0.3):
            parts.insert(1, "<!--more-->")
        if self.chance(0.2):
            parts.append(f"```c\nint {self.some(1)};\n```\n\n| a | b |\n|---|---|\n| {self.some(1)} | `x` |")
        if self.chance(0.2):
            parts.append("![Bild](bild.txt) ![fern](/static/f1.txt)")
        if self.chance(0.3):
            parts.append(self.random.choice(MARKS).format(self.some(1), (self.pick() or "posts/x.md").rsplit("/", 1)[-1]))
        return "\n\n".join(parts)

    def field(self):
        """A key of front matter and a new value for it."""
        now = self.world.now
        r = self.random
        return r.choice([
            ("title", self.some(4)), ("title", self.some(1) + ' & <"' + self.some(1)),
            ("tags", r.sample(TAGS, r.randint(0, 4))), ("tags", r.sample(TAGS, 1)),
            (r.choice(["categories", "places"]), r.sample(TAGS, r.randint(0, 2))),
            ("authors", r.sample(AUTHORS, r.randint(0, 2))), ("contributors", r.sample(AUTHORS, r.randint(0, 2))),
            ("date", self.date_text(now - r.randint(-90_000, 10_000_000))),
            ("date", self.date_text(now + r.choice([60, DAY, 3 * DAY]))),
            ("date", None), ("updated", self.date_text(now - r.randint(0, 900_000))), ("updated", None),
            ("draft", r.choice(["true", None])), ("unlisted", r.choice(["true", None])), ("headless", r.choice(["true", None])), ("series", r.choice(SERIES + [None])),
            ("series_weight", r.choice([1, 2, None])), ("slug", r.choice([f"s{r.randint(1, 99)}", None])),
            ("url", r.choice([f"/eigen/{r.randint(1, 99)}/", None, None])),
            ("aliases", r.sample(["/alt/", "/alt/zwei.html", f"/alt/{r.randint(1, 9)}/"], r.randint(0, 2))),
            ("comments", r.choice(["closed", "off", None])),
            ("expiry", r.choice([self.date_text(now + 50_000), self.date_text(now - 50_000), None, None])),
            ("id", r.choice([f"id-{r.randint(1, 60)}", None, None])), ("lang", r.choice(["en", "fr", None, None])),
            ("layout", r.choice(["wide", "page", None])), ("image", r.choice(["bild.txt", "/f1.txt", None])),
            ("description", r.choice([self.some(3), None])), ("summary", r.choice([self.some(5), None])),
            ("mood", r.choice(WORDS)), ("numbers", f"[{r.randint(1, 9)}, {r.randint(1, 9)}]"),
            ("format", r.choice(["toml", "json", "yaml"])), ("math", r.choice(["true", None])),
        ])

    def new_post(self):
        serial = self.number()
        post = {"title": self.some(3), "tags": self.random.sample(TAGS, self.random.randint(0, 3)),
                "authors": self.random.sample(AUTHORS, self.random.randint(0, 2)),
                "date": self.date_text(self.world.now - self.random.randint(-400_000, 40_000_000)),
                "body": self.body(), "origin": None}
        if self.chance(0.4):
            post["categories"] = self.random.sample(TAGS, self.random.randint(1, 2))
        if self.chance(0.3):
            post["series"] = self.random.choice(SERIES)
        if self.chance(0.05):
            post["date"] = None
        folder = self.random.choice(["posts/"] * 6 + ["posts/unter/"] * 3 + ["unfertig/", "blog/"])
        path = f"{folder}p{serial:03d}{self.random.choice(LANGS)}.md"
        if self.chance(0.3) and self.pick():  # a translation of another
            base = self.pick().rsplit("/", 1)[-1].split(".")[0]
            path = f"posts/{base}{self.random.choice(LANGS)}.md"
        post["origin"] = path
        self.write_post(path, post)

