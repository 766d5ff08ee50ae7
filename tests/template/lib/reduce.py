"""Makes a case smaller for as long as the two engines still differ in the same way."""
import itertools
import re

import engines

TOKENS = re.compile(r"\{[%{#][-+]?|[-+]?[%}#]\}|\w+|\s+|.", re.S)


def way(theirs, ours):
    """How two results differ; None when they agree."""
    if engines.same(theirs, ours):
        return None
    return "error" in theirs, "error" in ours, "crashed" in ours


def variants(case):
    """The case without some of its tokens, options or variables, the largest cuts first."""
    for name in case["templates"]:
        if name != case["main"]:
            yield {**case, "templates": {key: text for key, text in case["templates"].items() if key != name}}
    for name, text in case["templates"].items():
        tokens = TOKENS.findall(text)
        size = len(tokens)
        while size > 0:
            for at in range(0, len(tokens) - size + 1, max(1, size // 2)):
                left = "".join(tokens[:at] + tokens[at + size:])
                yield {**case, "templates": {**case["templates"], name: left}}
            size //= 2
    for name, on in case["options"].items():
        if on:
            yield {**case, "options": {**case["options"], name: False}}
    for name in case["context"]:
        yield {**case, "context": {key: value for key, value in case["context"].items() if key != name}}


def reduced(case, jinja, explained):
    """The smallest case that was found. `explained` says of (case, theirs, ours)
    whether a difference is meant."""

    def results(batch):
        batch = [{**one, "name": str(number)} for number, one in enumerate(batch)]
        driver = engines.Ours(batch)
        theirs = [jinja.render(one) for one in batch]
        ours = driver.results()
        return [(mine, ours.get(one["name"], engines.CRASHED)) for one, mine in zip(batch, theirs)]

    def first_that_differs(case):
        candidates = variants(case)
        while batch := list(itertools.islice(candidates, 24)):
            for smaller, (theirs, ours) in zip(batch, results(batch)):
                if way(theirs, ours) == wanted and not explained(smaller, theirs, ours):
                    return smaller
        return None

    wanted = way(*results([case])[0])
    while smaller := first_that_differs(case):
        case = {**smaller, "name": case["name"]}
    return case
