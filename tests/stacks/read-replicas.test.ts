import { beforeAll, describe, expect, test } from "vitest";
import { clusterProviders } from "../../components/cluster/cluster-providers.ts";
import { secretProperties } from "../../components/secrets/secret-references.ts";
import { System } from "../../components/system.ts";
import { parseEnvironment } from "../../config/parse-environment.ts";
import { readOnlyConnections } from "../../model/database-role.ts";
import { externalPostgres } from "../../model/database.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { databaseAddresses } from "../../model/secret-names.ts";
import type { System as Declared } from "../../model/system.ts";
import { capture } from "../../rendering/capture.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";
import { judgeShop } from "../support/judge-stack.ts";
import { configuredMigrating, migrating } from "../unit/migrations/migrating-shop.ts";
import { api, database } from "../unit/model/declared-shop.ts";

/** A system of which one service reads what may be old from read replicas. */
const reading: Declared = {
  ...migrating,
  services: {
    ...migrating.services,
    api: {
      ...api,
      uses: {
        ...api.uses,
        database: {
          env: { DATABASE_URL: "pooled", DATABASE_READ_URL: "read-only" },
          driver: "node-postgres",
          pool: 5,
        },
      },
    },
  },
  database: { ...database, instances: 3, readReplicas: 1 },
};

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

async function rendered(stack: EnvironmentName, system: Declared) {
  const environment = parseEnvironment([system], stack, configuredMigrating(stack));
  const resources = await capture(stack, {}, () => {
    const providers = clusterProviders(environment);
    for (const own of environment.systems)
      new System(own.system.name, { environment, own, providers, builds: new Map(), priorities: [] });
    return Promise.resolve();
  });
  return resources;
}

const named = (resources: readonly CapturedResource[], kind: string, name: RegExp): CapturedResource => {
  const found = resources.find(
    ({ inputs }) =>
      inputs["kind"] === kind && name.test((inputs["metadata"] as { name?: string } | undefined)?.name ?? ""),
  );
  if (!found) throw new Error(`there is no ${kind} ${String(name)}`);
  return found;
};

const variablesOf = (resources: readonly CapturedResource[]): readonly Variable[] => {
  const workload = resources.find(
    ({ inputs }) =>
      ["Deployment", "Rollout"].includes(String(inputs["kind"])) &&
      (inputs["metadata"] as { name?: string }).name === "api",
  );
  const { template } = workload?.inputs["spec"] as {
    template: { spec: { containers: readonly { env: readonly Variable[] }[] } };
  };
  return template.spec.containers[0]?.env ?? [];
};

const read = (
  resources: readonly CapturedResource[],
): { readonly base?: Variable; readonly whole?: Variable } => {
  const variables = variablesOf(resources);
  const [base, whole] = ["DATABASE_READ_URL_BASE", "DATABASE_READ_URL"].map((name) =>
    variables.find((variable) => variable.name === name),
  );
  return { ...(base && { base }), ...(whole && { whole }) };
};

const templateOf = ({ inputs }: CapturedResource): Readonly<Record<string, string>> =>
  (inputs["spec"] as { target: { template: { data: Readonly<Record<string, string>> } } }).target.template
    .data;

describe("a database with read replicas in production (DB-13)", () => {
  let stack: readonly CapturedResource[];
  beforeAll(async () => {
    stack = await rendered("production", reading);
  }, 60_000);

  test("passes every policy", async () => {
    const violations = await judgeShop(stack);
    expect(violations.filter(({ level }) => level === "mandatory")).toEqual([]);
  });

  test("is read by an address of its own, of the standbys, as the role that reads", () => {
    const { base, whole } = read(stack);
    expect(base?.valueFrom?.secretKeyRef).toEqual({
      name: expect.stringMatching(/^database-read-only-password-v9-\w+$/) as string,
      key: "replica-url",
    });
    expect(whole?.value).toBe("$(DATABASE_READ_URL_BASE)&uselibpqcompat=true");
    const secret = named(stack, "ExternalSecret", /^database-read-only-password-v9-/);
    expect(templateOf(secret)["replica-url"]).toMatch(
      /^postgresql:\/\/app_read_only:\{\{ .*\}\}@database-ro:5432\/app\?sslmode=require$/,
    );
  });

  test("lets its readers have their connections as that role, beside those of people and dumps", () => {
    const { spec } = named(stack, "Cluster", /^database$/).inputs as {
      spec: { managed: { roles: readonly { name: string; connectionLimit?: number }[] }; instances: number };
    };
    expect(spec.instances).toBe(3);
    const role = spec.managed.roles.find(({ name }) => name === "app_read_only");
    // 12 pods at the peak of a release, of two processes, with five connections each.
    expect(role?.connectionLimit).toBe(readOnlyConnections + 12 * 2 * 5);
  });

  test("lets its readers through to the instances, and needs no pooler for them", () => {
    named(stack, "NetworkPolicy", /^api\.to\.database$/);
    named(stack, "NetworkPolicy", /^database\.from\.api$/);
    expect(stack.filter(({ inputs }) => inputs["kind"] === "Pooler")).toHaveLength(1);
  });

  test("has no third address where no replicas are declared, under names that say so", async () => {
    const without = await rendered("production", migrating);
    const names = (resources: readonly CapturedResource[]): readonly string[] =>
      resources.flatMap(({ inputs }) =>
        inputs["kind"] === "ExternalSecret" ? [(inputs["metadata"] as { name: string }).name] : [],
      );
    const before = named(without, "ExternalSecret", /^database-application-password-/);
    expect(Object.keys(templateOf(before))).not.toContain("replica-url");
    // A Secret is filled once, so one with another content needs another name.
    expect(names(stack)).not.toContain((before.inputs["metadata"] as { name: string }).name);
  });
});

test("dev's one server answers reads too, by the same variable, as the same role", async () => {
  const stack = await rendered("dev", reading);
  const { base } = read(stack);
  expect(base?.valueFrom?.secretKeyRef.key).toBe("replica-url");
  const secret = named(stack, "Secret", /^database-read-only-password-generated-/);
  expect(JSON.stringify(secret.inputs["stringData"])).toContain('"replica-url"');
});

test("of somebody else's is one address more in its secret", () => {
  const elsewhere = externalPostgres({
    version: 16,
    provider: "somebody",
    connections: 400,
    recovery: database.recovery,
    storage: database.storage,
  });
  const properties = (readReplicas: number) =>
    secretProperties({ ...reading, database: { ...elsewhere, readReplicas } }, databaseAddresses);
  expect(properties(0)).toEqual(["pooled-url", "direct-url"]);
  expect(properties(2)).toEqual(["pooled-url", "direct-url", "replica-url"]);
});
