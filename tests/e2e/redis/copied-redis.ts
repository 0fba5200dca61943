import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cache } from "../../../model/cache.ts";
import type { DebianRoot } from "../app/image/debian-root.ts";
import { give, serverUser } from "../backup/unprivileged.ts";
import type { RedisClient, Reply } from "./redis-client.ts";
import { RedisServer } from "./redis-server.ts";

/**
 * Puts a file where a Redis that logs its writes begins to read, as docs/recovery.md says, and starts it.
 * @param beside Lays it where snapshots lie instead. @default false
 */
export async function restoredFrom(
  debian: DebianRoot,
  cache: Cache,
  password: string,
  file: string,
  beside = false,
): Promise<RedisServer> {
  const server = await RedisServer.start(debian, cache, [password]);
  await server.down("SIGKILL");
  const data = join(server.folder, "data");
  const log = join(data, "appendonlydir");
  rmSync(log, { recursive: true });
  const put = (path: string, content: Buffer | string): void => {
    writeFileSync(path, content);
    give(path, serverUser);
  };
  if (beside) put(join(data, "dump.rdb"), readFileSync(file));
  else {
    mkdirSync(log);
    give(log, serverUser);
    put(join(log, "appendonly.aof.1.base.rdb"), readFileSync(file));
    put(join(log, "appendonly.aof.manifest"), "file appendonly.aof.1.base.rdb seq 1 type b\n");
  }
  await server.up();
  await ready(await server.client(password));
  return server;
}

/** Waits until a Redis has read what it keeps. */
export async function ready(client: RedisClient): Promise<void> {
  for (;;) {
    const answer = await client.send("GET", "session").catch(String);
    if (!String(answer).includes("LOADING")) return;
  }
}

/** Values that no compression makes smaller, so that a copy is as large as they are. */
export async function fillWithNoise(client: RedisClient, bytes: number): Promise<void> {
  const each = 16 * 1024;
  for (let index = 0; index * each < bytes; index += 1)
    await client.send("SET", `noise:${index}`, randomBytes((each * 3) / 4).toString("base64"));
}

/** A sum of each key's value, whatever its kind, by database and key. */
export async function contentOf(client: RedisClient): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const database of [0, 3]) {
    await client.send("SELECT", database);
    for (let cursor = "0"; ;) {
      const [next, names] = (await client.send("SCAN", cursor, "COUNT", 500)) as [string, readonly string[]];
      for (const name of names) found.set(`${database} ${name}`, sumOf(await valueOf(client, name)));
      cursor = next;
      if (cursor === "0") break;
    }
  }
  await client.send("SELECT", 0);
  return found;
}

async function valueOf(client: RedisClient, name: string): Promise<Reply> {
  const kind = await client.send("TYPE", name);
  if (kind === "hash") return client.send("HGETALL", name);
  if (kind === "zset") return client.send("ZRANGE", name, 0, -1, "WITHSCORES");
  return client.send("GET", name);
}

const sumOf = (value: Reply): string => createHash("sha256").update(JSON.stringify(value)).digest("hex");
