import { describe, expect, it } from "vitest";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { externalPostgres } from "../../../model/database.ts";
import { type EnvironmentName } from "../../../model/environment-name.ts";
import { platformImageNames } from "../../../model/platform-image.ts";
import { system } from "../../../model/system.ts";
import { thirdParty } from "../../../model/third-party.ts";
import { publicUrl } from "../../../model/variable.ts";
import { pinecone } from "../../../model/vector-store.ts";
import { database, pages, pagesImage, shop } from "../model/declared-shop.ts";
import { configured, digestOf, identity, parsedShop } from "./configured-shop.ts";

const texts = (map: ReadonlyMap<string, { toString(): string }>): Record<string, string> =>
  Object.fromEntries([...map].map(([name, value]) => [name, value.toString()]));

const soleSystem = (environment: EnvironmentName, values = {}) => {
  const [only] = parsedShop(environment, values).systems;
  if (!only) throw new Error("the shop is missing");
  return only;
};

describe("an environment in a cluster", () => {
  it("is read whole, with its references pinned to the digests given", () => {
    const environment = parsedShop("production");
    expect(environment.name).toBe("production");
    expect(environment.cluster).toEqual({
      context: "somewhere",
      kubeconfig: undefined,
      identity,
      apiServer: undefined,
    });
    expect(environment.repository).toBeUndefined();
    expect(environment.systems.map(({ system }) => system)).toEqual([shop]);
    const only = soleSystem("production");
    expect(texts(only.hostnames)).toEqual({
      api: "api.shop.example",
      pages: "shop.example",
      cdn: "cdn.shop.example",
    });
    expect(texts(only.images)).toEqual({
      program: `ghcr.io/shop/program@${digestOf("a")}`,
      pages: `ghcr.io/shop/pages@${digestOf("b")}`,
    });
    expect(texts(new Map(Object.entries(environment.platformImages)))).toEqual({
      "postgres-cluster": `ghcr.io/cloudnative-pg/postgresql:16-standard-bookworm@${digestOf("e")}`,
      pgbouncer: `ghcr.io/cloudnative-pg/pgbouncer:1.25.1@${digestOf("f")}`,
      postgres: `docker.io/library/postgres:16-alpine@${digestOf("c")}`,
      "postgres-17": `ghcr.io/cloudnative-pg/postgresql:17-standard-bookworm@${digestOf("e")}`,
      backup: `ghcr.io/slipway/backup:16@${digestOf("f")}`,
      redis: `docker.io/library/redis:7-alpine@${digestOf("d")}`,
      "redis-exporter": `docker.io/oliver006/redis_exporter:v1.80.0-alpine@${digestOf("f")}`,
      "redis-proxy": `docker.io/library/haproxy:3.0-alpine@${digestOf("f")}`,
      qdrant: `docker.io/qdrant/qdrant:v1.16.2@${digestOf("0")}`,
      "otel-collector": `docker.io/otel/opentelemetry-collector-contrib:0.155.0@${digestOf("1")}`,
      node: "docker.io/library/node:22-alpine",
    });
    expect(only.checkouts.size).toBe(0);
  });

  it("keeps secrets in a store, and leaves out an optional one that has no version (SEC-11)", () => {
    expect(soleSystem("staging").secrets).toEqual({
      kind: "stored",
      service: "unnamed",
      store: "vault",
      versions: new Map([
        ["API_KEY", "7"],
        ["CACHE_PASSWORD", "2"],
        ["CACHE_MONITOR_PASSWORD", "8"],
        ["CACHE_BACKUP_PASSWORD", "9"],
        ["VECTOR_STORE_KEY", "4"],
        ["DATABASE_PASSWORD", "5"],
        ["BACKUP_CREDENTIALS", "3"],
        ["DUMP_CREDENTIALS", "4"],
        ["DRILL_IDENTITY", "6"],
      ]),
      alsoAccepted: new Map(),
      rotateAfter: new Map(),
    });
    const { secrets } = soleSystem("staging", { "systems.shop.secrets.versions.SEARCH_KEY": "1" });
    expect(secrets).toMatchObject({
      versions: new Map([
        ["API_KEY", "7"],
        ["SEARCH_KEY", "1"],
        ["CACHE_PASSWORD", "2"],
        ["CACHE_MONITOR_PASSWORD", "8"],
        ["CACHE_BACKUP_PASSWORD", "9"],
        ["VECTOR_STORE_KEY", "4"],
        ["DATABASE_PASSWORD", "5"],
        ["BACKUP_CREDENTIALS", "3"],
        ["DUMP_CREDENTIALS", "4"],
        ["DRILL_IDENTITY", "6"],
      ]),
    });
  });

  it("knows an image of zeros as never released", () => {
    const { images } = soleSystem("staging", { "release.shop.pages": digestOf("0") });
    expect(images.get("pages")?.released).toBe(false);
    expect(images.get("program")?.released).toBe(true);
  });

  it("takes a reference for a digest, and leaves it to the policies whether it may run (POL-04)", () => {
    const { images } = soleSystem("staging", { "release.shop.pages": "nginx:latest" });
    expect(images.get("pages")?.toString()).toBe("nginx:latest");
  });

  it("is reached by a context, a kubeconfig, or both", () => {
    const cluster = (values = {}) => parsedShop("staging", values).cluster;
    expect(cluster({ "cluster.context": undefined, "cluster.kubeconfig": "k" })).toEqual({
      context: undefined,
      kubeconfig: "k",
      identity,
    });
    expect(cluster({ "cluster.kubeconfig": "k" })).toEqual({
      context: "somewhere",
      kubeconfig: "k",
      identity,
    });
  });

  it("looks after a repository when one is named", () => {
    const repository = { owner: "shop", name: "platform" };
    const production = { repository: { ...repository, reviewerTeams: [12, 34] } };
    expect(parsedShop("production", production).repository).toEqual(production.repository);
    expect(parsedShop("staging", { repository }).repository).toEqual({ ...repository, reviewerTeams: [] });
  });

  it("asks for no secrets of a system that has none", () => {
    const plain = system("plain", {
      owner: "shop-team",
      images: { pages: pagesImage },
      variables: { API_URL: publicUrl("where the pages are", "pages") },
      services: { pages },
      objectives: [],
    });
    const given = {
      name: "staging",
      cluster: { context: "c", identity },
      systems: { plain: { hostnames: { pages: "plain.example" } } },
      release: {
        plain: { pages: digestOf("1") },
        platform: Object.fromEntries(platformImageNames("staging").map((name) => [name, digestOf("1")])),
      },
    };
    expect(parseEnvironment([plain], "staging", given).systems[0]?.secrets).toEqual({ kind: "generated" });
  });

  it("needs the addresses of a database that somebody else runs", () => {
    const { kind, ...given } = database;
    expect(kind).toBe("platform");
    const managed = {
      ...shop,
      database: externalPostgres({ ...given, provider: "somebody", pointInTimeRecovery: true }),
    };
    const secrets = {
      "systems.shop.secrets.versions.DATABASE_URLS": "3",
      "systems.shop.secrets.versions.DATABASE_PASSWORD": undefined,
      "systems.shop.secrets.versions.BACKUP_CREDENTIALS": undefined,
      backups: undefined,
    };
    expect(
      parseEnvironment([managed], "staging", configured("staging", secrets)).systems[0]?.secrets,
    ).toMatchObject({
      versions: new Map([
        ["API_KEY", "7"],
        ["CACHE_PASSWORD", "2"],
        ["CACHE_MONITOR_PASSWORD", "8"],
        ["CACHE_BACKUP_PASSWORD", "9"],
        ["VECTOR_STORE_KEY", "4"],
        ["DATABASE_URLS", "3"],
        ["DUMP_CREDENTIALS", "4"],
        ["DRILL_IDENTITY", "6"],
      ]),
    });
  });
});

