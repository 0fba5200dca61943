import { readFileSync } from "node:fs";
import type { DeploymentSpec } from "kubernetes-types/apps/v1.d.ts";
import { describe, expect, test } from "vitest";
import { dumpDemands } from "../../../components/backups/dump-demands.ts";
import { Bytes } from "../../../model/quantities/bytes.ts";
import { systems } from "../../../systems/all.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";
import {
  dumpedStacks,
  environmentOf,
  everyDump,
  renderedObject,
  renderedRun,
  renderedSettings,
} from "./rendered-dumps.ts";

const SIX_HOURS = 6 * 3600;

describe.each(everyDump)("in $stack, the dump of $system.name", ({ stack, system }) => {
  test("runs each night, never two at once, with room for an attempt that hangs (BDR-01, BDR-02, BDR-09)", async () => {
    const { spec, pod } = await renderedRun(stack, system.name, "database-dump");
    expect(spec).toMatchObject({ timeZone: "Etc/UTC", concurrencyPolicy: "Forbid" });
    expect(spec.schedule).toMatch(/^\d+ 3 \* \* \*$/);
    expect(spec.startingDeadlineSeconds).toBeGreaterThanOrEqual(3600);
    expect(spec.successfulJobsHistoryLimit).toBeGreaterThan(0);
    expect(spec.failedJobsHistoryLimit).toBeGreaterThan(0);
    const { timeLimit } = await renderedSettings(stack, system.name);
    expect(timeLimit).toBe(`${SIX_HOURS}s`);
    expect(spec.jobTemplate.spec?.activeDeadlineSeconds).toBeGreaterThan(SIX_HOURS);
    expect(pod.containers[0]?.args).toEqual(["dump"]);
  });

  test("comes by the direct address, to a bucket of its own provider, by a key of its own", async () => {
    const { pod } = await renderedRun(stack, system.name, "database-dump");
    const { DATABASE_URL = "", ...rest } = environmentOf(pod);
    expect(DATABASE_URL).toMatch(/\/direct-url$/);
    expect(rest).toEqual({
      AWS_ACCESS_KEY_ID: "dump-credentials-v1/access-key-id",
      AWS_SECRET_ACCESS_KEY: "dump-credentials-v1/secret-access-key",
    });
    const { source, bucket, recipients } = await renderedSettings(stack, system.name);
    expect(source).toBe(`${stack}/${system.name}`);
    expect(bucket).toMatchObject({ name: `slipway-${stack}-dumps`, prefix: `${stack}/${system.name}` });
    expect(bucket.endpoint).not.toBe(realEnvironment(stack).backups?.endpoint.url);
    expect(new Set(recipients).size).toBeGreaterThanOrEqual(2);
  });

  test("says that a provider's database comes back without its roles' ownership and rights (BDR-10)", async () => {
    const settings: object = await renderedSettings(stack, system.name);
    expect("withoutOwners" in settings).toBe(system.database?.kind === "external");
  });

  test("is not tried again where another attempt would end the same", async () => {
    for (const name of ["database-dump", "database-drill"] as const) {
      const { spec } = await renderedRun(stack, system.name, name);
      const rules = spec.jobTemplate.spec?.podFailurePolicy?.rules ?? [];
      expect(rules.map(({ action }) => action)).toEqual(["Ignore", "FailJob"]);
      expect(rules[1]?.onExitCodes).toEqual({ containerName: name, operator: "In", values: [2, 3, 4, 5] });
    }
  });
});

