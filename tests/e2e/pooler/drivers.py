"""What programs in Python do with a database's addresses. Each scenario prints what it saw, as JSON."""

import asyncio
import json
import sys
import time

import asyncpg
import psycopg


async def prepared(pooled: str, _direct: str) -> dict:
    """Clients that prepare statements by name, more of them than the pool has sessions."""

    async def client(number: int) -> list[int]:
        connection = await asyncpg.connect(pooled)
        try:
            found = []
            for step in range(20):
                found.append(await connection.fetchval("select $1::int + $2::int", number, step))
                statement = await connection.prepare("select $1::int * 2")
                assert await statement.fetchval(step) == 2 * step
            return found
        finally:
            await connection.close()

    found = await asyncio.gather(*(client(number) for number in range(12)), return_exceptions=True)
    failed = sorted({f"{type(each).__name__}: {each}" for each in found if isinstance(each, Exception)})
    wrong = [n for n, each in enumerate(found) if isinstance(each, list) and each != [n + s for s in range(20)]]
    return {"failed": failed, "wrong": wrong}


async def psycopg_prepared(pooled: str, _direct: str) -> dict:
    async def client(number: int) -> list[int]:
        async with await psycopg.AsyncConnection.connect(pooled, autocommit=True) as connection:
            found = []
            for step in range(20):
                cursor = await connection.execute("select %s::int + %s::int", (number, step), prepare=True)
                found.append((await cursor.fetchone())[0])
            return found

    found = await asyncio.gather(*(client(number) for number in range(12)), return_exceptions=True)
    failed = sorted({f"{type(each).__name__}: {each}" for each in found if isinstance(each, Exception)})
    wrong = [n for n, each in enumerate(found) if isinstance(each, list) and each != [n + s for s in range(20)]]
    return {"failed": failed, "wrong": wrong}


async def session_state(address: str, lock: int) -> dict:
    """What of a session one client finds again, once another one has had a transaction in between."""
    first, second = await asyncpg.connect(address), await asyncpg.connect(address)
    third = await asyncpg.connect(address)
    try:
        heard: list[str] = []
        await first.add_listener("news", lambda _c, _p, _n, payload: heard.append(payload))
        await first.execute("set work_mem = '77MB'")
        await first.execute(f"select pg_advisory_lock({lock})")
        transaction = second.transaction()
        await transaction.start()
        others = await second.fetchval(f"select pg_try_advisory_lock({lock})")
        own = await first.fetchval("show work_mem")
        await transaction.rollback()
        await third.execute("notify news, 'hello'")
        for _ in range(10):
            if heard:
                break
            await asyncio.sleep(0.1)
        return {"setting kept": own == "77MB", "lock excludes": not others, "notified": bool(heard)}
    finally:
        for connection in (first, second, third):
            connection.terminate()


async def sessions(pooled: str, direct: str) -> dict:
    # The pooled way leaves its lock behind, on a session that nobody holds any more.
    return {"pooled": await session_state(pooled, 1), "direct": await session_state(direct, 2)}


async def crowd(pooled: str, direct: str) -> dict:
    """Forty clients, a fifth of a second each."""
    watcher = await asyncpg.connect(direct)
    busiest = 0
    done = False

    async def watch() -> None:
        nonlocal busiest
        while not done:
            query = "select count(*) from pg_stat_activity where usename = 'app' and query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()"
            busiest = max(busiest, await watcher.fetchval(query))
            await asyncio.sleep(0.02)

    async def client() -> int:
        connection = await asyncpg.connect(pooled, timeout=30)
        try:
            return await connection.fetchval("select 1 from pg_sleep(0.2)")
        finally:
            await connection.close()

    watching = asyncio.create_task(watch())
    started = time.monotonic()
    answers = await asyncio.gather(*(client() for _ in range(40)))
    seconds = time.monotonic() - started
    done = True
    await watching
    await watcher.close()
    return {"answered": sum(answers), "busiest": busiest, "seconds": seconds}


async def exhaustion(pooled: str, _direct: str) -> dict:
    """A pool whose sessions are all held for longer than anybody may wait, and one client too many for the pooler."""
    holders = [await asyncpg.connect(pooled) for _ in range(5)]
    held = [asyncio.create_task(each.fetchval("select 7 from pg_sleep(30)")) for each in holders]
    await asyncio.sleep(0.5)
    idle = [await asyncpg.connect(pooled) for _ in range(34)]
    last = await asyncpg.connect(pooled)
    refused = ""
    try:
        await asyncpg.connect(pooled, timeout=5)
    except Exception as error:
        refused = str(error)
    started = time.monotonic()
    waited = ""
    try:
        await last.fetchval("select 1")
    except Exception as error:
        waited = str(error)
    seconds = time.monotonic() - started
    kept = await asyncio.gather(*held)
    after = await idle[0].fetchval("select 1")
    for each in [*holders, *idle]:
        await each.close()
    return {"refused": refused, "waited": waited, "seconds": seconds, "kept": kept, "after": after}


async def refused(pooled: str, direct: str) -> dict:
    """How each way answers whoever does not speak TLS, or has another password."""

    async def told(address: str) -> str:
        try:
            await (await asyncpg.connect(address, timeout=10)).close()
            return ""
        except Exception as error:
            return str(error)

    plain = [each.replace("sslmode=require", "sslmode=disable") for each in (pooled, direct)]
    wrong = [each.replace(":right-password@", ":wrong-password@") for each in (pooled, direct)]
    return {
        "right": [await told(pooled), await told(direct)],
        "plain": [await told(each) for each in plain],
        "wrong": [await told(each) for each in wrong],
    }


async def encrypted(pooled: str, direct: str) -> list:
    found = []
    for address in (pooled, direct):
        connection = await asyncpg.connect(address)
        query = "select ssl from pg_stat_ssl where pid = pg_backend_pid()"
        found.append([connection._transport.get_extra_info("ssl_object") is not None, await connection.fetchval(query)])
        await connection.close()
    return found


scenarios = {
    each.__name__: each for each in (prepared, psycopg_prepared, sessions, crowd, exhaustion, refused, encrypted)
}
print(json.dumps(asyncio.run(scenarios[sys.argv[1]](*sys.stdin.read().split()))))
