"""Small Hugo sites with odd names, for test_hugo: site → file → text.

A file that is not a text of its own is made by `post`: front matter and a line.
"""


def post(title, day="01", **keys):
    lines = [f"title: {title}", f"date: 2020-01-{day}"]
    return "---\n" + "\n".join(lines + [f"{key}: {value}" for key, value in keys.items()]) + "\n---\nText.\n"


def page(title, **keys):
    return "---\n" + "\n".join([f"title: {title}"] + [f"{key}: {value}" for key, value in keys.items()]) + "\n---\nText.\n"


BASE = 'baseURL = "https://e.example/"\ntitle = "T"\n'

SITES = {
    "names": {
        "hugo.toml": BASE,
        "content/posts/Hello World.md": post("A", tags="[C++, 'C#', 'Web Dev', Größe, 'it''s', 'a/b', 'Node.js', 'R&D', '100%']"),
        "content/posts/MixedCase.md": post("B", "02", categories="[Top Level, Ünïcode]"),
        "content/posts/2020-01-03-dated.md": page("C"),
        "content/posts/it's, what?.md": post("D", "04"),
        "content/posts/größe é.md": post("E", "05"),
        "content/posts/日本語.md": post("F", "06"),
        "content/posts/a_b.c.md": post("G", "07"),
        "content/posts/a  -  b.md": post("H", "08"),
        "content/posts/tilde~plus+at@.md": post("I", "09"),
        "content/posts/Sub Folder/Deep_Er/x.md": post("J", "10"),
        "content/posts/Bundle One/index.md": post("K", "11"),
        "content/posts/Bundle One/Pic One.png": "png",
        "content/posts/Bundle One/sub/data.txt": "d",
        "content/posts/_index.md": page("Posts"),
        "content/posts/loose.png": "png",
        "content/About Us.md": page("About"),
        "content/docs/_index.md": page("Docs"),
        "content/docs/First.md": post("First"),
        "content/docs/deep/leaf/index.md": page("Leaf"),
        "content/docs/deep/leaf/file.pdf": "pdf",
        "content/docs/deeper/_index.md": page("Deeper"),
        "content/docs/deeper/one.md": page("One"),
        "content/docs/emoji 🎉 party.md": post("Party"),
        "content/Notes/One.md": post("Note"),
        "static/Some File.TXT": "t",
        "static/img/A.png": "t",
    },
    "front matter": {
        "hugo.toml": BASE.replace("e.example/", "e.example/sub/"),
        "content/posts/a.md": post("A", slug="My Slug", aliases="[/old/a/, old-rel, /old/File.html, 'Old Space', ../up/, ../../over]"),
        "content/posts/b.md": post("B", url="/my/Url/"),
        "content/posts/c.md": post("C", url="/my/file.html"),
        "content/posts/d.md": post("D", url="rel/path"),
        "content/posts/e.md": post("E", slug="ÄÖ"),
        "content/posts/draft.md": post("F", draft="true"),
        "content/posts/future.md": "---\ntitle: G\ndate: 2099-01-01\n---\n",
        "content/posts/expired.md": post("H", expiryDate="2020-02-01"),
        "content/posts/held.md": post("I", publishDate="2099-01-01"),
        "content/posts/headless/index.md": post("J", headless="true"),
        "content/posts/unrendered.md": post("K", _build="{render: never}"),
        "content/posts/unlisted.md": post("L", _build="{list: never}"),
        "content/posts/UPPER.md": "---\nTitle: M\nDATE: 2020-01-01\nTags: [Shout]\n---\n",
        "content/posts/toml.md": '+++\ntitle = "N"\ndate = 2020-01-01T10:00:00Z\n[params]\nx = 1\n+++\n',
        "content/posts/json.md": '{"title": "O", "date": "2020-01-01", "slug": "Jay"}\nText.\n',
    },
    "permalinks": {
        "hugo.toml": BASE + '[permalinks]\nposts = "/:year/:month/:day/:slug/"\ndocs = "/d/:sections/:title/"\n'
                            'notes = "/n/:slugorfilename"\nlog = ":yearday/:weekday/:weekdayname/:monthname/:section/:filename/"\n',
        "content/posts/Some File.md": post("The Long Title, of it's"),
        "content/posts/sub/b.md": post("B b", slug="sluggy"),
        "content/posts/2020-01-05-dated.md": post("Dated", "05"),
        "content/docs/Z.md": post("Zed Title"),
        "content/notes/One.md": post("Note"),
        "content/notes/two.md": post("Note two", slug="zwei"),
        "content/log/two.md": post("Log", slug="zwei"),
        "content/other/two.md": post("Other"),
    },
    "dates in names": {
        "hugo.toml": BASE + '[frontmatter]\ndate = [":filename", ":default"]\n',
        "content/posts/2020-01-05-Dated Name.md": page("A"),
        "content/posts/2020-01-06-slugged.md": page("B", slug="other"),
        "content/posts/plain.md": post("C"),
    },
    "ugly": {
        "config.toml": BASE + "uglyURLs = true\ndisablePathToLower = true\n",
        "content/posts/Some File.md": post("A"),
        "content/posts/Bundle/index.md": post("B"),
        "content/posts/Bundle/P.png": "p",
        "content/About.md": page("About"),
    },
    "languages by folder": {
        "hugo.yaml": "baseURL: https://e.example/\ntitle: T\ndefaultContentLanguage: en\nlanguages:\n"
                     "  en: {weight: 1, languageName: English, contentDir: content/en}\n"
                     "  de: {weight: 2, languageName: Deutsch, contentDir: content/de}\n"
                     "  pt-br: {weight: 3, contentDir: content/pt}\n",
        "content/en/posts/a.md": post("A", tags="[x]"),
        "content/de/posts/a.md": post("Aa", tags="[Größe]"),
        "content/de/posts/nur.md": post("Nur"),
        "content/pt/posts/a.md": post("Aaa"),
        "content/de/about.md": page("Über"),
    },
    "languages by name": {
        "hugo.yaml": "baseURL: https://e.example/\ntitle: T\ndefaultContentLanguage: de\n"
                     "defaultContentLanguageInSubdir: true\nlanguages:\n"
                     "  en: {weight: 1, languageName: English}\n  de: {weight: 2, languageName: Deutsch}\n",
        "content/posts/a.en.md": post("A", tags="[x]"),
        "content/posts/a.de.md": post("Aa", tags="[Größe]"),
        "content/posts/b/index.de.md": post("Nur"),
        "content/posts/b/index.en.md": post("Only", slug="bee"),
        "content/about.de.md": page("Über uns"),
    },
    "taxonomies": {
        "hugo.toml": BASE + 'paginate = 20\n[taxonomies]\ntag = "tags"\nperson = "people"\n',
        **{f"content/blog/p{i}.md": post(f"P{i}", f"0{i}", tags="[one, Two Words]", people='["Ada Lovelace", "Grace O\'Hara"]')
           for i in range(1, 6)},
        "content/tags/one/_index.md": page("One!"),
        "content/people/ada-lovelace/_index.md": page("Ada"),
    },
    "settings in parts": {
        "config/_default/config.toml": BASE,
        "config/_default/permalinks.toml": 'blog = "/:year/:slugorfilename/"\n',
        "config/_default/taxonomies.yaml": "topic: topics\n",
        "config/_default/params.toml": 'mainSections = ["blog"]\n',
        "content/blog/One.md": post("One", topics="[a, b]"),
        "content/posts/two.md": post("Two"),
    },
}
