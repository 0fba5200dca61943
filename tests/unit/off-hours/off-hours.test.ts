import { beforeAll, describe, expect, test } from "vitest";
import { switchRights } from "../../../components/off-hours/switch-rights.ts";
import { namespaceName } from "../../../components/system-context.ts";
import { cron } from "../../../model/cron-schedule.ts";
import { timeZone } from "../../../model/time-zone.ts";
import type { CapturedResource } from "../../../rendering/captured-resource.ts";
import { systems } from "../../../systems/all.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { judgeStack } from "../../support/judge-stack.ts";
import { parsedShop, refusalOf } from "../config/configured-shop.ts";

const times = { timeZone: "Europe/Berlin", down: "0 19 * * 1-5", up: "0 7 * * 1-5" };

describe("hours to be off", () => {
  test("are read from a clock somewhere", () => {
    expect(parsedShop("dev", { "systems.shop.offHours": times }).systems[0]?.offHours).toEqual({
      timeZone: timeZone("Europe/Berlin"),
      down: cron("0 19 * * 1-5"),
      up: cron("0 7 * * 1-5"),
    });
    expect(parsedShop("dev").systems[0]?.offHours).toBeUndefined();
  });

  test.each([
    ["timeZone", "Berlin", /"Berlin" is not a time zone; write a zone of the IANA database/],
    ["timeZone", "+01:00", /is not a time zone/],
    ["down", "19:00", /"19:00" is not a cron line/],
    ["up", "0 24 * * *", /the hour from 0 to 23/],
  ])("have no %s %s", (field, value, message) => {
    expect(refusalOf("dev", { "systems.shop.offHours": { ...times, [field]: value } })).toEqual([
      {
        path: `slipway:environment.systems.shop.offHours.${field}`,
        message: expect.stringMatching(message) as string,
      },
    ]);
  });

  test.each(["staging", "production"] as const)("are not for %s, which somebody relies on", (environment) => {
    const [problem] = refusalOf(environment, { "systems.shop.offHours": times });
    expect(problem?.message).toMatch(/^unknown key "offHours"/);
  });
});

test("rights are to the replicas of just these objects, and none without any object of a kind", () => {
  expect(switchRights([{ resource: "deployments", name: "api", replicas: 2 }])).toEqual([
    {
      apiGroups: ["apps"],
      resources: ["deployments/scale"],
      resourceNames: ["api"],
      verbs: ["get", "patch"],
    },
  ]);
  expect(switchRights([])).toEqual([]);
});

interface Captured {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly replicas?: number;
    readonly jobTemplate: {
      readonly spec: {
        readonly template: {
          readonly spec: {
            readonly automountServiceAccountToken: boolean;
            readonly volumes: readonly { readonly projected?: object }[];
            readonly containers: readonly { readonly command: readonly string[] }[];
          };
        };
      };
    };
  };
}

describe("dev as it is declared", () => {
  let resources: readonly CapturedResource[];
  beforeAll(async () => {
    resources = await capturedStack("dev");
  });
  const ofKind = (kind: string): readonly Captured[] =>
    resources
      .filter(({ inputs }) => inputs["kind"] === kind)
      .map(({ inputs }) => inputs as unknown as Captured);
  const namespaces = systems.map(({ name }) => namespaceName({ system: name, environment: "dev" }));

  test("every system is switched off and on", () => {
    const jobs = ofKind("CronJob").map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(jobs.sort()).toEqual(
      namespaces.flatMap((each) => [`${each}/off-hours-down`, `${each}/off-hours-up`]).sort(),
    );
  });

  test("nothing with replicas is forgotten, none is switched that is not there, and none states its replicas", () => {
    const switched = ofKind("CronJob").flatMap(({ metadata, spec }) => {
      const [container] = spec.jobTemplate.spec.template.spec.containers;
      const { targets } = JSON.parse(container?.command.at(-1) ?? "") as {
        targets: { resource: string; name: string }[];
      };
      return targets.map(({ resource, name }) => `${metadata.namespace}/${resource}/${name}`);
    });
    const there = (["Deployment", "StatefulSet"] as const).flatMap((kind) =>
      ofKind(kind).map(({ metadata, spec }) => {
        expect(spec.replicas, metadata.name).toBeUndefined();
        return `${metadata.namespace}/${kind.toLowerCase()}s/${metadata.name}`;
      }),
    );
    expect(there.length).toBeGreaterThan(10);
    expect([...new Set(switched)].sort()).toEqual(there.sort());
    expect(switched).toHaveLength(2 * there.length);
  });

  test("the jobs alone have a token, and it is short-lived", () => {
    for (const { spec } of ofKind("CronJob")) {
      const pod = spec.jobTemplate.spec.template.spec;
      expect(pod.automountServiceAccountToken).toBe(false);
      expect(pod.volumes.flatMap(({ projected }) => projected ?? [])).toMatchObject([
        { sources: [{ serviceAccountToken: { expirationSeconds: 600 } }, {}] },
      ]);
    }
    const others = resources.filter(({ inputs }) => inputs["kind"] !== "CronJob");
    expect(JSON.stringify(others.map(({ inputs }) => inputs))).not.toContain("serviceAccountToken");
  });

  test("the pack lets the jobs, and workloads without replicas, through", async () => {
    const judged = await judgeStack("dev", resources);
    const ours = judged.filter(
      ({ urn = "", policy, level }) =>
        level === "mandatory" && (urn.includes("off-hours") || policy.startsWith("singleton")),
    );
    expect(ours).toEqual([]);
  });
});
