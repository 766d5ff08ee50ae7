"""What happened in a history, by the kind of step: how often, and what it made of the output.

The kind of a step is the first word of its name, what follows tells it more closely
("edit_field tags").
"""

import collections

# Not asked for few renderings: the first build and what makes one of it, as nothing is known
# then; and two files that swap their names, where every fact of both changes and the texts
# that show both may not.
NOT_MINIMAL = {"first", "forget_state", "harm_state", "lose_output", "harm_output", "change_output", "put_back",
               "swap_posts"}
# Outputs that are copies of files; senf does not count them as rendered.
COPIES = (".css", ".js", ".svg", ".txt", ".gif")


def is_copy(path):
    return path.endswith(COPIES) and path != "robots.txt"


class Counts:
    def __init__(self):
        self.steps, self.effects = collections.Counter(), collections.Counter()
        self.refused, self.short = collections.Counter(), collections.Counter()
        self.rendered, self.changed = collections.Counter(), collections.Counter()
        self.idle = collections.Counter()  # reason, without its place → outputs rendered for nothing
        self.kills, self.overtaken = 0, 0  # builds that were killed; that were stopped for a change

    def add_step(self, name):
        self.steps[name] += 1

    def add_refused(self, name):
        self.refused[name] += 1

    def add_built(self, name, outputs, was_short):
        """outputs: how many changed, for whatever reason."""
        self.effects[name] += outputs > 0
        self.short[name] += was_short

    def add_rendered(self, name, rendered, changed, idle):
        self.rendered[name] += rendered
        self.changed[name] += changed
        for reason in idle:
            self.idle[f"{name}: {reason}"] += 1

    def update(self, other):
        for name, value in vars(other).items():
            if isinstance(value, int):
                setattr(self, name, getattr(self, name) + value)
            else:
                getattr(self, name).update(value)

    def by_kind(self):
        """The same without what follows the first word."""
        short = Counts()
        for name, value in vars(self).items():
            if isinstance(value, int) or name == "idle":
                setattr(short, name, value)
                continue
            for key, number in value.items():
                getattr(short, name)[key.split()[0]] += number
        return short

    def ratio(self):
        names = [name for name in self.steps if name.split()[0] not in NOT_MINIMAL]
        rendered = sum(self.rendered[name] for name in names)
        changed = sum(self.changed[name] for name in names)
        return rendered / changed if changed else 1.0

    def table(self):
        """Lines."""
        lines = [f"{'kind of step':<34}{'steps':>7}{'changed':>9}{'short':>7}{'refused':>9}{'rendered':>10}"
                 f"{'differed':>10}{'ratio':>8}"]
        for name in sorted(self.steps):
            ratio = f"{self.rendered[name] / self.changed[name]:.3f}" if self.changed[name] else "-"
            lines.append(f"{name:<34}{self.steps[name]:>7}{self.effects[name]:>9}{self.short[name]:>7}"
                         f"{self.refused[name]:>9}{self.rendered[name]:>10}{self.changed[name]:>10}{ratio:>8}")
        lines.append(f"in all {sum(self.steps.values())} steps, {sum(self.refused.values())} refused, "
                     f"{sum(self.short.values())} on the short way, {self.kills} builds killed, "
                     f"{self.overtaken} overtaken; {self.ratio():.3f} rendered for one that differed")
        lines += [f"rendered for nothing: {count} {reason}" for reason, count in self.idle.most_common(20)]
        return lines
