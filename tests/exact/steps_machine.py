"""What moderators, the clock, git and the machine do."""

from site_tools import COMMITTERS, DAY, SiteTools


class MachineSteps(SiteTools):
    def page_identity(self):
        """What a page is called among comments: as senf finds it out, or nearly."""
        path = self.pick()
        if not path:
            return "posts/fehlt.md"
        post = self.post_at(path)
        return post.get("id") or self.random.choice([post["origin"], path])

    def new_comment(self, status):
        """The operation that submits one."""
        page = self.page_identity()
        replies = [name for name, of in self.comments if of == page]
        name = f"c{self.number()}"
        self.comments.append((name, page))
        return ["submit", name, page, self.random.choice(replies) if replies and self.chance(0.5) else "",
                status, self.some(1), self.random.choice(["", "", "author"]), f"<p>{self.some(6)}</p>"]

    def approve_new(self):
        self.do(*self.new_comment("approved"))

    def submit_pending(self):
        self.do(*self.new_comment("pending"))

    def change_comment(self):
        if not self.comments:
            return
        name = self.random.choice(self.comments)[0]
        way = self.random.randint(0, 6)
        self.call(("edit", "label", "undo")[way] if way < 3 else "decide")
        if way == 0:
            self.do("edit", name, f"<p>{self.some(4)}</p>")
        elif way == 1:
            self.do("label", name, self.random.choice(["", "moderator", "author"]))
        elif way == 2:
            self.do("undo", name)
        else:
            self.do("decide", name, self.random.choice(["approved", "approved", "deleted", "spam", "pending", "rejected"]))

    def restore_comments(self):
        way = "restore" if self.chance(0.5) else "keep"
        self.call(way)
        self.do(way)

    def move_clock(self):
        self.do("now", self.world.now + self.random.choice([1, 60, DAY, 90_000, 400_000]))

    def turn_back_clock(self):
        self.do("now", self.world.now - self.random.choice([1, 3600]))

    def rewrite_history(self):
        way = self.random.randint(0, 2)
        self.call(("reset", "amend", "rebase")[way])
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
            self.call("and merge")
            self.do("merge", self.world.branch == "main" and "seite" or "main")

    def two_commits(self):
        for _ in range(2):
            self.edit_field()
            self.edit_body()
            self.do("commit", self.random.choice(COMMITTERS))

    def there_and_back(self):
        """Two commits that leave the files as they were, and their dates not."""
        path = self.pick()
        if not path:
            return
        text, away = self.world.files[path], f"posts/weg{self.number()}.md"
        way = self.random.choice(["edit", "move", "remove"])
        self.call(way)
        if way == "edit":
            self.append_to(path)
        elif way == "move":
            self.do("move", path, away)
        else:
            self.do("remove", path)
        self.do("commit", self.random.choice(COMMITTERS))
        self.do("now", self.world.now + 60)
        if way == "move":
            self.do("move", away, path)
        else:
            self.do("write", path, text)
        if self.chance(0.3):
            self.append_body()
        self.do("commit", self.random.choice(COMMITTERS))

    def empty_commit(self):
        self.do("now", self.world.now + 60)
        self.do("commit", self.random.choice(COMMITTERS))

    def spoil_file(self):
        """A file that can't be read; it is mended by a later step."""
        path = self.pick()
        if path:
            how = self.random.choice(["folder", "dangling", "loop", "pipe", "outside", "denied"])
            self.call(how)
            self.do("spoil", path, how)

    def change_options(self):
        name, values = self.random.choice([("drafts", ["on", ""]), ("future", ["on", ""]),
                                           ("base-url", ["https://anders.example/x", ""]), ("theme", ["theme", ""]),
                                           ("preview", ["on", "", ""])])
        self.call(name)
        if name == "theme" and not any(self.world.theme.iterdir()):
            self.edit_outside_theme()
        self.do("option", name, self.random.choice(values))

    def forget_state(self):
        self.do("forget")

    def lose_output(self):
        self.do("lose")

    def harm_state(self):
        how = self.random.choice(["older", "program", "bodies", "cut", "noise"])
        self.call(how)
        self.do("age", how)

    def harm_output(self):
        """What a build can't know of without looking at each file: it looks when the list of
        the site's files is gone."""
        files = sorted(str(path.relative_to(self.world.out)) for path in self.world.out.rglob("*")
                       if path.is_file() and path.name not in ("foreign.txt", "deep.txt", ".senf-files", ".senf-mark"))
        if files:
            how = self.random.choice(["delete", "cut", "touch", "other"])
            self.call(how)
            for path in self.random.sample(files, min(3, len(files))):
                self.do("harm", path, how)

    def change_output(self):
        """The site is built into another folder, and later perhaps into the first again."""
        self.do("elsewhere")

    def make_backup(self):
        """Of state and output as the last build left them."""
        self.do("note")
        self.ordinary()
        self.call("")

    def put_back(self):
        """The state or the output of a backup comes back, without the other."""
        what = self.random.choice(["state", "state", "output"])
        self.call(what)
        self.do("back", "out" if what == "output" else what, self.random.choice([1, 1, 2, 3]))
        if self.chance(0.5):
            self.ordinary()
            self.call(what)

    def nothing(self):
        pass
