"""Both engines: render a case, and say whether they agree.

A result is {"output": text} or {"error": text}; this project's engine may also give
{"error": …, "crashed": True}.
"""
import json
import os
import pathlib
import resource
import signal
import subprocess
import tempfile

import jinja2
import jinja2.nodes
from jinja2.compiler import CodeGenerator

import cases

ROOT = pathlib.Path(os.environ.get("SENF_ROOT", cases.HERE.parents[1]))
DRIVER = os.environ.get("SENF_TEMPLATE_DRIVER", str(ROOT / "build/asan/tests/template/driver"))
EXTENSIONS = ["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"]

SECONDS = 3  # Jinja has no limits of its own
MEMORY = 2 << 30


class Endless(Exception):
    pass


def end(*_):
    raise Endless()


def limit_memory():
    """For processes that render what chance has made."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def unlimit_memory():
    """The sanitizers reserve more than there is."""
    limit = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


class Environment(jinja2.Environment):
    """Without the beautified tracebacks, which take longer than all the rest."""

    def handle_exception(self, source=None):
        raise


class UnfoldedGenerator(CodeGenerator):
    """Computes constants when the template runs, as it does everything else."""

    def _output_child_to_const(self, node, frame, finalize):
        if not isinstance(node, jinja2.nodes.TemplateData):
            raise jinja2.nodes.Impossible()
        return super()._output_child_to_const(node, frame, finalize)


class UnfoldedEnvironment(Environment):
    code_generator_class = UnfoldedGenerator


def install_translations(environment, known, newstyle):
    """What the driver's translate() does."""

    def find(context, text, plural, count):
        found = known.get(text if context is None else f"{context}|{text}")
        if found is None:
            return text if plural is None or count == 1 else plural
        return found if isinstance(found, str) else found[0 if plural is None or count == 1 else 1]

    environment.install_gettext_callables(
        lambda text: find(None, text, None, 0),
        lambda text, plural, count: find(None, text, plural, count),
        newstyle=newstyle,
        pgettext=lambda context, text: find(context, text, None, 0),
        npgettext=lambda context, text, plural, count: find(context, text, plural, count),
    )


class Jinja:
    def __init__(self, kind=Environment, **settings):
        self.kind, self.settings = kind, settings
        self.environments = {}

    def environment(self, options):
        key = tuple(bool(options.get(option)) for option in cases.OPTIONS)
        if key not in self.environments:
            values = dict(zip(cases.OPTIONS, key))
            strict, newstyle = values.pop("strict"), values.pop("newstyle_gettext")
            self.environments[key] = self.kind(
                extensions=EXTENSIONS, undefined=jinja2.StrictUndefined if strict else jinja2.Undefined,
                **values, **self.settings)
            self.environments[key].install_null_translations(newstyle=newstyle)
        return self.environments[key]

    def render(self, case):
        environment = self.environment(case["options"])
        if "translations" in case:  # in an environment of its own
            environment = Jinja(self.kind, **self.settings).environment(case["options"])
            install_translations(environment, case["translations"], case["options"].get("newstyle_gettext", False))
        environment.loader = jinja2.DictLoader(case["templates"])
        environment.cache.clear()
        context = json.loads(json.dumps(case["context"]))
        signal.signal(signal.SIGALRM, end)
        signal.alarm(SECONDS)
        try:
            output = environment.get_template(case["main"]).render(context)
            output.encode("utf-8")
            return {"output": output}
        except Exception as error:  # any error is an error
            return {"error": f"{type(error).__name__}: {error}"}
        finally:
            signal.alarm(0)


def unfolded():
    """Jinja that does not fold constants."""
    return Jinja(UnfoldedEnvironment, optimized=False)


class Ours:
    """The driver at work on a batch of cases, while the caller does something else."""

    def __init__(self, batch):
        self.input, self.output, self.errors = (tempfile.TemporaryFile() for _ in range(3))
        for case in batch:
            self.input.write(json.dumps(case).encode() + b"\n")
        self.input.seek(0)
        self.process = subprocess.Popen([DRIVER], stdin=self.input, stdout=self.output, stderr=self.errors, preexec_fn=unlimit_memory)

    def results(self):
        """By name; a case that the driver did not survive is missing, as are those
        after it. The end of its complaints stands in self.complaints."""
        self.status = self.process.wait()
        self.output.seek(0)
        self.errors.seek(0)
        self.complaints = self.errors.read()[-8000:].decode(errors="replace")
        results = {}
        for line in self.output.read().splitlines():
            result = json.loads(line)
            results[result.pop("name")] = result
        for file in (self.input, self.output, self.errors):
            file.close()
        return results


CRASHED = {"error": "no answer: the driver ended", "crashed": True}


def same(jinja, ours):
    if "crashed" in ours:
        return False
    if "error" in jinja or "error" in ours:
        return "error" in jinja and "error" in ours
    return jinja["output"] == ours["output"]


def explain(case, jinja, ours):
    lines = [f"# {case['name']} {' '.join(option for option, on in case['options'].items() if on)}"]
    lines += [f"#   {name}: {text!r}" for name, text in case["templates"].items()]
    for who, result in (("jinja", jinja), ("senf ", ours)):
        kind = "error" if "error" in result else "output"
        lines.append(f"#   {who} {kind}: {result.get(kind)!r}")
    return "\n".join(lines)
