"""Templates that read what no sensible theme would: every fact is read somewhere."""

EVERYWHERE = [
    "{{ site.title }}|{{ site.description }}|{{ site.base_url }}|{{ site.url }}|{{ site.feed_url }}",
    "{{ site.lang }}|{{ lang }}|{{ dir }}|{{ url }}|{{ canonical }}|{{ kind }}",
    "{% for p in site.recent %}{{ p.title }} {{ p.comment_count }};{% endfor %}",
    "{% for p in site.recent %}{{ p.url }}{{ p.previous.title if p.previous }};{% endfor %}",
    "{% for tag in site.tags %}{{ tag.name }}:{{ tag.count }}:{{ tag.slug }} {% endfor %}",
    "{% for tag in site.tags %}{{ tag.url }}|{{ tag.feed_url }} {% endfor %}",
    "{% for one in site.taxonomies %}{{ one.name }}{{ one.title }}{{ one.url }}{{ one.terms|map(attribute='name')|join }}{% endfor %}",
    "{% for year in site.archives %}{{ year.name }}{{ year.count }}{{ year.months|map(attribute='count')|join(',') }}{% endfor %}",
    "{{ site.categories|map(attribute='url')|join(' ') }}",
    "{{ site.tags|length }}{{ site.authors|length }}{{ site.series|length }}",
    "{% for a in site.authors %}{{ a.name }}:{{ a.count }}:{{ a.bio }}{{ a.avatar }}{{ a.website }} {% endfor %}",
    "{% for a in site.authors %}{{ a.url }}{{ a.id }} {% endfor %}",
    "{% for s in site.series %}{{ s.name }} {{ s.count }} {{ s.url }} {% endfor %}",
    "{% for p in site.pages %}{{ p.title }} {{ p.url }} {{ p.extra.mood }};{% endfor %}",
    "{% for l in site.languages %}{{ l.code }} {{ l.name }} {{ l.url }} {{ l.current }};{% endfor %}",
    "{% for m in site.menu %}{{ m.title }} {{ m.url }} {{ m.current }};{% endfor %}",
    "{{ site.params.motto }}|{{ site.params.deep.word }}",
    "{{ site.params }}",
    "{{ t('site.topics') }} {{ t('own.word') }} {{ t('own.many', count=3) }}",
    "{{ asset('style.css') }} {{ asset('f1.txt') }}",
    "{{ '2026-03-04T10:00'|date('%H:%M %A') }} {{ '/x/'|absolute_url }} {{ 'Grün 1'|slug }}",
    "{{ data.liste.wort if data.liste }} {{ data.spiele|map(attribute='wort')|join if data.spiele }} "
    "{{ data.tief.liste.wort if data.tief and data.tief.liste }} {{ data.gone }} {{ data.liste|length if data.liste }}",
    "{{ link('/pages/regeln.md') }} {{ link('/static/f1.txt') }} {{ link('/posts/p003.md') }}",
    "{{ image('/static/tor.gif').width if image('/static/tor.gif') }} {{ site.json_feed_url }} {{ site.preview }}",
    "{{ integrity('style.css')|truncate(30, true, '') }} {{ gettext('own.word') }} {{ _('Tor') }}",
    "{{ site.pages|where('words', '>', 15)|map(attribute='title')|join(',') }}",
    "{% for group in site.recent|group_by('lang') %}{{ group.grouper }} {{ group.list|map(attribute='url')|join }}{% endfor %}",
    "{{ (site.recent|map(attribute='words')|sum)|plural('{count} Wort', '{count} Worte') }}",
    "{% for l in site.languages %}{{ l.code }}{{ site.menu|length }}{% endfor %}{{ site.tags|map(attribute='json_feed_url')|join }}",
    "{% include 'partials/odd.html' %}",
    "{% include 'partials/maybe.html' ignore missing %}",
    "{% include ['partials/maybe.html', 'partials/odd.html'] %}",
    "{% from 'partials/boxes.html' import box %}{{ box(site) }}",
    "{% if site.recent|length > 3 %}{{ site.recent[2].title }}{% else %}few{% endif %}",
    "{% if site.params.motto == 'Tor' %}{{ site.recent[0].body if site.recent }}{% endif %}",
]
OF_PAGES = [
    "{{ page.id }}|{{ page.kind }}|{{ page.title }}|{{ page.url }}|{{ page.canonical }}|{{ page.lang }}",
    "{{ page.date|date('long') if page.date }}|{{ page.updated|rfc3339 if page.updated }}",
    "{{ page.date|date('%A %e %B %Y %H:%M') if page.date }}",
    "{{ page.next.next.title if page.next and page.next.next }}|{{ page.previous.summary if page.previous }}",
    "{{ page.previous.comment_count if page.previous }}|{{ page.next.comments_open if page.next }}",
    "{% if page.next %}{% for c in page.next.comments %}{{ c.author }} {% endfor %}{% endif %}",
    "{% if page.next and page.next.authors %}{{ page.next.authors[0].name }}{% endif %}",
    "{% for p in page.translations %}{{ p.title }} {{ p.words }} {{ p.comment_count }} {{ p.body }}{% endfor %}",
    "{{ page.series.name }} {{ page.series.position }} {{ page.series.count }}" 
    "{{ page.series_previous.title if page.series_previous }}{{ page.series_next.url if page.series_next }}",
    "{{ page.words }} {{ page.reading_time }} {{ page.draft }} {{ page.source_path }}",
    "{% for h in page.toc %}{{ h.id }} {{ h.text }} {{ h.children|length }}{% endfor %}",
    "{% for p in page.related %}{{ p.title }} {{ p.comment_count }};{% endfor %}{{ page.categories|map(attribute='count')|join }}",
    "{% for name, terms in page.taxonomies|dictsort %}{{ name }}{{ terms|map(attribute='name')|join(',') }}{% endfor %}",
    "{{ page.edit_url }} {{ page.history_url }} {{ site.preview }} {{ page.terms|length }}",
    "{{ page.summary }}|{{ page.description }}|{{ page.image }}",
    "{{ page.extra.mood }}|{{ page.extra.numbers|join(',') if page.extra.numbers }}",
    "{{ page.extra }}",
    "{% for tag in page.tags %}{{ tag.name }} {{ tag.count }} {{ tag.feed_url }} {% endfor %}",
    "{% for a in page.contributors %}{{ a.name }} {{ a.url }}, {% endfor %}",
    "{% for a in page.authors %}{{ a.name }} {{ a.count }} {{ a.bio }} {{ a.url }} {% endfor %}",
    "{{ page.comment_count }} {{ page.comments_open }} {{ page.comments_shown }}",
    "{% for c in page.comments recursive %}{{ c.id }} {{ c.anchor }} {{ c.date|rfc3339 }} {{ c.label }} "
    "{{ c.edited|date('time') if c.edited }} {{ c.depth }} {{ c.parent }} {{ c.body }}{{ loop(c.replies) }}{% endfor %}",
    "{{ page.feed_body|length }}",
    "{{ page.has_code }} {{ page.has_extras }} {{ page.comment_feed_url }} {{ page.comment_json_feed_url }}",
    "{{ page.body|truncate_html(60) }} {{ page.summary|striptags|wordcount }} {{ page.title|slug }}",
    "{{ page.next.contributors|map(attribute='name')|join if page.next }} {{ page.next.toc|length if page.next }}",
    "{{ page.previous.body if page.previous }}{{ page.next.description if page.next }}{{ page.next.extra if page.next }}",
    "{{ page.series['items']|map(attribute='title')|join(',') if page.series }}",
    "{{ page.related|map(attribute='summary')|join }}{{ page.translations|map(attribute='updated')|map('string')|join }}",
    "{{ link('tor.gif') }} {{ image('tor.gif').height if image('tor.gif') }}",
    "{% from 'partials/boxes.html' import box with context %}{{ box(page) }}",
]
OF_LISTS = [
    "{{ list.title }}|{{ list.number }}|{{ list.url }}|{{ list.kind }}|{{ list.feed_url }}|{{ list.first_url }}",
    "{{ list.count }}",
    "{{ list.total }}{{ list.taxonomy.title if list.taxonomy }}{{ list.date|date('%B') if list.date }}",
    "{% if list.page %}{{ list.page.title }}{{ list.page.body }}{{ list.page.comment_count }}{% endif %}",
    "{{ list.newer_url }}|{{ list.older_url }}",
    "{{ list['items']|map(attribute='updated')|map('string')|join }} {{ list['items']|map(attribute='image')|join }}",
    "{{ list['items']|map(attribute='words')|sum }} {{ list['items']|where('has_code')|map(attribute='title')|join }}",
    "{{ list.json_feed_url }} {% for p in list['items'] %}{{ p.feed_body }}{{ p.extra }}{{ p.toc|length }}{% endfor %}",
    "{% for p in list['items'] %}{{ p.contributors|map(attribute='name')|join }}{{ p.description }}{% endfor %}",
    "{% for p in list['items'] %}{{ p.title }} {{ p.comment_count }};{% endfor %}",
    "{% for p in list['items'] %}{{ p.next.title if p.next }} {{ p.words }};{% endfor %}",
    "{% for p in list['items'] %}{{ p.body }}{% endfor %}",
    "{{ list.term.name if list.term }}{{ list.author.bio if list.author }}{{ list.series.count if list.series }}",
]
OF_TERMS = ["{% for x in terms %}{{ x.name }} {{ x.count }} {% endfor %}",
            "{% for x in authors %}{{ x.name }} {{ x.count }} {{ x.bio }} {% endfor %}"]

