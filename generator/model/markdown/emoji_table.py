#!/usr/bin/python3
"""Print emoji_table.c: GitHub's names of emoji, from Debian's
golang-github-yuin-goldmark-emoji-dev.

    emoji_table.py github.go >emoji_table.c
"""

import re
import sys

NOTICE = """Copyright (c) 2020 Yusuke Inuzuka

Permission is hereby granted, free of charge, to any person obtaining a copy of this
software and associated documentation files (the "Software"), to deal in the Software
without restriction, including without limitation the rights to use, copy, modify,
merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
permit persons to whom the Software is furnished to do so, subject to the following
conditions:

The above copyright notice and this permission notice shall be included in all copies
or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED,
INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A
PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT
HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR
THE USE OR OTHER DEALINGS IN THE SOFTWARE."""

ENTRY = re.compile(r'NewEmoji\("[^"]*", \[\]int32\{([0-9, ]+)\}, ((?:"[^"]+",? ?)+)\)')


def names(path):
    found = {}
    for points, aliases in ENTRY.findall(open(path, encoding="utf-8").read()):
        text = "".join(chr(int(point)) for point in points.split(","))
        for name in re.findall('"([^"]+)"', aliases):
            found[name] = text
    return sorted(found.items(), key=lambda pair: pair[0].encode())


def main():
    pairs = names(sys.argv[1])
    out = ["/* GitHub's names of emoji: data, written by emoji_table.py (see emoji.h).", " *"]
    out += [(" * " + line).rstrip() for line in NOTICE.splitlines()]
    out += [" */", '#include "generator/model/markdown/emoji.h"', "", "/* clang-format off */",
            "const Emoji emoji_table[] = {"]
    line = " "
    for name, emoji in pairs:
        piece = f' {{"{name}", "{emoji}"}},'
        if len(line) + len(piece) > 98:
            out.append(line)
            line = " "
        line += piece
    out += [line, "};", f"const size_t emoji_count = {len(pairs)};"]
    sys.stdout.write("\n".join(out) + "\n")


main()
