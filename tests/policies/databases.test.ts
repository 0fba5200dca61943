import { describe, expect, it } from "vitest";
import { databasesIn } from "../../policies/kubernetes/database-address.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { container, type Json, podSpec, resource, unknownObject, unknownText } from "./workloads.ts";

const rule = { rules: rules.filter(({ name }) => name === "one-system-per-database") };

const metadata = (system: string, name: string, namespace = `${system}-staging`) => ({
  name,
  namespace,
  labels: { "app.kubernetes.io/part-of": system },
});

const of = (type: string, system: string, props: Json, name = "it", namespace?: string) =>
  resource(type, { metadata: metadata(system, name, namespace), ...props }, `${system}-${name}`);

const deploymentOf = (system: string, changes: Json, name = "web", namespace?: string) =>
  of(
    "kubernetes:apps/v1:Deployment",
    system,
    { spec: { template: { spec: podSpec({ containers: [container(changes)] }) } } },
    name,
    namespace,
  );

const fromSecret = (name: string, variable = "DATABASE_URL") => ({
  env: [{ name: variable, valueFrom: { secretKeyRef: { name, key: "pooled-url" } } }],
});

const stored = (system: string, key: string, data: Json = {}) =>
  of("kubernetes:external-secrets.io/v1:ExternalSecret", system, {
    spec: {
      secretStoreRef: { kind: "ClusterSecretStore", name: "staging" },
      target: { template: { data } },
      data: [{ secretKey: "value", remoteRef: { key, version: "1" } }],
    },
  });

const namespaceOf = (system: string) =>
  resource(
    "kubernetes:core/v1:Namespace",
    {
      metadata: { name: `${system}-staging`, labels: { "app.kubernetes.io/part-of": system } },
    },
    `${system}-namespace`,
  );

const secretWith = (system: string, url: unknown) =>
  of("kubernetes:core/v1:Secret", system, { stringData: { "direct-url": url } });

