"""Git objects, written without starting git: a history of thousands of commits costs little.

    repository = Repository(folder)
    commit = repository.commit({"posts/a.md": "text"}, [], "Ada", 1770000000)
    repository.point("main", commit)

A value of the files is a text, or ("link", target) for a symbolic link.
"""

import hashlib
import zlib


class Repository:
    def __init__(self, folder):
        self.folder = folder
        for name in ("objects", "refs/heads"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.write_file("config", "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n")
        self.switch("main")

    def write_file(self, name, text):
        target = self.folder / name
        fresh = target.with_name(target.name + ".new")
        fresh.write_text(text)
        fresh.rename(target)

    def put(self, kind, data):
        """The id of an object, which is stored."""
        whole = b"%s %d\0" % (kind.encode(), len(data)) + data
        name = hashlib.sha1(whole).hexdigest()
        path = self.folder / "objects" / name[:2] / name[2:]
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            fresh = path.with_name("new")
            fresh.write_bytes(zlib.compress(whole, 1))
            fresh.rename(path)
        return name

    def tree(self, files):
        """files: path below this tree → value."""
        entries, folders = [], {}
        for path, value in files.items():
            name, slash, rest = path.partition("/")
            if slash:
                folders.setdefault(name, {})[rest] = value
            elif isinstance(value, str):
                entries.append((name.encode(), b"100644", self.put("blob", value.encode())))
            else:
                entries.append((name.encode(), b"120000", self.put("blob", value[1].encode())))
        for name, inner in folders.items():
            entries.append((name.encode(), b"40000", self.tree(inner)))
        entries.sort(key=lambda entry: entry[0] + (b"/" if entry[1] == b"40000" else b""))
        return self.put("tree", b"".join(mode + b" " + name + b"\0" + bytes.fromhex(identity)
                                         for name, mode, identity in entries))

    def commit(self, files, parents, who, when):
        who, _, other = who.partition(" & ")
        person = f"{who} <{who.split()[0].lower()}@example.org> {when} +0100"
        lines = [f"tree {self.tree(files)}"] + [f"parent {parent}" for parent in parents]
        lines += [f"author {person}", f"committer {person}", "", "step", ""]
        if other:
            lines += [f"Co-authored-by: {other} <{other.split()[0].lower()}@example.org>", ""]
        return self.put("commit", "\n".join(lines).encode())

    def point(self, branch, commit):
        self.write_file(f"refs/heads/{branch}", commit + "\n")

    def switch(self, branch):
        self.write_file("HEAD", f"ref: refs/heads/{branch}\n")
