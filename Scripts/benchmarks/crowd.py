"""Many WebSocket clients in one process (RFC 6455): they count what they get, answer pings, and know when."""

import resource
import select
import socket
import sys
import time

# In seconds.
PATIENCE = 120


class Crowd:
    """So many clients of one server."""

    def __init__(self, host, port, path, count):
        self.poller, self.clients = select.epoll(), {}
        request = (f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n").encode()
        for number in range(1, count + 1):
            client = Client((host, port), request)
            self.clients[client.socket.fileno()] = client
            self.poller.register(client.socket, select.EPOLLIN)
            if number % 100 == 0 or number == count:
                self.open(number)

    def open(self, count):
        """Until so many have been answered."""
        deadline = time.monotonic() + PATIENCE
        left = [client for client in self.clients.values() if not client.is_open]
        while left:
            if time.monotonic() > deadline:
                sys.exit(f"{len(left)} of {count} clients were not answered")
            for number, _ in self.poller.poll(1):
                self.clients[number].read()
            left = [client for client in left if not client.is_open]

    def wait(self, expected):
        """Until each has got so many texts more than at the last call; the moment of the last one."""
        last = time.perf_counter()
        left = {number for number, client in self.clients.items() if client.texts < expected}
        deadline = time.monotonic() + PATIENCE
        while left:
            if time.monotonic() > deadline:
                sys.exit(f"{len(left)} clients did not get what they wait for")
            for number, _ in self.poller.poll(1):
                client = self.clients[number]
                client.read()
                if number in left and client.texts >= expected:
                    left.discard(number)
                    last = time.perf_counter()
        for client in self.clients.values():
            client.texts -= expected
        return last

    def close(self):
        for client in self.clients.values():
            client.socket.close()
        self.poller.close()


class Client:
    def __init__(self, address, request):
        self.socket = socket.create_connection(address)
        self.socket.sendall(request)
        self.socket.setblocking(False)
        self.buffer, self.is_open, self.texts = b"", False, 0

    def read(self):
        try:
            data = self.socket.recv(65_536)
        except BlockingIOError:
            return
        if not data:
            sys.exit("the server closed a connection")
        self.buffer += data
        if not self.is_open:
            head, mark, rest = self.buffer.partition(b"\r\n\r\n")
            if not mark:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                sys.exit(f"no WebSocket: {head!r}")
            self.is_open, self.buffer = True, rest
        self.take_frames()

    def take_frames(self):
        start = 0
        while (frame := self.frame(start)) is not None:
            opcode, begin, end = frame
            if opcode == 1:
                self.texts += 1
            elif opcode == 9:
                payload = self.buffer[begin:end]
                self.socket.sendall(bytes([0x8A, 0x80 | len(payload)]) + bytes(4) + payload)
            start = end
        self.buffer = self.buffer[start:]

    def frame(self, start):
        """The next frame's opcode and payload's place; servers send unmasked and, here, unfragmented ones."""
        if len(self.buffer) < start + 2:
            return None
        opcode, length, begin = self.buffer[start] & 15, self.buffer[start + 1], start + 2
        if length > 125:
            size = 2 if length == 126 else 8
            if len(self.buffer) < begin + size:
                return None
            length, begin = int.from_bytes(self.buffer[begin:begin + size], "big"), begin + size
        return (opcode, begin, begin + length) if len(self.buffer) >= begin + length else None


def text_frame(text):
    """A client's frame; it must be masked (section 5.3), and a mask of zeros is one."""
    payload = text.encode()
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else bytes([0xFE]) + len(payload).to_bytes(2, "big")
    return b"\x81" + length + bytes(4) + payload


def allow_open_files(count):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < count:
        return False
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count), hard))
    return True
