import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deploymentSpec, progressDeadline } from "../../../components/workloads/deployment.ts";
import { disruptionBudgetSpec } from "../../../components/workloads/disruption-budget.ts";
import { podTemplate } from "../../../components/workloads/pod.ts";
import { singletonSetSpec } from "../../../components/workloads/singleton-set.ts";
import { topologySpread } from "../../../components/workloads/spread.ts";
import { environmentNames } from "../../../model/environment-name.ts";
import { percent } from "../../../model/quantities/percentage.ts";
import { autoscale, fewestReplicas, replicas } from "../../../model/scaling.ts";
import { podInput, servicesOf } from "./declared-pods.ts";

const selector = { "app.kubernetes.io/name": "web" };

describe("a disruption budget", () => {
  test("always lets one pod go and never all, whatever the scaling; alone it stands in no drain's way", () => {
    const counts = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(counts, counts, fc.boolean(), (least, more, isFixed) => {
        const scaling = isFixed
          ? replicas(least)
          : autoscale({ minimum: least, maximum: least + more, cpu: percent(70) });
        const budget = disruptionBudgetSpec(scaling, selector);
        if (fewestReplicas(scaling) === 1) {
          expect(budget).toBeUndefined();
          return;
        }
        const allowed = Number(budget?.maxUnavailable);
        expect(allowed).toBeGreaterThanOrEqual(1);
        expect(allowed).toBeLessThan(fewestReplicas(scaling));
        expect(budget).not.toHaveProperty("minAvailable");
      }),
    );
  });

  test("selects its pods whatever their revision, and lets unready ones go", () => {
    const budget = disruptionBudgetSpec(replicas(2), selector);
    expect(budget?.selector).toEqual({ matchLabels: selector });
    expect(budget?.unhealthyPodEvictionPolicy).toBe("AlwaysAllow");
  });

  test("is there for every service that has replicas in staging and production, and critical ones all have", () => {
    for (const environment of ["staging", "production"] as const) {
      for (const { name, service } of servicesOf(environment)) {
        const hasBudget = disruptionBudgetSpec(service.scale, selector) !== undefined;
        expect(hasBudget, name).toBe(service.kind !== "singleton");
      }
    }
  });
});

test("production runs several replicas of everything but singletons (SCL-07, SYS-18)", () => {
  for (const { name, service } of servicesOf("production")) {
    if (service.kind !== "singleton") expect(fewestReplicas(service.scale), name).toBeGreaterThanOrEqual(2);
  }
});

describe("pods are spread", () => {
  test("over zones and hosts, each revision by itself, by the label that its controller writes", () => {
    for (const revision of ["pod-template-hash", "rollouts-pod-template-hash"] as const) {
      const spread = topologySpread(selector, revision);
      expect(spread.map(({ topologyKey }) => topologyKey)).toEqual([
        "topology.kubernetes.io/zone",
        "kubernetes.io/hostname",
      ]);
      for (const { matchLabelKeys, nodeTaintsPolicy, maxSkew } of spread) {
        expect({ matchLabelKeys, nodeTaintsPolicy, maxSkew }).toEqual({
          matchLabelKeys: [revision],
          nodeTaintsPolicy: "Honor",
          maxSkew: 1,
        });
      }
    }
    const input = {
      ...podInput("production", "atlas-ux", "web"),
      revisionLabel: "rollouts-pod-template-hash",
    } as const;
    expect(podTemplate(input).spec.topologySpreadConstraints?.[0]?.matchLabelKeys).toEqual([
      "rollouts-pod-template-hash",
    ]);
  });
});

test("a release proves each pod for 5 s, fails after pull and start, and keeps ten revisions to go back to", () => {
  for (const { name, service, input } of servicesOf("production")) {
    if (service.kind === "singleton") {
      expect(singletonSetSpec(input)).toMatchObject({ replicas: 1, revisionHistoryLimit: 10 });
      continue;
    }
    const startup = "health" in service ? service.health.startup : service.heartbeat.startup;
    expect(progressDeadline(service).wholeSeconds, name).toBe(120 + startup.wholeSeconds);
    expect(deploymentSpec(input), name).toMatchObject({
      minReadySeconds: 5,
      progressDeadlineSeconds: progressDeadline(service).wholeSeconds,
      revisionHistoryLimit: 10,
    });
  }
});

test("no service keeps anything on its node, so that any pod may be another's place (SCL-08)", () => {
  for (const environment of environmentNames) {
    for (const { name, input } of servicesOf(environment)) {
      for (const volume of podTemplate(input).spec.volumes) {
        expect(
          Object.keys(volume).filter((key) => key !== "name"),
          name,
        ).toEqual(["configMap" in volume ? "configMap" : "emptyDir"]);
      }
    }
  }
});
