"""Folders, read and removed a few hundred times a minute: with plain calls of the system."""

import os


def read_file(path):
    file = os.open(path, os.O_RDONLY)
    try:
        data = os.read(file, 1 << 20)
        while len(data) >= 1 << 20:
            more = os.read(file, 1 << 20)
            if not more:
                break
            data += more
        return data
    finally:
        os.close(file)


def walk(folder):
    """path below the folder, entry; of files and links, in no order."""
    stack = [(str(folder), "")]
    while stack:
        directory, prefix = stack.pop()
        with os.scandir(directory) as entries:
            for entry in entries:
                name = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    stack.append((entry.path, name + "/"))
                else:
                    yield name, entry


def remove_tree(folder):
    """A folder and all that is in it, if it is there."""
    folders, at = [str(folder)], 0
    if not os.path.isdir(folder):
        return
    while at < len(folders):
        with os.scandir(folders[at]) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    os.unlink(entry.path)
        at += 1
    for path in reversed(folders):
        os.rmdir(path)


def consume_tree(folder):
    """path → bytes of a folder that is no longer needed."""
    found = {name: read_file(entry.path) for name, entry in walk(folder)} if os.path.isdir(folder) else {}
    remove_tree(folder)
    return found


class OutputFolder:
    """path → (time stamp, inode, bytes), read again where the file looks another. A file
    that is written in place gets another time of change, whatever is done to the rest."""

    def __init__(self):
        self.known = {}

    def read(self, folder):
        found, known = {}, {}
        for name, entry in walk(folder) if os.path.isdir(folder) else ():
            status = entry.stat(follow_symlinks=False)
            look = status.st_mtime_ns, status.st_ino, status.st_ctime_ns, status.st_size
            old = self.known.get(entry.path)
            data = old[1] if old and old[0] == look else read_file(entry.path)
            known[entry.path] = look, data
            found[name] = (status.st_mtime_ns, status.st_ino, data)
        self.known = known
        return found


def stamps(folder, skip):
    """The look of everything below a folder but some paths of it."""
    found, stack = {}, [str(folder)]
    while stack:
        with os.scandir(stack.pop()) as entries:
            for entry in entries:
                if entry.path in skip or entry.name.startswith("comments.db"):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    stack.append(entry.path)
                    found[entry.path] = None
                else:
                    status = entry.stat(follow_symlinks=False)
                    found[entry.path] = (status.st_mtime_ns, status.st_ino, status.st_size)
    return found
