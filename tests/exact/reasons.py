"""Whether a reason that `senf plan` gives can be true, by what was changed since the last build.

`changes` is a set of words: "file PATH" for each file of the site that came, went or
changed, "comments", "clock", "options", "theme" (the one of --theme), "state".
"""

import re

# What the fact's name begins with → what must have changed for it to be another one. Of
# what depends on other pages no more is asked than that some page, the clock, or an
# option that hides pages did.
PAGES = ("file posts/", "file blog/", "file unfertig/", "file pages/", "clock", "options", "file senf.yaml", "git")
RULES = [
    (r"new$|its place in the site changed$|nothing makes it any more$", None),
    (r"full build$|its file is not as it was written$", ("state", "first")),
    (r"the file changed$", ("file static/", "file posts/", "file pages/", "file blog/", "file themes/", "theme", "options",
                            "file senf.yaml")),
    (r"templates: (.*)$", ("file templates/", "file themes/", "theme", "options", "file senf.yaml")),
    (r"assets: (.*)$", ("file static/", "file themes/", "theme", "options", "file senf.yaml")),
    (r"setting: (.*)$", ("file senf.yaml", "options")),
    (r"strings/\w+: (.*)$", ("file i18n/", "file themes/", "theme", "options", "file senf.yaml")),
    (r"author/.*: (name|bio|website|avatar)$", ("file authors/", *PAGES)),
    (r"(.*) \(comments\): (thread|count)$", ("comments", *PAGES)),
    (r"((posts|pages|blog|unfertig)/.*): (title|summary|description|body|feed_body|toc|words|reading_time|extra|image|draft)$",
     ("PATH", "git", "options", "file senf.yaml", "clock")),
    (r"", (*PAGES, "file authors/", "file static/")),
]


def reason_holds(reason, changes):
    for pattern, wanted in RULES:
        match = re.match(pattern, reason)
        if not match:
            continue
        if wanted is None:
            return True
        return any(change.startswith(f"file {match[1]}" if want == "PATH" else want)
                   for want in wanted for change in changes)
    return False
