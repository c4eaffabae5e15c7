"""Finds the files, folders and roles of a repository that playbooks name literally.

    PYTHON ansible_references.py ORDER

Run by the Python that has Ansible: the files are read by its YAML loader, and looked for where it looks. Nothing is
executed, and no template is evaluated. ORDER is a JSON file:

    root      the folder of the repository's files; of those that are no YAML their names are enough
    services  [{playbook, folder}]: the playbook and the working directory of each, relative to root

The answer is one JSON object on stdout:

    ansible     its version; null if this Python has none, and then there is nothing else
    references  [{service, file, line, column, target, found}]: what is named, by the number of the service, and where;
                `found` is false if `target` is a role that Ansible would not find there
    unread      [{service, file, what}]: what could not be read

or `failed` alone: why there is none.
"""

import configparser
import glob
import json
import os
import re
import resource
import shlex
import sys

FILE_LIMIT = 1 << 20
MOST_FILES = 5000
MOST_REFERENCES = 5000
MEMORY = 2 << 30
PREFIXES = ("ansible.builtin.", "ansible.legacy.", "ansible.windows.")
BLOCKS = ("block", "rescue", "always")
SECTIONS = ("pre_tasks", "tasks", "post_tasks", "handlers")
ENDINGS = ("", ".yml", ".yaml", ".json")
TASK_FILES = ("include_tasks", "import_tasks", "include")
ROLES = ("include_role", "import_role")
# Where Ansible looks for what a module's `src` names.
SOURCES = {
    "copy": "files",
    "win_copy": "files",
    "script": "files",
    "unarchive": "files",
    "template": "templates",
    "win_template": "templates",
    "assemble": "files",
}
LOOPS = {"with_file": "files", "with_fileglob": "files", "with_first_found": "files"}
LOOKUP = re.compile(
    r"\b(?:lookup|query|q)\(\s*['\"](?:ansible\.builtin\.)?(file|template|fileglob|unvault)['\"]"
    r"\s*,\s*['\"]([^'\"]+)['\"]"
)
VARIABLE = re.compile(r"\{\{\s*(playbook_dir|role_path|item)\s*\}\}")


class Broken(Exception):
    """A file that cannot be read as YAML, and why."""


class Files(object):
    """The repository's files: each is read once."""

    def __init__(self, root, loader):
        self.root = os.path.realpath(root)
        self.loader = loader
        self.known = {}
        self.roles = None

    def node(self, path):
        if path not in self.known:
            self.known[path] = self.read(path)
        found = self.known[path]
        if isinstance(found, Broken):
            raise found
        return found

    def read(self, path):
        if not os.path.isfile(path) or not self.holds(os.path.realpath(path)):
            return None
        with open(path, "rb") as file:
            data = file.read(FILE_LIMIT + 1)
        if len(data) > FILE_LIMIT:
            return Broken("it is larger than 1 MiB")
        if data.startswith(b"$ANSIBLE_VAULT"):
            return None
        try:
            loader = self.loader(data.decode("utf-8"))
            return loader.get_single_node()
        except RecursionError:
            return Broken("it is nested too deeply")
        except Exception as error:  # Whatever Ansible's loader throws, the file is for Ansible to complain of.
            return Broken(" ".join(str(error).split())[:300])

    def holds(self, path):
        return path == self.root or path.startswith(self.root + os.sep)

    def place(self, path):
        """The path as the repository has it; None for what is not in it."""
        path = os.path.normpath(path)
        if not self.holds(path) or not os.path.exists(path):
            return None
        return os.path.relpath(path, self.root)

    def role(self, name):
        """A role of this name somewhere in the repository."""
        if self.roles is None:
            self.roles = {}
            for folder, folders, _ in os.walk(self.root):
                folders.sort()
                if os.path.basename(folder) == "roles":
                    for found in folders:
                        self.roles.setdefault(found, os.path.join(folder, found))
        return self.roles.get(name)


