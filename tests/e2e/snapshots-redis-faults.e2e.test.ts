import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisBackup, redisMonitor } from "../../components/data/redis-users.ts";
import { ObjectStore } from "./backup/object-store.ts";
import { whyNoBackups } from "./backup/provide-programs.ts";
import {
  endsBy,
  MIDWAY,
  requireNothingLost,
  runsBeside,
  type SnapshotFault,
} from "./backup/snapshot-faults.ts";
import { bucket, type Copied, keys, type SnapshotRig } from "./backup/snapshot-rig.ts";
import { podUser } from "./backup/unprivileged.ts";
import { ready } from "./redis/copied-redis.ts";
import { ownPasswords } from "./redis/own-passwords.ts";
import { RedisCopies } from "./redis/redis-copies.ts";

/** With cold caches Go fetches and compiles all that the programs are made of. */
const COLD_MILLISECONDS = 20 * 60_000;

const reason = whyNoBackups();
if (reason !== undefined) console.log(`Copies of Redis that go wrong are not tried: ${reason}.`);

const seen = { keys: 0, lost: 0, survived: 0 };

describe.skipIf(reason !== undefined)("copies of a real Redis that go wrong", () => {
  let copies: RedisCopies;
  let rig: SnapshotRig;
  let copied: Copied;

  beforeAll(async () => {
    copies = await RedisCopies.start(console.log);
    rig = copies.rig;
    copied = copies.copied();
  }, COLD_MILLISECONDS);
  afterAll(async () => {
    await copies.stop();
    console.log(
      [
        "Copies of Redis that go wrong:",
        `  faults survived   ${seen.survived}`,
        `  keys lost         ${seen.lost} of ${seen.keys}`,
      ].join("\n"),
    );
  });

  const faults: readonly SnapshotFault[] = [
    {
      says: "the password is wrong",
      strike: () => rig.snapshot(copies.copied(copies.server.port, redisBackup, "not the password")),
      code: 1,
      told: /WRONGPASS.*Set REDIS_PASSWORD/,
    },
    {
      says: "the user may not copy",
      strike: () => rig.snapshot(copies.copied(copies.server.port, redisMonitor, ownPasswords.monitor)),
      code: 1,
      told: /NOPERM.*Give redis\.user the commands psync and replconf/,
    },
    {
      says: "Redis is away",
      strike: () => rig.snapshot(copies.copied(1)),
      code: 1,
      told: /can't be reached.*See whether the server runs/,
    },
    {
      says: "Redis ends the connection while it is copied",
      strike: async () => {
        const { ended } = await rig.heldAfter(MIDWAY, copied);
        const tester = await copies.server.tester();
        await tester.send("CLIENT", "KILL", "TYPE", "replica");
        tester.close();
        rig.link.open();
        return ended;
      },
      code: 1,
      told: /connection to Redis at .* broke off/,
    },
    {
      says: "Redis dies while it is copied",
      strike: async () => {
        const { ended } = await rig.heldAfter(MIDWAY, copied);
        await copies.server.down("SIGKILL");
        rig.link.open();
        const struck = await ended;
        await copies.server.up();
        copies.client = await copies.open(copies.server);
        await ready(copies.client);
        return struck;
      },
      code: 1,
      told: /connection to Redis at .* broke off/,
    },
    {
      says: "the store goes away while a copy is sent",
      strike: async () => {
        const { ended } = await rig.heldAfter(MIDWAY, copied);
        rig.link.cut();
        const struck = await ended;
        rig.link.open();
        return struck;
      },
      code: 1,
      told: /bucket\.endpoint is up and can be reached/,
      recorded: false,
    },
    {
      says: "another run is at work",
      strike: () => runsBeside({ rig, copied }),
      code: 3,
      told: /another run works on these backups/,
    },
    {
      says: "the program is killed while a copy is sent",
      strike: () => endsBy("SIGKILL", { rig, copied }),
      code: null,
      told: /^$/,
    },
  ];

  test.each(faults)("$says: nothing is lost", async (fault) => {
    await requireNothingLost({ rig, copied }, fault);
    seen.survived += 1;
  });

  test.skipIf(podUser.uid === undefined)("the store's disk is full: what is there stays", async () => {
    const store = await ObjectStore.start(rig.programs.store, join(rig.folder, "small-store"), "12m");
    try {
      store.addUser(keys, bucket);
      const { code, said } = await rig.snapshot(copied, rig.settingsFile(copied, store.port));
      expect({ code, said }).toMatchObject({ code: 1, said: expect.stringMatching(/[Ff]ull/) as string });
      expect(store.unfinished(bucket)).toEqual([]);
      seen.survived += 1;
    } finally {
      await store.down();
    }
  });

  test("after all that, the newest copy holds every key", async () => {
    const { keys: all, lost, found } = await copies.lost();
    [seen.keys, seen.lost] = [all, lost.length];
    expect(lost).toEqual([]);
    expect(found).toBe(all);
  });
});
