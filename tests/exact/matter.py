"""A post as a file: its front matter in YAML, TOML or JSON, and its text.

A post is a map. "body", "origin" and "format" are no keys of the front matter.
"""

import json

LISTS = ("tags", "categories", "places", "authors", "contributors", "aliases")
TEXTS = ("date", "updated", "series", "series_weight", "draft", "slug", "url", "comments", "expiry", "math", "unlisted", "headless",
         "id", "lang", "layout", "image", "description", "summary", "mood", "numbers")
BARE = ("series_weight", "draft", "numbers", "math", "unlisted", "headless")  # no texts, and written alike in all three


def quoted(value):
    return json.dumps(value, ensure_ascii=False)


def pairs(post, quotes):
    """Keys, and values as they are written."""
    yield "title", quoted(post["title"])
    for key in LISTS:
        if post.get(key):
            yield key, "[" + ", ".join(quoted(item) for item in post[key]) + "]"
    for key in TEXTS:
        if post.get(key) not in (None, ""):
            yield key, quoted(post[key]) if quotes and key not in BARE else str(post[key])


def write(post):
    form = post.get("format", "yaml")
    if form == "json":
        lines = ["{", ",\n".join(f"{quoted(key)}: {value}" for key, value in pairs(post, True)), "}"]
    elif form == "toml":
        lines = ["+++", *(f"{key} = {value}" for key, value in pairs(post, True)), "+++"]
    else:
        lines = ["---", *(f"{key}: {value}" for key, value in pairs(post, False)), "---"]
    return "\n".join([*lines, "", post["body"], ""])