describe("one-system-per-database", () => {
  it("allows each pod a database of its own inside of it, as a restore drill has", async () => {
    const drill = (system: string, host: string) =>
      deploymentOf(system, { env: [{ name: "SCRATCH", value: `postgresql://drill@${host}:5432/drill` }] });
    for (const host of ["127.0.0.1", "localhost", "LOCALHOST", "127.1.2.3"])
      expect(await judge([drill("atlas-ux", host), drill("odd-scenes", host)], rule), host).toEqual([]);
    expect(
      await judge([drill("atlas-ux", "127.example.com"), drill("odd-scenes", "127.example.com")], rule),
    ).toHaveLength(1);
  });

  it("allows several services of one system on its database, as Atlas' four processes are (CF-11)", async () => {
    const four = ["web", "email-worker", "engine-worker", "scheduler"].map((name) =>
      deploymentOf("atlas-ux", fromSecret("database-password-v1"), name),
    );
    const secret = stored("atlas-ux", "staging/atlas-ux/DATABASE_PASSWORD", {
      "pooled-url": 'postgresql://app:{{ .value | replace "+" "%20" }}@database-rw:5432/app',
    });
    const { violations, notApplicable } = await judgeFully([namespaceOf("atlas-ux"), secret, ...four], rule);
    expect(violations).toEqual([]);
    expect(notApplicable.map(({ urn }) => urn)).not.toContain(undefined);
  });

  it("allows each system a database of its own, under the same names in its own namespace", async () => {
    const own = (system: string) => [
      namespaceOf(system),
      deploymentOf(system, fromSecret("database-password-v1")),
      secretWith(system, "postgresql://app:word@database:5432/app"),
      stored(system, `staging/${system}/DATABASE_PASSWORD`, {
        "pooled-url": 'postgresql://app:{{ .value | replace "+" "%20" }}@database-rw:5432/app',
      }),
    ];
    expect(await judge([...own("atlas-ux"), ...own("odd-scenes")], rule)).toEqual([]);
  });

  it("says where, what, why and how to fix it, and shows no address", async () => {
    const url = "postgresql://app:secret@db.supabase.example:5432/postgres";
    const second = secretWith("odd-scenes", url);
    const violations = await judge([secretWith("crb", url), second], rule);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatchObject({ level: "mandatory", urn: second.urn });
    expect(violations[0]?.message).toBe(
      'Secret odd-scenes-staging/it: stringData["direct-url"] leads odd-scenes to a database of crb, to which ' +
        "Secret crb-staging/it leads too. Two systems on one database change its schema under each other, share its " +
        "connections and its outages, and can't be recovered apart. Fix: give this system a database of its own, and " +
        "let it ask the other system's service for what it needs. Example: labels: { app.kubernetes.io/part-of: shop } See policies/handbook.md#one-system-per-database",
    );
    expect(violations[0]?.message).not.toContain("supabase");
  });

  const url = "postgres://me:word@db.internal.example/shop";
  it.each([
    ["a Secret that is encoded", of("kubernetes:core/v1:Secret", "b", { data: { url: btoa(url) } })],
    ["a ConfigMap", of("kubernetes:core/v1:ConfigMap", "b", { data: { url: `url=${url}\n` } })],
    ["a variable", deploymentOf("b", { env: [{ name: "DB", value: url }] })],
    [
      "another user, port and driver",
      deploymentOf("b", {
        env: [
          { name: "DB", value: "postgresql+asyncpg://you@DB.internal.example:6543/shop?sslmode=require" },
        ],
      }),
    ],
    [
      "a template",
      stored("b", "staging/b/OTHER", { url: "postgresql://a:{{ .value }}@db.internal.example/shop" }),
    ],
  ])("finds the address in %s", async (_what, holder) => {
    const first = secretWith("a", url);
    expect(await judge([first, holder], rule)).toMatchObject([{ urn: holder.urn }]);
    expect(await judge([first], rule)).toEqual([]);
  });

  it.each([
    ["another database of the host", "postgres://me:word@db.internal.example/other"],
    ["another host", "postgres://me:word@db2.internal.example/shop"],
    ["a host that is filled in later", "postgres://me:word@{{ .host }}/shop"],
    ["another service", "redis://db.internal.example/shop"],
  ])("is not fooled by %s", async (_what, other) => {
    expect(await judge([secretWith("a", url), secretWith("b", other)], rule)).toEqual([]);
  });

  it.each([
    "database-rw.a-staging",
    "database-pooler.a-staging.svc",
    "database-rw.a-staging.svc.cluster.local.",
  ])("lets nobody into another system's namespace: %s", async (host) => {
    const caller = deploymentOf("b", { env: [{ name: "DB", value: `postgres://b@${host}:5432/app` }] });
    const violations = await judge([caller, namespaceOf("a"), namespaceOf("b")], rule);
    expect(violations).toHaveLength(1);
    expect(violations[0]?.message).toContain("leads b to a database of a, in Namespace a-staging.");
    const own = deploymentOf("a", { env: [{ name: "DB", value: `postgres://a@${host}:5432/app` }] });
    expect(await judge([own, namespaceOf("a"), namespaceOf("b")], rule)).toEqual([]);
  });

  it("finds one entry of a secret store that two systems read", async () => {
    const other = stored("b", "staging/a/DATABASE_URLS");
    expect(await judge([stored("a", "staging/a/DATABASE_URLS"), other], rule)).toMatchObject([
      { urn: other.urn },
    ]);
    const shared = [stored("a", "staging/LLM_API_KEY"), stored("b", "staging/LLM_API_KEY")];
    expect(await judge(shared, rule)).toEqual([]);
  });

  it.each([
    ["a variable's name", fromSecret("shared", "DATABASE_URL")],
    ["the Secret's name", fromSecret("Database-shared", "URL")],
    ["all of its keys", { envFrom: [{ secretRef: { name: "database-shared" } }] }],
  ])("finds one Secret that two systems of a namespace read, by %s", async (_what, changes) => {
    const two = ["a", "b"].map((system) => deploymentOf(system, changes, system, "shared"));
    expect(await judge(two, rule)).toMatchObject([{ urn: two[1]?.urn }]);
    const apart = ["a", "b"].map((system) => deploymentOf(system, changes, system));
    expect(await judge(apart, rule)).toEqual([]);
  });

  const inParts = (system: string, host: string, name: string, [first, second] = ["DB_HOST", "DB_NAME"]) =>
    deploymentOf(system, {
      env: [
        { name: first, value: host },
        { name: second, value: name },
      ],
    });

  it.each([
    ["DB_HOST", "DB_NAME"],
    ["PGHOST", "PGDATABASE"],
    ["POSTGRES_HOST", "POSTGRES_DB"],
    ["ORDERS_DATABASE_HOST", "ORDERS_DATABASE_NAME"],
  ])("finds an address in two parts, %s and %s", async (...names) => {
    const second = inParts("b", "db.internal.example", "shop", names);
    const config = resource("kubernetes:core/v1:ConfigMap", {
      metadata: metadata("c", "settings"),
      data: { DB_HOST: "db.internal.example:5432", DB_NAME: "shop" },
    });
    const first = secretWith("a", url);
    expect(await judge([first, second, config], rule)).toMatchObject([
      { urn: second.urn },
      { urn: config.urn },
    ]);
  });

  it.each([
    ["another database of the host", inParts("b", "db.internal.example", "other")],
    ["another host", inParts("b", "db2.internal.example", "shop")],
    ["a Service of the same name in another namespace", inParts("b", "db", "shop")],
    ["a host of something else", inParts("b", "db.internal.example", "shop", ["REDIS_HOST", "DB_NAME"])],
    ["parts of two databases", inParts("b", "db.internal.example", "shop", ["A_DB_HOST", "B_DB_NAME"])],
  ])("takes %s for none of its own", async (_what, other) => {
    const firsts = [inParts("a", "db.internal.example", "shop"), inParts("a", "db", "shop")];
    expect(await judge([...firsts, other], rule)).toEqual([]);
  });

  it("takes no reference for a host", async () => {
    const open = ["a", "b"].map((system) => inParts(system, "$(HOST)", "shop"));
    expect(await judge(open, rule)).toEqual([]);
  });

  it("takes the certificate of an authority for no way in", async () => {
    const certificate = (system: string, name: string, key: string) =>
      deploymentOf(
        system,
        { env: [{ name, valueFrom: { secretKeyRef: { name: "shared", key } } }] },
        system,
        "shared",
      );
    const two = (name: string, key: string) => ["a", "b"].map((system) => certificate(system, name, key));
    expect(await judge(two("DATABASE_CA", "value"), rule)).toEqual([]);
    expect(await judge(two("DATABASE_TRUST", "ca.pem"), rule)).toEqual([]);
    expect(await judge(two("DATABASE_REPLICA", "value"), rule)).toHaveLength(1);
    expect(await judge(two("DATABASE_URL", "value"), rule)).toHaveLength(1);
    const mounted = (key: string) =>
      ["a", "b"].map((system) =>
        of(
          "kubernetes:core/v1:Pod",
          system,
          {
            spec: podSpec({
              volumes: [{ name: "v", secret: { secretName: "database", items: [{ key, path: "f" }] } }],
            }),
          },
          system,
          "shared",
        ),
      );
    expect(await judge(mounted("ca.crt"), rule)).toEqual([]);
    expect(await judge(mounted("password"), rule)).toHaveLength(1);
  });

  it("finds a Secret that is mounted", async () => {
    const two = ["a", "b"].map((system) =>
      of(
        "kubernetes:batch/v1:CronJob",
        system,
        {
          spec: {
            jobTemplate: {
              spec: {
                template: {
                  spec: podSpec({ volumes: [{ name: "v", secret: { secretName: "database" } }] }),
                },
              },
            },
          },
        },
        system,
        "shared",
      ),
    );
    expect(await judge(two, rule)).toHaveLength(1);
  });

  it("takes label and word from the configuration", async () => {
    const config = { "one-system-per-database": { label: "acme.dev/team", word: "postgres" } };
    const labelled = (team: string) =>
      resource(
        "kubernetes:core/v1:ConfigMap",
        { metadata: { name: team, labels: { "acme.dev/team": team } }, data: { url } },
        team,
      );
    expect(await judge([labelled("a"), labelled("b")], { ...rule, config })).toHaveLength(1);
    expect(await judge([labelled("a"), labelled("b")], rule)).toEqual([]);
    const entries = [stored("a", "DATABASE"), stored("b", "DATABASE")];
    expect(await judge(entries, rule)).toHaveLength(1);
    expect(await judge(entries, { ...rule, config })).toEqual([]);
  });

  it("is sure of what is wrong beside what can't be known yet, and says nothing of that alone", async () => {
    const unknown = secretWith("c", unknownText);
    const known = [secretWith("a", url), unknown, secretWith("b", url)];
    expect((await judge(known, rule)).map(({ level }) => level)).toEqual(["mandatory"]);
    // A Secret that is made up in the same update is unknown as a whole in every first preview.
    const vague = of("kubernetes:core/v1:Secret", "c", { stringData: unknownObject });
    expect(
      (await judge([secretWith("a", url), vague, secretWith("b", url)], rule)).map(({ level }) => level),
    ).toEqual(["mandatory"]);
  });
});

describe("addresses of databases", () => {
  it.each([
    ["postgresql://app:p%40ss@database-rw:5432/app", "database-rw.own/app"],
    ["postgres://host.example.com/a?sslmode=require", "host.example.com/a"],
    ["x postgresql+asyncpg://u@h/d y", "h.own/d"],
    ["postgresql://u@h1:5432,h2:5432/d", "h1.own/d"],
  ])("%s", (text, found) => {
    expect(databasesIn(text, "own").map(({ host, database }) => `${host}/${database}`)).toEqual([found]);
  });

  it.each(["mysql://h/d", "postgresql://u@h", "see postgresql: the manual", ""])("are none in %j", (text) => {
    expect(databasesIn(text, "own")).toEqual([]);
  });
});
