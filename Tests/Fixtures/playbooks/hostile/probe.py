"""What a task can see of the channel, and whether it can write to it."""

import json
import os

FORGED = b'{"event":"forged"}\n'


def sockets(process):
    folder = '/proc/%s/fd/' % process
    for number in os.listdir(folder):
        try:
            if os.readlink(folder + number).startswith('socket:'):
                yield folder + number
        except OSError:
            pass  # Closed since it was listed.


def parent(process):
    with open('/proc/%s/stat' % process) as stat:
        return stat.read().rpartition(')')[2].split()[1]


def ancestors():
    process = parent('self')
    while process not in ('0', '1'):
        yield process
        process = parent(process)


def forge(path):
    try:
        with open(path, 'wb', buffering=0) as channel:
            channel.write(FORGED)
        return True
    except OSError:
        return False


def seen():
    """The sockets of the processes that started this one, as far as they may be looked at."""
    for process in ancestors():
        try:
            yield from sockets(process)
        except OSError:
            pass  # Another user's, or gone.


paths = list(seen())
print(json.dumps({
    'variables': sorted(name for name in os.environ if name.startswith('RECONCILER_')),
    'inherited': list(sockets('self')),
    'seen': len(paths) > 0,
    'forged': sum(forge(path) for path in paths),
}, sort_keys=True))
