"""What the `websockets` package makes of a server that answers each message with itself.

Usage: websockets_client.py PORT. Ends with 0 when everything was as it should be.
"""

import asyncio
import sys

from websockets.asyncio import client as library
from websockets.exceptions import ConnectionClosed, InvalidStatus

# The server asks more often than any real one would.
PINGS = 0.2

# Long enough for a machine that does much else.
PATIENCE = 170


def connect(uri):
    return library.connect(uri, open_timeout=PATIENCE, close_timeout=PATIENCE, ping_timeout=PATIENCE)


async def echoes(uri):
    async with connect(uri) as client:
        assert client.protocol.extensions == [], "no extension is offered back"
        for size in (0, 1, 125, 126, 127, 1000, 65535, 65536):
            await client.send("a" * size)
            assert await client.recv() == "a" * size, size
        for text in ("κόσμε", "\U0001f600 \u0000 \uffff", "日本語"):
            await client.send(text)
            assert await client.recv() == text, text


async def fragments(uri):
    async with connect(uri) as client:
        await client.send(["one ", "", "two ", "three"])
        assert await client.recv() == "one two three"


async def pings(uri):
    async with connect(uri) as client:
        for payload in (b"", b"x", b"y" * 125):
            await (await client.ping(payload))
        # Long enough for the server to ask several times; the library answers.
        await asyncio.sleep(PINGS * 5)
        await client.send("still here")
        assert await client.recv() == "still here"


async def closes(uri):
    for code in (1000, 1001, 1008, 1013, 3000, 4999):
        client = await connect(uri)
        await client.close(code, "why")
        assert client.protocol.close_rcvd.code == code, client.protocol.close_rcvd
        assert client.protocol.close_rcvd_then_sent is False


async def refusals(uri):
    for message, code in ((b"binary", 1003), ("a" * 65537, 1009), ("close me", 4000)):
        async with connect(uri) as client:
            await client.send(message)
            try:
                await client.recv()
                raise AssertionError("not closed")
            except ConnectionClosed as closed:
                assert closed.rcvd is not None and closed.rcvd.code == code, (code, closed)


async def handshakes(uri):
    try:
        await connect(uri + "refused")
        raise AssertionError("not refused")
    except InvalidStatus as refusal:
        assert refusal.response.status_code == 403, refusal


async def crowd(uri):
    clients = await asyncio.gather(*(connect(uri) for _ in range(200)))
    await asyncio.gather(*(client.send(str(index)) for index, client in enumerate(clients)))
    answers = await asyncio.gather(*(client.recv() for client in clients))
    assert answers == [str(index) for index in range(200)]
    await asyncio.gather(*(client.close() for client in clients))


async def main():
    uri = f"ws://127.0.0.1:{sys.argv[1]}/"
    for scenario in (echoes, fragments, pings, closes, refusals, handshakes, crowd):
        await asyncio.wait_for(scenario(uri), PATIENCE)


asyncio.run(main())
