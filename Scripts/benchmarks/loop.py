"""The loop: polls, changed commits, deployments, each against the plain tools that do a part of it."""

import datetime
import resource
import statistics
import time

from .world import Daemon, GitDaemon, Repository, in_folder, run, timed


class LoopBench:
    def __init__(self, program, rounds, results):
        self.program, self.rounds, self.results = program, rounds, results
        # By the number of services: peaks of memory in MiB.
        self.memory = []
        # By the number of services: milliseconds of fetching, reading and planning, a round each.
        self.parts = {}

    def quiet_poll(self, scheme):
        def body(folder):
            repository = Repository(folder)
            repository.service("web", suspend=True)
            repository.push()
            server = GitDaemon(folder) if scheme == "git" else None
            url = f"git://127.0.0.1:{server.port}/config.git" if server else f"file://{repository.bare}"
            daemon = Daemon(self.program, folder, url)
            try:
                self.measure_quiet_poll(scheme, url, daemon)
            finally:
                daemon.stop()
                if server:
                    server.stop()
        in_folder(body)

    def measure_quiet_poll(self, scheme, url, daemon):
        daemon.sync()
        ours, plain = [], []
        for _ in range(self.rounds * 10):
            ours.append(timed(daemon.sync))
            plain.append(timed(lambda: run("git", "ls-remote", url, "HEAD")))
        self.results.ratio(f"A poll that finds nothing, `{scheme}://`", ours, plain, "`git ls-remote`")
        self.measure_processor(scheme, url, daemon)

    def measure_processor(self, scheme, url, daemon):
        """Processor time is counted in hundredths, so many polls are taken together."""
        ours, plain = [], []
        for _ in range(3):
            before = daemon.processor_seconds()
            for _ in range(self.rounds * 10):
                daemon.sync()
            ours.append((daemon.processor_seconds() - before) / (self.rounds * 10))
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            for _ in range(self.rounds * 10):
                run("git", "ls-remote", url, "HEAD")
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            plain.append(used / (self.rounds * 10))
        self.results.ratio(f"The same, processor time, `{scheme}://`", ours, plain, "`git ls-remote`")

    def one_of_many(self, size):
        def body(folder):
            repository = Repository(folder)
            for number in range(size):
                repository.service(f"service-{number:05}", suspend=True)
            repository.service("changing")
            repository.push()
            mirror = f"{folder}/mirror.git"
            run("git", "clone", "--quiet", "--mirror", repository.bare, mirror)
            daemon = Daemon(self.program, folder, f"file://{repository.bare}")
            try:
                self.measure_one_of_many(size, repository, mirror, daemon)
                self.memory.append((size, *daemon.peak_memory()))
            finally:
                daemon.stop()
        in_folder(body)

    def measure_one_of_many(self, size, repository, mirror, daemon):
        self.settled(daemon)
        ours, plain = [], []
        for number in range(self.rounds):
            repository.service("changing", version=str(number + 2))
            repository.push()
            before = time.time()
            daemon.sync()
            last = self.settled(daemon)
            ours.append(seconds(last["queued"]) - before)
            plain.append(timed(lambda: self.fetch_and_compare(mirror)))
        self.results.ratio(f"1 of {size:,} services changes, from push to plan", ours, plain,
                           "`git fetch` and `git diff-tree`")
        self.parts[size] = {
            part: [int(line[f"{part}_ms"]) for line in daemon.logged(message)][-self.rounds:]
            for part, message in (("fetch", "read"), ("read", "read"), ("plan", "accepted"))
        }

    def settled(self, daemon):
        """The last deployment, once none is under way."""
        def look():
            last = daemon.deployments(service="changing", limit=1)
            return last[0] if last and last[0]["state"] not in ("queued", "running") else None
        return daemon.wait_for("the deployment", look)

    @staticmethod
    def fetch_and_compare(mirror):
        before = run("git", "rev-parse", "refs/heads/main", cwd=mirror).strip()
        run("git", "fetch", "--quiet", "origin", cwd=mirror)
        run("git", "diff-tree", "-r", "--name-only", before, "refs/heads/main", cwd=mirror)

    def start_of_a_process(self):
        def body(folder):
            repository = Repository(folder)
            stamp = f"{folder}/stamp"
            script = f"#!/bin/sh\ndate +%s.%N > {stamp}\n"
            repository.service("changing", script=script)
            repository.push()
            mirror = f"{folder}/mirror.git"
            run("git", "clone", "--quiet", "--mirror", repository.bare, mirror)
            daemon = Daemon(self.program, folder, f"file://{repository.bare}")
            try:
                self.settled(daemon)
                ours, plain = [], []
                for number in range(self.rounds):
                    repository.service("changing", version=str(number + 2), script=script)
                    repository.push()
                    before = time.time()
                    daemon.sync()
                    self.settled(daemon)
                    ours.append(float(open(stamp).read()) - before)
                    before = time.time()
                    self.fetch_and_compare(mirror)
                    run(f"{repository.clone}/services/changing/deploy")
                    plain.append(float(open(stamp).read()) - before)
            finally:
                daemon.stop()
            self.results.ratio("From push to the started script", ours, plain,
                               "`git fetch`, `git diff-tree`, starting the script")
        in_folder(body)

    def deployments_a_second(self, count=200):
        def body(folder):
            repository = Repository(folder)
            for number in range(count):
                repository.service(f"service-{number:05}")
            repository.push()
            daemon = Daemon(self.program, folder, f"file://{repository.bare}")
            try:
                self.all_ended(daemon, count)
                ours, plain = [], []
                for number in range(max(3, self.rounds // 3)):
                    before = time.perf_counter()
                    daemon.sync(all=True, force=True)
                    self.all_ended(daemon, count * (number + 2))
                    ours.append((time.perf_counter() - before) / count)
                    script = f"{repository.clone}/services/service-00000/deploy"
                    loop = f"i=0; while [ $i -lt {count} ]; do {script}; i=$((i + 1)); done"
                    plain.append(timed(lambda: run("sh", "-c", loop)) / count)
            finally:
                daemon.stop()
            self.results.ratio("One deployment of a script that does nothing", ours, plain, "starting it in a loop")
            rates = sorted(1 / value for value in ours)
            self.rate = (rates[0], statistics.median(rates), rates[-1])
        in_folder(body)

    def all_ended(self, daemon, count):
        """Asks little and seldom, because asking costs the daemon time, too."""
        def look():
            time.sleep(0.05)
            last = daemon.deployments(limit=1)
            under_way = daemon.deployments(state="queued", limit=1) + daemon.deployments(state="running", limit=1)
            return last and last[0]["id"] >= count and not under_way
        daemon.wait_for(f"{count} deployments", look)


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
