import { beforeAll, describe, expect, test } from "vitest";
import { environmentNames } from "../../model/environment-name.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";
import { capturedStack } from "../support/captured-stack.ts";
import { judgedStack, judgeStack, type JudgedStack } from "../support/judge-stack.ts";
import { furtherMutations, mutations } from "./mutations.ts";

describe.each(environmentNames)("policies over %s", (stack) => {
  // Nor anything to advise: what each preview says again, nobody reads.
  test("find nothing that would stop a preview", async () => {
    expect(await judgeStack(stack, await capturedStack(stack))).toEqual([]);
  });
});

describe.each(["staging", "production"] as const)("an update of %s before any release", (stack) => {
  test("is refused for every image that was never released, and for nothing else", async () => {
    const violations = (await judgeStack(stack, await capturedStack(stack), false)).filter(
      ({ level }) => level === "mandatory",
    );
    expect(new Set(violations.map(({ policy }) => policy))).toEqual(new Set(["no-never-released-digest"]));
    expect(violations.map(({ urn }) => urn?.split("::").at(-1)).sort()).toEqual([
      "atlas-ux-bucket-uploads-snapshot",
      "atlas-ux-bucket-uploads-snapshot-drill",
      "atlas-ux-database",
      // A drill runs two images.
      "atlas-ux-database-drill",
      "atlas-ux-database-drill",
      "atlas-ux-database-dump",
      "atlas-ux-database-dump-metrics",
      "atlas-ux-database-pooled",
      "atlas-ux-email-worker",
      "atlas-ux-engine-worker",
      "atlas-ux-frontend",
      "atlas-ux-migration",
      "atlas-ux-otel-collector",
      "atlas-ux-scheduler",
      "atlas-ux-secrets-snapshot",
      "atlas-ux-snapshot-metrics",
      "atlas-ux-web",
      "crb-analyser-bucket-reports-snapshot",
      "crb-analyser-bucket-reports-snapshot-drill",
      "crb-analyser-cache-exporter",
      "crb-analyser-crb-backend",
      "crb-analyser-crb-frontend",
      "crb-analyser-database-drill",
      "crb-analyser-database-drill",
      "crb-analyser-database-dump",
      "crb-analyser-database-dump-metrics",
      "crb-analyser-migration",
      "crb-analyser-otel-collector",
      "crb-analyser-secrets-snapshot",
      "crb-analyser-snapshot-metrics",
      "odd-scenes-ai-backend",
      "odd-scenes-backend",
      "odd-scenes-cache-exporter",
      "odd-scenes-cache-snapshot",
      "odd-scenes-cache-snapshot-drill",
      "odd-scenes-database",
      "odd-scenes-database-drill",
      "odd-scenes-database-drill",
      "odd-scenes-database-dump",
      "odd-scenes-database-dump-metrics",
      "odd-scenes-database-pooled",
      "odd-scenes-frontend",
      "odd-scenes-migration",
      "odd-scenes-otel-collector",
      "odd-scenes-secrets-snapshot",
      "odd-scenes-snapshot-metrics",
      "odd-scenes-vector-store",
      "odd-scenes-vector-store-snapshot",
      "odd-scenes-vector-store-snapshot-drill",
    ]);
  });
});

describe("a mutation of a stack", () => {
  const changes = [...Object.entries(mutations), ...furtherMutations];
  let stacks: Readonly<Record<"dev" | "production", readonly CapturedResource[]>>;
  let judged: Readonly<Record<"dev" | "production", JudgedStack>>;
  beforeAll(async () => {
    stacks = { dev: await capturedStack("dev"), production: await capturedStack("production") };
    judged = {
      dev: await judgedStack("dev", stacks.dev),
      production: await judgedStack("production", stacks.production),
    };
  }, 120_000);

  test("exists for every rule; never-released images are the stack's own state", () => {
    expect(Object.keys(mutations).sort()).toEqual(
      rules
        .map(({ name }) => name)
        .filter((name) => name !== "no-never-released-digest")
        .sort(),
    );
  });

  test.each(changes)("makes %s fire, on one resource alone", async (rule, mutation) => {
    const { stack: name = "production" } = mutation;
    const target = stacks[name].find((resource) => resource.name === mutation.resource);
    if (!target) throw new Error(`${name} has no ${mutation.resource}`);
    const inputs = structuredClone(target.inputs);
    mutation.change(inputs);
    const mutated = {
      ...target,
      inputs,
      ...(mutation.ignoresNothing && { ignoreChanges: [] }),
      ...(mutation.isAdded && { urn: `${target.urn}-added` }),
      ...(mutation.type !== undefined && { type: mutation.type }),
    };
    const blamed = mutation.blames
      ? stacks[name].find(({ name: each }) => each === mutation.blames)
      : mutated;
    const fired = await judged[name].newWith(target, mutation.isAdded ? [target, mutated] : [mutated], rule);
    expect(new Set(fired.map(({ policy }) => policy))).toEqual(
      new Set([rule, ...(mutation.alsoFires ?? [])]),
    );
    expect(new Set(fired.map(({ urn }) => urn))).toEqual(new Set([blamed?.urn]));
  });
});
