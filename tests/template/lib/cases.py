"""The cases of the differential test, and the table of deviations.

Two kinds of files in tests/template/cases:
  NAME.lines  a JSON context, a line '---', then one template a line ('#' begins a
              comment, '\\n' is a line end); each runs with and without escaping;
  NAME.cases  '=== name [option…]', then '--- FILE' for each template (the first is
              the one to render), '--- context' for its JSON, and '--- translations'
              for the JSON of what gettext() knows: text, or a list of singular and
              plural; "CONTEXT|TEXT" within a context.

A case is what the driver reads (driver.c): a map of name, templates, main, context
options, and translations if there are any.
"""
import json
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parents[1]
OPTIONS = ("autoescape", "strict", "trim_blocks", "lstrip_blocks", "keep_trailing_newline",
           "newstyle_gettext")


def read_lines(path):
    head, body = path.read_text(encoding="utf-8").split("\n---\n", 1)
    context = json.loads(head)
    first = head.count("\n") + 3
    for number, line in enumerate(body.split("\n"), first):
        if not line or line.startswith("#"):
            continue
        for escape in (False, True):
            yield {
                "name": f"{path.stem}:{number}{'e' if escape else ''}",
                "templates": {"main": line.replace("\\n", "\n")},
                "main": "main",
                "context": context,
                "options": {"autoescape": escape},
            }


def read_cases(path):
    for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        head, _, rest = block.partition("\n")
        name, *options = head.split()
        for option in options:
            if option not in OPTIONS:
                raise SystemExit(f"{path}: unknown option {option}")
        case = {"name": f"{path.stem}:{name}", "templates": {}, "context": {},
                "options": {option: True for option in options}}
        for part in re.split(r"^--- ", rest, flags=re.M)[1:]:
            file, _, body = part.partition("\n")
            body = body.removesuffix("\n")
            if file in ("context", "translations"):
                case[file] = json.loads(body)
            else:
                case["templates"][file] = body
                case.setdefault("main", file)
        yield case


def read_all():
    for path in sorted((HERE / "cases").iterdir()):
        if path.suffix == ".lines":
            yield from read_lines(path)
        elif path.suffix == ".cases":
            yield from read_cases(path)


class Deviations:
    """deviations.txt: what differs on purpose. `cases` maps a case's name to the
    reason; `rules` are (kind, pattern, reason) for templates made at random."""

    def __init__(self, path=HERE / "deviations.txt"):
        self.cases, self.rules = {}, []
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            if line.startswith("@"):
                kind, pattern, reason = re.fullmatch(r"@(\S+) /(.*?)/ (.+)", line).groups()
                self.rules.append((kind, re.compile(pattern), reason))
            else:
                name, _, reason = line.strip().partition(" ")
                self.cases[name] = reason

    def rule_for(self, texts):
        """The pattern of the first rule that explains a difference; `texts` says
        what each kind of rule looks at."""
        for kind, pattern, _ in self.rules:
            if pattern.search(texts.get(kind, "")):
                return f"@{kind} /{pattern.pattern}/"
        return None
