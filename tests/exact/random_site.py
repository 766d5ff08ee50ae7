"""A random site with a random history, as operations on a World (world.py).

Each step is what an author, a theme author, a moderator, the clock, git or the machine
could do between two builds. The same seed gives the same steps.
"""

import json
import random

import odd_templates

WORDS = ("Kurve Fahne Trommel Bratwurst Gegner Anpfiff Tor Abseits Schal Lied Choreo Reise "
         "Kasse Stadion Verein Jubel Größe Elf Pokal").split()
TAGS = ["choreo", "auswärts", "away", "Fan Scene", "fan scene", "kasse", "lied", "+++"]
AUTHORS = ["ada", "Bert B.", "carla", "Ada L."]
COMMITTERS = ["Ada L.", "Bert B.", "Carla"]
SERIES = ["Choreo bauen", "Fahrten"]
LANGS = ["", "", "", ".en", ".fr"]
PAGES = ["ueber-uns", "regeln", "regeln.en", "unter/seite"]
STRINGS = ["site:\n  topics: {0}\n", "own:\n  word: {0}\n  many: {{one: eins, other: '{{count}} {0}'}}\n",
           "own:\n  word: '{0} {1}'\n  many: {1}\n", "thread:\n  none: {0}\n"]
MARKS = ['{{{{< kasten {0} wort="{0}" >}}}}', '{{{{% zitat %}}}}{0} *{0}*{{{{% /zitat %}}}}', "![Tor](tor.gif)", "![Tor](/static/tor.gif)",
         "> [!NOTE]\n> {0}", ':smile: "{0}" -- `{0}` ...', "[fern](https://fern.example/{0}) [nah](https://kurve.example/{0})",
         "Eine Formel $x^2$ und {0}", "[Verweis]({1})", "<https://anders.example/{0}>", '{{{{< kasten >}}}}[{0}]({1}){{{{< /kasten >}}}}']
SHORTCODES = ["<div>{0} {{{{ args|join(',') }}}} {{{{ params.wort }}}} {{{{ inner }}}}</div>",
              "<div>{{{{ page.title if page }}}} {{{{ site.title }}}} {{{{ inner }}}} {0}</div>",
              "<i>{{{{ number }}}} {{{{ data.liste.wort }}}} {{{{ page.comment_count if page }}}} {{{{ lang }}}} {{{{ inner }}}}</i>",
              "{{{{ image('tor.gif').width }}}} {{{{ link('/pages/regeln.md') }}}} {{{{ t('own.word') }}}} {{{{ inner }}}} {0}"]
DAY = 86400