class Where(object):
    """From where a file's names are looked for."""

    def __init__(self, file, playbook, roles=()):
        self.file = file
        self.folder = os.path.dirname(file)
        self.playbook = playbook
        self.roles = roles

    def at(self, file):
        return Where(file, self.playbook, self.roles)

    @property
    def role(self):
        return self.roles[0] if self.roles else None

    def sources(self, name, kind):
        """In Ansible's order: roles from the inside out, the file's folder, the playbook's."""
        for path in tuple(self.roles) + (self.folder,):
            above = os.path.dirname(path)
            if self.roles and os.path.basename(above) == "tasks":
                yield os.path.join(os.path.dirname(above), kind, name)
                yield os.path.join(above, name)
                continue
            if name.split("/")[0] != kind:
                yield os.path.join(path, kind, name)
            yield os.path.join(path, name)
        if name.split("/")[0] != kind:
            yield os.path.join(self.playbook, kind, name)
        yield os.path.join(self.playbook, name)

    def tasks(self, name):
        if self.role:
            yield os.path.join(self.role, "tasks", name)
        yield os.path.join(self.folder, name)
        yield os.path.join(self.folder, "tasks", name)
        if self.role:
            yield os.path.join(self.role, name)
        yield os.path.join(self.playbook, name)
        yield os.path.join(self.playbook, "tasks", name)


