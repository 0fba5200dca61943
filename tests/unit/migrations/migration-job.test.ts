import { beforeAll, describe, expect, test } from "vitest";
import { systemDemands } from "../../../components/capacity/system-demands.ts";
import { clusterProviders } from "../../../components/cluster/cluster-providers.ts";
import { databaseSecretName } from "../../../components/secrets/secret-references.ts";
import { System } from "../../../components/system.ts";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import type { System as Declared } from "../../../model/system.ts";
import { capture } from "../../../rendering/capture.ts";
import type { CapturedResource } from "../../../rendering/captured-resource.ts";
import { judgeShop } from "../../support/judge-stack.ts";
import { type Configuration, digestOf } from "../config/configured-shop.ts";
import { configuredMigrating, migrating } from "./migrating-shop.ts";

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env: readonly Variable[];
  readonly resources: object;
  readonly securityContext: object;
}

interface Job {
  readonly metadata: { readonly name: string; readonly annotations: object };
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly initContainers: readonly [Container, Container];
        readonly containers: readonly [Container];
        readonly volumes: readonly { readonly configMap?: { readonly name: string } }[];
      };
    };
  };
}

/** What a stack of one system is made of. */
async function rendered(
  stack: EnvironmentName,
  system: Declared,
  values: Readonly<Record<string, Configuration>> = {},
) {
  const environment = parseEnvironment([system], stack, configuredMigrating(stack, values));
  const resources = await capture(stack, {}, () => {
    const providers = clusterProviders(environment);
    for (const own of environment.systems)
      new System(own.system.name, { environment, own, providers, builds: new Map(), priorities: [] });
    return Promise.resolve();
  });
  const find = (name: string): CapturedResource => {
    const found = resources.find((resource) => resource.name === name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  };
  return { environment, resources, find, job: find("shop-migration").inputs as unknown as Job };
}

const variable = ({ env }: Container, name: string): Variable | undefined =>
  env.find((each) => each.name === name);

describe("a migration in production", () => {
  let stack: Awaited<ReturnType<typeof rendered>>;
  beforeAll(async () => {
    stack = await rendered("production", migrating);
  });

  test("is a Job named by its image, which stays, and which ends when its time is over (DB-08)", () => {
    const { metadata, spec } = stack.job;
    expect(metadata).toMatchObject({
      name: `migration-${"a".repeat(12)}`,
      annotations: { "pulumi.com/replaceUnready": "true" },
    });
    expect(spec).toMatchObject({
      activeDeadlineSeconds: 600,
      backoffLimit: 3,
      podReplacementPolicy: "Failed",
    });
    expect(spec).not.toHaveProperty("ttlSecondsAfterFinished");
  });

  test("admits the release, migrates, and records, one after the other", () => {
    const { initContainers, containers } = stack.job.spec.template.spec;
    const [admission, tool] = initContainers;
    const [record] = containers;
    expect([admission.name, tool.name, record.name]).toEqual(["admission", "migration", "record"]);
    expect(tool).toMatchObject({
      image: `ghcr.io/shop/program@${digestOf("a")}`,
      command: ["migrate", "--all"],
    });
    for (const psql of [admission, record])
      expect(psql).toMatchObject({
        image: `docker.io/library/postgres:16-alpine@${digestOf("c")}`,
        terminationMessagePolicy: "FallbackToLogsOnError",
        securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
      });
    const files = admission.command.flatMap((word) => /\/([^/]+)\.sql$/.exec(word)?.[1] ?? []);
    expect(files).toEqual(["ledger", "canary", "grants", "admit", "crb-analyser-bootstrap"]);
  });

  test("reads the direct address alone, and its statements wait and work for a bounded time", () => {
    const [admission, tool] = stack.job.spec.template.spec.initContainers;
    const secretKeyRef = {
      name: expect.stringMatching(/^database-password-v5-[0-9a-f]{8}$/) as string,
      key: "direct-url",
    };
    expect(variable(tool, "DATABASE_URL")?.valueFrom).toEqual({ secretKeyRef });
    expect(variable(admission, "DATABASE_PLAIN_ADDRESS")?.valueFrom).toEqual({ secretKeyRef });
    expect(variable(tool, "PGOPTIONS")?.value).toBe("-c lock_timeout=5000 -c statement_timeout=300000");
    expect(variable(admission, "PGOPTIONS")?.value).toContain("-c lock_timeout=5000");
  });

  test("gives psql nothing of the tool's but the address", () => {
    const [admission] = stack.job.spec.template.spec.initContainers;
    const [record] = stack.job.spec.template.spec.containers;
    const names = (container: Container) => container.env.map(({ name }) => name);
    for (const step of [admission, record])
      expect(names(step)).toEqual(["DATABASE_PLAIN_ADDRESS", "PGOPTIONS", "RELEASE", "CONTRACT"]);
    expect(variable(record, "RELEASE")?.value).toBe(JSON.stringify({ program: digestOf("a") }));
  });

  test("does not try again what a statement refused, and tries again what broke off", () => {
    expect(stack.job.spec).toMatchObject({
      podFailurePolicy: {
        rules: [
          { action: "Ignore" },
          { action: "FailJob", onExitCodes: { containerName: "admission", operator: "In", values: [3] } },
          { action: "FailJob", onExitCodes: { containerName: "record", operator: "In", values: [3] } },
        ],
      },
    });
  });

  test("waits for the database, and every service and site waits for it", () => {
    const waitedFor = stack.find("shop-migration").dependsOn.join("\n");
    for (const needed of [
      "shop-database",
      "shop-migration-account",
      "shop-migration-statements",
      "shop-migration-config",
    ])
      expect(waitedFor, needed).toContain(needed);
    for (const service of Object.keys(migrating.services))
      expect(stack.find(`shop-${service}`).dependsOn.join("\n"), service).toMatch(/::shop-migration$/m);
  });

  test("mounts what psql runs by its content, so that other statements are another name", () => {
    const { name } = (stack.find("shop-migration-statements").inputs as unknown as Job).metadata;
    expect(name).toMatch(/^migration-statements-config-[0-9a-f]{8}$/);
    expect(stack.job.spec.template.spec.volumes).toContainEqual({ name: "statements", configMap: { name } });
  });

  test("has its share of the quota, and the pack has nothing against it", async () => {
    const [own] = stack.environment.systems;
    const demands = own ? systemDemands(stack.environment, own) : [];
    expect(demands.find(({ part }) => part === "migration")?.demand).toMatchObject({
      pods: 1,
      memory: mebibytes(128),
      disk: mebibytes(96),
    });
    const judged = await judgeShop(stack.resources);
    expect(judged.filter(({ urn = "" }) => urn.includes("migration"))).toEqual([]);
  });
});

test("a contract's reason goes to the last step, with nothing in it for Kubernetes to fill in", async () => {
  const { job } = await rendered("staging", migrating, {
    "systems.shop.contract": { release: digestOf("a"), reason: "drops $(API_KEY) and $$" },
  });
  const [record] = job.spec.template.spec.containers;
  expect(variable(record, "CONTRACT")?.value).toBe("drops $$(API_KEY) and $$$$");
});

describe.each(["dev", "staging"] as const)(
  "a tool that reads its time-outs from the address, in %s",
  (name) => {
    const inAddress: Declared = {
      ...migrating,
      ...(migrating.migration && {
        migration: {
          ...migrating.migration,
          timeouts: { ...migrating.migration.timeouts, given: "address" },
        },
      }),
    };

    test("gets an address that an URL reader takes, whatever the platform's own has behind it", async () => {
      const { environment, job, find } = await rendered(name, inAddress);
      const [admission, tool] = job.spec.template.spec.initContainers;
      const names = tool.env.map((each) => each.name);
      expect(names.indexOf("DATABASE_PLAIN_ADDRESS")).toBeLessThan(names.indexOf("DATABASE_URL"));
      expect(variable(tool, "PGOPTIONS")).toBeUndefined();
      expect(variable(admission, "PGOPTIONS")).toBeDefined();
      const [shop] = environment.systems;
      const secret = shop && databaseSecretName(shop, "owner");
      const plain = addressIn(find(name === "dev" ? `shop-${secret}` : "shop-database-password"));
      const whole = variable(tool, "DATABASE_URL")?.value?.replace("$(DATABASE_PLAIN_ADDRESS)", plain) ?? "";
      const options = new URL(whole).searchParams.get("options");
      expect(options, whole).toBe("-c lock_timeout=5000 -c statement_timeout=300000");
    });

    /** The direct address as its Secret, or the template of it, has it; the password does not matter. */
    function addressIn({ inputs }: CapturedResource): string {
      const found = /postgresql:\/\/(?:[^"\\]|\\")*/.exec(
        JSON.stringify(inputs).split("direct-url")[1] ?? "",
      );
      if (!found) throw new Error(`no address in ${JSON.stringify(inputs)}`);
      return found[0].replace(/:[^@/]*@/, ":x@");
    }
  },
);
