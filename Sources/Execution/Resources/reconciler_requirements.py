"""Judges the requirements files of a run, and has ansible-galaxy install what they name.

    PYTHON reconciler_requirements.py judge|install ORDER

Run by the Python that has Ansible, because its reading of the files counts. ORDER is a JSON file:

    root      the folder that paths must not leave
    folder    where relative paths start: the playbook's folder
    files     [{path, shown}]: the requirements files, and what they are called in messages; `folder` if it is another
    local     whether Git repositories may be named by file://
    bare      whether the files are looked at alone, without what the paths in them name
and, to install,
    galaxy    the file of ansible-galaxy
    target    an empty folder: `roles` and `collections` come to be in it
    work      a folder for files of its own

The answer is one JSON object on descriptor 3, or on stdout if there is none:

    ansible   the version
    entries   [{file, kind: role|collection, shown, moving}]; `moving` says why what it names may change, or is null
    problems  [{file, what}]: nothing is installed if there is one
    paths     what the entries name inside of `root`, absolute
and, after installing,
    installed [text]: what is there now, and in which version
    moving    whether one of the entries was a branch, or had no exact version
    error     why it failed, or null
"""

import collections
import json
import os
import re
import subprocess
import sys

LIMIT = 1 << 20
MOST_ENTRIES = 1000
ALLOWED = ("https", "http", "ssh", "git", "git+ssh", "ssh+git")
COMMIT = re.compile(r"[0-9a-f]{40}\Z")
EXACT = re.compile(r"(==?)?\s*v?[0-9]+(\.[0-9]+)*([-+.][0-9A-Za-z.+-]*)?\Z")
TAG = re.compile(r"[A-Za-z._-]{0,20}?v?[0-9]+(\.[0-9]+)+([-+._][0-9A-Za-z.+_-]*)?\Z")
CALLED = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*\Z")
QUALIFIED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\.[A-Za-z_][A-Za-z0-9_]*\Z")
NO_VERSION = "it has no version"


class Refused(Exception):
    """An entry that is not installed, and why."""


class Entry(object):
    """One role or collection, as ansible-galaxy will get it."""

    def __init__(self, file, kind, shown, name, data, git=None, path=None, moving=None):
        self.file = file
        self.kind = kind
        self.shown = shown
        self.name = name
        self.data = data
        self.git = git
        self.path = path
        self.moving = moving

    def __str__(self):
        return "%s: the %s %s" % (self.file, self.kind, self.shown)

    def mentioned_in(self, text):
        return any(word and word in text for word in (self.name, self.git, self.shown))


