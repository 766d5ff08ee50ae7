"""Files of strings (themes/senf/i18n), read without a YAML library: a key and a text or a
list on each line, as our files are written."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
THEME = ROOT / "themes" / "senf"
FORMS = ("zero", "one", "two", "few", "many", "other")


def strings_of(path):
    """{key: text} of a file of strings; nested maps become dotted keys."""
    found, above = {}, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = re.match(r"( *)([\w.-]+):(?: +(.*))?$", line)
        if not match:
            if line.strip() and not line.lstrip().startswith("#"):
                raise SystemExit(f"{path}:{number}: not understood by this test: {line}")
            continue
        depth = len(match[1])
        above = [part for part in above if part[0] < depth]
        above.append((depth, match[2]))
        if match[3] is not None:
            key = ".".join(name for _, name in above)
            if key in found:
                raise SystemExit(f"{path}:{number}: '{key}' stands there twice")
            found[key] = match[3]
    return found


def key_of(full):
    """The key that t() is called with: without the name of a plural's form."""
    head, _, last = full.rpartition(".")
    return head if last in FORMS else full


def places(text):
    return set(re.findall(r"\{(\w+)\}", text))


def form_of(full):
    """The name of a plural's form, or None."""
    last = full.rpartition(".")[2]
    return last if last in FORMS else None
