"""Requests: what a client gets a second, and how long it waits, against nginx that serves the same bytes as a file."""

import os
import re
import subprocess
import sys
import time
import urllib.request

from .world import GIT_ENVIRONMENT, Daemon, Repository, free_port, in_folder, run

CONNECTIONS = 32


class Nginx:
    """nginx with one file in memory, as fast as it can be told to be."""

    def __init__(self, folder, path, content):
        self.port = free_port()
        root = f"{folder}/www"
        os.makedirs(os.path.dirname(root + path), exist_ok=True)
        with open(root + path, "wb") as file:
            file.write(content)
        os.makedirs(f"{folder}/nginx", exist_ok=True)
        with open(f"{folder}/nginx.conf", "w") as file:
            file.write(f"""
                daemon off; master_process on; worker_processes auto; pid {folder}/nginx/pid;
                error_log {folder}/nginx/error.log; {"user root;" if os.geteuid() == 0 else ""}
                events {{ worker_connections 1024; }}
                http {{
                    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
                    open_file_cache max=16; default_type application/json; etag on;
                    client_body_temp_path {folder}/nginx/body; proxy_temp_path {folder}/nginx/proxy;
                    fastcgi_temp_path {folder}/nginx/fastcgi; uwsgi_temp_path {folder}/nginx/uwsgi;
                    scgi_temp_path {folder}/nginx/scgi;
                    server {{ listen 127.0.0.1:{self.port}; root {root}; }}
                }}""")
        self.process = subprocess.Popen(["nginx", "-p", folder, "-c", f"{folder}/nginx.conf"], env=GIT_ENVIRONMENT,
                                        stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.url = f"http://127.0.0.1:{self.port}{path}"
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(self.url) as answer:
                    self.tag = answer.headers["ETag"]
                    return
            except OSError:
                time.sleep(0.02)
        sys.exit(f"nginx did not start: {open(f'{folder}/nginx/error.log').read()}")

    def stop(self):
        self.process.terminate()
        self.process.wait()


class RequestBench:
    def __init__(self, program, rounds, results):
        self.program, self.rounds, self.results = program, rounds, results

    def of(self, size):
        def body(folder):
            repository = Repository(folder)
            for number in range(size):
                repository.service(f"service-{number:05}", suspend=True)
            repository.push()
            daemon = Daemon(self.program, folder, f"file://{repository.bare}")
            try:
                self.measure(size, folder, daemon)
            finally:
                daemon.stop()
        in_folder(body)

    def measure(self, size, folder, daemon):
        daemon.sync()
        url = f"{daemon.status_url()}/api/v1/services"
        with urllib.request.urlopen(url) as answer:
            content, tag = answer.read(), answer.headers["ETag"]
        nginx = Nginx(folder, "/api/v1/services", content)
        what = f"`/api/v1/services` of {size:,} services ({len(content) / 1024:.0f} KiB)"
        try:
            self.compare(what, [url], [nginx.url])
            self.compare(f"304 to the same of {size:,}", [url, tag], [nginx.url, nginx.tag])
        finally:
            nginx.stop()

    def compare(self, what, ours, plain):
        rounds = [(load(*ours), load(*plain)) for _ in range(self.rounds)]
        one, other = [[pair[side] for pair in rounds] for side in (0, 1)]
        for position, kind in enumerate(("a request", "99th percentile")):
            self.results.ratio(f"{what}, {kind}", [each[position] for each in one],
                               [each[position] for each in other], "nginx, a file", "µs", 1_000_000)


def load(url, tag=None):
    """Seconds a request, all connections together, and the 99th percentile of waiting, in seconds."""
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", "2s", "--latency"]
    text = run(*command, *(["--header", f"If-None-Match: {tag}"] if tag else []), url)
    if "Non-2xx" in text or "Socket errors" in text:
        sys.exit(f"wrk did not get what it asks for from {url}:\n{text}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", text).groups()
    return 1 / rate, float(number) * {"us": 1e-6, "ms": 1e-3, "s": 1}[unit]
