"""Runs a program in a terminal of its own and prints what it draws there.

usage: terminal.py COLUMNS ROWS FRAMES PROGRAM [ARGUMENT...]

With FRAMES above 0 the program is ended when it has erased what it drew so many times; otherwise it ends by itself.
"""

import fcntl
import os
import pty
import signal
import struct
import sys
import termios

columns, rows, frames = (int(argument) for argument in sys.argv[1:4])
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.execv(sys.argv[4], sys.argv[4:])

drawn = b""
ended = False
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:
        break
    if not part:
        break
    drawn += part
    if frames and not ended and drawn.count(b"\x1b[J") >= frames:
        os.kill(child, signal.SIGTERM)
        ended = True

_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(drawn.replace(b"\r\n", b"\n"))
sys.exit(0 if ended else os.waitstatus_to_exitcode(status))
