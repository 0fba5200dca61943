import { basename } from "node:path";
import { expect, test } from "vitest";
import { alertmanagerConfigName } from "../../../../components/observability/alert-routing/alertmanager-file.ts";
import { systems } from "../../../../systems/all.ts";
import { ApiServer } from "../../operators/api-server.ts";
import type { KubernetesObject } from "../../operators/kubernetes-object.ts";
import { eventually } from "../support/eventually.ts";
import { isReady, podsOf } from "../support/kubernetes.ts";
import type { StackInSuite } from "../support/suite.ts";
import { alertmanagersOf, type EvaluatedGroup, groupsOf, receiversOf, targetsOf } from "./ask-observers.ts";
import type { Observers } from "./observers.ts";

/** A stack that is up, and those who watch it. */
export interface Observed extends StackInSuite {
  readonly observers: Observers;
}

interface WrittenRules extends KubernetesObject {
  readonly spec: {
    readonly groups: readonly {
      readonly rules: readonly { readonly alert?: string; readonly record?: string }[];
    }[];
  };
}

/** What a stack writes for those who watch it is what they go by. */
export function testTaken(of: () => Observed): void {
  test("Prometheus finds every pod by the stack's own monitors and takes every rule, Alertmanager every route", async ({
    annotate,
  }) => {
    const {
      stack: { stack },
      observers: { alerting },
    } = of();
    const pods = await eventually("every pod is scraped", () => scrapedPods(of()));
    const groups = await eventually("every rule is evaluated", () => evaluatedGroups(of()));
    expect(await alertmanagersOf(alerting)).toBe(1);
    const receivers = await receiversOf(alerting);
    expect(receivers).toContain("slipway/ticket");
    for (const { name } of systems)
      expect(receivers).toContain(`${name}-${stack}/${alertmanagerConfigName}/page`);
    const rules = groups.flatMap((group) => group.rules).length;
    const evaluation = groups.reduce((sum, { evaluationTime }) => sum + evaluationTime, 0);
    await annotate(
      `${pods} pods of services are scraped; ${rules} rules in ${groups.length} groups, all of them evaluated in ` +
        `${(evaluation * 1000).toFixed(0)} ms; ${receivers.length} receivers`,
    );
  });
}

/** How many pods of services are scraped. @throws AssertionError while it is not all of them */
async function scrapedPods({ suite, stack: { stack }, observers }: Observed): Promise<number> {
  const up = (await targetsOf(observers.alerting)).filter(({ health }) => health === "up");
  let count = 0;
  for (const { name: system, services } of systems) {
    for (const [job, { kind }] of Object.entries(services)) {
      if (kind !== "http-service") continue;
      const namespace = `${system}-${stack}`;
      const pods = (await podsOf(suite.clients, namespace, job)).filter(isReady);
      expect(pods.length).toBeGreaterThan(0);
      const found = up.filter(({ labels }) => labels["namespace"] === namespace && labels["job"] === job);
      expect(found.map(({ labels }) => labels["pod"]).sort()).toEqual(
        pods.map(({ metadata }) => metadata?.name).sort(),
      );
      count += pods.length;
    }
  }
  return count;
}

/** The groups of the stack's rules. @throws AssertionError while one is missing, or is not evaluated */
async function evaluatedGroups({
  suite,
  stack: { stack },
  observers,
}: Observed): Promise<readonly EvaluatedGroup[]> {
  const namespaces = systems.map(({ name }) => `${name}-${stack}`);
  const api = await ApiServer.of(suite.cluster.kubeconfig);
  const written = (await api.list<WrittenRules>("monitoring.coreos.com/v1", "PrometheusRule"))
    .filter(({ metadata }) => namespaces.includes(metadata.namespace ?? ""))
    .flatMap(({ spec }) => spec.groups.flatMap(({ rules }) => rules))
    .map(({ alert, record }) => alert ?? record);
  // The operator names its files by the namespace that the rules are from.
  const groups = (await groupsOf(observers.alerting)).filter(({ file }) =>
    namespaces.some((namespace) => basename(file).startsWith(`${namespace}-`)),
  );
  const rules = groups.flatMap((group) => group.rules);
  expect(written.length).toBeGreaterThan(0);
  expect(rules.map(({ name }) => name).sort()).toEqual(written.sort());
  expect(rules.filter(({ health }) => health !== "ok")).toEqual([]);
  return groups;
}
