"""Histories that go for what a short way through a build could forget (test_directed).

A history is a list of steps, a step a list of operations of world.py. The site is small; its
templates show of each page all that can be shown of it, of its neighbours and of the lists.
"""

import matter
from site_tools import DAY

NOW = 1_770_000_000
PAGE = ("{% macro told(p) %}<b>{{ p.title }} {{ p.url }} {{ p.words }} {{ p.reading_time }} {{ p.summary }} {{ p.description }} "
        "{{ p.image }} {{ p.extra }} {{ p.updated|rfc3339 if p.updated }} {{ p.comment_count }} {{ p.has_code }} {{ p.toc|length }}"
        "{% for a in p.authors %}{{ a.name }}{{ a.bio }}{% endfor %}{% for t in p.terms %}{{ t.name }}{{ t.count }}{% endfor %}</b>"
        "{% endmacro %}\n")
POST = ("{% extends 'base.html' %}{% from 'partials/told.html' import told %}{% block content %}{{ page.body }}{{ told(page) }}"
        "{{ told(page.next) if page.next }}{{ told(page.previous) if page.previous }}{% for p in page.related %}{{ told(p) }}{% endfor %}"
        "{% for p in page.translations %}{{ told(p) }}{% endfor %}{{ told(page.series_next) if page.series_next }}"
        "{% for c in page.comments recursive %}{{ c.author }}{{ c.body }}{{ loop(c.replies) }}{% endfor %}{% endblock %}")
LIST = ("{% extends 'base.html' %}{% from 'partials/told.html' import told %}{% block content %}{{ list.total }}"
        "{% for p in list['items'] %}{{ told(p) }}{{ p.body }}{% endfor %}{% for p in site.pages %}{{ told(p) }}{% endfor %}"
        "{% for p in site.recent %}{{ told(p) }}{% endfor %}{% endblock %}")
SHORTCODE = "<i>{{ link(args[0]) }} {{ image('bild.gif').width if image('bild.gif') }} {{ data.liste.wort if data.liste }} {{ page.title }} {{ page.words }} {{ inner }}</i>"
SETTINGS = ("title: Kurve\nbase_url: https://kurve.example\nlanguages: [de, en]\npagination: 3\nsummary_words: 10\nrelated: 2\n"
            "archives: true\nsections: true\ncomments: {feeds: true, close_after_days: 300}\nmarkdown: {highlight: false}\n"
            "feed_items: 4\nsitemap_urls: 4\n")


def post(title, body="Ein Satz.", **fields):
    return matter.write({"title": title, "body": body, "authors": ["ada"], "tags": ["lied"], **fields})


def day(number):
    return f"2026-01-{number:02d}"


def dated(number, body="Ein Satz über die Kurve.", **fields):
    return post(f"Tag {number}", body, date=day(number), **fields)


def write(path, text):
    return ["write", path, text]


def path(number):
    return f"posts/p{number}.md"


COMMIT = ["commit", "Ada L."]


def later(seconds):
    return ["now", NOW + seconds]


def gif(width):
    return "GIF89a" + chr(width) + "\0" + chr(9) + "\0\0\0\0;"


def comment(name, number, reply="", status="approved"):
    return ["submit", name, path(number), reply, status, "Bert", "", f"<p>{name}</p>"]


def site():
    files = {"senf.yaml": SETTINGS, "templates/partials/told.html": PAGE, "templates/post.html": POST, "templates/page.html": POST,
             "templates/shortcodes/kasten.html": SHORTCODE, "data/liste.yaml": "wort: eins\n", "posts/bild.gif": gif(5),
             "authors/ada.yaml": "name: Ada\nbio: Erste.\n", "pages/regeln.md": post("Regeln"),
             "static/f.txt": "eins", **{f"templates/{name}.html": LIST for name in ("index", "tag", "author", "archive", "series")}}
    for number in range(1, 9):
        files[path(number)] = dated(number)
    files["posts/p3.en.md"] = dated(3, "One sentence.")
    return [["now", NOW], *(write(name, text) for name, text in sorted(files.items())), COMMIT]


