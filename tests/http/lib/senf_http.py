"""A real senf-comments for a test: on a port that the kernel chose, with a comments.db
of its own and a build.db as the generator's views show it.

    with Server() as server:
        answer = server.get("/health")
        check(answer.status == 200, answer)

Cases are functions decorated with @case; run_cases() calls them, prints "ok NAME" or
"not ok NAME" for each, and leaves with 1 when one failed. Waiting is done on what is
waited for (a line, the end of a stream, a file in a folder), with a limit.
"""

import html.parser
import http.client
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse

ROOT = pathlib.Path(os.environ.get("SENF_ROOT", pathlib.Path(__file__).resolve().parents[3]))
PROGRAM = os.environ.get("SENF_COMMENTS", str(ROOT / "build" / "asan" / "senf-comments"))
PATIENCE = 60  # seconds for what should take a moment, on a busy machine

PAGES = [
    # page_id, url, title, lang, open, closes_at
    ("posts/hello.md", "/posts/hello/", "Hello & <welcome>", "en", 1, None),
    ("posts/hallo.md", "/posts/hallo/", "Hallo", "de", 1, None),
    ("posts/closed.md", "/posts/closed/", "Closed", "en", 0, None),
    ("posts/over.md", "/posts/over/", "Over", "en", 1, 1000000000),
    ("posts/later.md", "/posts/later/", "Later", "fr", 1, 4000000000),
]

# --- cases ------------------------------------------------------------------------------

_cases = []


def case(function):
    _cases.append(function)
    return function


def check(condition, *what):
    if not condition:
        raise AssertionError(" ".join(str(part) for part in what)[:4000])


def equal(got, wanted, *what):
    check(got == wanted, "got", repr(got), "wanted", repr(wanted), *what)


def run_cases():
    only = sys.argv[1:]
    failed = 0
    for function in _cases:
        name = function.__name__
        if only and name not in only:
            continue
        try:
            function()
            print("ok", name, flush=True)
        except Exception:
            failed += 1
            print("not ok", name, flush=True)
            traceback.print_exc(file=sys.stdout)
    sys.exit(1 if failed else 0)


# --- what is on a page ---------------------------------------------------------------------


