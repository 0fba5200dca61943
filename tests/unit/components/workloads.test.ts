import { describe, expect, test } from "vitest";
import {
  deploymentSpec,
  progressDeadline,
  rolloutTimeout,
} from "../../../components/workloads/deployment.ts";
import { disruptionBudgetSpec } from "../../../components/workloads/disruption-budget.ts";
import { podTemplate } from "../../../components/workloads/pod.ts";
import { serviceSpec } from "../../../components/workloads/service.ts";
import { singletonSetSpec } from "../../../components/workloads/singleton-set.ts";
import { stopHook } from "../../../components/workloads/stop.ts";
import { heartbeat } from "../../../model/health.ts";
import { seconds } from "../../../model/quantities/duration.ts";
import { percent } from "../../../model/quantities/percentage.ts";
import { autoscale, replicas } from "../../../model/scaling.ts";
import { gracePeriod } from "../../../model/time-limits.ts";
import { variableSet } from "../../../model/variable.ts";
import { type Workload, worker } from "../../../model/workload.ts";
import { atlasUx } from "../../../systems/atlas-ux.ts";
import { crbAnalyser } from "../../../systems/crb-analyser.ts";
import { realSystem } from "../../support/declarations.ts";

const service = (services: Readonly<Record<string, Workload>>, name: string): Workload => {
  const found = services[name];
  if (!found) throw new Error(`no service ${name}`);
  return found;
};
const web = service(atlasUx.services, "web");
const engine = service(atlasUx.services, "engine-worker");
const site = service(atlasUx.services, "frontend");
const reports = service(crbAnalyser.services, "crb-backend");
const indexer = worker({
  image: "backend",
  command: ["node", "dist/index-worker.js"],
  tier: "standard",
  size: engine.size,
  variables: variableSet("backend", []),
  heartbeat: heartbeat({ every: seconds(10), missed: 3 }),
  scale: replicas(3),
});

const input = (declared: Workload) => ({
  stack: "production" as const,
  environment: realSystem("production", "atlas-ux"),
  name: "part",
  service: declared,
  image: "registry.example.com/image:1",
  configMap: "backend-config-12345678",
  priorityClass: "production-critical",
  labels: { "app.kubernetes.io/version": "1" },
  selector: { "app.kubernetes.io/name": "part" },
});

describe("stopping", () => {
  test("pauses a process with traffic until none comes, and lets each request finish that the gateway waits for", () => {
    expect(stopHook(web)).toEqual({ sleep: { seconds: 5 } });
    expect(gracePeriod(web).wholeSeconds).toBe(5 + 40 + 5);
  });

  test("lets a report of two minutes finish (CF-36)", () => {
    expect(gracePeriod(reports).wholeSeconds).toBe(5 + 130 + 5);
  });

  test("of a singleton is over in 5 s and has no pause (CF-22)", () => {
    expect(stopHook(engine)).toBeUndefined();
    expect(gracePeriod(engine).wholeSeconds).toBe(5);
  });

  test("gives a worker 30 s and no pause", () => {
    expect(stopHook(indexer)).toBeUndefined();
    expect(gracePeriod(indexer).wholeSeconds).toBe(30);
  });
});

describe("a Deployment", () => {
  test("under an autoscaler states no replicas", () => {
    expect(deploymentSpec(input(web))).not.toHaveProperty("replicas");
    expect(deploymentSpec(input(site)).replicas).toBe(2);
  });

  test("never runs with one pod less than it should, and with at most one more (DEP-04, POL-08)", () => {
    expect(deploymentSpec(input(web)).strategy).toEqual({
      type: "RollingUpdate",
      rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
    });
  });

  test("never has the version in its selector", () => {
    expect(JSON.stringify(deploymentSpec(input(web)).selector)).not.toContain("version");
  });

  test("waits for a start and a pull, and as a whole for one pod after the other", () => {
    expect(progressDeadline(web).wholeSeconds).toBe(120 + 60);
    expect(rolloutTimeout(web).wholeSeconds).toBe((180 + 5 + 50) * 6);
    expect(progressDeadline(engine).wholeSeconds).toBe(180);
  });
});

test("a singleton runs exactly one pod, of a kind that has the old one gone before the next starts (SYS-05)", () => {
  const spec = singletonSetSpec(input(engine));
  expect(spec).toMatchObject({
    replicas: 1,
    serviceName: "part",
    updateStrategy: { type: "RollingUpdate" },
    podManagementPolicy: "Parallel",
  });
  expect(spec).not.toHaveProperty("minReadySeconds");
});

describe("a pod", () => {
  test("is spread over zones and nodes, by revision", () => {
    const constraints = podTemplate(input(web)).spec.topologySpreadConstraints ?? [];
    expect(constraints.map(({ topologyKey }) => topologyKey)).toEqual([
      "topology.kubernetes.io/zone",
      "kubernetes.io/hostname",
    ]);
    expect(constraints.every(({ matchLabelKeys }) => matchLabelKeys?.[0] === "pod-template-hash")).toBe(true);
  });

  test("of a singleton has nothing to spread", () => {
    expect(podTemplate(input(engine)).spec).not.toHaveProperty("topologySpreadConstraints");
  });

  test("counts its scratch folders into its disk, the heartbeat's too", () => {
    const [container] = podTemplate(input(engine)).spec.containers;
    expect(container?.resources?.limits?.["ephemeral-storage"]).toBe("129Mi");
    expect(podTemplate(input(engine)).spec.volumes).toEqual([
      { name: "scratch-tmp", emptyDir: { sizeLimit: "64Mi" } },
      { name: "scratch-run-slipway", emptyDir: { sizeLimit: "1Mi" } },
    ]);
  });

  test("leaves out a ConfigMap that its set does not have", () => {
    expect(podTemplate({ ...input(web), configMap: undefined }).spec.containers[0]).not.toHaveProperty(
      "envFrom",
    );
  });

  test("refuses what validation should have found", () => {
    expect(() => podTemplate(input({ ...web, image: "nothing" }))).toThrow("undeclared image nothing");
    expect(() => podTemplate(input({ ...indexer, image: "frontend" }))).toThrow("no runtime");
  });
});

describe("a disruption budget", () => {
  test("lets one pod go at a time where there is more than one", () => {
    expect(disruptionBudgetSpec(replicas(2), {})).toMatchObject({ maxUnavailable: 1 });
    expect(disruptionBudgetSpec(autoscale({ minimum: 2, maximum: 3, cpu: percent(70) }), {})).toBeDefined();
  });

  test("does not stand in a drain's way where there is one", () => {
    expect(disruptionBudgetSpec(replicas(1), {})).toBeUndefined();
    expect(disruptionBudgetSpec(autoscale({ minimum: 1, maximum: 3, cpu: percent(70) }), {})).toBeUndefined();
  });
});

test("a static site's Service is on port 80 and its server on the unprivileged one (CF-09)", () => {
  if (site.kind !== "static-site" || web.kind !== "http-service") throw new Error("the declarations changed");
  expect(serviceSpec(site, {}).ports).toMatchObject([{ port: 80, targetPort: "http" }]);
  expect(serviceSpec(web, {}).ports).toMatchObject([{ port: 3002, targetPort: "http" }]);
});