describe("dev", () => {
  it("needs next to nothing: no cluster, no release, no hostname of its own services", () => {
    const environment = parsedShop("dev");
    expect(environment.cluster).toBeUndefined();
    expect(texts(new Map(Object.entries(environment.platformImages)))).toEqual({
      "postgres-cluster": "ghcr.io/cloudnative-pg/postgresql:16-standard-bookworm",
      pgbouncer: "ghcr.io/cloudnative-pg/pgbouncer:1.25.1",
      postgres: "docker.io/library/postgres:16-alpine",
      "postgres-17": "ghcr.io/cloudnative-pg/postgresql:17-standard-bookworm",
      backup: "ghcr.io/slipway/backup:16",
      redis: "docker.io/library/redis:7-alpine",
      "redis-exporter": "docker.io/oliver006/redis_exporter:v1.80.0-alpine",
      "redis-proxy": "docker.io/library/haproxy:3.0-alpine",
      qdrant: "docker.io/qdrant/qdrant:v1.16.2",
      "otel-collector": "docker.io/otel/opentelemetry-collector-contrib:0.155.0",
      node: "docker.io/library/node:22-alpine",
    });
    const only = soleSystem("dev");
    expect(texts(only.hostnames)).toEqual({ cdn: "cdn.dev.shop.example" });
    expect([...only.images.values()].map(({ released }) => released)).toEqual([false, false]);
    expect(only.secrets).toEqual({ kind: "generated" });
  });

  it("may have a cluster and hostnames", () => {
    const values = {
      cluster: { context: "kind", identity },
      "systems.shop.hostnames.api": "api.local.example",
    };
    expect(parsedShop("dev", values).cluster?.context).toBe("kind");
    expect(soleSystem("dev", values).hostnames.get("api")?.name).toBe("api.local.example");
  });

  it("runs digests of the declared repository, or any pinned reference", () => {
    const { images } = soleSystem("dev", {
      "release.shop": { program: digestOf("e"), pages: "localhost:5000/somebody/pages:wip" },
    });
    expect(texts(images)).toEqual({
      program: `ghcr.io/shop/program@${digestOf("e")}`,
      pages: "localhost:5000/somebody/pages:wip",
    });
    const { platformImages } = parsedShop("dev", {
      "release.platform": { postgres: "localhost:5000/postgres:16", redis: digestOf("e") },
    });
    expect(platformImages.postgres.toString()).toBe("localhost:5000/postgres:16");
    expect(platformImages.redis.toString()).toBe(`docker.io/library/redis:7-alpine@${digestOf("e")}`);
    expect(platformImages.qdrant.toString()).toBe("docker.io/qdrant/qdrant:v1.16.2");
  });

  it("builds from checkouts, by default with the Dockerfile at their top", () => {
    const { checkouts } = soleSystem("dev", {
      "checkouts.shop": {
        program: { context: "../program" },
        pages: { context: "../pages", dockerfile: "build/Dockerfile" },
      },
    });
    expect(checkouts).toEqual(
      new Map([
        ["program", { context: "../program", dockerfile: "Dockerfile" }],
        ["pages", { context: "../pages", dockerfile: "build/Dockerfile" }],
      ]),
    );
  });

  it("has no size for a vector store that it doesn't run", () => {
    const party = thirdParty({ name: "vendor", purpose: "vectors", host: "vendor.example", keys: {} });
    const vectorStore = pinecone({ party });
    const environment = parseEnvironment([{ ...shop, vectorStore }], "dev", configured("dev"));
    expect(environment.systems[0]?.system.vectorStore).toEqual(vectorStore);
  });
});