class Document(html.parser.HTMLParser):
    """The forms of a page with their fields, its links, its ids, its text."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.forms, self.links, self.ids, self.tags = [], [], [], []
        self.words, self.lang, self.title = [], None, ""
        self._form = self._area = None
        self._in_title = False
        self.feed(text)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.append((tag, attributes))
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "html":
            self.lang = attributes.get("lang")
        elif tag == "title":
            self._in_title = True
        elif tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        elif tag == "form":
            self._form = {"action": attributes.get("action"), "method": attributes.get("method"),
                          "fields": {}, "buttons": []}
            self.forms.append(self._form)
        elif tag == "input" and self._form is not None:
            self._form["fields"][attributes["name"]] = attributes.get("value") or ""
        elif tag == "textarea":
            self._area = attributes.get("name")
            self._area_text = ""
        elif tag == "button" and self._form is not None:
            self._form["buttons"].append(attributes)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "title":
            self._in_title = False
        elif tag == "textarea":
            # The first line end after the tag does not count (HTML, 13.1.2.5).
            value = self._area_text[1:] if self._area_text.startswith("\n") else self._area_text
            self.words.append(value)
            if self._form is not None and self._area:
                self._form["fields"][self._area] = value
            self._area = None

    def handle_data(self, data):
        if self._in_title:
            self.title += data
        elif hasattr(self, "_area_text") and self._area is not None:
            self._area_text += data
        else:
            self.words.append(data)

    def form(self, action):
        """The form that posts there."""
        for form in self.forms:
            if form["action"] == action:
                return form
        raise AssertionError(f"no form to {action}: {self.forms}")


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        self._document = None

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def document(self):
        if self._document is None:
            self._document = Document(self.text)
        return self._document

    @property
    def json(self):
        return json.loads(self.text)

    def __str__(self):
        return f"{self.status} {dict(self.headers)} {self.body[:1500]!r}"


# --- the server ------------------------------------------------------------------------------


def scratch():
    """A fresh folder, below TEST_TMP where the runner gives one."""
    return pathlib.Path(tempfile.mkdtemp(dir=os.environ.get("TEST_TMP")))


def make_build_db(path, pages=PAGES):
    db = sqlite3.connect(path)
    db.executescript("""
        CREATE TABLE page (page_id TEXT PRIMARY KEY, url, title, lang, open, closes_at);
        CREATE VIEW commentable AS SELECT page_id, url, title, lang, open, closes_at FROM page;
        CREATE VIEW next_event AS SELECT NULL AS at WHERE 0;
        CREATE TABLE reader (page_id, path);
        CREATE VIEW comment_reader AS SELECT page_id, path FROM reader;
    """)
    db.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)", pages)
    db.commit()
    db.close()


def to_yaml(value, indent=0):
    """Maps, lists, numbers and strings are enough for settings."""
    space = "  " * indent
    lines = []
    for key, item in value.items():
        if isinstance(item, dict):
            lines += [f"{space}{key}:", to_yaml(item, indent + 1)]
        else:
            lines.append(f"{space}{key}: {json.dumps(item)}")
    return "\n".join(lines)


class Server:
    """Settings are given as keyword arguments; `limits` are laid over generous ones."""

    def __init__(self, folder=None, limits=None, pages=PAGES, **settings):
        self.folder = folder or scratch()
        self.process = None
        self.cookie = None
        self.settings = {
            "listen": "127.0.0.1:0",
            "title": "Test site",
            "database": "comments.db",
            "build_db": "build.db",
            "log": "debug",
            "limits": {"comments_per_minute": 0, "previews_per_minute": 0, "logins_per_minute": 0,
                       "connections_per_address": 0, **(limits or {})},
            **settings,
        }
        if pages is not None and not (self.folder / "build.db").exists():
            make_build_db(self.folder / "build.db", pages)
        self.config = self.folder / "comments.yaml"
        self.config.write_text(to_yaml(self.settings) + "\n")

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, error, trace):
        if self.process and self.process.poll() is None:
            status = self.stop()
            if kind is None:
                equal(status, 0, "exit status", self.log())
        if kind is not None:
            print(self.log()[-3000:])
        elif self.folder.exists():
            shutil.rmtree(self.folder)

    def command(self, *arguments, input=None):
        """Another command of the program, with this server's settings."""
        return subprocess.run([PROGRAM, *arguments, "--config", str(self.config)],
                              input=input, capture_output=True, timeout=PATIENCE)

    def start(self):
        self.log_file = open(self.folder / "log", "ab")
        self.process = subprocess.Popen([PROGRAM, "serve", "--config", str(self.config)],
                                        stdout=subprocess.PIPE, stderr=self.log_file,
                                        restore_signals=False)
        line = self.process.stdout.readline().decode()
        check(" listens on " in line, "the server did not start:", self.log())
        self.url = line.split(" listens on ")[1].strip()
        if self.url.startswith("http"):
            self.port = int(self.url.rsplit(":", 1)[1])
        return self

    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        status = self.process.wait(timeout=PATIENCE)
        self.process.stdout.close()
        return status

    def kill(self):
        return self.stop(signal.SIGKILL)

    # --- requests

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def request(self, method, path, body=None, headers=None, connection=None):
        headers = dict(headers or {})
        if isinstance(body, dict):
            body = urllib.parse.urlencode(body)
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        if self.cookie and path.startswith("/moderate"):
            headers.setdefault("Cookie", self.cookie)
        own = connection is None
        connection = connection or self.connect()
        try:
            connection.request(method, path, body, headers)
            answer = Answer(connection.getresponse())
        finally:
            if own:
                connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = cookie.split(";")[0]
        return answer

    def get(self, path, **headers):
        return self.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path, fields, **headers):
        return self.request("POST", path, fields,
                            {k.replace("_", "-"): v for k, v in headers.items()})

    def raw(self, *parts):
        """Bytes on a socket of their own; all that comes back until it is closed."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as sock:
            for part in parts:
                try:
                    sock.sendall(part)
                except (BrokenPipeError, ConnectionResetError):
                    break
            return read_all(sock)

    # --- what people do

    def preview(self, **fields):
        fields = {"page": "posts/hello.md", "parent": "", "name": "Ada", "email": "",
                  "website": "", "text": "Hello", "homepage": "", **fields}
        return self.post("/comments", {**fields, "action": "preview"})

    def send(self, preview, **changes):
        """Press "send" on a preview's page."""
        fields = preview.document.form("/comments")["fields"]
        return self.post("/comments", {**fields, "action": "send", **changes})

    def comment(self, **fields):
        """Preview and send; gives the new comment's id."""
        answer = self.send(self.preview(**fields))
        equal(answer.status, 303, answer)
        query = urllib.parse.urlsplit(answer.headers["Location"]).query
        return int(urllib.parse.parse_qs(query)["id"][0])

    def add_moderator(self, name="mira", password="correct horse"):
        done = self.command("moderator", "add", name, "--password-stdin", "--hash-memory", "8",
                            "--hash-passes", "1", input=password.encode() + b"\n")
        equal(done.returncode, 0, done.stderr.decode())

    def login(self, name="mira", password="correct horse"):
        return self.post("/moderate/login", {"name": name, "password": password})

    def queue(self, status="pending"):
        answer = self.get(f"/moderate/?status={status}")
        equal(answer.status, 200, answer)
        return answer

    def decide(self, number, action, back="pending"):
        """Press a button of the queue."""
        form = next(form for form in self.queue(back).document.forms
                    if f"/moderate/comment/{number}/" in form["action"])
        check(any(b.get("formaction", "").endswith(f"/{number}/{action}") for b in form["buttons"]),
              "no such button", form)
        return self.post(f"/moderate/comment/{number}/{action}", form["fields"])

    def exported(self):
        """All comments, as `senf-comments export` gives them, by id."""
        done = self.command("export")
        equal(done.returncode, 0, done.stderr.decode())
        rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
        return {row["id"]: row for row in rows}


def read_all(sock):
    """Until the other side closes; a reset ends it too."""
    received = b""
    while True:
        try:
            part = sock.recv(65536)
        except ConnectionResetError:
            return received
        if not part:
            return received
        received += part


def status_of(received):
    """The status of the first answer in these bytes; 0: none."""
    line = received.split(b"\r\n", 1)[0].split(b" ")
    return int(line[1]) if len(line) > 1 and line[0].startswith(b"HTTP/") else 0


def wait_until(condition, what):
    """For what another process does, and tells by nothing but its result."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        check(time.monotonic() < deadline, "waited in vain until", what)
        select.select([], [], [], 0.005)
