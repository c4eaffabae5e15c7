"""The feed: an event to many clients, against a server made with Python's `websockets` that sends the same text."""

import json
import os
import re
import socket
import subprocess
import sys
import time

from .crowd import Crowd, allow_open_files, text_frame
from .world import GIT_ENVIRONMENT, Daemon, Repository, free_port, in_folder


class Broadcaster:
    """The other server; what is sent to its first client goes to all others."""

    def __init__(self, python):
        self.port = free_port()
        self.process = subprocess.Popen([python, f"{os.path.dirname(__file__)}/broadcaster.py", str(self.port)],
                                        env=GIT_ENVIRONMENT, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    self.speaker = Crowd("127.0.0.1", self.port, "/", 1)
                    return
            time.sleep(0.02)
        sys.exit("the server made with websockets did not start")

    def say(self, text):
        for client in self.speaker.clients.values():
            client.socket.sendall(text_frame(text))

    def stop(self):
        self.process.kill()
        self.process.wait()


class FeedBench:
    def __init__(self, program, python, rounds, results):
        self.program, self.python, self.rounds, self.results = program, python, rounds, results
        self.is_suspended = False

    def to(self, *counts):
        """Measures each of the counts that this machine allows."""
        for count in counts:
            if allow_open_files(count + 1_000):
                self.of(count)
            else:
                print(f"left out: {count:,} clients, which this machine's limit of open files does not allow")

    def of(self, count):
        def body(folder):
            self.is_suspended = False
            repository = Repository(folder)
            repository.service("web")
            for number in range(1_000):
                repository.service(f"service-{number:05}", suspend=True)
            repository.push()
            daemon = Daemon(self.program, folder, f"file://{repository.bare}")
            try:
                daemon.sync()
                daemon.wait_for("the deployment", lambda: daemon.deployments(state="succeeded"))
                self.measure(count, daemon)
            finally:
                daemon.stop()
        in_folder(body)

    def measure(self, count, daemon):
        before = resident(daemon.process.pid)
        crowd = Crowd("127.0.0.1", daemon.status_port(), "/api/v1/feed", count)
        try:
            crowd.wait(1)  # The hello.
            sample = self.event(daemon, crowd)[1]
            memory = (resident(daemon.process.pid) - before) / count
            ours = [self.event(daemon, crowd)[0] for _ in range(self.rounds)]
            slow = self.slow_ones(daemon)
            beside = [self.event(daemon, crowd)[0] for _ in range(self.rounds)]
            for each in slow:
                each.close()
        finally:
            crowd.close()
        plain, other = self.measure_broadcaster(count, sample)
        self.results.ratio(f"An event to {count:,} clients, until the last has it", ours, plain,
                           "`websockets.broadcast`")
        self.results.ratio(f"The same with 10 clients more that read nothing of all events", beside, ours, "without them")
        self.results.ratio(f"Memory a client, {count:,} clients", [memory], [other], "`websockets`", "KiB", 1)

    def event(self, daemon, crowd):
        """Makes one event: how long until the last client has it, and its text."""
        verb = "resume" if self.is_suspended else "suspend"
        self.is_suspended = not self.is_suspended
        begin = time.perf_counter()
        daemon.control.send_only("POST", f"/{verb}", {"service": "web"})
        last = crowd.wait(1)
        daemon.control.receive()
        sequence = daemon.control.ask("GET", "/api/v1/status")["seq"]
        event = daemon.control.ask("GET", f"/api/v1/events?after={sequence - 1}")["items"][-1]
        return last - begin, json.dumps(event)

    def slow_ones(self, daemon):
        """Clients that ask for all there is and read none of it."""
        slow = []
        for _ in range(10):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            client.connect(("127.0.0.1", daemon.status_port()))
            client.sendall(b"GET /api/v1/feed?after=0 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                           b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                           b"Sec-WebSocket-Version: 13\r\n\r\n")
            slow.append(client)
        return slow

    def measure_broadcaster(self, count, text):
        server = Broadcaster(self.python)
        before = resident(server.process.pid)
        crowd = Crowd("127.0.0.1", server.port, "/", count)
        try:
            times = []
            for _ in range(self.rounds + 1):
                begin = time.perf_counter()
                server.say(text)
                times.append(crowd.wait(1) - begin)
            return times[1:], (resident(server.process.pid) - before) / count
        finally:
            crowd.close()
            server.stop()


def resident(pid):
    """In KiB."""
    with open(f"/proc/{pid}/status") as file:
        return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1))
