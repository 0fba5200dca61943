import { type Cache, redis } from "../../../model/cache.ts";
import { environmentNames } from "../../../model/environment-name.ts";
import { gibibytes, mebibytes } from "../../../model/quantities/bytes.ts";
import { realEnvironment } from "../../support/declarations.ts";
import { DebianRoot } from "../app/image/debian-root.ts";
import { RedisServer } from "./redis-server.ts";

/** With a space and a slash, which no line of a configuration would bear. */
export const password = "the first/password, with blanks";

/** A Redis of counters that is soon full. */
export const small: Cache = redis({
  version: 7,
  purpose: "counters",
  connections: 100,
  storage: gibibytes(1),
  memory: mebibytes(64),
});
export const asCache: Cache = { ...small, purpose: "cache" };

/** All Redis of all stacks, each once. */
export const declared = environmentNames.flatMap((environment) =>
  realEnvironment(environment).systems.flatMap(({ system: { name, cache } }) =>
    cache ? [{ of: `${name} in ${environment}`, cache }] : [],
  ),
);

/** The Redis of one system in production. @throws Error where it declares none. */
export function declaredIn(system: string): Cache {
  const found = declared.find(({ of }) => of === `${system} in production`)?.cache;
  if (!found) throw new Error(`${system} declares no Redis`);
  return found;
}

/** The servers that a file of tests has started. */
export class RedisServers {
  readonly #debian: DebianRoot;
  readonly #started: RedisServer[] = [];

  private constructor(debian: DebianRoot) {
    this.#debian = debian;
  }

  static async provided(): Promise<RedisServers> {
    return new RedisServers(await DebianRoot.fetched());
  }

  async start(cache: Cache, passwords: readonly string[] = [password]): Promise<RedisServer> {
    const server = await RedisServer.start(this.#debian, cache, passwords);
    this.#started.push(server);
    return server;
  }

  /** Ends all of them, and removes what they kept. */
  async remove(): Promise<void> {
    for (const server of this.#started) await server.remove();
  }
}