class Judge(object):
    def __init__(self, order):
        self.bare = order.get("bare", False)
        self.resolve = os.path.normpath if self.bare else os.path.realpath
        self.root = self.resolve(order["root"])
        self.usual = order["folder"]
        self.folder = self.usual
        self.local = order["local"]
        self.entries = []
        self.problems = []

    def read(self, file):
        self.folder = file.get("folder", self.usual)
        try:
            self.take(file["shown"], load(file["path"]))
        except Refused as refusal:
            self.refuse(file["shown"], str(refusal))

    def refuse(self, file, what):
        self.problems.append({"file": file, "what": what})

    def take(self, file, content):
        if content is None:
            return
        if isinstance(content, list):
            content = {"roles": content}
        if not isinstance(content, dict):
            raise Refused('it must be a list of roles, or have the keys "roles" and "collections"')
        unknown = sorted(str(key)[:80] for key in content if key not in ("roles", "collections"))
        if unknown:
            raise Refused('it must have no other keys than "roles" and "collections", found %s' % ", ".join(unknown))
        for key, judge in (("roles", self.role), ("collections", self.collection)):
            items = content.get(key) or []
            if not isinstance(items, list):
                raise Refused('"%s" must be a list' % key)
            for number, item in enumerate(items, 1):
                if len(self.entries) + len(self.problems) >= MOST_ENTRIES:
                    raise Refused("there are more than %d entries" % MOST_ENTRIES)
                try:
                    self.entries.append(judge(file, item))
                except Refused as refusal:
                    place = "entry %d of \"%s\"%s" % (number, key, called(item))
                    self.refuse(file, "%s: %s" % (place, refusal))

    def role(self, file, item):
        from ansible.playbook.role.requirement import RoleRequirement

        item = texts(item)
        if "include" in item:
            raise Refused('"include" is not followed; name that file in the service\'s "requirements"')
        try:
            role = RoleRequirement.role_yaml_parse(item.get(None) or item)
        except Exception as error:
            raise Refused(str(error))
        name, source, scm, version = [role.get(key) or "" for key in ("name", "src", "scm", "version")]
        source = source or name
        if not source:
            raise Refused('it needs a "name" or a "src"')
        check_version(version)
        entry = Entry(file, "role", shown(name, source), name, {"name": name, "src": source, "version": version})
        if scm:
            if scm not in ("git", "hg"):
                raise Refused('"scm" must be git or hg, found "%s"' % scm)
            entry.data["scm"] = scm
            self.repository(source)
            entry.git = source if scm == "git" else None
            entry.moving = moving_revision(version)
        elif "://" in source:
            check_tarball(source)
        elif "/" in source or source.endswith((".tar.gz", ".tar")):
            if "@" in source:
                raise Refused('to "%s" belongs "scm: git"' % plain(source))
            entry.data["src"] = entry.path = self.inside(source)
        else:
            entry.moving = None if version else NO_VERSION
        if not CALLED.match(name):
            raise Refused('the name "%s" is no role\'s; give it one by "name"' % plain(name))
        return entry

    def collection(self, file, item):
        item = texts(item)
        if None in item:
            item = {"name": item[None]}
        name, source, kind, version = [item.get(key) or "" for key in ("name", "source", "type", "version")]
        version = "" if version == "*" else version
        check_version(version)
        if not kind:
            kind = self.kind(name, source)
        if kind not in ("galaxy", "git", "url", "file", "dir", "subdirs"):
            raise Refused('"type" must be galaxy, git, url, file, dir or subdirs, found "%s"' % kind)
        if kind == "galaxy":
            return self.of_server(file, item, name, source, version)
        address = source or name
        title = name if source and QUALIFIED.match(name) else ""
        if not address:
            raise Refused('it needs a "name" or a "source"')
        entry = Entry(file, "collection", shown(title, address), title, {"type": kind})
        if kind == "git":
            address, version = self.of_git(entry, address, version)
        elif kind == "url":
            check_tarball(address)
        else:
            address = entry.path = self.inside(address)
        entry.data["name" if not title else "source"] = address
        if title:
            entry.data["name"] = title
        if version:
            entry.data["version"] = version
        return keep_signatures(entry, item)

    def of_git(self, entry, address, version):
        if address.startswith("git+"):
            address = address[4:]
        if "," in address:
            address, version = address.split(",", 1)
        address, _, part = address.partition("#")
        if ".." in part.split("/"):
            raise Refused('"#%s" leaves the repository' % part)
        check_version(version)
        self.repository(address)
        entry.git = address
        entry.moving = moving_revision(version)
        return "git+" + address + ("#" + part if part else ""), version

    def of_server(self, file, item, name, source, version):
        if not QUALIFIED.match(name):
            raise Refused('"%s" is no collection\'s name: NAMESPACE.COLLECTION' % plain(name))
        if source and "://" in source and not source.startswith(("https://", "http://")):
            raise Refused('the server "%s" must be https:// or http://, or one that is configured' % plain(source))
        if "://" not in source and not re.match(r"[A-Za-z0-9_.-]*\Z", source):
            raise Refused('"source" must be the address or the name of a server, found "%s"' % plain(source))
        entry = Entry(file, "collection", name, name, {"name": name, "type": "galaxy"})
        if source:
            entry.data["source"] = source
        if version:
            entry.data["version"] = version
        if not version:
            entry.moving = NO_VERSION
        elif not EXACT.match(version):
            entry.moving = 'the version "%s" is a range' % version
        return keep_signatures(entry, item)

    @staticmethod
    def kind(name, source):
        for address in (source, name):
            if address.startswith(("git+", "git@")):
                return "git"
            if QUALIFIED.match(name) and not address.startswith(("/", "./", "../")):
                return "galaxy"
            if address.startswith(("http://", "https://")):
                return "url"
        address = source or name
        return "file" if address.endswith((".tar.gz", ".tar")) else "dir"

    def repository(self, address):
        """Refuses addresses by which Git would run a program, or read what is the machine's."""
        if address.startswith("-"):
            raise Refused('the address "%s" begins with "-", like an option' % plain(address))
        if re.match(r"[A-Za-z0-9+.-]*::", address):
            raise Refused('the address "%s" has Git run a program; use https, ssh or git' % plain(address))
        scheme, colon, _ = address.partition("://")
        if colon and scheme == "file":
            if not self.local:
                raise Refused(
                    '"%s" is a repository of the machine\'s own; ansible.galaxy.local in the configuration allows it'
                    % plain(address)
                )
        elif colon:
            if scheme not in ALLOWED:
                raise Refused('the address "%s" must be https, ssh, git or http' % plain(address))
        elif not re.match(r"[^/:]+@?[^/:]*:", address):
            raise Refused('"%s" is a path, and no Git repository is named by a path' % plain(address))

    def inside(self, path):
        """The absolute path of something in the source."""
        place = self.resolve(os.path.join(self.folder, path))
        if os.path.isabs(path) or not (place + "/").startswith(self.root + "/"):
            raise Refused('the path "%s" leaves the source' % plain(path))
        if not self.bare and not os.path.exists(place):
            raise Refused(
                'there is no "%s" in the run\'s files; a path starts at the playbook\'s folder, and the service must '
                "cover it, by \"watch\" for example" % plain(path)
            )
        return place


