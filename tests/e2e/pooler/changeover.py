"""Services change from one user of a database to another while it is busy. Prints what came of it, as JSON."""

import asyncio
import json
import sys
import time

import asyncpg
import psycopg

SPAN = 6.0

# The columns of `show pools` behind the metrics that alerts ask for: sessions that nobody else can have now.
TAKEN = ("sv_active", "sv_active_cancel", "sv_being_canceled", "sv_tested", "sv_login")


class Clients:
    """Clients of one user that ask without a pause, more of them than the user has sessions."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.answers = 0
        self.longest = 0.0
        self.failed: list[str] = []

    async def one(self, until: float) -> None:
        asked = time.monotonic()
        try:
            connection = await asyncpg.connect(self.address, timeout=30)
            while time.monotonic() < until:
                await connection.fetchval("select 1 from pg_sleep(0.2)")
                answered = time.monotonic()
                self.answers += 1
                self.longest = max(self.longest, answered - asked)
                asked = answered
            await connection.close()
        except Exception as error:
            self.failed.append(f"{type(error).__name__}: {error}")

    async def ask(self, count: int, until: float) -> None:
        await asyncio.gather(*(self.one(until) for _ in range(count)))

    def seen(self) -> dict:
        return {"answers": self.answers, "longest": self.longest, "failed": sorted(set(self.failed))}


async def most_sessions(direct: str, until: float, most: dict) -> None:
    """How many sessions the server has at once: all, and of each user."""
    watcher = await asyncpg.connect(direct)
    query = """select usename, count(*) from pg_stat_activity
        where datname is not null and usename is not null and pid <> pg_backend_pid() group by 1"""
    while time.monotonic() < until:
        found = {row["usename"]: row["count"] for row in await watcher.fetch(query)}
        for user, count in [*found.items(), ("all", sum(found.values()))]:
            most[user] = max(most.get(user, 0), count)
        await asyncio.sleep(0.02)
    await watcher.close()


async def most_taken(console: str, until: float, most: dict) -> None:
    """How many sessions of each user are taken at once, as PgBouncer itself counts them."""
    # The console takes nothing but the simple protocol.
    way = {"autocommit": True, "cursor_factory": psycopg.AsyncClientCursor}
    async with await psycopg.AsyncConnection.connect(console, **way) as connection:
        while time.monotonic() < until:
            cursor = await connection.execute("show pools")
            names = [column.name for column in cursor.description]
            for row in await cursor.fetchall():
                pool = dict(zip(names, row))
                taken = sum(int(pool[column]) for column in TAKEN)
                most[pool["user"]] = max(most.get(pool["user"], 0), taken)
                if not any(int(pool[column]) for column in (*TAKEN, "sv_idle", "sv_used")):
                    name = f"{pool['user']} without a session"
                    most[name] = max(most.get(name, 0), int(pool["cl_waiting"]))
                wait = f"longest wait of {pool['user']}"
                most[wait] = max(most.get(wait, 0), int(pool["maxwait"]))
            await asyncio.sleep(0.1)


async def changeover(old_address: str, new_address: str, console: str, direct: str) -> dict:
    old, new, most, told = Clients(old_address), Clients(new_address), {}, {}
    until = time.monotonic() + 1 + SPAN
    before = asyncio.create_task(old.ask(12, until))
    watching = [
        asyncio.create_task(most_sessions(direct, until, most)),
        asyncio.create_task(most_taken(console, until, told)),
    ]
    await asyncio.sleep(1)
    await new.ask(12, until)
    await asyncio.gather(before, *watching)
    return {"old": old.seen(), "new": new.seen(), "most": most, "told": told}


print(json.dumps(asyncio.run(changeover(*sys.stdin.read().split()))))
