"""The start on a long history: until the first request is answered."""

import sqlite3

from .world import Daemon, Repository, in_folder, timed

# Nothing of the history that is made here is old enough to go.
KEEP = ("--retention-deployments", "1000000", "--retention-events", "100000000")


class StartBench:
    def __init__(self, program, rounds, results):
        self.program, self.rounds, self.results = program, rounds, results

    def with_history(self, deployments, events):
        def body(folder):
            repository = Repository(folder)
            for number in range(100):
                repository.service(f"service-{number:05}")
            repository.push()
            url = f"file://{repository.bare}"
            daemon = Daemon(self.program, folder, url, options=KEEP)
            daemon.wait_for("the deployments", lambda: len(daemon.deployments(state="succeeded", limit=100)) == 100)
            daemon.stop()
            store = f"{daemon.state}/store.sqlite"
            short = [self.start(folder, url) for _ in range(self.rounds)]
            multiply(store, deployments, events)
            self.start(folder, url)
            long = [self.start(folder, url) for _ in range(self.rounds)]
            check = [timed(lambda: quick_check(store)) for _ in range(self.rounds)]
            self.results.ratio(f"Start to first answer, {events:,} events, {deployments:,} deployments", long, short,
                               "the same with 100 deployments")
            self.results.ratio("The same", long, check, "`PRAGMA quick_check` of that store")
        in_folder(body)

    def start(self, folder, url):
        daemon = Daemon(self.program, folder, url, options=KEEP)
        daemon.stop()
        return daemon.first_answer


def multiply(store, deployments, events):
    """Makes a long history of a short one, by copies of its rows under later numbers."""
    database = sqlite3.connect(store)
    with database:
        for table, key, kind, count in (("deployments", "id", "Deployment", deployments),
                                        ("events", "seq", "Event", events)):
            copy(database, table, key, count)
            database.execute(f"UPDATE identifiers SET last = (SELECT max({key}) FROM {table}) WHERE kind = ?", (kind,))
    database.close()


def copy(database, table, key, wanted):
    others = ", ".join(row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] != key)
    low, high, count = database.execute(f"SELECT min({key}), max({key}), count(*) FROM {table}").fetchone()
    span, number = high - low + 1, 0
    while count * (number + 1) < wanted:
        number += 1
        database.execute(f"INSERT INTO {table} ({key}, {others}) SELECT {key} + ?, {others} FROM {table} "
                         f"WHERE {key} <= ? ORDER BY {key}", (span * number, high))


def quick_check(store):
    database = sqlite3.connect(store)
    finding = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    database.close()
    if finding != "ok":
        raise RuntimeError(f"the store is damaged: {finding}")