def load(path):
    from ansible.module_utils.common.yaml import yaml_load

    try:
        with open(path, "rb") as file:
            content = file.read(LIMIT + 1)
    except (IOError, OSError) as error:
        raise Refused("it cannot be read: %s" % error.strerror)
    if len(content) > LIMIT:
        raise Refused("it is larger than 1 MiB")
    try:
        return yaml_load(content)
    except Exception as error:
        raise Refused("it is no YAML: %s" % " ".join(str(error).split())[:500])


def texts(item):
    """An entry whose values are all texts; one that is a text is the value of None."""
    if isinstance(item, str):
        return {None: item.strip()}
    if not isinstance(item, dict):
        raise Refused("it must be a text or have keys")
    result = {}
    for key, value in item.items():
        if isinstance(value, bool) or not isinstance(value, (str, int, float, type(None), list)):
            raise Refused('"%s" must be a text' % str(key)[:80])
        if isinstance(value, list) and key != "signatures":
            continue
        result[str(key)] = value if isinstance(value, list) else "" if value is None else str(value).strip()
    return result


def keep_signatures(entry, item):
    signatures = item.get("signatures")
    if signatures:
        if not isinstance(signatures, list):
            signatures = [signatures]
        if not all(isinstance(one, str) and one.startswith(("https://", "http://")) for one in signatures):
            raise Refused('"signatures" must be addresses that begin with https:// or http://')
        entry.data["signatures"] = signatures
    return entry


def check_version(version):
    if version.startswith("-"):
        raise Refused('the version "%s" begins with "-", like an option' % version)
    if any(ord(character) < 32 for character in version):
        raise Refused("the version holds control characters")


def check_tarball(address):
    if not address.startswith(("https://", "http://")):
        raise Refused('the address "%s" must be https or http; a Git repository is git+ADDRESS' % plain(address))


def moving_revision(version):
    """Why a revision of a repository may change, as far as its name tells."""
    if not version:
        return NO_VERSION
    if COMMIT.match(version) or TAG.match(version):
        return None
    return '"%s" may be a branch' % version


def plain(text, most=200):
    """A text without a password, and not too long."""
    return re.sub(r"//[^/@\s]*@", "//***@", text)[:most]


def shown(name, address):
    return plain(name or address) if not name or name == address else "%s (%s)" % (plain(name), plain(address))


def called(item):
    name = item if isinstance(item, str) else None
    if isinstance(item, dict):
        name = next((item[key] for key in ("name", "src", "source", "role") if isinstance(item.get(key), str)), None)
    return " (%s)" % plain(name) if name else ""


class Failed(Exception):
    """What was to be installed was not."""


class Installation(object):
    def __init__(self, order, entries):
        self.order = order
        self.entries = entries
        self.resolved = {}
        self.moving = False

    def install(self):
        for entry in self.entries:
            self.resolve(entry)
        for kind in ("role", "collection"):
            entries = [entry for entry in self.entries if entry.kind == kind]
            if entries:
                self.run(kind, entries)

    def resolve(self, entry):
        """Finds out which commit a branch or a tag is, so that this one and no other is installed."""
        self.moving = self.moving or bool(entry.moving and not entry.git)
        version = entry.data.get("version") or ""
        if not entry.git or COMMIT.match(version):
            return
        patterns = ["refs/heads/" + version, "refs/tags/" + version, "refs/tags/" + version + "^{}"]
        command = ["git", "ls-remote", "--", entry.git] + (patterns if version else ["HEAD"])
        status, lines = say(command, show=False)
        if status != 0:
            raise Failed("%s: %s" % (entry, last_words(lines)))
        refs = {}
        for line in lines:
            commit, tab, ref = line.partition("\t")
            if tab and COMMIT.match(commit):
                refs[ref] = commit
        tag = refs.get("refs/tags/" + version + "^{}") or refs.get("refs/tags/" + version)
        branch = refs.get("refs/heads/" + version) if version else refs.get("HEAD")
        if tag or branch:
            entry.data["version"] = tag or branch
            self.resolved[entry] = "%s%s" % (version + " = " if version else "", (tag or branch)[:12])
        elif not version:
            raise Failed("%s: its repository has no HEAD" % entry)
        self.moving = self.moving or not tag and bool(branch)

    def run(self, kind, entries):
        file = os.path.join(self.order["work"], kind + "s.yml")
        with open(file, "w") as stream:
            json.dump({kind + "s": [entry.data for entry in entries]}, stream)
        target = os.path.join(self.order["target"], kind + "s")
        if not os.path.isdir(target):
            os.mkdir(target, 0o755)
        status, lines = say([self.order["galaxy"], kind, "install", "-r", file, "-p", target])
        if status == 0:
            return
        words = last_words(lines)
        named = [entry for entry in entries if entry.mentioned_in(words)] or entries
        which = "; or ".join(str(entry) for entry in named[:5]) + (", or a later one" if len(named) > 5 else "")
        raise Failed("%s: %s" % (which, words))

    def installed(self):
        """What there is, in which version, and what the branches and tags are that were asked for."""
        titles = []
        untold = dict(self.resolved)
        for kind, name, version in found(self.order["target"]):
            version = version[:12] if COMMIT.match(version) else version
            for entry in [entry for entry in untold if (entry.kind, entry.name) == (kind, name)]:
                resolved = untold.pop(entry)
                version = resolved if kind == "role" else "%s (%s)" % (version, resolved)
            titles.append(" ".join(part for part in (kind, name, version) if part))
        return titles + ["%s: %s" % (plain(entry.git), resolved) for entry, resolved in untold.items()]