PAGE_TEMPLATES = ["post.html", "page.html", "wide.html", "redirect.html"]
LIST_TEMPLATES = ["index.html", "tag.html", "term.html", "archive.html", "author.html", "series.html", "feed.xml", "feed.json"]
TERM_TEMPLATES = ["tags.html", "authors.html"]
OTHER_TEMPLATES = ["404.html", "robots.txt"]
PARTIALS = ["partials/odd.html", "partials/maybe.html", "partials/boxes.html", "partials/menu.html"]


def template(rng, name, word, whole=None):
    """The text of a template of this name: with some of what it could read, or with all."""
    whole = rng.random() < 0.4 if whole is None else whole
    own = []
    if name in PAGE_TEMPLATES:
        own = OF_PAGES
    elif name in LIST_TEMPLATES:
        own = OF_LISTS
    elif name in TERM_TEMPLATES:
        own = OF_TERMS
    if name == "partials/boxes.html":
        read = rng.choice(["title", "url", "comment_count", "words", "recent"])
        return "{% macro box(thing) %}<b>" + word + " {{ thing." + read + " }}</b>{% endmacro %}"
    # A partial includes no other one, which could be itself.
    usable = [part for part in EVERYWHERE if not ("partials/" in name and "partials/" in part)]
    count = len(own) if whole else min(len(own), rng.randint(1, 4))
    parts = rng.sample(own, count) + rng.sample(usable, rng.randint(0, 2))
    rng.shuffle(parts)
    body = f"<p>{word}</p>\n" + "\n".join(parts)
    if name.startswith("partials/"):
        return body
    if name in ("feed.xml", "feed.json", "robots.txt", "redirect.html"):
        return body + "\n"
    block = rng.choice(["content", "content", "footer", "head"])
    if block != "content":
        body = "{{ super() }}" + body
    return "{% extends 'base.html' %}{% block " + block + " %}" + body + "{% endblock %}\n"
