import { beforeAll, describe, expect, test } from "vitest";
import { environmentNames } from "../../model/environment-name.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";
import { capturedStack } from "../support/captured-stack.ts";
import { judgeStack } from "../support/judge-stack.ts";

describe.each(environmentNames)("policies over %s", (stack) => {
  test("find nothing that would stop a preview", async () => {
    const violations = await judgeStack(stack, await capturedStack(stack));
    expect(violations.filter(({ level }) => level === "mandatory")).toEqual([]);
  });
});

describe.each(["staging", "production"] as const)("an update of %s before any release", (stack) => {
  test("is refused for every image that was never released, and for nothing else", async () => {
    const violations = await judgeStack(stack, await capturedStack(stack), false);
    expect(new Set(violations.map(({ policy }) => policy))).toEqual(new Set(["no-never-released-digest"]));
    expect(violations.map(({ urn }) => urn?.split("::").at(-1)).sort()).toEqual([
      // A drill runs two images.
      "atlas-ux-database-drill",
      "atlas-ux-database-drill",
      "atlas-ux-database-dump",
      "atlas-ux-database-dump-metrics",
      "atlas-ux-email-worker",
      "atlas-ux-engine-worker",
      "atlas-ux-frontend",
      "atlas-ux-migration",
      "atlas-ux-scheduler",
      "atlas-ux-secrets-snapshot",
      "atlas-ux-snapshot-metrics",
      "atlas-ux-web",
      "crb-analyser-cache-exporter",
      "crb-analyser-crb-backend",
      "crb-analyser-crb-frontend",
      "crb-analyser-database-drill",
      "crb-analyser-database-drill",
      "crb-analyser-database-dump",
      "crb-analyser-database-dump-metrics",
      "crb-analyser-migration",
      "crb-analyser-secrets-snapshot",
      "crb-analyser-snapshot-metrics",
      "odd-scenes-ai-backend",
      "odd-scenes-backend",
      "odd-scenes-cache-exporter",
      "odd-scenes-cache-snapshot",
      "odd-scenes-cache-snapshot-drill",
      "odd-scenes-database-drill",
      "odd-scenes-database-drill",
      "odd-scenes-database-dump",
      "odd-scenes-database-dump-metrics",
      "odd-scenes-frontend",
      "odd-scenes-migration",
      "odd-scenes-secrets-snapshot",
      "odd-scenes-snapshot-metrics",
      "odd-scenes-vector-store",
      "odd-scenes-vector-store-snapshot",
      "odd-scenes-vector-store-snapshot-drill",
    ]);
  });
});

type Json = Record<string, unknown>;

/** Steps into a captured manifest by field names and array indexes. */
const at = (value: unknown, ...path: (string | number)[]): Json =>
  path.reduce<unknown>((inner, step) => (inner as Json)[step], value) as Json;

const pod = (inputs: unknown): Json => at(inputs, "spec", "template", "spec");
const container = (inputs: unknown): Json => at(pod(inputs), "containers", 0);

interface Mutation {
  readonly resource: string;
  readonly change: (inputs: Json) => void;
  /** Whether updates also stop leaving fields alone that others change. */
  readonly ignoresNothing?: boolean;
  readonly alsoFires?: string[];
  /** Where production has nothing of the kind. @default production */
  readonly stack?: "dev";
}

/** One change to production's stack, or to another's, for each rule that must make just that rule fire. */
const mutations: Record<string, Mutation> = {
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
    ignoresNothing: true,
  },
  "singleton-stays-single": {
    resource: "atlas-ux-email-worker",
    change: (inputs) => (at(inputs, "spec")["replicas"] = 2),
  },
  "require-postgres-backups": {
    resource: "odd-scenes-database-backup-schedule",
    change: (inputs) => (at(inputs, "spec")["schedule"] = "0 2 * * *"),
  },
  "require-labels": {
    resource: "crb-analyser-crb-backend",
    change: (inputs) => delete at(inputs, "metadata", "labels")["slipway.dev/owner"],
  },
  "namespace-psa-restricted": {
    resource: "odd-scenes-namespace",
    change: (inputs) => delete at(inputs, "metadata", "labels")["pod-security.kubernetes.io/enforce"],
  },
  "one-system-per-database": {
    resource: "odd-scenes-database-password",
    change: (inputs) =>
      (at(inputs, "spec", "data", 0, "remoteRef")["key"] = "production/atlas-ux/DATABASE_PASSWORD"),
  },
  "require-alert-runbooks": {
    resource: "crb-analyser-data-alerts-rule",
    change: (inputs) => delete at(inputs, "spec", "groups", 0, "rules", 0, "annotations")["runbook_url"],
  },
  "no-broad-secret-access": {
    stack: "dev",
    resource: "atlas-ux-off-hours-role",
    change: (inputs) =>
      (inputs["rules"] = [{ apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"] }]),
  },
  "no-literal-secret": {
    resource: "crb-analyser-crb-backend",
    change: (inputs) =>
      (container(inputs)["env"] as Json[]).push({
        name: "STRIPE_SECRET_KEY",
        value: "written-out",
      }),
  },
};

describe("a mutation of a stack", () => {
  let stacks: Readonly<Record<"dev" | "production", readonly CapturedResource[]>>;
  beforeAll(async () => {
    stacks = { dev: await capturedStack("dev"), production: await capturedStack("production") };
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
    const { stack: name = "production" } = mutation;
    const stack = structuredClone(stacks[name]);
    const target = stack.find((resource) => resource.name === mutation.resource);
    if (!target) throw new Error(`${name} has no ${mutation.resource}`);
    mutation.change(target.inputs);
    const mutated = mutation.ignoresNothing ? { ...target, ignoreChanges: [] } : target;
    const fired = (
      await judgeStack(
        name,
        stack.map((each) => (each === target ? mutated : each)),
      )
    ).filter(({ level }) => level === "mandatory");
    expect(new Set(fired.map(({ policy }) => policy))).toEqual(
      new Set([rule, ...(mutation.alsoFires ?? [])]),
    );
    expect(new Set(fired.map(({ urn }) => urn))).toEqual(new Set([target.urn]));
  });
});
