"""What authors do: posts, pages, people, data, images, settings."""

import json

from site_tools import PAGES, SiteTools


class ContentSteps(SiteTools):
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
            self.append_to(path)

    def append_to(self, path):
        self.do("write", path, self.appended(path))

    def edit_field(self):
        path = self.pick()
        if path:
            key, value = self.field()
            self.call(key)
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
        elif self.chance(0.3) and new in self.world.files:
            self.write_post(new, {**post, "aliases": [f"/posts/{path.rsplit('/', 1)[-1].split('.')[0]}/"]})

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

    def handed_down(self):
        """Front matter for pages below a folder."""
        r = self.random
        keys = {"mood": self.some(1), "tags": [self.some(1)], "draft": True, "unlisted": True, "description": self.some(2), "series": "Fahrten",
                "comments": "closed", "sitemap": False, "redirect_to": r.choice(["/", "https://fern.example/"]), "render": r.choice([True, False]),
                "excerpt_separator": r.choice(["\n\n", " "]), "authors": ["carla"], "layout": "page", "params": {"mood": self.some(1), "weite": r.randint(1, 3)}}
        return {key: keys[key] for key in r.sample(sorted(keys), r.randint(1, 2))}

    def edit_cascade(self):
        """The text of a folder, and what it hands down to what stands below."""
        r = self.random
        path = r.choice(["posts/_index.md", "posts/_index.en.md", "posts/unter/_index.md", "pages/_index.md"])
        rules = [self.handed_down(), {"target": r.choice([{"kind": "page"}, {"path": "/posts/unter/**"}, {"lang": "en"}]), **self.handed_down()}]
        lines = [f"title: {json.dumps(self.some(1))}"]
        if self.chance(0.8):
            lines.append("cascade: " + json.dumps(r.choice([rules[0], rules, [rules[1]], {}])))
        if self.chance(0.2):
            lines.append(f"page_template: {r.choice(['page.html', 'post.html', 'fehlt.html'])}")
        self.call(path)
        self.do("write", path, "\n".join(["---", *lines, "---", self.some(3), ""]))

    def edit_author(self):
        name = self.random.choice(["ada", "carla"])
        self.do("write", f"authors/{name}.yaml",
                f"name: {self.random.choice(['Ada L.', self.some(2)])}\nbio: {self.some(3)}\n"
                f"avatar: /f{self.random.randint(1, 3)}.txt\nwebsite: https://{self.random.choice(['a', 'b'])}.example\n")

    def drop_author(self):
        for path in self.paths("authors/")[:1]:
            self.do("remove", path)

    def edit_image(self):
        """An image, perhaps of another size; sometimes with the text of a post beside it."""
        size = chr(self.random.randint(1, 100)) + "\0" + chr(self.random.randint(1, 100)) + "\0"
        self.do("write", self.random.choice(["posts/tor.gif", "posts/unter/tor.gif", "static/tor.gif"]),
                "GIF89a" + size + "\0\0\0;")
        if self.chance(0.3):
            self.call("and text")
            self.append_body()

    def edit_beside(self):
        """A file that stands beside the posts."""
        self.do("write", self.random.choice(["posts/bild.txt", "posts/unter/bild.txt"]), self.some(2))

    def edit_data(self):
        name = self.random.choice(["liste.yaml", "liste.yaml", "liste.json", "spiele.csv", "tief/liste.toml"])
        self.call(name)
        word = self.some(2)
        text = {"yaml": f"wort: {word}\n", "json": json.dumps({"wort": word}), "csv": f"wort,zahl\n{word},1\n",
                "toml": f"wort = {json.dumps(word, ensure_ascii=False)}\n"}[name.rsplit(".", 1)[1]]
        if name.startswith("liste"):  # two files of one name are an error
            for path in self.paths("data/liste"):
                if path != f"data/{name}" and self.chance(0.9):
                    self.do("remove", path)
        self.do("write", f"data/{name}", text)

    def edit_mailmap(self):
        self.do("write", ".mailmap", "".join(
            f"{self.random.choice(['Ada Lang', 'Bert Blum', 'Carla'])} <{name}@example.org>\n"
            for name in ("ada", "bert") if self.chance(0.7)))

    def edit_stranger(self):
        """Files that are no input."""
        self.do("write", self.random.choice(["README.md", "archetypes/posts.md", ".gitignore"]), self.some(3))

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
            ("defaults", r.choice(["", json.dumps([{"path": r.choice(["posts", "posts/unter", "pages", "posts/*"]), "kind": r.choice(["post", "page"]),
                                                    "values": self.handed_down()}, {"lang": r.choice(["de", "en"]), "values": self.handed_down()}])])),
            ("external", r.choice(["", "nofollow"])), ("highlight", r.choice(["true", "false", "false", "false"])),
            ("paths", r.choice(["", "{exclude: ['posts/unter/*']}", "{drafts: unfertig}", "{posts: [posts, blog]}",
                                "{posts: [{from: posts, permalink: '/p/:section/:slugorfilename/'}]}"])),
            ("page_permalink", r.choice(["", "/:slug/", ""])), ("history_url", r.choice(["", "https://git.example/{rev}/{path}/log"])),
            ("branch", r.choice(["", "main", "seite"])), ("templates_strict", r.choice(["true", "false", "false"])),
            ("comment_feeds", r.choice(["true", "false"])),
            ("comments", r.choice(["true", "true", "false"])), ("theme", r.choice(["senf", "own"]))])
        self.call(key)
        if key == "theme" and value == "own" and not self.paths("themes/own/"):
            self.write_own_theme("write", "themes/own/")
        self.settings = {**self.settings, key: value}
        self.write_settings()
