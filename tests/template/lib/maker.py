"""Random templates: what the tables in grammar.py say, grown; and cases of them.

Everything follows from the seed and the number of the case.
"""
import random
import re

import cases
import grammar

HOLE = re.compile(r"@([a-z]+)")
TAG = re.compile(r"\[% | %\]")
NAMES = ["i", "s", "q", "w", "l", "v", "m"]
CALM_NAMES = ["q", "w", "v"]
SPACES = ["", "", "", "", " ", "\n", "  \n  ", "x", "a\n", "<p>", " z ", "\n\n", "\t", "'", "&"]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.templates = {}
        self.names = 0
        self.macros = []      # those that can be called here
        self.lastname = "q"
        self.loops = 0
        self.captured = 0     # in a text that is kept
        self.in_macro = False
        self.calm = False     # expressions that do not fail, so that the rest is seen

    def pick(self, items):
        return self.random.choice(items)

    def chance(self, percent):
        return self.random.randrange(100) < percent

    # --- growing ---------------------------------------------------------------------------

    def grow(self, kind, depth):
        special = getattr(self, "make_" + kind, None)
        if special:
            return special(depth)
        short = grammar.SHORT_FORMS.get(kind)
        long = grammar.LONG_FORMS.get(kind)
        if self.calm and kind in grammar.CALM_FORMS:
            return self.fill(self.pick(grammar.CALM_FORMS[kind]), depth - 1)
        if kind in ("num", "text", "nums", "texts", "maps", "map", "cond", "list") and self.chance(2):
            return self.grow("any", depth - 1)  # of a type that does not fit
        form = self.pick(long if long and depth > 0 and (not short or self.chance(60)) else short)
        return self.fill(form, depth - 1)

    def fill(self, form, depth):
        text = HOLE.sub(lambda hole: self.grow(hole[1], depth), form)
        return text.replace("[% ", self.tag_start()).replace(" %]", self.tag_end()) if "[%" in text else text

    def tag_start(self):
        return self.pick(["{% ", "{% ", "{% ", "{%- ", "{%+ ", "{%", "{%-"])

    def tag_end(self):
        return self.pick([" %}", " %}", " %}", " -%}", " +%}", "%}", "-%}"])

    # --- names that depend on the place ---------------------------------------------------------------

    def make_name(self, _):
        self.lastname = self.pick(CALM_NAMES if self.calm else NAMES)
        return self.lastname

    def make_lastname(self, _):
        return self.lastname

    def make_loopnum(self, _):
        return self.pick(["loop.index", "loop.revindex0", "loop.length", "loop.index0" if self.calm else "a"]) if self.loops else "i"

    def make_looptext(self, _):
        return self.pick(["a", "a", "loop.cycle('a', h)"]) if self.loops else "s"

    def make_loopcalm(self, _):
        return self.pick(["a", "loop.cycle('a', h)"]) if self.loops else "s"

    def make_loopany(self, _):
        if not self.loops:
            return "missing"
        return self.pick(["a", "b", "loop.previtem", "loop.nextitem", "loop.nosuch", "loop.depth"])

    def make_loopcond(self, _):
        return self.pick(["loop.first", "loop.last", "loop.changed(a)", "a"]) if self.loops else "t"

    def new_name(self, prefix):
        self.names += 1
        return f"{prefix}{self.names}"

    # --- statements ------------------------------------------------------------------------

    def make_body(self, depth):
        parts = []
        for _ in range(self.random.randrange(1, 4 if depth > 0 else 2)):
            parts.append(self.pick(SPACES))
            parts.append(self.grow("statement", depth))
        parts.append(self.pick(SPACES))
        return "".join(parts)

    def make_kept(self, depth):
        self.captured += 1
        text = self.make_body(depth)
        self.captured -= 1
        return text

    def apart(self, make, *arguments):
        """What is made within does not see the loops and macros here."""
        kept = self.loops, self.macros, self.in_macro
        self.loops, self.macros = 0, list(self.macros)
        text = make(*arguments)
        self.loops, self.macros, self.in_macro = kept
        return text

    def in_loop(self, depth):
        self.loops += 1
        text = self.grow("loopbody", 0) + self.make_body(depth) + self.grow("loopbody", 0)
        self.loops -= 1
        return text

    def make_for(self, depth):
        target = "a" if self.calm and self.chance(80) else self.grow("target", 0)
        source = self.grow("list", 1) if "," not in target else self.pick(
            ["m.items()", "nested", "m|dictsort", "people|groupby('age')", "l|batch(2, i)", "[[1, [2, 3]], (s, (h, u))]", "ls|map('list')" if self.calm else self.grow("list", 1)])
        condition = " if " + self.grow("cond", 1) if self.chance(25) else ""
        head = self.fill(f"[% for {target} in {source}{condition} %]", 0)
        text = head + self.in_loop(depth)
        if self.chance(25):
            text += self.fill("[% else %]", 0) + self.make_body(depth)
        return text + self.fill("[% endfor %]", 0)

    def make_recursive(self, depth):
        source = self.pick(["tree", "tree", "tree[:1]", "[[1, [2]], [3]]"])
        children = "a.c" if source.startswith("tree") else "a if a is iterable and a is not string else []"
        head = self.fill(f"[% for a in {source} recursive %]", 0)
        self.loops += 1
        text = head + self.pick(["{{ a.v }}", "{{ loop.depth }}", "<li>", ""]) + self.make_body(depth - 1)
        text += self.pick(["{{ loop(%s) }}", "({{ loop(%s)|upper }})", "{% if a.c %}[{{ loop(%s) }}]{% endif %}", "{%% set q = loop(%s) %%}{{ q }}{{ q|e }}"]).replace("%s", children).replace("%%", "%")
        self.loops -= 1
        if self.chance(25):
            text += self.fill("[% else %]", 0) + self.make_body(depth - 1)
        return text + self.fill("[% endfor %]", 0)

    def make_flow(self, depth):
        if not self.loops or self.captured:
            return self.grow("statement", 0)
        return self.fill(f"[% if @cond %]{self.make_body(0)}[% {self.pick(['break', 'continue'])} %][% endif %]", 1)

    # --- macros ----------------------------------------------------------------------------

    def make_arguments(self, depth):
        parts = [self.grow("expr", depth) for _ in range(self.random.randrange(2 if self.calm else 3))]
        if self.chance(30):
            parts.append(f"{self.pick(['b', 'b'] if self.calm else ['b', 'a', 'zz'])}={self.grow('expr', depth)}")
        if self.chance(8):
            parts.append(f"*{self.grow('list', depth)}")
        if self.chance(6):
            parts.append(f"**{self.grow('map', depth)}")
        return ", ".join(parts)

    def make_macrocall(self, depth):
        if not self.macros:
            return self.grow("text", 0)
        return f"{self.pick(self.macros)}({self.make_arguments(min(depth, 1))})"

    def macro_body(self, depth):
        self.in_macro = True
        extras = ["{{ a }}", "{{ b }}", "{{ varargs }}", "{{ kwargs }}", "{{ varargs|length }}{{ kwargs.zz }}", "{{ caller() if caller }}",
                  "{{ caller(a, b) if caller is defined }}", "{{ a is defined }}", "{{ caller is defined }}", ""]
        return self.pick(extras) + self.make_kept(depth) + self.pick(extras)

    def make_macro(self, depth):
        name = self.new_name("n")
        parameters = self.pick(["", "a", "a, b=@expr", "a, b=@expr", "a=@expr, b=a", "a, b, c='<'"])
        head = self.fill(f"[% macro {name}({parameters}) %]", 1)
        text = head + self.apart(self.macro_body, depth) + self.fill(f"[% endmacro %]", 0)
        self.macros.append(name)
        return text + "{{ " + self.make_macrocall(1) + self.pick(["", "", "|upper", " ~ h", "|length", "|e"]) + " }}" + self.pick(["", "", "", f"{{{{ {name}.{self.pick(['name', 'arguments', 'caller', 'catch_kwargs', 'catch_varargs'])} }}}}"])

    def make_callblock(self, depth):
        if not self.macros:
            return self.make_macro(depth)
        parameters = self.pick(["", "", "", "(a)", "(a, b)", "(a, b=@expr)"])
        call = self.make_macrocall(1)
        while "**" in call:  # Jinja puts `caller` before them, where kwargs is printed
            call = self.make_macrocall(1)
        head = self.fill(f"[% call{parameters} {call} %]", 1)
        return head + self.apart(self.make_kept, depth) + self.fill("[% endcall %]", 0)

    # --- several templates ------------------------------------------------------------------------

    def make_include(self, depth):
        name = self.new_name("inc")
        self.templates[name] = self.apart(self.make_body, depth)
        target = self.pick([f"'{name}'", f"'{name}'", f"['nosuch', '{name}']", f"('{name}',)", f"'{name[:2]}' ~ '{name[2:]}'", f"['nosuch' ~ s, '{name}']"])
        tail = self.pick(["", "", "", " ignore missing", " with context", " ignore missing with context"] + ([] if self.captured else [" without context", " ignore missing without context"]))
        if self.chance(6):
            target, tail = self.pick(["'nosuch' ~ s", "missing", "[]", "['a' ~ s]", "none"]), self.pick([" ignore missing", ""])
        return self.fill(f"[% include {target}{tail} %]", 0)

    def make_import(self, depth):
        name = self.new_name("lib")
        macro = self.new_name("x")
        loops, macros, self.loops, self.macros = self.loops, self.macros, 0, []
        text = self.fill(f"[% macro {macro}(a, b=@expr) %]", 1) + self.apart(self.macro_body, depth - 1) + "{% endmacro %}" + self.make_body(depth - 1) + self.fill("[% set top = @expr %][% set _hidden = 1 %]", 1)
        self.loops, self.macros = loops, macros
        target = self.pick([f"'{name}'", f"'{name}'", f"'{name[:2]}' ~ '{name[2:]}'"])
        tail = self.pick(["", "", " with context", " without context"])
        if tail != " with context" and self.chance(80):
            text = "{% set i, j, f, t, x = 1, 2, 0.5, true, false %}{% set s, u, h, l, ls = 'st', 'ü', '<h>', [1, 2], ['b'] %}{% set el, m, em, nested = [], {'k': 1}, {}, [[1, 2]] %}" + text
        self.templates[name] = text
        if self.chance(50):
            head = self.fill(f"[% import {target} as lib{tail} %]", 0)
            return head + "{{ lib." + f"{macro}({self.make_arguments(1)})" + " }}" + self.pick(["", "{{ lib.top }}", "{{ lib.nosuch }}", "{{ lib._hidden }}", "{{ lib }}"])
        alias = self.pick(["", f" as y{macro}"])
        self.macros.append(alias[4:] or macro)
        return self.fill(f"[% from {target} import {macro}{alias}{self.pick(['', ', top', ', top as q', ', nosuch'])}{tail} %]", 0) + "{{ " + self.make_macrocall(1) + " }}{{ top }}{{ q }}"

    def make_block(self, name, depth, extra=()):
        scoped = self.pick(["", "", " scoped", " required" if self.chance(5) else ""])
        body = self.apart(self.make_body, depth) if not scoped or not self.loops else self.make_body(depth)
        if "required" in scoped:
            body, extra = self.pick(["", " ", "\n", "{# c #}", "x" if self.chance(10) else ""]), ()
        end = self.pick(["", "", " " + name])
        return self.fill(f"[% block {name}{scoped} %]", 0) + self.pick(["", "", *extra]) + body + self.pick(["", *extra]) + self.fill(f"[% endblock{end} %]", 0)

    def page(self, blocks, known, depth):
        """A template with these blocks, some within others or in loops; `known` are
        those that its parents have."""
        parts = [self.make_body(depth)]
        for name in blocks:
            above = ["{{ super() }}", "{{ super() }}", "{{ super()|upper }}", "{{ super.super() if super.super }}"] if name in known or self.chance(2) else []
            if name != "one" and "one" in (*known, *blocks):
                above.append("{{ self.one() }}")
            text = self.make_block(name, 1, above)
            if self.chance(20):
                self.loops += 1
                text = self.fill("[% for a in @list %]", 1) + self.make_block(name, 1) + self.fill("[% endfor %]", 0)
                self.loops -= 1
            elif self.chance(15):
                text = self.fill("[% if @cond %]", 1) + text + self.fill("[% endif %]", 0)
            parts += [text, self.pick(["|", "\n", self.make_body(0)])]
        return "".join(parts)

    def inheritance(self):
        names = ["one", "two", "three"]
        known = names[: self.random.randrange(1, 4)]
        self.calm = self.chance(85)
        self.templates["base"] = self.apart(self.page, known, [], 1)
        parent = "base"
        for level in range(self.random.randrange(3)):
            self.templates[f"mid{level}"] = self.extending(parent, names, known)
            parent = f"mid{level}"
        return self.extending(parent, names, known)

    def extending(self, parent, names, known):
        target = self.pick([f"'{parent}'", f"'{parent}'", f"'{parent[:2]}' ~ '{parent[2:]}'", f"'{parent}' if i else s"])
        text = self.pick(["", "", self.fill("[% set q = @expr %]", 1), "x"]) + self.fill(f"[% extends {target} %]", 0)
        if self.chance(10):
            text = self.fill(f"[% if @cond %][% extends '{parent}' %][% endif %]", 1)
        return text + self.apart(self.page, [name for name in names if self.chance(60)], known, 0 if self.chance(60) else 1)

    def several(self):
        self.calm = self.chance(85)
        parts = [self.make_body(1)]
        for _ in range(self.random.randrange(1, 3)):
            parts.append(self.pick([self.make_include, self.make_import])(2))
            parts.append(self.make_body(1))
        text = "".join(parts)
        if self.chance(30):
            self.loops += 1
            text = self.fill("[% for a in @list %]", 1) + self.make_include(1) + self.fill("[% endfor %]", 0) + text
            self.loops -= 1
        return text

    # --- white space and broken templates ------------------------------------------------------------

    def blanks(self):
        return "".join(self.pick([" ", "\n", "\t", "\r\n", "\r", "x", "\x0b", "\f", "\u00a0", "-", "  ", "  "]) for _ in range(self.random.randrange(5)))

    def white_space(self):
        parts = [self.blanks()]
        for _ in range(self.random.randrange(2, 7)):
            left, right = self.pick(["", "", "-", "+"]), self.pick(["", "", "-", "+"])
            inner = self.pick(["", " ", "\n", " \n "])
            parts.append(self.pick([
                "{%" + left + f" set q = 1{inner}" + right + "%}",
                "{%" + left + f" if t{inner}" + right + "%}" + self.blanks() + "{%" + right + " endif " + left + "%}",
                "{%" + left + f" raw{inner}" + right.replace("+", "") + "%}" + self.blanks() + self.pick(["{{ x }}", "{%", "{# x #}", ""]) + self.blanks() + "{%" + right + " endraw " + left + "%}",
                "{{" + left.replace("+", "") + " i" + inner + right.replace("+", "") + "}}",
                "{{" + left + " i " + right.replace("+", "") + "}}",
                self.pick(["{", "%", "#", "{ {"]) + " {{ i }}",
                "{#" + left + " c" + inner + right + "#}",
                "{% for a in [1, 2] " + right + "%}" + self.blanks() + "{%" + left + " endfor %}",
                "{{ '" + self.blanks().replace("\\", "") + "' }}",
            ]))
            parts.append(self.blanks())
        return "".join(parts)

    SOUP = ["{{", "}}", "{%", "%}", "{#", "#}", "-%}", "{%-", "|", ".", ",", ":", "(", ")", "[", "]", "{", "}", "=", "==", "~", "**", "*", "//", "-", "+", "<", "is", "in", "not", "and", "or",
            "if", "else", "elif", "endif", "for", "endfor", "recursive", "set", "endset", "block", "endblock", "scoped", "required", "macro", "endmacro", "call", "endcall", "filter", "endfilter",
            "with", "endwith", "include", "import", "from", "as", "extends", "ignore", "missing", "without", "context", "raw", "endraw", "autoescape", "endautoescape", "do", "break", "continue",
            "trans", "pluralize", "endtrans", "true", "none", "True", "None", "loop", "caller", "super", "self", "1", "0x", "1e", "1.", ".5", "1__0", "'", "\"", "'a", "\\", "a", "i", "ä", "_", "?", "!", "@", "$", "&", ";", "\n", " "]
    TOKENS = re.compile(r"\{[%{#][-+]?|[-+]?[%}#]\}|\w+|\s+|\*\*|//|[<>=!]=|.", re.S)

    def broken(self, text):
        tokens = self.TOKENS.findall(text)
        for _ in range(self.random.randrange(1, 4)):
            at = self.random.randrange(len(tokens) + 1)
            kind = self.random.randrange(5)
            if kind == 0:
                tokens.insert(at, self.pick(self.SOUP))
            elif kind == 1:
                tokens[at:at + 1] = []
            elif kind == 2:
                tokens[at:at] = tokens[at:at + self.random.randrange(1, 4)]
            elif kind == 3:
                tokens[at:at + 1] = [self.pick(self.SOUP)]
            else:
                other = self.random.randrange(len(tokens) + 1)
                tokens[at:at + 1], tokens[other:other + 1] = tokens[other:other + 1], tokens[at:at + 1]
        return "".join(tokens)

    # --- a case --------------------------------------------------------------------------

    def expressions(self):
        return "|".join("{{ " + self.grow("expr", 3) + " }}" for _ in range(self.random.randrange(1, 3)))

    def main(self):
        kind = self.random.randrange(100)
        if kind < 46:
            return "expression", self.expressions()
        if kind < 66:
            self.calm = self.chance(50)
            return "statement", self.make_body(2)
        if kind < 76:
            return "white", self.white_space()
        if kind < 83:
            return "several", self.several()
        if kind < 88:
            return "inherit", self.inheritance()
        text = self.pick([self.expressions, lambda: self.make_body(1), lambda: self.make_body(2), self.white_space, self.several])()
        return "broken", self.broken(text)

    def context(self):
        context = dict(self.pick(grammar.CONTEXTS))
        for name in "op":
            context[name] = "".join(self.pick(grammar.ODD_TEXTS) for _ in range(self.random.randrange(12)))
        context["r"] = self.pick([
            self.random.uniform(-10, 10), self.random.uniform(-1e6, 1e6), self.random.uniform(-1, 1) * 10 ** self.random.randrange(-12, 18),
            self.random.randrange(-1000, 1000) / 8])
        context["k"] = self.random.randrange(-(10 ** 6), 10 ** 6)
        return context


def make_case(seed, number):
    maker = Maker(f"{seed}/{number}")
    kind, text = maker.main()
    options = {option: maker.chance(25) for option in cases.OPTIONS}
    options["autoescape"] = maker.chance(60)
    options["strict"] = maker.chance(8)
    options["newstyle_gettext"] = False
    return {"name": f"random {seed}/{number} {kind}", "main": "main", "templates": {**maker.templates, "main": text},
            "context": maker.context(), "options": options}