def found(target):
    """(kind, name, version) of everything that is installed below a folder."""
    roles = os.path.join(target, "roles")
    for name in sorted(listed(roles)):
        yield "role", name, role_version(os.path.join(roles, name, "meta", ".galaxy_install_info"))
    collections = os.path.join(target, "collections", "ansible_collections")
    for namespace in sorted(listed(collections)):
        for name in sorted(listed(os.path.join(collections, namespace))):
            manifest = os.path.join(collections, namespace, name, "MANIFEST.json")
            if os.path.isfile(manifest):
                with open(manifest) as stream:
                    version = json.load(stream).get("collection_info", {}).get("version")
                yield "collection", namespace + "." + name, str(version or "")


def listed(folder):
    return os.listdir(folder) if os.path.isdir(folder) else []


def role_version(path):
    if not os.path.isfile(path):
        return ""
    with open(path) as stream:
        for line in stream.read(LIMIT).splitlines():
            key, _, value = line.partition(":")
            if key == "version":
                return value.strip().strip("'\"")
    return ""


def say(command, show=True):
    """Runs a program, prints what it prints, and keeps the last of it."""
    lines = collections.deque(maxlen=200)
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except OSError as error:
        return 127, ["%s: %s" % (command[0], error.strerror)]
    while True:
        line = process.stdout.readline(1 << 16)
        if not line:
            break
        text = line.decode("utf-8", "replace")
        lines.append(text.rstrip())
        if show:
            sys.stdout.write(text)
            sys.stdout.flush()
    return process.wait(), list(lines)


def last_words(lines):
    """What a program said of its failure: Ansible 2.14 breaks its lines at 79 characters."""
    lines = [line.strip() for line in lines if line.strip()]
    telling = []
    goes_on = False
    for line in lines:
        if re.match(r"ERROR!|\[ERROR\]|fatal:|\[WARNING\]: - |error:", line):
            goes_on = "--ignore-errors" not in line
            telling += [line] if goes_on else []
        elif goes_on and not line.startswith(("- ", "[")):
            telling[-1] += " " + line
        else:
            goes_on = False
    return plain("; ".join((telling or lines)[-4:]), 1000)


def answer(order, mode):
    from ansible.release import __version__

    judge = Judge(order)
    for file in order["files"]:
        judge.read(file)
    result = {
        "ansible": __version__,
        "problems": judge.problems,
        "paths": sorted(set(entry.path for entry in judge.entries if entry.path)),
        "entries": [
            {"file": entry.file, "kind": entry.kind, "shown": entry.shown, "moving": entry.moving}
            for entry in judge.entries
        ],
    }
    if mode == "install" and not judge.problems:
        installation = Installation(order, judge.entries)
        result["error"] = None
        try:
            installation.install()
        except Failed as failure:
            result["error"] = str(failure)
        result["installed"] = installation.installed()
        result["moving"] = installation.moving
    return result


def main():
    # What is beside this file is none of Python's modules.
    sys.path.pop(0)
    mode, path = sys.argv[1:]
    with open(path) as stream:
        order = json.load(stream)
    os.chdir(order["folder"])
    text = json.dumps(answer(order, mode))
    try:
        channel = os.fdopen(3, "w")
    except OSError:
        channel = sys.stdout
    channel.write(text)
    channel.flush()


if __name__ == "__main__":
    main()
