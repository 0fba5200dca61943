import { describe, expect, it } from "vitest";
import { systemEdges } from "../../../components/network/edges.ts";
import { peersOf } from "../../../components/network/policy-peers.ts";
import { allowances } from "../../../components/network/policy-specs.ts";
import type { Environment } from "../../../config/environment.ts";
import { externalRedis } from "../../../model/cache.ts";
import { cidr } from "../../../model/cidr.ts";
import { externalPostgres } from "../../../model/database.ts";
import { port } from "../../../model/port.ts";
import { gibibytes, mebibytes } from "../../../model/quantities/bytes.ts";
import { hours } from "../../../model/quantities/duration.ts";
import type { System } from "../../../model/system.ts";
import { thirdParty } from "../../../model/third-party.ts";
import { pinecone } from "../../../model/vector-store.ts";
import { parsedShop } from "../config/configured-shop.ts";
import { api, clock, shop } from "../model/declared-shop.ts";

const podsOf = (part: string) => ({ matchLabels: { part } });

/** The shop's edges in an environment, with another declaration or another cluster in place of its own. */
function edges(
  stack: "dev" | "production",
  system: System = shop,
  cluster: Partial<Environment["cluster"]> = {},
) {
  const environment = parsedShop(stack);
  const [own] = environment.systems;
  if (!own) throw new TypeError("no shop");
  const at = environment.cluster && { ...environment.cluster, ...cluster };
  return systemEdges({ ...environment, cluster: at }, { ...own, system });
}

const shown = (all: ReturnType<typeof edges>): string[] =>
  all.map(({ from, to, ports }) => {
    const numbers = ports.map(({ number, protocol }) => `${protocol} ${number}`).join(", ");
    return `${from.kind} ${from.name} → ${to.kind} ${to.name}: ${numbers}`;
  });

const withApi = (changes: object, rest: Partial<System> = {}): System => ({
  ...shop,
  services: { ...shop.services, api: { ...api, ...changes } },
  ...rest,
});

describe("the edges of a system", () => {
  it("are those it declares, and what the platform needs, in dev without gateway, operator and Prometheus", () => {
    expect(shown(edges("dev")).sort()).toEqual([
      "part api → part cache: TCP 6379",
      "part api → part database: TCP 5432",
      "part api → part vector-store: TCP 6333",
      "part api → platform dns: UDP 53, TCP 53",
      "part clock → part database: TCP 5432",
      "part clock → platform dns: UDP 53, TCP 53",
      "part mailer → part api: TCP 3000",
      "part mailer → part database: TCP 5432",
      "part mailer → platform dns: UDP 53, TCP 53",
    ]);
    const more = shown(edges("production")).filter((edge) => !shown(edges("dev")).includes(edge));
    expect(shown(edges("production"))).not.toContain("part api → part database: TCP 5432");
    expect(more.sort()).toEqual([
      "part api → part database-pooled: TCP 5432",
      "part api → part otel-collector: TCP 4318",
      "part cache-exporter → part cache: TCP 6379",
      "part cache-exporter → platform dns: UDP 53, TCP 53",
      "part cache-snapshot → external dumps: TCP 443",
      "part cache-snapshot → part cache: TCP 6379",
      "part cache-snapshot → platform dns: UDP 53, TCP 53",
      "part cache-snapshot-drill → external dumps: TCP 443",
      "part cache-snapshot-drill → platform dns: UDP 53, TCP 53",
      "part clock → part otel-collector: TCP 4318",
      "part database → cluster api-server: TCP 443, TCP 6443",
      "part database → external backups: TCP 443",
      "part database → part database: TCP 5432, TCP 8000",
      "part database → platform dns: UDP 53, TCP 53",
      "part database-drill → external dumps: TCP 443",
      "part database-drill → platform dns: UDP 53, TCP 53",
      "part database-dump → external dumps: TCP 443",
      "part database-dump → part database: TCP 5432",
      "part database-dump → platform dns: UDP 53, TCP 53",
      "part database-dump-metrics → external dumps: TCP 443",
      "part database-dump-metrics → platform dns: UDP 53, TCP 53",
      "part database-pooled → cluster api-server: TCP 443, TCP 6443",
      "part database-pooled → part database: TCP 5432",
      "part database-pooled → platform dns: UDP 53, TCP 53",
      "part mailer → part otel-collector: TCP 4318",
      "part otel-collector → platform dns: UDP 53, TCP 53",
      "part otel-collector → platform monitoring: TCP 4318, TCP 3100",
      "part secrets-snapshot → external dumps: TCP 443",
      "part secrets-snapshot → platform dns: UDP 53, TCP 53",
      "part snapshot-metrics → external dumps: TCP 443",
      "part snapshot-metrics → platform dns: UDP 53, TCP 53",
      "part vector-store-snapshot → external dumps: TCP 443",
      "part vector-store-snapshot → part vector-store: TCP 6333",
      "part vector-store-snapshot → platform dns: UDP 53, TCP 53",
      "part vector-store-snapshot-drill → external dumps: TCP 443",
      "part vector-store-snapshot-drill → platform dns: UDP 53, TCP 53",
      "platform cloudnative-pg → part database: TCP 5432, TCP 8000",
      "platform gateway → part api: TCP 3000",
      "platform gateway → part pages: TCP 8080",
      "platform monitoring → part api: TCP 3000",
      "platform monitoring → part cache-exporter: TCP 9121",
      "platform monitoring → part database-dump-metrics: TCP 9187",
      "platform monitoring → part database-pooled: TCP 9127",
      "platform monitoring → part database: TCP 9187",
      "platform monitoring → part otel-collector: TCP 4318, TCP 8888, TCP 8889",
      "platform monitoring → part snapshot-metrics: TCP 9187",
    ]);
  });

  it("lead Prometheus to the port for metrics of a worker, where it has one and is asked", () => {
    const system = { ...shop, services: { ...shop.services, clock: { ...clock, metrics: port(9464) } } };
    expect(shown(edges("production", system))).toContain("platform monitoring → part clock: TCP 9464");
    expect(shown(edges("production")).join()).not.toContain("→ part clock");
    expect(shown(edges("dev", system)).join()).not.toContain("monitoring");
  });

  it("lead to somebody else's database on the port of the way that is used, and to dev's own in dev", () => {
    const database = externalPostgres({
      version: 16,
      provider: "somebody",
      ports: { pooled: port(6543), direct: port(5432) },
      cidrs: [cidr("10.8.0.0/24")],
      storage: gibibytes(1),
      connections: 100,
      recovery: { time: hours(1), point: hours(1) },
    });
    const system = withApi({}, { database });
    expect(shown(edges("production", system))).toContain("part api → external database: TCP 6543");
    expect(shown(edges("production", system))).toContain("part clock → external database: TCP 5432");
    expect(shown(edges("production", system))).toContain("part database-dump → external database: TCP 5432");
    expect(shown(edges("production", system)).join()).not.toContain("cloudnative-pg");
    expect(shown(edges("dev", system))).toContain("part api → part database: TCP 5432");
  });

  it("lead to somebody else's Redis, which has no exporter here, and to dev's own in dev", () => {
    const cache = externalRedis({
      version: 7,
      purpose: "cache",
      provider: "somebody",
      port: port(6380),
      connections: 100,
      storage: gibibytes(1),
      memory: mebibytes(64),
    });
    const elsewhere = shown(edges("production", { ...shop, cache })).filter((edge) => edge.includes("cache"));
    expect(elsewhere).toEqual(["part api → external cache: TCP 6380"]);
    const own = shown(edges("dev", { ...shop, cache })).filter((edge) => edge.includes("cache"));
    expect(own).toEqual(["part api → part cache: TCP 6379"]);
  });

  it("to one third party are one, also when the vector store is one", () => {
    const party = thirdParty({
      name: "pinecone",
      purpose: "vectors",
      host: "api.pinecone.example",
      keys: {},
    });
    const system = withApi({ egress: [party] }, { vectorStore: pinecone({ party }) });
    const toParty = shown(edges("dev", system)).filter((edge) => edge.includes("pinecone"));
    expect(toParty).toEqual(["part api → external pinecone: TCP 443"]);
  });
});

