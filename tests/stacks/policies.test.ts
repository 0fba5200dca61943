import { beforeAll, describe, expect, test } from "vitest";
import { environmentNames } from "../../model/environment-name.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { capture } from "../../rendering/capture.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";
import { judgeStack } from "../support/judge-stack.ts";

describe.each(environmentNames)("policies over %s", (stack) => {
  test("find nothing that would stop a preview", async () => {
    const violations = await judgeStack(stack, await capture(stack));
    expect(violations.filter(({ level }) => level === "mandatory")).toEqual([]);
  });
});

describe.each(["staging", "production"] as const)("an update of %s before any release", (stack) => {
  test("is refused for every image that was never released, and for nothing else", async () => {
    const violations = await judgeStack(stack, await capture(stack), false);
    expect(new Set(violations.map(({ policy }) => policy))).toEqual(new Set(["no-never-released-digest"]));
    expect(violations.map(({ urn }) => urn?.split("::").at(-1)).sort()).toEqual([
      "atlas-ux-email-worker",
      "atlas-ux-engine-worker",
      "atlas-ux-frontend",
      "atlas-ux-scheduler",
      "atlas-ux-web",
      "crb-analyser-crb-backend",
      "crb-analyser-crb-frontend",
      "odd-scenes-ai-backend",
      "odd-scenes-backend",
      "odd-scenes-frontend",
      "odd-scenes-vector-store",
    ]);
  });
});

type Json = Record<string, unknown>;

/** Steps into a captured manifest by field names and array indexes. */
const at = (value: unknown, ...path: (string | number)[]): Json =>
  path.reduce<unknown>((inner, step) => (inner as Json)[step], value) as Json;

const pod = (inputs: unknown): Json => at(inputs, "spec", "template", "spec");
const container = (inputs: unknown): Json => at(pod(inputs), "containers", 0);

/** One change to production's stack for each rule that must make just that rule fire. */
const mutations: Record<string, { resource: string; change: (inputs: Json) => void; alsoFires?: string[] }> =
  {
    "no-latest-tag": {
      resource: "atlas-ux-web",
      change: (inputs) => (container(inputs)["image"] = "nginx:latest"),
      alsoFires: ["require-image-digest"],
    },
    "require-image-digest": {
      resource: "odd-scenes-backend",
      change: (inputs) => (container(inputs)["image"] = "ghcr.io/odd-scenes/backend:1.2.3"),
    },
    "require-requests-and-limits": {
      resource: "crb-analyser-cache",
      change: (inputs) => delete at(container(inputs), "resources", "limits")["memory"],
    },
    "require-liveness-probe": {
      resource: "atlas-ux-engine-worker",
      change: (inputs) => delete container(inputs)["livenessProbe"],
    },
    "require-readiness-probe": {
      resource: "odd-scenes-vector-store",
      change: (inputs) => delete container(inputs)["readinessProbe"],
    },
    "require-run-as-non-root": {
      resource: "crb-analyser-crb-frontend",
      change: (inputs) => (at(pod(inputs), "securityContext")["runAsNonRoot"] = false),
    },
    "no-privilege-escalation": {
      resource: "atlas-ux-frontend",
      change: (inputs) => delete at(container(inputs), "securityContext")["allowPrivilegeEscalation"],
    },
    "require-drop-all-capabilities": {
      resource: "atlas-ux-scheduler",
      change: (inputs) => (at(container(inputs), "securityContext", "capabilities")["add"] = ["NET_ADMIN"]),
    },
    "read-only-root-filesystem": {
      resource: "odd-scenes-ai-backend",
      change: (inputs) => (at(container(inputs), "securityContext")["readOnlyRootFilesystem"] = false),
    },
    "no-static-replicas-with-hpa": {
      resource: "atlas-ux-web",
      change: (inputs) => (at(inputs, "spec")["replicas"] = 2),
    },
    "singleton-stays-single": {
      resource: "atlas-ux-email-worker",
      change: (inputs) => (at(inputs, "spec")["replicas"] = 2),
    },
    "require-labels": {
      resource: "crb-analyser-crb-backend",
      change: (inputs) => delete at(inputs, "metadata", "labels")["slipway.dev/owner"],
    },
    "namespace-psa-restricted": {
      resource: "odd-scenes-namespace",
      change: (inputs) => delete at(inputs, "metadata", "labels")["pod-security.kubernetes.io/enforce"],
    },
  };

describe("a mutation of production", () => {
  let production: readonly CapturedResource[];
  beforeAll(async () => {
    production = await capture("production");
  });

  test("exists for every rule; never-released images are the stack's own state", () => {
    expect(Object.keys(mutations).sort()).toEqual(
      rules
        .map(({ name }) => name)
        .filter((name) => name !== "no-never-released-digest")
        .sort(),
    );
  });

  test.each(Object.entries(mutations))("makes %s fire, on that resource alone", async (rule, mutation) => {
    const mutated = structuredClone(production);
    const target = mutated.find(({ name }) => name === mutation.resource);
    if (!target) throw new Error(`production has no ${mutation.resource}`);
    mutation.change(target.inputs);
    const fired = (await judgeStack("production", mutated)).filter(({ level }) => level === "mandatory");
    expect(new Set(fired.map(({ policy }) => policy))).toEqual(
      new Set([rule, ...(mutation.alsoFires ?? [])]),
    );
    expect(new Set(fired.map(({ urn }) => urn))).toEqual(new Set([target.urn]));
  });
});
