import { redisBackup } from "../../../components/data/redis-users.ts";
import { type Cache, redis } from "../../../model/cache.ts";
import { gibibytes, mebibytes } from "../../../model/quantities/bytes.ts";
import { DebianRoot } from "../app/image/debian-root.ts";
import { type Copied, SnapshotRig } from "../backup/snapshot-rig.ts";
import { contentOf, fillWithNoise, restoredFrom } from "./copied-redis.ts";
import { ownPasswords } from "./own-passwords.ts";
import type { RedisClient, Reply } from "./redis-client.ts";
import { RedisServer } from "./redis-server.ts";

const password = "the password/of-a Redis";
const noise = 40 * 1024 ** 2;

const cache: Cache = redis({
  version: 7,
  purpose: "counters",
  connections: 100,
  storage: gibibytes(1),
  memory: mebibytes(128),
});

/** A Redis with keys of every kind, a store for its copies, and others that start from them. */
export class RedisCopies {
  readonly rig: SnapshotRig;
  readonly debian: DebianRoot;
  readonly server: RedisServer;
  client: RedisClient;

  private constructor(rig: SnapshotRig, debian: DebianRoot, server: RedisServer, client: RedisClient) {
    this.rig = rig;
    this.debian = debian;
    this.server = server;
    this.client = client;
  }

  static async start(say: (line: string) => void): Promise<RedisCopies> {
    const rig = await SnapshotRig.start(say);
    const debian = await DebianRoot.fetched();
    const server = await RedisServer.start(debian, cache, [password]);
    const client = await server.client(password);
    await fillWithNoise(client, noise);
    // Kinds of values besides, one with an expiry, and a key of another database.
    await client.send("INCRBY", "rate-limit:somebody", 41);
    await client.send("SET", "session", "kept for a day", "EX", 86_400);
    await client.send("HSET", "hash", "field", "value", "other", "one more");
    await client.send("ZADD", "scores", 1, "a", 2, "b");
    await client.send("SELECT", 3);
    await client.send("SET", "elsewhere", "in database 3");
    await client.send("SELECT", 0);
    return new RedisCopies(rig, debian, server, client);
  }

  async stop(): Promise<void> {
    this.client.close();
    await this.server.remove();
    await this.rig.stop();
  }

  /** How the server is copied, or another one. */
  copied(port = this.server.port, user = redisBackup, secret = ownPasswords.backup): Copied {
    return {
      source: "dev/shop/cache",
      settings: { redis: { address: `127.0.0.1:${port}`, user } },
      environment: { REDIS_PASSWORD: secret },
    };
  }

  /** Another server, without a key. */
  empty(): Promise<RedisServer> {
    return RedisServer.start(this.debian, cache, [password]);
  }

  open(server: RedisServer): Promise<RedisClient> {
    return server.client(password);
  }

  /** A server that has started from the newest copy. @param beside Lays it where snapshots lie instead. @default false */
  async restored(copied = this.copied(), beside = false): Promise<RedisServer> {
    await this.rig.provideSnapshot(copied);
    return restoredFrom(this.debian, cache, password, this.rig.fetch(copied, "restored.rdb"), beside);
  }

  /** Which keys a server that has started from the newest copy has not, or with another value, and of how many. */
  async lost(): Promise<{ readonly keys: number; readonly lost: readonly string[]; readonly found: number }> {
    const restored = await this.restored();
    try {
      const before = await contentOf(this.client);
      const after = await contentOf(await this.open(restored));
      const lost = [...before].filter(([key, value]) => after.get(key) !== value).map(([key]) => key);
      return { keys: before.size, lost, found: after.size };
    } finally {
      await restored.remove();
    }
  }
}

/** When Redis last wrote a file of its own. */
export async function lastSave(server: RedisServer): Promise<Reply> {
  const tester = await server.tester();
  const saved = await tester.send("LASTSAVE");
  tester.close();
  return saved;
}
