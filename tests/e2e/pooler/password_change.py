"""A service's password is replaced while it works: old pods go on, new ones come later. Prints what came of it, as JSON."""

import asyncio
import json
import sys
import time

import asyncpg

# When the database takes the new password, when the first new pod is ready, and when the last old one is gone.
REPLACED, NEW_PODS, GONE = 1.0, 5.0, 12.0
# When the login that old pods went by is locked, and how long new pods are watched from then on.
LOCKED, WATCHED = 1.0, 3.0


class Seen:
    """When something was asked and whether it was answered, from the moment the password was replaced on."""

    def __init__(self) -> None:
        self.answered = 0
        self.failed: list[float] = []
        self.reasons: set[str] = set()

    def note(self, since: float, error: Exception | None) -> None:
        if error is None:
            self.answered += 1
        else:
            self.failed.append(time.monotonic() - since)
            self.reasons.add(str(error))

    def told(self) -> dict:
        last = max(self.failed, default=0.0)
        return {"answered": self.answered, "failed": len(self.failed), "last": last, "reasons": sorted(self.reasons)}


QUERY = "insert into orders default values returning 1"


async def holds(address: str, since: float, begin: float, end: float, seen: Seen) -> None:
    """A pod that keeps its connection, as long as it lasts, and asks without a pause."""
    await asyncio.sleep(begin)
    connection = None
    while time.monotonic() - since < end:
        try:
            if connection is None or connection.is_closed():
                connection = await asyncpg.connect(address, timeout=5)
            await connection.fetchval(QUERY)
            seen.note(since, None)
        except Exception as error:
            seen.note(since, error)
        await asyncio.sleep(0.05)


async def opens(address: str, since: float, begin: float, end: float, seen: Seen) -> None:
    """A pod that opens a connection for each request."""
    await asyncio.sleep(begin)
    while time.monotonic() - since < end:
        try:
            connection = await asyncpg.connect(address, timeout=5)
            await connection.fetchval(QUERY)
            await connection.close()
            seen.note(since, None)
        except Exception as error:
            seen.note(since, error)
        await asyncio.sleep(0.05)


async def refusal(address: str) -> str:
    """Why somebody who comes now is let in no more; nothing if he is."""
    try:
        connection = await asyncpg.connect(address, timeout=5)
        await connection.close()
        return ""
    except Exception as error:
        return str(error)


async def replaced(old: str, new: str, direct: str, change: list[str], lock: list[str]) -> dict:
    since = time.monotonic() + REPLACED
    gone = GONE - REPLACED
    end = gone + LOCKED + WATCHED if lock else gone
    kinds = {name: Seen() for name in ("old, connected", "old, connecting", "new, connected", "new, connecting")}
    tasks = [
        *(holds(old, since, 0, gone, kinds["old, connected"]) for _ in range(3)),
        *(opens(old, since, 0, gone, kinds["old, connecting"]) for _ in range(2)),
        *(holds(new, since, NEW_PODS, end, kinds["new, connected"]) for _ in range(3)),
        *(opens(new, since, NEW_PODS, end, kinds["new, connecting"]) for _ in range(2)),
    ]

    async def administer(after: float, statements: list[str]) -> None:
        await asyncio.sleep(after)
        administrator = await asyncpg.connect(direct)
        for statement in statements:
            await administrator.execute(statement)
        await administrator.close()

    await asyncio.gather(administer(REPLACED, change), administer(GONE + LOCKED, lock), *tasks)
    return {"seen": {name: seen.told() for name, seen in kinds.items()}, "refused": await refusal(old)}


print(json.dumps(asyncio.run(replaced(**json.load(sys.stdin)))))
