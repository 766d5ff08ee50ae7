"""What authors of themes do: templates, partials, shortcodes, strings, static files."""

import odd_templates
from site_tools import SiteTools

STRINGS = ["site:\n  topics: {0}\n", "own:\n  word: {0}\n  many: {{one: eins, other: '{{count}} {0}'}}\n",
           "own:\n  word: '{0} {1}'\n  many: {1}\n", "thread:\n  none: {0}\n"]
SHORTCODES = ["<div>{0} {{{{ args|join(',') }}}} {{{{ params.wort }}}} {{{{ inner }}}}</div>",
              "<div>{{{{ page.title if page }}}} {{{{ site.title }}}} {{{{ inner }}}} {0}</div>",
              "<i>{{{{ number }}}} {{{{ data.liste.wort if data.liste }}}} {{{{ page.comment_count if page }}}} {{{{ lang }}}} {{{{ inner }}}}</i>",
              "{{{{ image('tor.gif').width }}}} {{{{ link('/pages/regeln.md') }}}} {{{{ t('own.word') }}}} {{{{ inner }}}} {0}"]


class ThemeSteps(SiteTools):
    def write_own_theme(self, op, prefix):
        self.do(op, f"{prefix}templates/base.html",
                "<title>{{ site.title }} " + self.some(1) + "</title>{% block head %}{% endblock %}"
                "{% block content %}{% endblock %}{% block footer %}{% endblock %}\n")
        for name in ("index.html", "post.html", "page.html", "tag.html", "feed.xml", "feed.json", "partials/odd.html"):
            self.do(op, f"{prefix}templates/{name}", odd_templates.template(self.random, name, self.some(1)))
        for name in ("de", "en"):
            self.do(op, f"{prefix}i18n/{name}.yaml", STRINGS[0].format(self.some(1)) + STRINGS[1].format(self.some(1)))
        self.do(op, f"{prefix}static/style.css", f"/* {self.some(2)} */\n")

    def edit_template(self):
        r = self.random
        name = r.choice(odd_templates.PAGE_TEMPLATES + odd_templates.LIST_TEMPLATES + odd_templates.TERM_TEMPLATES
                        + odd_templates.OTHER_TEMPLATES + 2 * odd_templates.PARTIALS)
        self.call(name)
        self.do("write", f"templates/{name}", odd_templates.template(r, name, self.some(1)))

    def edit_theme_settings(self):
        """What a theme says of itself: only `strict` is an input."""
        prefix = self.random.choice(["themes/own/", ""])
        op = "write" if prefix else "theme"
        self.do(op, f"{prefix}theme.yaml", f"name: {self.some(1)}\nstrict: {self.random.choice(['true', 'false'])}\n")

    def edit_shortcode(self):
        self.do("write", f"templates/shortcodes/{self.random.choice(['kasten', 'zitat'])}.html",
                self.random.choice(SHORTCODES).format(self.some(1)))

    def drop_template(self):
        paths = self.paths("templates/")
        if paths:
            self.do("remove", self.random.choice(paths))

    def break_template(self):
        name = self.random.choice(["post.html", "partials/odd.html", "tag.html", "base.html"])
        text = self.random.choice(["{% if %}", "{% extends 'missing.html' %}", "{{ page.title|nofilter }}",
                                   "{{ asset('missing.css') }}", "{{ t('missing.key') }}"])
        self.do("write", f"templates/{name}", text)

    def edit_outside_theme(self):
        self.write_own_theme("theme", "")

    def edit_strings(self):
        name = self.random.choice(["de", "en", "de"])
        text = self.random.choice(STRINGS).format(self.some(1), self.some(1))
        self.do("write", f"i18n/{name}.yaml", text)

    def edit_static(self):
        name = self.random.choice(["f1.txt", "f2.txt", "f3.txt", "style.css"])
        self.do("write", f"static/{name}", self.some(5))

    def drop_static(self):
        paths = self.paths("static/")
        if paths:
            self.do("remove", self.random.choice(paths))

    def unlink_static(self):
        """In a folder with links each build looks at all of it."""
        self.do("remove", "static/link.txt")

    def link_static(self):
        self.do("link", "static/link.txt", self.random.choice(["f1.txt", "f2.txt"]))