describe.each(everyDump)("in $stack, the drill of $system.name", ({ stack, system }) => {
  test("runs each month and holds what it finds against what is declared (BDR-10, BDR-11)", async () => {
    const { spec, pod } = await renderedRun(stack, system.name, "database-drill");
    expect(spec.schedule).toMatch(/^\d+ 5 1 \* \*$/);
    expect(spec.concurrencyPolicy).toBe("Forbid");
    expect(pod.containers[0]?.args).toEqual(["drill"]);
    const { drill } = await renderedSettings(stack, system.name);
    expect(drill.checks).toEqual(system.database?.drill);
    expect(drill.recoveryTime).toBe(`${system.database?.recovery.time.wholeSeconds ?? 0}s`);
  });

  test("looks for a canary that migrations keep, in what is dumped, and is told of it only then (BDR-11)", async () => {
    const { drill, schemas } = await renderedSettings(stack, system.name);
    expect(drill.canary).toEqual({
      table: "slipway.canary",
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    if (schemas) expect(schemas).toContain("slipway");
    const settings = (await capturedStack(stack)).find(
      ({ name }) => name === `${system.name}-database-dump-settings`,
    );
    expect(settings?.dependsOn.join("\n")).toMatch(new RegExp(`::${system.name}-migration$`, "m"));
  });

  test("restores into a server of its own, and has no way to the system's database", async () => {
    const { pod } = await renderedRun(stack, system.name, "database-drill");
    expect(environmentOf(pod)["SCRATCH_DATABASE_URL"]).toContain("@127.0.0.1:5432/");
    expect(Object.values(environmentOf(pod)).join()).not.toContain("direct-url");
    const [server, ...others] = pod.initContainers ?? [];
    expect(others).toEqual([]);
    expect(server).toMatchObject({ name: "scratch-server", restartPolicy: "Always" });
    expect(server?.command?.join(" ")).toContain("listen_addresses=127.0.0.1");
    expect(server?.image).toContain(`/postgresql:${system.database?.version ?? 0}-standard-`);
    const egress = (await capturedStack(stack))
      .map(({ inputs }) => (inputs["metadata"] as { readonly name?: string } | undefined)?.name ?? "")
      .filter((name) => name.startsWith("database-drill.to."));
    expect([...new Set(egress)].sort()).toEqual([
      "database-drill.to.external.dumps",
      "database-drill.to.platform.dns",
    ]);
  });

  test("has room for the whole database, and alone has the identity", async () => {
    const { pod } = await renderedRun(stack, system.name, "database-drill");
    const room = pod.volumes?.find(({ emptyDir }) => emptyDir)?.emptyDir?.sizeLimit ?? "";
    const { database } = realSystem(stack, system.name).system;
    const { drill } = await renderedSettings(stack, system.name);
    const largest = Bytes.of(drill.roomMebibytes, "Mi");
    expect(Bytes.parse(room).exceeds(largest)).toBe(true);
    expect(largest.toString()).toBe(
      String((database?.kind === "external" ? database.drillStorage : undefined) ?? database?.storage),
    );
    const secrets = (volumes: typeof pod.volumes): string[] =>
      (volumes ?? []).flatMap(({ secret }) => secret?.secretName ?? []);
    expect(secrets(pod.volumes)).toEqual(["drill-identity-v1"]);
    expect(secrets((await renderedRun(stack, system.name, "database-dump")).pod.volumes)).toEqual([]);
    expect(environmentOf(pod)["BACKUP_IDENTITY_FILE"]).toBe("/etc/slipway-drill/value");
  });
});

describe.each(everyDump)("in $stack, the metrics of $system.name's dumps", ({ stack, system }) => {
  test("are served all the time, and Prometheus asks for them (BDR-13)", async () => {
    const { spec } = await renderedObject(stack, "Deployment", system.name, "database-dump-metrics");
    const { template, selector } = spec as DeploymentSpec;
    const [container] = template.spec?.containers ?? [];
    expect(container?.args).toEqual(["metrics", "--listen", ":9187"]);
    expect(container?.ports).toEqual([{ name: "metrics", containerPort: 9187, protocol: "TCP" }]);
    const monitor = await renderedObject(stack, "PodMonitor", system.name, "database-dump-metrics");
    expect(monitor.spec).toMatchObject({
      selector: { matchLabels: selector.matchLabels },
      podMetricsEndpoints: [{ port: "metrics" }],
    });
  });

  test("begin anew when the settings change", async () => {
    const annotations = async (of: string): Promise<unknown> =>
      ((await renderedObject(stack, "Deployment", of, "database-dump-metrics")).spec as DeploymentSpec)
        .template.metadata?.annotations;
    const all = await Promise.all(systems.map(({ name }) => annotations(name)));
    expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(systems.length);
  });
});

test.each(dumpedStacks)(
  "systems of %s don't dump in the same minute, and stacks keep theirs",
  async (stack) => {
    const schedules = await Promise.all(
      systems.map(async ({ name }) => (await renderedRun(stack, name, "database-dump")).spec.schedule),
    );
    expect(new Set(schedules).size).toBe(systems.length);
  },
);

test.each(everyDump)(
  "what $system.name of $stack asks of its quota is what its pods state",
  async (given) => {
    const own = realSystem(given.stack, given.system.name);
    const demands = new Map(
      dumpDemands(realEnvironment(given.stack), own).map(({ part, demand }) => [part, demand]),
    );
    for (const name of ["database-dump", "database-drill"] as const) {
      const { pod } = await renderedRun(given.stack, given.system.name, name);
      const limits = [...pod.containers, ...(pod.initContainers ?? [])].map(
        ({ resources }) => resources?.limits,
      );
      const sum = (what: string): string =>
        limits
          .map((each) => Bytes.parse(each?.[what] ?? ""))
          .reduce((total, each) => total.plus(each))
          .toString();
      expect(demands.get(name)?.memory.toString()).toBe(sum("memory"));
      expect(demands.get(name)?.disk.toString()).toBe(sum("ephemeral-storage"));
    }
    expect(demands.get("database-dump-metrics")?.pods).toBe(2);
  },
);

test("dev dumps nothing", async () => {
  const names = (await capturedStack("dev")).map(({ urn }) => urn);
  expect(names.filter((urn) => urn.includes("dump"))).toEqual([]);
});

test("every setting that a stack gives is one that the program's handbook has", async () => {
  const handbook = readFileSync(new URL("../../../images/backup/README.md", import.meta.url), "utf8");
  const fields = (value: unknown, path: string): string[] => {
    if (Array.isArray(value) && value.some((each) => typeof each === "object"))
      return value.flatMap((each) => fields(each, `${path}[]`));
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
    return Object.entries(value).flatMap(([name, each]) =>
      fields(each, path === "" ? name : `${path}.${name}`),
    );
  };
  for (const { stack, system } of everyDump) {
    const given = fields(await renderedSettings(stack, system.name), "");
    expect(given.length).toBeGreaterThan(8);
    const unknown = given.filter(
      (field) =>
        !handbook.includes(`\`${field}\``) && !handbook.includes(`\`${field.replace(/\.[^.]+$/, "")}\``),
    );
    expect(unknown).toEqual([]);
  }
});
