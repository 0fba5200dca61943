import * as sdk from "@pulumi/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  podsPerhapsProtected,
  budgetsPerhapsProtecting,
  protects,
} from "../../policies/kubernetes/disruption-budget.ts";
import { ifKnown } from "../../policies/kubernetes/field.ts";
import {
  identityOf,
  isNamed,
  manifestsOf,
  namespaceOf,
  type Manifest,
} from "../../policies/kubernetes/manifest.ts";
import {
  covers,
  podsPerhapsCovered,
  policiesPerhapsCovering,
} from "../../policies/kubernetes/network-policy.ts";
import { podsIn } from "../../policies/kubernetes/pods.ts";
import {
  ofKind,
  perhapsIdentified,
  perhapsIn,
  perhapsNamed,
} from "../../policies/kubernetes/stack-search.ts";
import { resource, unknownObject, unknownText } from "./workloads.ts";

const { unknownCheckingProxy } = sdk as unknown as { readonly unknownCheckingProxy: <T>(props: T) => T };

const namespace = fc.constantFrom("shop", "default", "", undefined, null, unknownText);
const value = fc.constantFrom("web", "worker", null, 7, unknownText);
const labels = fc.oneof(
  { weight: 6, arbitrary: fc.dictionary(fc.constantFrom("app", "tier", "job-name"), value, { maxKeys: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom(unknownObject, null) },
);
const metadata = fc.record({ name: value, namespace });
const expressions = fc.constantFrom(undefined, [{ key: "tier", operator: "In", values: ["web"] }]);
const selector = fc.oneof(
  { weight: 6, arbitrary: fc.record({ matchLabels: labels, matchExpressions: expressions }) },
  { weight: 1, arbitrary: fc.constantFrom(unknownObject, undefined) },
);

const object = fc.oneof(
  fc
    .tuple(fc.constant("kubernetes:apps/v1:Deployment"), labels, metadata)
    .map(([type, own, at]) =>
      resource(type, { metadata: at, spec: { template: { metadata: { labels: own }, spec: {} } } }),
    ),
  metadata.map((at) => resource("kubernetes:cert-manager.io/v1:ClusterIssuer", { metadata: at })),
  fc
    .tuple(selector, metadata)
    .map(([podSelector, at]) =>
      resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", { metadata: at, spec: { podSelector } }),
    ),
  fc
    .tuple(selector, metadata)
    .map(([own, at]) =>
      resource("kubernetes:policy/v1:PodDisruptionBudget", { metadata: at, spec: { selector: own } }),
    ),
);

const stacks = fc
  .array(object, { maxLength: 9 })
  .map((resources) =>
    resources.flatMap(({ type, name, props }) =>
      manifestsOf({ type, name, props: unknownCheckingProxy(props) }),
    ),
  );

/** Whether something holds, or may hold once all values are known. */
const mayHold = (test: () => boolean): boolean => ifKnown(test)?.value !== false;

/** Nothing that may hold is left out, and what is found is of the list and named once. */
function expectComplete<T>(found: readonly T[], all: readonly T[], test: (each: T) => boolean): void {
  for (const each of all) if (mayHold(() => test(each))) expect(found).toContain(each);
  expect(new Set(found).size).toBe(found.length);
  for (const each of found) expect(all).toContain(each);
}

const check = (stack: (manifests: readonly Manifest[]) => void): void => {
  fc.assert(fc.property(stacks, stack), { numRuns: 300 });
};

describe("what is looked for in a stack is never left out", () => {
  it("in a namespace, by a name or by an identity", () => {
    check((stack) => {
      const wanted = { kind: "Deployment", namespace: "shop", name: "web" };
      for (const place of ["shop", "default"])
        expectComplete(perhapsIn(stack, place), stack, (each) => namespaceOf(each) === place);
      expectComplete(perhapsNamed(stack, wanted), stack, (each) => isNamed(each, wanted));
      expectComplete(
        perhapsIdentified(stack, wanted),
        stack,
        (each) => JSON.stringify(identityOf(each)) === JSON.stringify(wanted),
      );
    });
  });

  it("among the pods of a policy or a budget, and among the policies and budgets of pods", () => {
    check((stack) => {
      const policies = ofKind(stack, "networking.k8s.io/NetworkPolicy");
      const budgets = ofKind(stack, "policy/PodDisruptionBudget");
      const pods = podsIn(stack);
      for (const policy of policies)
        expectComplete(podsPerhapsCovered(policy, stack), pods, (each) => covers(policy, each));
      for (const budget of budgets)
        expectComplete(podsPerhapsProtected(budget, stack), pods, (each) => protects(budget, each));
      for (const each of pods) {
        expectComplete(policiesPerhapsCovering(stack, each), policies, (policy) => covers(policy, each));
        expectComplete(budgetsPerhapsProtecting(stack, each), budgets, (budget) => protects(budget, each));
      }
    });
  });

  it("and of many the few are found that have a label in common", () => {
    const many = Array.from({ length: 50 }, (_, index) => {
      const at = { name: `web-${index}`, namespace: "shop" };
      const own = { app: "web", instance: `web-${index}` };
      return [
        resource("kubernetes:apps/v1:Deployment", {
          metadata: at,
          spec: { template: { metadata: { labels: own } } },
        }),
        resource("kubernetes:policy/v1:PodDisruptionBudget", {
          metadata: at,
          spec: { selector: { matchLabels: own } },
        }),
      ];
    }).flat();
    const stack = many.flatMap(manifestsOf);
    for (const budget of ofKind(stack, "policy/PodDisruptionBudget"))
      expect(podsPerhapsProtected(budget, stack)).toHaveLength(1);
    for (const pods of podsIn(stack)) expect(budgetsPerhapsProtecting(stack, pods)).toHaveLength(1);
  });
});
