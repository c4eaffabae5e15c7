"""A server made with the package `websockets`, which sends each text that a client says to all the others.

    broadcaster.py PORT
"""

import asyncio
import sys

from websockets.asyncio.server import broadcast, serve

clients = set()


async def serve_one(connection):
    clients.add(connection)
    try:
        async for text in connection:
            broadcast(clients - {connection}, text)
    finally:
        clients.discard(connection)


async def main():
    async with serve(serve_one, "127.0.0.1", int(sys.argv[1]), compression=None, ping_interval=None, backlog=1_024):
        await asyncio.get_running_loop().create_future()


asyncio.run(main())
