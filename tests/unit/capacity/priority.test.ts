import { describe, expect, test } from "vitest";
import { priorities, priorityClassName } from "../../../components/capacity/priority.ts";
import { environmentNames } from "../../../model/environment-name.ts";
import { capturedStack } from "../../support/captured-stack.ts";

const highestOfUsers = 1_000_000_000;

describe("the priorities of an environment", () => {
  test("put what is critical first, and let it alone take the place of others", () => {
    for (const environment of environmentNames) {
      const { critical, standard } = priorities(environment);
      expect(critical.value).toBeGreaterThan(standard.value);
      expect(standard.value).toBeGreaterThan(0);
      expect(critical.value).toBeLessThan(highestOfUsers);
      expect([critical.preemptionPolicy, standard.preemptionPolicy]).toEqual([
        "PreemptLowerPriority",
        "Never",
      ]);
    }
  });

  test("are above those of a lesser environment as a whole", () => {
    const [dev, staging, production] = environmentNames.map(priorities);
    if (!dev || !staging || !production) throw new Error("there are three environments");
    expect(production.standard.value).toBeGreaterThan(staging.critical.value);
    expect(staging.standard.value).toBeGreaterThan(dev.critical.value);
  });

  test("have names that no two environments share", () => {
    const names = environmentNames.flatMap((environment) =>
      Object.values(priorities(environment)).map(({ name }) => name),
    );
    expect(new Set(names).size).toBe(6);
    expect(priorityClassName("staging", "critical")).toBe("staging-critical");
  });
});

interface WithPods {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly priorityClassName?: string;
    readonly template?: { readonly spec: { readonly priorityClassName?: string } };
    readonly jobTemplate?: { readonly spec: WithPods["spec"] };
  };
}

test.each(environmentNames)(
  "every pod of %s names the class of its tier, and waits until it is there",
  async (environment) => {
    const resources = await capturedStack(environment);
    const classes = resources.filter(({ type }) => type === "kubernetes:scheduling.k8s.io/v1:PriorityClass");
    expect(
      classes.map(({ inputs }) => (inputs as { metadata: { name: string } }).metadata.name).sort(),
    ).toEqual([`${environment}-critical`, `${environment}-standard`]);
    // A pod that comes back after its stack is gone is refused without its class.
    for (const { retainOnDelete, protect } of classes) {
      expect(retainOnDelete).toBe(environment !== "dev");
      expect(protect).toBe(environment === "production");
    }
    const running = resources.filter(({ type }) =>
      /:(?:Deployment|StatefulSet|Rollout|CronJob|Job|Cluster)$/.test(type),
    );
    expect(running.length).toBeGreaterThan(10);
    for (const { name, type, inputs, dependsOn } of running) {
      const { metadata, spec } = inputs as unknown as WithPods;
      const ofPods = type.endsWith(":Cluster") ? spec : (spec.jobTemplate?.spec ?? spec).template?.spec;
      expect(ofPods?.priorityClassName, name).toBe(
        priorityClassName(
          environment,
          metadata.labels["slipway.dev/tier"] === "critical" ? "critical" : "standard",
        ),
      );
      for (const { urn } of classes) expect(dependsOn, name).toContain(urn);
    }
  },
);
