"""What is measured: a repository, a daemon on it, and the ratios that come of it."""

import glob
import http.client
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

GIT_ENVIRONMENT = {
    "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
    "HOME": "/nonexistent",
    "LANG": "C.UTF-8",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Bench", "GIT_AUTHOR_EMAIL": "bench@example.org",
    "GIT_COMMITTER_NAME": "Bench", "GIT_COMMITTER_EMAIL": "bench@example.org",
}


def run(*command, cwd=None):
    return subprocess.run(command, cwd=cwd, env=GIT_ENVIRONMENT, check=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True).stdout


def timed(action):
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


class Repository:
    """A bare repository and a clone to work in."""

    def __init__(self, folder):
        self.bare, self.clone = f"{folder}/config.git", f"{folder}/config"
        run("git", "init", "--quiet", "--bare", "--initial-branch=main", self.bare)
        run("git", "init", "--quiet", "--initial-branch=main", self.clone)
        run("git", "remote", "add", "origin", self.bare, cwd=self.clone)

    def write(self, path, text, executable=False):
        path = f"{self.clone}/{path}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        os.chmod(path, 0o755 if executable else 0o644)

    def service(self, name, version="1", suspend=False, script="#!/bin/sh\nexit 0\n"):
        definition = {"name": name, "version": version, "deploy_script": "deploy", "suspend": suspend}
        self.write(f"services/{name}/service.json", json.dumps(definition, indent=2) + "\n")
        self.write(f"services/{name}/deploy", script, executable=True)

    def push(self, message="Change"):
        run("git", "add", "--all", cwd=self.clone)
        run("git", "commit", "--quiet", "--message", message, cwd=self.clone)
        run("git", "push", "--quiet", "origin", "HEAD:main", cwd=self.clone)


class Control(http.client.HTTPConnection):
    """HTTP over the daemon's control socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=300)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        # Relative, because the address of a Unix socket is short.
        before = os.getcwd()
        os.chdir(os.path.dirname(self.path))
        try:
            self.sock.settimeout(self.timeout)
            self.sock.connect(os.path.basename(self.path))
        finally:
            os.chdir(before)

    def ask(self, method, path, body=None):
        self.send_only(method, path, body)
        return self.receive()

    def send_only(self, method, path, body=None):
        text = None if body is None else json.dumps(body)
        headers = {} if body is None else {"Content-Type": "application/json"}
        self.request(method, path, text, headers)

    def receive(self):
        response = self.getresponse()
        answer = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{response.status} {answer[:500]!r}")
        return json.loads(answer)


class Daemon:
    """The daemon on a repository; it polls only when asked, so that nothing else is measured."""

    def __init__(self, program, folder, url, concurrency=4, options=()):
        self.state = f"{folder}/state"
        self.log_path = f"{folder}/daemon.log"
        command = [program, "run", "--state-dir", self.state, "--repo", url, "--interval", "0s",
                   "--status-listen", "127.0.0.1:0", "--concurrency", str(concurrency),
                   "--log-level", "debug", "--log-format", "json", "--timeout", "10m", *options]
        if os.geteuid() == 0:
            command += ["--run-as", "root"]
        self.process = subprocess.Popen(command, env=GIT_ENVIRONMENT | {"HOME": folder}, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=open(self.log_path, "wb"))
        begin = time.perf_counter()
        self.control = self.wait_for("the control socket", self.connected)
        # From the start of the process to its first answer, in seconds.
        self.first_answer = time.perf_counter() - begin
        self.wait_for("the first poll", lambda: self.sources()[0]["observed"])

    def connected(self):
        try:
            control = Control(f"{self.state}/control.sock")
            control.ask("GET", "/api/v1/status")
            return control
        except (OSError, RuntimeError, http.client.HTTPException):
            return None

    def wait_for(self, what, condition, limit=600):
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                sys.exit(f"the daemon ended while waiting for {what}; its log:\n{open(self.log_path).read()[-4000:]}")
            found = condition()
            if found:
                return found
            time.sleep(0.002)
        sys.exit(f"gave up waiting for {what}; the daemon's log:\n{open(self.log_path).read()[-4000:]}")

    def sources(self):
        return self.control.ask("GET", "/api/v1/status")["sources"]

    def status_url(self):
        return next(self.logged("started"))["status"]

    def status_port(self):
        return int(self.status_url().rsplit(":", 1)[1])

    def sync(self, **body):
        return self.control.ask("POST", "/sync", body)

    def deployments(self, **query):
        text = "&".join(f"{key}={value}" for key, value in query.items())
        return self.control.ask("GET", f"/api/v1/deployments?{text}")["items"]

    def logged(self, message):
        with open(self.log_path) as file:
            for line in file:
                if f'"{message}"' in line:
                    yield json.loads(line)

    def processes(self):
        """The daemon and what it has started."""
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            for path in glob.glob(f"/proc/{pid}/task/*/children"):
                try:
                    with open(path) as file:
                        waiting += [int(child) for child in file.read().split()]
                except OSError:
                    pass  # The thread or the process has just ended.
        return found

    def peak_memory(self):
        """In MiB, of the daemon and of the largest process that it keeps."""
        peaks = []
        for pid in self.processes():
            try:
                with open(f"/proc/{pid}/status") as file:
                    peaks.append(int(re.search(r"VmHWM:\s+(\d+)", file.read()).group(1)) / 1024)
            except (OSError, AttributeError):
                pass
        return peaks[0], max(peaks[1:], default=0)

    def processor_seconds(self):
        """What the daemon and its living children have used."""
        total = 0
        for pid in self.processes():
            with open(f"/proc/{pid}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class GitDaemon:
    """`git daemon` on a free port of this machine."""

    def __init__(self, folder):
        self.port = free_port()
        self.process = subprocess.Popen(
            ["git", "daemon", "--listen=127.0.0.1", f"--port={self.port}", f"--base-path={folder}", "--export-all",
             "--reuseaddr", folder],
            env=GIT_ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.01)
        sys.exit("git daemon did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Results:
    def __init__(self):
        self.rows = []

    def ratio(self, what, ours, plain, against, unit="ms", scale=1000):
        ratios = sorted(a / b for a, b in zip(ours, plain))
        row = (what, against, statistics.median(ours) * scale, statistics.median(plain) * scale, unit,
               ratios[0], statistics.median(ratios), ratios[-1])
        self.rows.append(row)
        print(f"{what}: {row[2]:.1f} against {row[3]:.1f} {unit}, "
              f"ratio {row[5]:.2f} / {row[6]:.2f} / {row[7]:.2f}", flush=True)


def in_folder(body):
    """Gives `body` a folder of its own."""
    folder = tempfile.mkdtemp(prefix="reconciler-bench-")
    try:
        return body(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