class RandomSite:
    def __init__(self, world, seed, size=24):
        self.world, self.random, self.size = world, random.Random(seed), size
        self.posts = {}     # text of a file → what it was made from
        self.comments = []  # name, page
        self.serial = 0
        self.ops = []
        self.settings = {"title": "Kurve", "description": "", "base_url": "https://kurve.example",
                         "pagination": 3, "languages": "[de, en, fr]", "feed_items": 5, "sitemap_urls": 9,
                         "summary_words": 12, "close": 0, "motto": "Tor", "menu": "",
                         "timezone": "UTC", "permalink": "", "comments": "true", "theme": "senf", "minify": "true", "comment_feeds": "true", "paths": "",
                         "smart": "true", "emoji": "true", "math": "false", "highlight": "false", "strict": "true",
                         "external": "", "maps": "false", "edit_url": "", "related": 0, "archives": "false", "taxonomies": "",
                         "sections": "false", "addresses": "senf", "language_prefix": "false"}
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
        import world
        way = self.random.randint(0, 5)
        if way == 0:
            return world.iso(seconds + 7200).replace("Z", "+02:00")
        if way == 1:
            return world.iso(seconds)[:10]
        return world.iso(seconds)

    # --- writing files ----------------------------------------------------------------------

    def write_post(self, path, post):
        lines = ["---", f"title: {json.dumps(post['title'], ensure_ascii=False)}"]
        for key in ("tags", "categories", "places", "authors", "aliases"):
            if post.get(key):
                lines.append(f"{key}: [{', '.join(json.dumps(item, ensure_ascii=False) for item in post[key])}]")
        for key in ("date", "updated", "series", "series_weight", "draft", "slug", "url", "comments", "expiry", "unlisted", "headless",
                    "id", "lang", "layout", "image", "description", "summary", "mood", "numbers"):
            if post.get(key) not in (None, ""):
                lines.append(f"{key}: {post[key]}")
        text = "\n".join(lines + ["---", "", post["body"], ""])
        self.posts[text] = post
        self.do("write", path, text)

    def write_settings(self):
        s = self.settings
        lines = [f"{key}: {s[key]}" for key in ("title", "description", "base_url", "pagination", "languages",
                                                "feed_items", "sitemap_urls", "summary_words",
                                                "theme", "minify", "paths", "edit_url", "related", "archives", "taxonomies",
                                                "sections", "addresses", "language_prefix") if s[key] != ""]
        lines += [f"timezone: '{s['timezone']}'", "params: {motto: %s, deep: {word: %s}}" % (s["motto"], s["motto"]),
                  "comments: {enabled: %s, close_after_days: %s, feeds: %s}" % (s["comments"], s["close"], s["comment_feeds"])]
        lines += ["markdown: {smart_punctuation: %s, emoji: %s, math: %s, highlight: %s, strict_shortcodes: %s}" % (
            s["smart"], s["emoji"], s["math"], s["highlight"], s["strict"]),
            "links: {external_rel: '%s', external_new_tab: %s, redirect_maps: %s}" % (
                s["external"], "true" if s["external"] else "false", s["maps"])]
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
            ("authors", r.sample(AUTHORS, r.randint(0, 2))),
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

    # --- steps of authors ---------------------------------------------------------------------

    def add_post(self):
        if len(self.find_posts()) < 2 * self.size:
            self.new_post()

    def edit_body(self):
        path = self.pick()
        if path:
            self.write_post(path, {**self.post_at(path), "body": self.body()})

    def append_body(self):
        """A word at the end of a long text: the summary stays."""
        path = self.pick()
        if path:
            post = self.post_at(path)
            self.write_post(path, {**post, "body": post["body"] + " " + self.some(1)})

    def edit_field(self):
        path = self.pick()
        if path:
            key, value = self.field()
            self.write_post(path, {**self.post_at(path), key: value})

    def delete_post(self):
        path = self.pick()
        if path and len(self.find_posts()) > self.size // 2:
            self.do("remove", path)

    def rename_post(self):
        path = self.pick()
        if not path:
            return
        suffix = path[path.index("."):]
        folder = self.random.choice(["posts/", "posts/", "posts/unter/", "pages/", "unfertig/", "blog/"])
        new = f"{folder}r{self.number():03d}{suffix}"
        post = self.post_at(path)
        self.do("move", path, new)
        if self.chance(0.4) and new in self.world.files:
            self.write_post(new, {**post, "title": self.some(2)})

    def swap_posts(self):
        one, two = self.pick(), self.pick()
        if one and one != two:
            first, second = self.world.files[one], self.world.files[two]
            self.do("write", one, second)
            self.do("write", two, first)

    def edit_page(self):
        name = self.random.choice(PAGES)
        post = {"title": self.some(2), "body": self.body(), "origin": f"pages/{name}.md", "mood": self.some(1),
                "comments": self.random.choice([None, "off"])}
        self.write_post(f"pages/{name}.md", post)

    def drop_page(self):
        paths = self.paths("pages/")
        if paths:
            self.do("remove", self.random.choice(paths))

    def edit_author(self):
        name = self.random.choice(["ada", "carla"])
        self.do("write", f"authors/{name}.yaml",
                f"name: {self.random.choice(['Ada L.', self.some(2)])}\nbio: {self.some(3)}\n"
                f"avatar: /f{self.random.randint(1, 3)}.txt\n")

    def drop_author(self):
        for path in self.paths("authors/")[:1]:
            self.do("remove", path)

    def edit_data(self):
        """A file beside the posts, an image, or of data."""
        if self.chance(0.4):
            size = chr(self.random.randint(1, 100)) + "\0" + chr(self.random.randint(1, 100)) + "\0"
            self.do("write", self.random.choice(["posts/tor.gif", "posts/unter/tor.gif", "static/tor.gif"]),
                    "GIF89a" + size + "\0\0\0;")
            return
        self.do("write", self.random.choice(["posts/bild.txt", "posts/unter/bild.txt", "data/liste.yaml"]),
                f"wort: {self.some(2)}\n")

    def drop_data(self):
        for path in self.paths("posts/bild") + self.paths("posts/tor") + self.paths("data/"):
            if self.chance(0.5):
                self.do("remove", path)

    def edit_settings(self):
        r = self.random
        key, value = r.choice([
            ("title", self.some(1)), ("description", r.choice(["", self.some(4)])), ("pagination", r.randint(1, 5)),
            ("motto", self.some(1)), ("close", r.choice([0, 1, 30, 300])), ("menu", r.choice(["", "Start"])),
            ("languages", r.choice(["[de, en, fr]", "[en, de, fr]", "[de, en, fr]",
                                    "[{code: de, name: Deutsch, title: Kurve}, en, fr]"])),
            ("feed_items", r.randint(1, 6)), ("sitemap_urls", r.choice([1, 4, 9, 100])), ("summary_words", r.choice([10, 12, 15])),
            ("timezone", r.choice(["UTC", "+02:00", "-05:30", "Europe/Berlin", "America/New_York"])), ("permalink", r.choice(["", "/:section/:title/", ""])),
            ("base_url", r.choice(["https://kurve.example", "https://kurve.example/blog"])),
            (r.choice(["minify", "smart", "emoji", "math", "strict", "maps"]), r.choice(["true", "false"])),
            (r.choice(["minify", "smart", "emoji", "math", "strict", "maps"]), r.choice(["true", "false"])),
            ("related", r.choice([0, 2, 5])), ("edit_url", r.choice(["", "https://git.example/{rev}/{path}"])), ("archives", r.choice(["true", "false"])),
            ("sections", r.choice(["true", "true", "false"])), ("language_prefix", r.choice(["true", "false"])),
            ("addresses", r.choice(["senf", "hugo", "hugo-cased", "jekyll", "zola"])),
            ("taxonomies", r.choice(["", "[tags, places]", "[categories, {name: places, title: Orte}]"])),
            ("external", r.choice(["", "nofollow"])), ("highlight", r.choice(["true", "false", "false", "false"])),
            ("paths", r.choice(["", "{exclude: ['posts/unter/*']}", "{drafts: unfertig}", "{posts: [posts, blog]}",
                                "{posts: [{from: posts, permalink: '/p/:section/:slugorfilename/'}]}"])),
            ("comments", r.choice(["true", "true", "false"])), ("theme", r.choice(["senf", "own"]))])
        if key == "theme" and value == "own" and not self.paths("themes/own/"):
            self.write_own_theme("write", "themes/own/")
        self.settings = {**self.settings, key: value}
        self.write_settings()

    # --- steps of theme authors -----------------------------------------------------------------

    def write_own_theme(self, op, prefix):
        self.do(op, f"{prefix}templates/base.html",
                "<title>{{ site.title }} " + self.some(1) + "</title>{% block head %}{% endblock %}"
                "{% block content %}{% endblock %}{% block footer %}{% endblock %}\n")
        for name in ("index.html", "post.html", "page.html", "tag.html", "feed.xml", "feed.json", "partials/odd.html"):
            self.do(op, f"{prefix}templates/{name}", odd_templates.template(self.random, name, self.some(1)))
        for name in ("de", "en"):
            self.do(op, f"{prefix}i18n/{name}.yaml", STRINGS[0].format(self.some(1)) + STRINGS[1].format(self.some(1)))
        self.do(op, f"{prefix}static/style.css", f"/* {self.some(2)} */\n")

    def edit_template(self):
        r = self.random
        name = r.choice(odd_templates.PAGE_TEMPLATES + odd_templates.LIST_TEMPLATES + odd_templates.TERM_TEMPLATES
                        + odd_templates.OTHER_TEMPLATES + 2 * odd_templates.PARTIALS)
        self.do("write", f"templates/{name}", odd_templates.template(r, name, self.some(1)))

    def edit_shortcode(self):
        self.do("write", f"templates/shortcodes/{self.random.choice(['kasten', 'zitat'])}.html",
                self.random.choice(SHORTCODES).format(self.some(1)))

    def drop_template(self):
        paths = self.paths("templates/")
        if paths:
            self.do("remove", self.random.choice(paths))

    def break_template(self):
        name = self.random.choice(["post.html", "partials/odd.html", "tag.html", "base.html"])
        text = self.random.choice(["{% if %}", "{% extends 'missing.html' %}", "{{ page.title|nofilter }}",
                                   "{{ asset('missing.css') }}", "{{ t('missing.key') }}"])
        self.do("write", f"templates/{name}", text)

    def told(self, built):
        """Whether the last step gave a site."""
        self.refused = not built
        if built:
            self.good = self.world.files, dict(self.world.options)

    def mend(self):
        """Back to the files of the last site that could be built."""
        files, options = self.good
        self.do("mend")
        for path in sorted(self.world.files.keys() - files.keys()):
            self.do("remove", path)
        for path in sorted(files):
            value = files[path]
            if self.world.files.get(path) != value:
                self.do(*(("write", path, value) if isinstance(value, str) else ("link", path, value[1])))
        for name in sorted(self.world.options):
            if self.world.options[name] != options.get(name, ""):
                self.do("option", name, options.get(name, ""))

    def edit_outside_theme(self):
        self.write_own_theme("theme", "")

    def edit_strings(self):
        name = self.random.choice(["de", "en", "de"])
        text = self.random.choice(STRINGS).format(self.some(1), self.some(1))
        self.do("write", f"i18n/{name}.yaml", text)

    def edit_static(self):
        name = self.random.choice(["f1.txt", "f2.txt", "f3.txt", "style.css"])
        self.do("write", f"static/{name}", self.some(5))

    def drop_static(self):
        paths = self.paths("static/")
        if paths:
            self.do("remove", self.random.choice(paths))

    def link_static(self):
        self.do("link", "static/link.txt", self.random.choice(["f1.txt", "f2.txt"]))

    # --- steps of moderators and of the clock -----------------------------------------------------

    def page_identity(self):
        """What a page is called among comments: as senf finds it out, or nearly."""
        path = self.pick()
        if not path:
            return "posts/fehlt.md"
        post = self.post_at(path)
        return post.get("id") or self.random.choice([post["origin"], path])

    def submit(self, status):
        page = self.page_identity()
        replies = [name for name, of in self.comments if of == page]
        name = f"c{self.number()}"
        self.comments.append((name, page))
        self.do("submit", name, page, self.random.choice(replies) if replies and self.chance(0.5) else "",
                status, self.some(1), self.random.choice(["", "", "author"]), f"<p>{self.some(6)}</p>")

    def approve_new(self):
        self.submit("approved")

    def submit_pending(self):
        self.submit("pending")

    def change_comment(self):
        if not self.comments:
            return
        name = self.random.choice(self.comments)[0]
        way = self.random.randint(0, 6)
        if way == 0:
            self.do("edit", name, f"<p>{self.some(4)}</p>")
        elif way == 1:
            self.do("label", name, self.random.choice(["", "moderator", "author"]))
        elif way == 2:
            self.do("undo", name)
        else:
            self.do("decide", name, self.random.choice(["approved", "approved", "deleted", "spam", "pending", "rejected"]))

    def restore_comments(self):
        self.do("restore" if self.chance(0.5) else "keep")

    def move_clock(self):
        self.do("now", self.world.now + self.random.choice([1, 60, DAY, 90_000, 400_000]))

    def turn_back_clock(self):
        self.do("now", self.world.now - self.random.choice([1, 3600]))

    # --- steps of git and of the machine --------------------------------------------------------------

    def rewrite_history(self):
        way = self.random.randint(0, 2)
        if way == 0:
            self.do("reset", self.random.randint(1, 3))
        elif way == 1:
            self.append_body()
            self.do("amend", self.random.choice(COMMITTERS))
        else:
            self.do("rebase", self.random.choice(["main", "seite"]))

    def change_branch(self):
        other = "seite" if self.world.branch == "main" else "main"
        self.do("branch", other)
        if self.chance(0.4):
            self.do("merge", self.world.branch == "main" and "seite" or "main")

    def two_commits(self):
        for _ in range(2):
            self.edit_field()
            self.edit_body()
            self.do("commit", self.random.choice(COMMITTERS))

    def several(self):
        for _ in range(self.random.randint(2, 6)):
            self.ordinary()(self)

    def spoil_file(self):
        """A file that can't be read; it is mended by a later step."""
        path = self.pick()
        if path:
            self.do("spoil", path, self.random.choice(["folder", "dangling", "loop", "pipe", "outside", "denied"]))

    def change_options(self):
        name, values = self.random.choice([("drafts", ["on", ""]), ("future", ["on", ""]),
                                           ("base-url", ["https://anders.example/x", ""]), ("theme", ["theme", ""])])
        if name == "theme" and not any(self.world.theme.iterdir()):
            self.edit_outside_theme()
        self.do("option", name, self.random.choice(values))

    def forget_state(self):
        self.do("forget")

    def lose_output(self):
        self.do("lose")

    def nothing(self):
        pass

    ORDINARY = [(add_post, 10), (edit_body, 10), (append_body, 6), (edit_field, 26), (delete_post, 5),
                (rename_post, 5), (swap_posts, 1), (edit_page, 3), (drop_page, 1), (edit_author, 3), (drop_author, 1),
                (edit_data, 2), (drop_data, 1), (edit_settings, 4), (edit_template, 6), (edit_shortcode, 3), (drop_template, 2),
                (edit_strings, 3), (edit_static, 3), (drop_static, 1), (link_static, 1), (approve_new, 10),
                (submit_pending, 2), (change_comment, 8), (move_clock, 6), (turn_back_clock, 1)]
    OTHER = [(restore_comments, 3), (rewrite_history, 3), (change_branch, 3), (two_commits, 2), (several, 6),
             (spoil_file, 2), (change_options, 3), (forget_state, 1), (lose_output, 1), (edit_outside_theme, 1), (break_template, 2),
             (nothing, 2)]

    def ordinary(self):
        return self.random.choices(*zip(*self.ORDINARY))[0]

    # --- all of them --------------------------------------------------------------------------------------

    def first(self):
        """The site as it is before the first build."""
        self.ops = []
        self.write_settings()
        for name in ("de", "en"):
            self.do("write", f"i18n/{name}.yaml", STRINGS[1].format(name))
        self.do("write", "static/f1.txt", "eins")
        for name in ("kasten", "zitat"):
            self.do("write", f"templates/shortcodes/{name}.html", SHORTCODES[0].format(name))
        for name in odd_templates.PARTIALS[:3] + ["post.html", "index.html"]:
            self.do("write", f"templates/{name}", odd_templates.template(self.random, name, self.some(1)))
        for _ in range(self.size):
            self.new_post()
        self.edit_page()
        self.edit_author()
        self.do("commit", COMMITTERS[0])
        return {"name": "first", "ops": self.ops, "kills": []}

    def step(self):
        self.ops = []
        if self.good and (self.refused and self.chance(0.6) or self.world.spoiled and self.chance(0.3)):
            self.mend()
            name = "mend"
        else:
            method = self.random.choices(*zip(*(self.ORDINARY + self.OTHER)))[0]
            method(self)
            name = method.__name__
        if self.ops and self.world.files is not self.committed():
            self.do("commit", self.random.choice(COMMITTERS))
        kills = [int(300 ** self.random.random())] if self.chance(0.05) else []
        if kills and self.chance(0.3):
            kills.append(int(300 ** self.random.random()))
        return {"name": name, "ops": self.ops, "kills": kills}

    def committed(self):
        head = self.world.head()
        return self.world.commits[head][0] if head else None
