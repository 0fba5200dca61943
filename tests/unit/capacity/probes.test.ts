import { describe, expect, test } from "vitest";
import { progressDeadline, rolloutTimeout } from "../../../components/workloads/deployment.ts";
import { podTemplate } from "../../../components/workloads/pod.ts";
import { environmentNames } from "../../../model/environment-name.ts";
import { seconds } from "../../../model/quantities/duration.ts";
import { api, clock } from "../model/declared-shop.ts";
import { podInput, servicesOf } from "./declared-pods.ts";

const containerOf = (environment: (typeof environmentNames)[number], system: string, service: string) =>
  podTemplate(podInput(environment, system, service)).spec.containers[0];

describe("the probes of every service in every stack", () => {
  test("are three: of its start, its life and its readiness (HLT-01)", () => {
    for (const environment of environmentNames) {
      for (const { name, input } of servicesOf(environment)) {
        const [container] = podTemplate(input).spec.containers;
        expect(container?.startupProbe, name).toBeDefined();
        expect(container?.livenessProbe, name).toBeDefined();
        expect(container?.readinessProbe, name).toBeDefined();
      }
    }
  });

  test("never ask what also looks at dependencies (CF-23, HLT-06, HLT-10)", () => {
    const detailed = servicesOf("production").filter(
      ({ service }) => "health" in service && service.health.detailed !== undefined,
    );
    expect(detailed.map(({ name }) => name).sort()).toEqual([
      "crb-analyser/crb-backend",
      "odd-scenes/backend",
    ]);
    for (const { name, service, input } of detailed) {
      if (!("health" in service)) continue;
      const [container] = podTemplate(input).spec.containers;
      for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"] as const)
        expect(container?.[probe]?.httpGet?.path, `${name} ${probe}`).not.toBe(service.health.detailed);
    }
  });

  test("are the same in staging and production (HLT-18)", () => {
    const probes = (environment: "staging" | "production") =>
      servicesOf(environment).map(({ name, input }) => {
        const [container] = podTemplate(input).spec.containers;
        return [name, container?.startupProbe, container?.livenessProbe, container?.readinessProbe];
      });
    expect(probes("staging")).toEqual(probes("production"));
  });
});

test("Odd's front end and AI back end are asked for the /health that the uptime monitor expects (HLT-14, HLT-15)", () => {
  const frontend = containerOf("production", "odd-scenes", "frontend");
  expect(frontend?.ports?.[0]?.containerPort).toBe(3000);
  for (const container of [frontend, containerOf("production", "odd-scenes", "ai-backend")])
    expect(container?.readinessProbe?.httpGet).toEqual({ path: "/health", port: "http" });
});

test("Atlas' workers are asked for the age of their heartbeat, unready after three ticks: 15 s for the engine (HLT-03)", () => {
  const bounds = { "email-worker": 15_000, "engine-worker": 15_000, scheduler: 45_000 };
  for (const [name, bound] of Object.entries(bounds)) {
    const container = containerOf("production", "atlas-ux", name);
    expect(container?.readinessProbe?.exec?.command?.join(" "), name).toContain(`<${bound}?`);
    expect(container?.readinessProbe).not.toHaveProperty("httpGet");
    expect(container?.livenessProbe?.exec?.command?.join(" "), name).toContain(`<${(bound / 3) * 4}?`);
  }
});

test("traffic comes when a pod is ready and stops 5 s before it is told to end (HLT-16)", () => {
  for (const { name, service, input } of servicesOf("production")) {
    if (!("longestRequest" in service)) continue;
    const [container] = podTemplate(input).spec.containers;
    expect(container?.readinessProbe?.httpGet?.path, name).toBe(service.health.ready);
    expect(container?.lifecycle?.preStop, name).toEqual({ sleep: { seconds: 5 } });
    expect(service.drain.wholeSeconds, name).toBe(30);
  }
});

test("a longer start is a longer deadline, and a longer limit of the whole rollout", () => {
  const later = { ...api, health: { ...api.health, startup: api.health.startup.plus(seconds(30)) } };
  expect(progressDeadline(later).wholeSeconds - progressDeadline(api).wholeSeconds).toBe(30);
  expect(rolloutTimeout(later).wholeSeconds - rolloutTimeout(api).wholeSeconds).toBe(30 * 4);
  const slower = { ...clock, heartbeat: { ...clock.heartbeat, startup: seconds(90) } };
  expect(rolloutTimeout(slower).wholeSeconds - rolloutTimeout(clock).wholeSeconds).toBe(30);
});