class Service(object):
    """What the playbook of one service names, and what that names."""

    def __init__(self, number, order, files):
        self.number = number
        self.files = files
        self.playbook = os.path.join(files.root, order["playbook"])
        self.folder = os.path.join(files.root, order["folder"])
        self.references = []
        self.unread = []
        self.seen = set()
        self.seen_tasks = set()
        # What was noted of each.
        self.targets = {}
        self.role_folders = self.configured(os.path.dirname(self.playbook))

    def configured(self, folder):
        """The folders for roles of the `ansible.cfg` that applies."""
        while self.files.holds(folder):
            path = os.path.join(folder, "ansible.cfg")
            if os.path.isfile(path):
                parser = configparser.ConfigParser(interpolation=None, strict=False)
                try:
                    parser.read(path, encoding="utf-8")
                    said = parser.get("defaults", "roles_path", fallback="")
                except (configparser.Error, UnicodeDecodeError):
                    return []
                return [os.path.join(folder, part.strip()) for part in said.split(":") if part.strip()]
            folder = os.path.dirname(folder)
        return []

    # Files

    def open(self, path, role=None):
        """The file's content if it was not looked at before."""
        key = (os.path.normpath(path), role)
        if key in self.seen or len(self.seen) >= MOST_FILES:
            return None
        self.seen.add(key)
        try:
            return self.files.node(os.path.normpath(path))
        except Broken as broken:
            self.unread.append({"service": self.number, "file": os.path.relpath(path, self.files.root), "what": str(broken)})
            return None

    def play(self, path):
        where = Where(path, os.path.dirname(path))
        for node in items(self.open(path)):
            keys = members(node)
            for key, value in keys:
                if short(key) == "import_playbook":
                    self.imported(value, where)
                elif key == "vars_files":
                    self.variables(value, where)
                elif key == "roles":
                    for item in items(value):
                        self.role_entry(item, where)
                elif key in SECTIONS:
                    self.tasks(value, where)
                elif key == "vars":
                    self.lookups(value, where)

    def imported(self, value, where):
        name = raw(value)
        found = self.note(value, self.names(name, where), lambda text: [os.path.join(where.folder, text)], where)
        for path in found:
            self.play(path)

    def variables(self, value, where):
        for item in items(value) or [value]:
            for one in items(item) or [item]:
                self.note(one, self.names(scalar(one), where), lambda text: where.sources(text, "vars"), where)

    def tasks_of(self, path, where):
        self.tasks(self.open(path, where.role), where.at(path))

    def tasks(self, node, where):
        for item in items(node):
            self.task(item, where)

    # Tasks

    def task(self, node, where):
        # An alias is the same node again.
        key = (id(node), where.file, where.roles)
        if key in self.seen_tasks:
            return
        self.seen_tasks.add(key)
        keys = members(node)
        if any(key in BLOCKS for key, _ in keys):
            for key, value in keys:
                if key in BLOCKS:
                    self.tasks(value, where)
            return
        loop = self.loop(keys)
        kind = "files"
        for key, value in keys:
            action, arguments = self.action(key, value)
            if action in SOURCES:
                kind = SOURCES[action]
            elif action == "include_vars":
                kind = "vars"
            self.carry_out(action, arguments, value, loop, where)
        for key, value in keys:
            if key in LOOPS:
                self.looped(key, value, kind, where)
        self.lookups(node, where)

    @staticmethod
    def action(key, value):
        """The module's short name, and what it is given: a mapping's members, or a text."""
        if key in ("action", "local_action"):
            given = dict(members(value))
            if "module" in given:
                return short(scalar(given["module"]) or ""), value
            words = (scalar(value) or "").split(None, 1)
            if not words:
                return "", value
            return short(words[0]), words[1] if len(words) > 1 else ""
        return short(key), value

    @staticmethod
    def loop(keys):
        """The items of a loop that are written out."""
        for key, value in keys:
            if key in ("loop", "with_items", "with_list"):
                found = [scalar(item) for item in items(value)]
                return [text for text in found if text and "{{" not in text]
        return []

    def carry_out(self, action, arguments, value, loop, where):
        if action in TASK_FILES:
            place, name = argument(arguments, "file", value)
            for path in self.note(place, self.names(name, where, loop), where.tasks, where):
                self.tasks_of(path, where)
        elif action in ROLES:
            place, name = argument(arguments, "name", value)
            files = [argument(arguments, key, value)[1] for key in ("tasks_from", "handlers_from")]
            for text in self.names(name, where, loop):
                self.role(place, text, where, [text for text in files if text])
        elif action == "include_vars":
            for key in ("file", "dir"):
                place, name = argument(arguments, key, value, free=key == "file")
                self.note(place, self.names(name, where, loop), lambda text: where.sources(text, "vars"), where)
        elif action in SOURCES:
            self.source(action, arguments, value, loop, where)

    def source(self, action, arguments, value, loop, where):
        remote = argument(arguments, "remote_src", value, free=False)[1]
        local = (remote or ("yes" if action == "assemble" else "no")).lower()
        if local not in ("no", "false", "off", "0", "n", "f"):
            return
        key = "cmd" if action == "script" else "src"
        place, name = argument(arguments, key, value, free=action == "script")
        if action == "script" and name:
            name = first_word(name)
        if name and "://" in name:
            return
        kind = SOURCES[action]
        self.note(place, self.names(name, where, loop), lambda text: where.sources(text.rstrip("/") or text, kind), where)

    def looped(self, key, value, kind, where):
        kind = kind if key == "with_first_found" else LOOPS[key]
        for item in items(value) or [value]:
            given = dict(members(item))
            for one in items(given["files"]) if "files" in given else [item]:
                for text in self.names(scalar(one), where):
                    for name in self.expanded(text, kind, where) if key == "with_fileglob" else [text]:
                        self.note(one, [name], lambda text: where.sources(text, kind), where)

    def lookups(self, node, where):
        for one, text in texts(node):
            for plugin, name in LOOKUP.findall(text):
                kind = "templates" if plugin == "template" else "files"
                for text in self.names(name, where):
                    for found in self.expanded(text, kind, where) if plugin == "fileglob" else [text]:
                        self.note(one, [found], lambda text: where.sources(text, kind), where)

    def expanded(self, pattern, kind, where):
        for place in where.sources(pattern, kind):
            found = sorted(path for path in glob.glob(place) if self.files.holds(os.path.normpath(path)))
            if found:
                return found[:MOST_FILES]
        return []

    # Roles

    def role_entry(self, node, where):
        given = dict(members(node))
        named = given.get("role", given.get("name", node))
        for text in self.names(scalar(named), where):
            self.role(named, text, where, [])

    def role(self, place, name, where, files):
        def places(text):
            yield os.path.join(where.playbook, "roles", text)
            for folder in self.role_folders:
                yield os.path.join(folder, text)
            if where.role:
                yield os.path.join(os.path.dirname(where.role), text)
            yield os.path.join(where.playbook, text)
            yield os.path.join(self.folder, text)

        found = self.note(place, [name], places, where)
        if not found and "/" not in name and self.files.role(name):
            self.add(place, self.files.role(name), where, found=False)
            return
        for path in found:
            if path not in where.roles and len(where.roles) < 50:
                self.role_content(path, where, files)

    def role_content(self, path, where, files):
        inner = Where(os.path.join(path, "tasks", "main.yml"), where.playbook, (path,) + tuple(where.roles))
        meta = self.first(os.path.join(path, "meta", "main"))
        if meta:
            for key, value in members(self.open(meta, path)):
                if key == "dependencies":
                    for item in items(value):
                        self.role_entry(item, inner.at(meta))
        for folder in ("tasks", "handlers"):
            for name in files + ["main"]:
                file = self.first(os.path.join(path, folder, name))
                if file:
                    self.tasks_of(file, inner)

    @staticmethod
    def first(stem):
        for ending in ENDINGS:
            if os.path.isfile(stem + ending):
                return stem + ending
        return None

    # Names

    def names(self, text, where, loop=()):
        """What a name can be, without anything that only a run knows."""
        if not text:
            return []
        found = []
        for item in loop or [None]:
            known = {"playbook_dir": where.playbook, "role_path": where.role, "item": item}
            name = VARIABLE.sub(lambda match: known[match.group(1)] or match.group(0), text)
            if "{{" in name or "{%" in name or "\0" in name or len(name) > 4096 or name[:1] in "~$":
                continue
            if name.startswith("/") and not name.startswith(self.files.root + os.sep):
                continue
            found.append(name)
        return found

    def note(self, node, names, places, where):
        """Notes what is there of the names; returns the absolute paths."""
        paths = []
        for name in names:
            for path in places(name):
                if self.files.place(path) not in (None, "."):
                    self.add(node, path, where)
                    paths.append(os.path.normpath(path))
                    break
        return paths

    def add(self, node, path, where, found=True):
        target = self.files.place(path)
        known = self.targets.get(target)
        if target is None or (known and (known["found"] or not found)) or len(self.references) >= MOST_REFERENCES:
            return
        reference = {
            "service": self.number,
            "file": os.path.relpath(where.file, self.files.root),
            "line": node.start_mark.line + 1,
            "column": node.start_mark.column + 1,
            "target": target,
            "found": found,
        }
        self.targets[target] = reference
        if known:
            self.references.remove(known)
        self.references.append(reference)


