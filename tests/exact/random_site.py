"""A random site with a random history, as operations on a World (world.py).

Each step is what an author, a theme author, a moderator, the clock, git or the machine
could do between two builds. The same seed gives the same steps.
"""

import odd_templates
from site_tools import COMMITTERS, SiteTools
from steps_content import ContentSteps
from steps_machine import MachineSteps
from steps_theme import SHORTCODES, STRINGS, ThemeSteps

# Kinds of steps, and how often they come. Those of the first table may come together.
ORDINARY = {
    "add_post": 10, "edit_body": 10, "append_body": 10, "edit_field": 26, "delete_post": 5, "rename_post": 5, "swap_posts": 1,
    "edit_page": 4, "edit_cascade": 3, "drop_page": 1, "edit_author": 3, "drop_author": 1, "edit_image": 3, "edit_beside": 1, "edit_data": 2,
    "drop_data": 1, "edit_mailmap": 1, "edit_stranger": 1, "edit_settings": 5, "edit_template": 6, "edit_shortcode": 3,
    "drop_template": 2, "edit_theme_settings": 1, "edit_strings": 3, "edit_static": 3, "drop_static": 1, "link_static": 1, "unlink_static": 4,
    "approve_new": 10, "submit_pending": 2, "change_comment": 8, "move_clock": 6, "turn_back_clock": 1,
}
OTHER = {
    "restore_comments": 3, "rewrite_history": 3, "change_branch": 3, "two_commits": 2, "there_and_back": 2, "empty_commit": 1,
    "several": 6, "spoil_file": 2, "change_options": 3, "forget_state": 1, "harm_state": 2, "lose_output": 1,
    "harm_output": 2, "make_backup": 3, "put_back": 3, "change_output": 1, "edit_outside_theme": 1, "break_template": 2, "nothing": 2,
}
CALLS = 300        # a build makes about so many calls that a fault can befall
SHARE_KILLED, SHARE_OVERTAKEN = 0.06, 0.04


class RandomSite(ContentSteps, ThemeSteps, MachineSteps, SiteTools):
    def one_of(self, kinds):
        return self.random.choices(list(kinds), kinds.values())[0]

    def ordinary(self):
        getattr(self, self.one_of(ORDINARY))()

    def several(self):
        for _ in range(self.random.randint(2, 6)):
            self.ordinary()
        self.call("")

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
            self.do("write", f"templates/{name}", odd_templates.template(self.random, name, self.some(1), whole=True))
        for _ in range(self.size):
            self.new_post()
        self.edit_page()
        self.edit_author()
        self.do("commit", COMMITTERS[0])
        return {"name": "first", "ops": self.ops, "kills": []}

    def step(self):
        self.ops, self.detail = [], ""
        if self.good and (self.refused and self.chance(0.6) or self.world.spoiled and self.chance(0.3)):
            name = "mend"
            self.mend()
        else:
            name = self.one_of({**ORDINARY, **OTHER})
            getattr(self, name)()
        if self.ops and self.world.files is not self.committed():
            self.do("commit", self.random.choice(COMMITTERS))
        step = {"name": f"{name} {self.detail}".strip(), "ops": self.ops, "kills": self.calls(SHARE_KILLED)}
        overtaken = [[call, self.meanwhile()] for call in self.calls(SHARE_OVERTAKEN)]
        return {**step, "overtaken": overtaken} if overtaken else step

    def calls(self, share):
        """At which calls of builds something happens; small numbers are as likely as large ones."""
        count = self.random.choice([1, 1, 2]) if self.chance(share) else 0
        return [int(CALLS ** self.random.random()) for _ in range(count)]

    def meanwhile(self):
        """What somebody does while a build runs: operations that nobody has done yet."""
        way = self.random.choice(["approve", "approve", "decide", "edit", "static"])
        path = self.pick()
        if way == "approve" or not path or (way == "decide" and not self.comments):
            return [self.new_comment("approved")]
        if way == "decide":
            return [["decide", self.random.choice(self.comments)[0], self.random.choice(["approved", "deleted", "spam"])]]
        if way == "static":
            return [["write", "static/f1.txt", self.some(3)], ["commit", COMMITTERS[0]]]
        return [["write", path, self.appended(path)], ["commit", COMMITTERS[0]]]

    def committed(self):
        head = self.world.head()
        return self.world.commits[head][0] if head else None

    # --- back to what can be built ------------------------------------------------------------

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