describe("the policies of an edge", () => {
  it("are two where both ends are the system's own, one where one is, and no two have one name", () => {
    const all = edges("production");
    const names = allowances(all, podsOf).map(({ name }) => name);
    expect(names.filter((name) => /^mailer\.to\.api$|^api\.from\.mailer$/.test(name))).toHaveLength(2);
    const ends = all.flatMap(({ from, to }) => [from, to]).filter(({ kind }) => kind === "part");
    expect(names).toHaveLength(ends.length);
    expect(new Set(names).size).toBe(names.length);
  });

  it("name the caller, the callee and one port, each from its own side", () => {
    const policies = new Map(allowances(edges("dev"), podsOf).map(({ name, spec }) => [name, spec]));
    const ports = [{ port: 3000, protocol: "TCP" }];
    expect(policies.get("mailer.to.api")).toEqual({
      podSelector: { matchLabels: { part: "mailer" } },
      policyTypes: ["Egress"],
      egress: [{ to: [{ podSelector: { matchLabels: { part: "api" } } }], ports }],
    });
    expect(policies.get("api.from.mailer")).toEqual({
      podSelector: { matchLabels: { part: "api" } },
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ podSelector: { matchLabels: { part: "mailer" } } }], ports }],
    });
  });

  it("lead to the addresses that a third party, or the stack's file for the API server, gives", () => {
    const cidrs = [cidr("192.0.2.0/24"), cidr("2001:db8::/32")];
    const blocks = [{ ipBlock: { cidr: "192.0.2.0/24" } }, { ipBlock: { cidr: "2001:db8::/32" } }];
    expect(peersOf({ kind: "external", name: "x", cidrs }, podsOf)).toEqual(blocks);
    const [toApiServer] = edges("production", shop, { apiServer: cidrs }).filter(
      ({ to }) => to.kind === "cluster",
    );
    expect(toApiServer && peersOf(toApiServer.to, podsOf)).toEqual(blocks);
  });

  it("have each exception inside their block, or the API server would refuse them", () => {
    for (const { ipBlock } of peersOf({ kind: "external", name: "x" }, podsOf)) {
      const whole = cidr(ipBlock?.cidr ?? "");
      expect(ipBlock?.except?.length).toBeGreaterThan(5);
      for (const range of ipBlock?.except ?? []) {
        expect(whole.overlaps(cidr(range)), range).toBe(true);
        // Written this way Go takes it for IPv4, which no IPv6 block holds.
        expect(range).not.toContain("::ffff:");
      }
    }
  });
});
