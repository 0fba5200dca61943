import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redisConfiguration } from "../../../components/data/redis-configuration.ts";
import { redisContainerMemory } from "../../../components/data/redis-memory.ts";
import { redisUsers } from "../../../components/data/redis-users.ts";
import { type CachePurpose, evicts } from "../../../model/cache.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { systems } from "../../../systems/all.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { cache } from "../model/declared-shop.ts";

const directives = (purpose: CachePurpose): ReadonlyMap<string, string> =>
  new Map(
    redisConfiguration({ ...cache, purpose })
      .trim()
      .split("\n")
      .map((line) => {
        const space = line.indexOf(" ");
        return [line.slice(0, space), line.slice(space + 1)];
      }),
  );

describe("the configuration of a Redis", () => {
  test.each(["counters", "both"] as const)(
    "that holds %s never throws a key away, and logs every write (CAC-04)",
    (purpose) => {
      expect(directives(purpose).get("maxmemory-policy")).toBe("noeviction");
      expect(directives(purpose).get("appendonly")).toBe("yes");
      expect(directives(purpose).get("appendfsync")).toBe("everysec");
    },
  );

  test("that is a cache throws away what was used longest ago, and keeps snapshots alone", () => {
    expect(directives("cache").get("maxmemory-policy")).toBe("allkeys-lru");
    expect(directives("cache").get("appendonly")).toBe("no");
  });

  test("takes a snapshot within an hour of any change, so each day has one (CAC-09)", () => {
    for (const purpose of ["cache", "counters", "both"] as const)
      expect(directives(purpose).get("save")).toMatch(/^3600 1 /);
  });

  test("lets in more connections than applications have, for who looks after it", () => {
    expect(Number(directives("cache").get("maxclients"))).toBeGreaterThan(cache.connections);
  });

  test("bounds the data, and the container has room for all of it twice and for the server", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (mebi) => {
        const memory = mebibytes(mebi);
        const limit = redisContainerMemory(memory);
        expect(limit.count - 2 * memory.count).toBeGreaterThanOrEqual(mebibytes(32).count);
        expect(redisConfiguration({ ...cache, memory })).toContain(`\nmaxmemory ${memory.count}\n`);
      }),
    );
  });
});

describe("the users of a Redis", () => {
  const hash = "a".repeat(64);
  const own = { monitor: "b".repeat(64), backup: "c".repeat(64) };
  const [application = "", monitor = ""] = redisUsers(
    { purpose: "counters" },
    { application: [hash], ...own },
  ).split("\n");

  test("are the application, without dangerous commands, and a monitor, without any key", () => {
    expect(application).toBe(`user default on #${hash} ~* &* +@all -@dangerous +info`);
    expect(monitor).toMatch(
      new RegExp(`^user monitor on #${own.monitor} #${hash} resetkeys resetchannels -@all \\+ping `),
    );
    expect(monitor).not.toMatch(/\+@|~|&|nopass|\+get\b|\+config\|set/);
  });

  test("each log in with a sum of their own, and with no other's but the application's", () => {
    const lines = redisUsers({ purpose: "counters" }, { application: [hash], ...own })
      .trim()
      .split("\n");
    const sumsOf = (line: string) => line.match(/#[0-9a-f]+/g);
    expect(lines.map(sumsOf)).toEqual([[`#${hash}`], [`#${own.monitor}`, `#${hash}`], [`#${own.backup}`]]);
    expect(redisUsers({ purpose: "counters" }, { application: [hash] })).not.toContain("user backup");
  });

  test("of a cache may clear it (CAC-05), and of counters may not", () => {
    expect(redisUsers({ purpose: "cache" }, { application: [hash] })).toContain("+flushdb");
    for (const purpose of ["counters", "both"] as const)
      expect(redisUsers({ purpose }, { application: [hash] })).not.toContain("flush");
  });
});

interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
}
interface PodOwner {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly Container[] } } };
}

describe.each(["dev", "staging", "production"] as const)("in %s", (stack) => {
  const named = async (kind: string, name: string): Promise<readonly PodOwner[]> =>
    (await capturedStack(stack)).flatMap(({ inputs }) => {
      const object = inputs as unknown as PodOwner;
      return inputs["kind"] === kind && object.metadata.name === name ? [object] : [];
    });

  test("each Redis runs by its configuration alone, and no password is on a command line", async () => {
    const sets = await named("StatefulSet", "cache");
    expect(sets).toHaveLength(systems.filter((system) => system.cache).length);
    for (const { spec } of sets) {
      const [container] = spec.template.spec.containers;
      expect(container?.command).toEqual(["redis-server", "/etc/redis/configuration/redis.conf"]);
      expect(container?.args).toBeUndefined();
      expect(JSON.stringify(spec)).not.toMatch(/requirepass|\$\(REDISCLI_AUTH\)/);
    }
  });

  test("an exporter that knows the monitor alone stands by each, but in dev", async () => {
    const exporters = await named("Deployment", "cache-exporter");
    expect(exporters).toHaveLength(stack === "dev" ? 0 : systems.filter((system) => system.cache).length);
    for (const { spec } of exporters) {
      const { env = [] } = spec.template.spec.containers[0] ?? {};
      expect(env).toContainEqual({ name: "REDIS_USER", value: "monitor" });
      expect(env.find(({ name }) => name === "REDIS_PASSWORD")?.valueFrom).toBeDefined();
    }
    const monitors = await named("PodMonitor", "cache-exporter");
    expect(monitors.map(({ metadata }) => metadata.namespace)).toEqual(
      exporters.map(({ metadata }) => metadata.namespace),
    );
  });

  test("Qdrant asks for a key, which its readers have by reference (SYS-16)", async () => {
    const [set] = await named("StatefulSet", "vector-store");
    const key = set?.spec.template.spec.containers[0]?.env.find(
      ({ name }) => name === "QDRANT__SERVICE__API_KEY",
    );
    const [reader] = [
      ...(await named("Deployment", "ai-backend")),
      ...(await named("Rollout", "ai-backend")),
    ];
    const read = reader?.spec.template.spec.containers[0]?.env.find(({ name }) => name === "QDRANT_API_KEY");
    expect(key?.valueFrom).toEqual({
      secretKeyRef: { name: expect.stringMatching(/^vector-store-key-/) as string, key: "value" },
    });
    expect(read?.valueFrom).toEqual(key?.valueFrom);
  });
});

test("counters are declared where the gateway counts, and CRB's Redis may throw away", () => {
  const purposes = systems.flatMap(({ name, cache: declared }) =>
    declared ? [[name, evicts(declared)]] : [],
  );
  expect(purposes).toEqual([
    ["crb-analyser", true],
    ["odd-scenes", false],
  ]);
});