# YAML nodes, without what they would be made into.


def items(node):
    return node.value if getattr(node, "id", None) == "sequence" else []


def members(node):
    if getattr(node, "id", None) != "mapping":
        return []
    return [(key.value, value) for key, value in node.value if key.id == "scalar"]


def scalar(node):
    return node.value if getattr(node, "id", None) == "scalar" else None


def texts(node):
    """Every text below a node that may hold a lookup."""
    pending, seen = [node], set()
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.id == "scalar":
            if "(" in node.value and len(node.value) < 100000:
                yield node, node.value
        elif node.id == "sequence":
            pending.extend(node.value)
        else:
            pending.extend(value for _, value in node.value)


def short(key):
    for prefix in PREFIXES:
        if key.startswith(prefix):
            return key[len(prefix) :]
    return key


def raw(node):
    return (scalar(node) or "").strip()


def first_word(text):
    try:
        words = shlex.split(text)
    except ValueError:
        words = text.split()
    return words[0] if words else ""


def argument(given, key, place, free=True):
    """The node that gives an argument, and its text; from `key=value` words or, if `free`, what stands alone."""
    if not isinstance(given, str):
        for name, value in members(given):
            if name == key:
                return value, scalar(value)
        given = scalar(given)
    if not given:
        return place, None
    for match in re.finditer(r"(?:^|\s)%s=(\"[^\"]*\"|'[^']*'|\S+)" % key, given):
        return place, match.group(1).strip("\"'")
    if not free or re.match(r"\w+=", given):
        return place, None
    return place, given.strip()


def main(path):
    with open(path) as file:
        order = json.load(file)
    try:
        from ansible.parsing.yaml.loader import AnsibleLoader
        from ansible.release import __version__ as version
    except ImportError:
        return {"ansible": None}
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    files = Files(order["root"], AnsibleLoader)
    answer = {"ansible": version, "references": [], "unread": []}
    for number, service in enumerate(order["services"]):
        found = Service(number, service, files)
        try:
            found.play(found.playbook)
        except RecursionError:
            found.unread.append({"service": number, "file": service["playbook"], "what": "it includes too deeply"})
        answer["references"] += found.references
        answer["unread"] += found.unread
    return answer


if __name__ == "__main__":
    try:
        ANSWER = main(sys.argv[1])
    except Exception as error:  # Whatever it is, who asked can say it better than a trace.
        ANSWER = {"failed": "%s: %s" % (type(error).__name__, error)}
    json.dump(ANSWER, sys.stdout)
