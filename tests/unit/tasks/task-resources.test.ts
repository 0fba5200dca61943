import { beforeAll, describe, expect, test } from "vitest";
import { systemDemands } from "../../../components/capacity/system-demands.ts";
import { clusterProviders } from "../../../components/cluster/cluster-providers.ts";
import { System } from "../../../components/system.ts";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { cron } from "../../../model/cron-schedule.ts";
import { flag } from "../../../model/feature-flag.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { millicores } from "../../../model/quantities/cpu.ts";
import { hours, minutes } from "../../../model/quantities/duration.ts";
import { scratch, size } from "../../../model/size.ts";
import type { System as Declared } from "../../../model/system.ts";
import { oneOffJob, scheduledTask } from "../../../model/task.ts";
import { telemetry, traceVariableNames } from "../../../model/telemetry.ts";
import { timeZone } from "../../../model/time-zone.ts";
import { variableSet } from "../../../model/variable.ts";
import { capture } from "../../../rendering/capture.ts";
import type { CapturedResource } from "../../../rendering/captured-resource.ts";
import { judgeShop } from "../../support/judge-stack.ts";
import { configured, digestOf } from "../config/configured-shop.ts";
import { shop } from "../model/declared-shop.ts";

const base = {
  image: "program",
  variables: variableSet("sweep", ["LOG_LEVEL", "API_KEY"]),
  size: size({ cpu: { request: millicores(50), limit: millicores(500) }, memory: mebibytes(128) }),
  scratch: [scratch("/tmp", mebibytes(32))],
  uses: { database: { env: { DATABASE_URL: "direct" }, pool: 1 } },
  flags: ["new-sweep"],
} as const;

const withTasks: Declared = {
  ...shop,
  flags: { "new-sweep": flag({ meaning: "sweeps more" }) },
  tasks: {
    sweep: scheduledTask({
      ...base,
      command: ["sweep", "--all"],
      schedule: cron("30 2 * * 0"),
      timeZone: timeZone("Europe/Berlin"),
      startWithin: hours(1),
      concurrency: "replace",
      history: { succeeded: 1, failed: 5 },
      deadline: minutes(20),
      retries: 4,
    }),
    seed: oneOffJob({ ...base, command: ["seed"], deadline: minutes(5), retries: 0 }),
  },
};

/** What is read of an object; the rest is the policies' and the API server's to judge. */
interface Captured {
  readonly metadata: { readonly name: string; readonly annotations?: object };
  readonly spec: {
    readonly jobTemplate: { readonly spec: { readonly template: Template } };
    readonly template: Template;
  };
  readonly automountServiceAccountToken?: boolean;
}

interface Template {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly Record<string, unknown>[];
    readonly volumes: readonly object[];
  };
}

describe("tasks in production", () => {
  const environment = parseEnvironment([withTasks], "production", configured("production"));
  let resources: readonly CapturedResource[];
  beforeAll(async () => {
    resources = await capture("production", {}, () => {
      const providers = clusterProviders(environment);
      for (const own of environment.systems)
        new System(own.system.name, { environment, own, providers, builds: new Map(), priorities: [] });
      return Promise.resolve();
    });
  });
  const find = (kind: string, name: string): CapturedResource => {
    const found = resources.find(({ inputs }) => {
      const { metadata } = inputs as unknown as Partial<Captured>;
      return inputs["kind"] === kind && metadata?.name.startsWith(name) === true;
    });
    if (!found) throw new Error(`no ${kind} ${name}`);
    return found;
  };
  const objectOf = (kind: string, name: string) => find(kind, name).inputs as unknown as Captured;

  test("a scheduled task is a CronJob with every bound that it declares", () => {
    const { metadata, spec } = objectOf("CronJob", "sweep");
    expect(metadata.name).toBe("sweep");
    expect(spec).toMatchObject({
      schedule: "30 2 * * 0",
      timeZone: "Europe/Berlin",
      startingDeadlineSeconds: 3600,
      concurrencyPolicy: "Replace",
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 5,
      jobTemplate: {
        spec: { activeDeadlineSeconds: 1200, backoffLimit: 4, podReplacementPolicy: "Failed" },
      },
    });
  });

  test("a one-off job is named by its image, so each release runs it once, and has no time to live", () => {
    const { metadata, spec } = objectOf("Job", "seed");
    expect(metadata.name).toBe(`seed-${"a".repeat(12)}`);
    expect(metadata.annotations).toEqual({ "pulumi.com/replaceUnready": "true" });
    expect(spec).toMatchObject({ activeDeadlineSeconds: 300, backoffLimit: 0 });
    expect(spec).not.toHaveProperty("ttlSecondsAfterFinished");
    expect(digestOf("a")).toContain("a".repeat(12));
  });

  test("their pods are hardened, have no probe, read what they declare, and end", () => {
    const templates = [
      objectOf("CronJob", "sweep").spec.jobTemplate.spec.template,
      objectOf("Job", "seed").spec.template,
    ];
    for (const [index, { metadata, spec }] of templates.entries()) {
      const name = ["sweep", "seed"][index];
      expect(metadata.labels["app.kubernetes.io/name"]).toBe(name);
      expect(spec).toMatchObject({
        serviceAccountName: name,
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        restartPolicy: "Never",
        priorityClassName: "production-standard",
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
      });
      expect(spec.volumes).toContainEqual({ name: "flags", configMap: { name: "shop-flags" } });
      const [container = {}] = spec.containers;
      expect(container).toMatchObject({
        name,
        image: `ghcr.io/shop/program@${digestOf("a")}`,
        envFrom: [{ configMapRef: { name: expect.stringMatching(/^sweep-config-/) as string } }],
        resources: { limits: { cpu: "500m", memory: "128Mi", "ephemeral-storage": "96Mi" } },
        securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
      });
      expect((container["env"] as { name: string }[]).map((variable) => variable.name)).toEqual([
        "FLAGD_RESOLVER",
        "FLAGD_OFFLINE_FLAG_SOURCE_PATH",
        "DATABASE_URL",
        "API_KEY",
        ...traceVariableNames(telemetry()),
      ]);
      expect(Object.keys(container).filter((key) => key.endsWith("Probe"))).toEqual([]);
    }
  });

  test("each has an account of its own without a token, and waits for what its pod reads", () => {
    for (const [kind, name] of [
      ["CronJob", "sweep"],
      ["Job", "seed"],
    ] as const) {
      expect(objectOf("ServiceAccount", name).automountServiceAccountToken).toBe(false);
      const waitedFor = find(kind, name).dependsOn.join("\n");
      for (const needed of [`shop-${name}-account`, "shop-sweep-config", "shop-flags", "api-key", "database"])
        expect(waitedFor, needed).toContain(needed);
    }
  });

  test("the quota has room for them: a run that makes way for the next one counts until it is gone", () => {
    const [own] = environment.systems;
    if (!own) throw new Error("no shop");
    const demands = new Map(systemDemands(environment, own).map(({ part, demand }) => [part, demand]));
    expect(demands.get("sweep")).toMatchObject({ pods: 2, memory: mebibytes(128), disk: mebibytes(96) });
    expect(demands.get("seed")).toMatchObject({ pods: 1 });
  });

  test("the pack has nothing against them", async () => {
    const judged = await judgeShop(resources);
    expect(judged.filter(({ urn = "" }) => /sweep|seed/.test(urn))).toEqual([]);
  });
});
