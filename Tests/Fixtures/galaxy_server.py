"""A Galaxy server for tests: GALAXY_SERVER PORT FOLDER [TOKEN].

FOLDER holds tarballs of collections, NAMESPACE-NAME-VERSION.tar.gz, and of roles. They are served below /files/, the
collections also by the API (version 3), to which TOKEN must be shown if there is one. Every path that is asked for is a
line of FOLDER/requests.log.
"""

import hashlib
import http.server
import json
import os
import re
import sys

port, folder = int(sys.argv[1]), sys.argv[2]
token = sys.argv[3] if len(sys.argv) > 3 else None
address = "http://127.0.0.1:%d" % port


def collections():
    for file in sorted(os.listdir(folder)):
        match = re.match(r"([a-z_]+)-([a-z_]+)-([0-9.]+)\.tar\.gz\Z", file)
        if match:
            yield match.groups() + (file,)


def answer(path):
    if path == "/api/":
        return {"available_versions": {"v3": "v3/"}}
    match = re.match(r"/api/v3/collections/([a-z_]+)/([a-z_]+)/(?:versions/([0-9.]+/)?)?\Z", path)
    if not match:
        return None
    namespace, name, version = match.groups()
    found = [one for one in collections() if one[:2] == (namespace, name)]
    base = "/api/v3/collections/%s/%s/versions/" % (namespace, name)
    if not found:
        return None
    if version:
        file = next(one[3] for one in found if one[2] == version.rstrip("/"))
        with open(os.path.join(folder, file), "rb") as stream:
            content = stream.read()
        return {
            "namespace": {"name": namespace},
            "collection": {"name": name},
            "name": name,
            "version": version.rstrip("/"),
            "href": base + version,
            "download_url": "%s/files/%s" % (address, file),
            "artifact": {"filename": file, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()},
            "metadata": {"dependencies": {}},
            "signatures": [],
        }
    versions = [{"version": one[2], "href": base + one[2] + "/"} for one in found]
    if path == base:
        links = {"first": None, "previous": None, "next": None, "last": None}
        return {"meta": {"count": len(versions)}, "links": links, "data": versions}
    return {"namespace": namespace, "name": name, "highest_version": versions[-1], "versions_url": base}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.split("?")[0]
        with open(os.path.join(folder, "requests.log"), "a") as log:
            log.write(path + "\n")
        if path.startswith("/files/"):
            place = os.path.join(folder, os.path.basename(path))
            return self.say(200, open(place, "rb").read()) if os.path.isfile(place) else self.say(404, b"")
        if token and self.headers.get("Authorization") not in ("Token " + token, "Bearer " + token):
            return self.say(401, b'{"errors": [{"status": "401", "detail": "no token"}]}')
        body = answer(path)
        return self.say(200 if body else 404, json.dumps(body or {"code": "not_found"}).encode())

    def say(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