LONG = "Eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf. "
HISTORIES = {
    "several pages in one commit": [
        [write(path(number), dated(number, f"Neu {number}.")) for number in (2, 3, 4)],
        [write(path(3), dated(3, "Wieder.")), write("posts/p3.en.md", dated(3, "Again."))]],
    "the summary stays, the words do not": [
        [write(path(5), dated(5, LONG + "Ende."))], [write(path(5), dated(5, LONG + "Ende und mehr."))],
        [write(path(5), dated(5, LONG + "Anfang."))]],
    "an edit that comes back": [
        [write(path(5), dated(5, "Anders."))], [write(path(5), dated(5))], [write(path(5), dated(5, "Anders."))]],
    "two commits, there and back": [
        [write(path(5), dated(5, "Anders.")), COMMIT, later(60), write(path(5), dated(5)), COMMIT],
        [["move", path(5), "posts/weg.md"], COMMIT, later(120), ["move", "posts/weg.md", path(5)], COMMIT],
        [["remove", path(5)], COMMIT, later(180), write(path(5), dated(5)), COMMIT]],
    "the date of a commit alone": [
        [later(60), COMMIT], [later(90), write(path(2), dated(2, "Neu.")), COMMIT, later(120), COMMIT]],
    "a page that shows another one's address": [
        [write(path(4), dated(4, "{{< kasten \"p5.md\" >}}x{{< /kasten >}} [fünf](p5.md#eins)"))],
        [write(path(5), dated(5, "## Eins\n\nText."))], [write(path(5), dated(5, "Text.", slug="anders"))],
        [write(path(5), dated(5, "Text."))], [["remove", path(5)]]],
    "an image beside the text": [
        [write(path(4), dated(4, "![Bild](bild.gif)\n\n{{< kasten \"p5.md\" >}}"))],
        [write("posts/bild.gif", gif(7)), write(path(4), dated(4, "![Bild](bild.gif) und Text\n\n{{< kasten \"p5.md\" >}}"))],
        [write("posts/bild.gif", gif(8))], [write(path(4), dated(4, "![Bild](bild.gif)", image="bild.gif"))],
        [["remove", "posts/bild.gif"]], [write(path(6), dated(6, "Neu."))]],
    "a title that is an address too": [
        [write("senf.yaml", SETTINGS + "permalink: /:year/:title/\n")],
        [write(path(4), dated(4).replace("Tag 4", "Vier"))], [write(path(4), dated(4).replace("Tag 4", "Viere"))]],
    "an address that passes to another page": [
        [write(path(8), dated(8, id="acht"))], [write(path(8), dated(7)), write(path(7), dated(8, id="acht"))],
        [write(path(8), dated(8, id="acht")), write(path(7), dated(7))],
        [write("pages/regeln.md", post("Regeln", date=day(3), id="regeln")), write(path(9), post("Neun", date=day(4)))],
        [write(path(9), post("Regeln", date=day(3), id="regeln")), write("pages/regeln.md", post("Neun", date=day(4)))]],
    "aliases of another page's address": [
        [write(path(4), dated(4, aliases=["/posts/p9/"]))], [write(path(9), dated(9))],
        [["remove", path(9)]], [write(path(4), dated(4, "Text.", aliases=["/posts/p9/", "/alt/"]))]],
    "words, a table of contents and code": [
        [write(path(6), dated(6, "## A\n\n### B\n\nText"))], [write(path(6), dated(6, "## A\n\n```c\nint x;\n```"))],
        [write(path(6), dated(6, "> [!NOTE]\n> Text"))], [write(path(6), dated(6, "Text"))]],
    "fields of the front matter that lists show": [
        [write(path(6), dated(6, mood="froh", description="D", summary="S"))],
        [write(path(6), dated(6, mood="froh", description="E", summary="S"))],
        [write(path(6), dated(6, "Neu.", mood="matt", updated=day(20)))], [write(path(6), dated(6, format="toml"))]],
    "one field at a time": [
        *([write(path(6), dated(6, **fields))] for fields in (
            {"mood": "froh"}, {"mood": "matt"}, {}, {"description": "D"}, {"description": "E"}, {"summary": "S"}, {"summary": "T"},
            {}, {"image": "bild.gif"}, {"image": "/f.txt"}, {"updated": day(20)}, {"updated": day(21)}, {"tags": ["kasse"]},
            {"authors": ["Bert B."]}, {"series": "Fahrten"}, {"numbers": "[1]"}, {"numbers": "[2]"}, {"math": "true"}, {"id": "sechs"}))],
    "front matter from above": [
        [write("posts/_index.md", "---\ntitle: Posts\ncascade: {mood: froh}\n---\n")], [write(path(4), dated(4, "Neu."))],
        [write("posts/_index.md", "---\ntitle: Posts\ncascade: {mood: matt}\n---\n")],
        [write("posts/_index.md", "---\ntitle: Anders\ncascade: {mood: matt}\n---\n"), write(path(4), dated(4, "Neuer."))],
        [write("posts/_index.md", "---\ntitle: Anders\ncascade: [{target: {lang: en}, mood: still}, {draft: true}]\n---\n")],
        [write("posts/_index.md", "---\ntitle: Anders\n---\n")], [write("pages/_index.md", "---\ncascade: {comments: open}\n---\n")],
        [write("senf.yaml", SETTINGS + "defaults: [{path: posts, values: {series: Fahrten}}]\n")], [write(path(4), dated(4, "Neuest."))],
        [["remove", "pages/_index.md"]], [write("senf.yaml", SETTINGS)]],
    "a person's words": [
        [write("authors/ada.yaml", "name: Ada\nbio: Zweite.\n")],
        [write("authors/ada.yaml", "name: Ada\nbio: Dritte.\n"), write(path(2), dated(2, "Neu."))],
        [write("authors/ada.yaml", "name: Ada Lang\nbio: Dritte.\n")], [["remove", "authors/ada.yaml"]]],
    "data beside an edit": [
        [write(path(4), dated(4, "{{< kasten \"p5.md\" >}}"))],
        [write("data/liste.yaml", "wort: zwei\n"), write(path(4), dated(4, "{{< kasten \"p5.md\" >}} neu"))],
        [write(path(4), dated(4, "{{< kasten \"p5.md\" >}} neuer"))]],
    "comments beside an edit": [
        [comment("eins", 4), write(path(4), dated(4, "Neu."))], [comment("zwei", 4, "eins"), write(path(5), dated(5, "Neu."))],
        [["decide", "eins", "deleted"], write(path(4), dated(4, "Neuer."))], [["undo", "eins"]],
        [comment("drei", 4), comment("vier", 6), ["decide", "vier", "spam"]]],
    "comments of a page that comes and goes": [
        [comment("eins", 9)], [write(path(9), dated(9))], [comment("zwei", 9)], [["move", path(9), "posts/q9.md"]],
        [write("posts/q9.md", dated(9, id="posts/p9.md"))], [["remove", "posts/q9.md"], comment("drei", 9)]],
    "comments close while somebody writes": [
        [write(path(4), dated(4, comments="closed")), comment("eins", 4)], [later(400 * DAY), comment("zwei", 5)],
        [later(400 * DAY), write(path(5), dated(5, "Neu."))]],
    "a post that goes live and is edited": [
        [write(path(9), post("Morgen", date="2026-02-03"))], [write(path(9), post("Morgen", "Neu.", date="2026-02-03"))],
        [later(3 * DAY), write(path(9), post("Morgen", "Neuer.", date="2026-02-03"))],
        [write(path(9), post("Morgen", "Neuest.", date="2026-02-03"))]],
    "a draft that is edited": [
        [write(path(9), dated(9, draft="true"))], [write(path(9), dated(9, "Neu.", draft="true"))], [write(path(9), dated(9, "Neu."))]],
    "pages that stand alone": [
        [write("pages/regeln.md", post("Regeln", "Neu."))], [write("pages/regeln.md", post("Andere Regeln", "Neu."))],
        [write("pages/_index.md", post("Vorn", "Text."))], [write("pages/_index.md", post("Vorn", "Neuer Text."))]],
    "a template between two edits": [
        [write(path(4), dated(4, "Neu.")), write("templates/tag.html", "{{ list.total }}")], [write(path(4), dated(4, "Neuer."))],
        [["remove", "templates/tag.html"]], [write(path(4), dated(4, "Neuest."))]],
    "an edit that can't be built, and one that can": [
        [write(path(4), dated(4, "{{< fehlt >}}"))], [write(path(4), dated(4, "{{< fehlt >}} mehr"))], [write(path(4), dated(4, "Heil."))],
        [write(path(4), "---\ntitle: [\n---\n")], [write(path(5), dated(5, "Neu."))], [write(path(4), dated(4, "Heil."))]],
    "a short way after each long one": [
        step for number in range(1, 6) for step in (
            [write(f"static/g{number}.txt", "neu")], [write(path(number), dated(number, f"Neu {number}"))], [comment(f"c{number}", number)])],
    "a link comes and goes": [
        [["link", "static/link.txt", "f.txt"]], [["remove", "static/link.txt"]], [["link", "posts/q.md", "p4.md"]],
        [write(path(4), dated(4, "Neu."))], [["remove", "posts/q.md"]], [write(path(4), dated(4, "Neuer."))]],
    "a way back in history": [
        [write(path(4), dated(4, "Neu."))], [write(path(4), dated(4, "Neuer."))], [["reset", 1]], [write(path(5), dated(5, "Neu."))],
        [["reset", 2]]],
    "branches and merges": [
        [["branch", "seite"]], [write(path(4), dated(4, "Neu."))], [["branch", "main"]], [write(path(5), dated(5, "Neu.")), COMMIT],
        [["merge", "seite"]], [write(path(4), dated(4, "Neuer."))]],
    "who had a hand in it": [
        [write("templates/page.html", "{{ page.contributors|map(attribute='name')|join(',') }} {{ page.updated|rfc3339 if page.updated }}"),
         write("templates/index.html", "{% for p in list['items'] %}{{ p.title }}{{ p.contributors|map(attribute='name')|join }}{% endfor %}")],
        [write(path(8), dated(8, "Neu.")), ["commit", "Bert B."]], [write("pages/regeln.md", post("Regeln", "Neu.")), ["commit", "Bert B."]],
        [write(path(8), dated(8, "Neuer.")), ["commit", "Bert B. & Carla"]], [write(path(8), dated(8, contributors=["Ada L."]))],
        [write(path(8), dated(8, contributors=["ada", "Bert B."]))], [write(".mailmap", "Berta <bert@example.org>\n")],
        [write(path(7), dated(7, "Neu.")), ["commit", "Bert B."]]],
    "settings that move addresses": [
        [write("templates/robots.txt", "{% for one in site.taxonomies %}{{ one.url }}{% endfor %}"),
         write("templates/404.html", "{{ site.url }}{{ link('/posts/p3.md') }}{% for l in site.languages %}{{ l.url }}{% endfor %}")],
        [write("senf.yaml", SETTINGS + "language_prefix: true\n")], [write("senf.yaml", SETTINGS)],
        [write("senf.yaml", SETTINGS.replace("languages: [de, en]", "languages: [de, en, fr]"))],
        [write("senf.yaml", SETTINGS.replace("kurve.example", "kurve.example/blog"))],
        [write("senf.yaml", SETTINGS + "taxonomies: [categories]\n")], [write("senf.yaml", SETTINGS + "addresses: hugo\n")],
        [write("senf.yaml", SETTINGS + "permalink: /:year/:slug/\n")], [["option", "base-url", "https://anders.example/x"]]],
    "a name from the mailmap": [
        [write(path(9), matter.write({"title": "Neun", "date": day(9), "body": "Text."}))],
        [write(".mailmap", "Ada von Welt <ada@example.org>\n")],
        [write(path(9), matter.write({"title": "Neun", "date": day(9), "body": "Neu."})), ["commit", "Bert B."]],
        [["remove", ".mailmap"]]],
}
# In which some steps can't be built.
REFUSED = {"an edit that can't be built, and one that can"}


def steps(name):
    """As history.repeat takes them; what is not committed by itself is, at the end."""
    yield {"name": "first", "ops": site(), "kills": []}
    for number, ops in enumerate(HISTORIES[name], 1):
        ops = list(ops)
        if any(op[0] in ("write", "remove", "move", "link") for op in ops) and not any(op[0] == "commit" for op in ops[-1:]):
            ops.append(COMMIT)
        yield {"name": f"step {number}", "ops": ops, "kills": []}
