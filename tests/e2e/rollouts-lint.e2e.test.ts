import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { capture } from "../../rendering/capture.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";
import { whyNoGo } from "../../toolchain/cluster/go-module.ts";
import { runCommand } from "../support/run-command.ts";
import { rolloutsLinter } from "./controllers/argo-rollouts/argo-rollouts.ts";
import { buildControllers } from "./controllers/build-controllers.ts";

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: Record<string, unknown>;
}

/** What the linter holds against each other: a Rollout, its analysis, and the Services that it is behind. */
const lintedKinds = ["Rollout", "AnalysisTemplate", "Service", "Ingress"];

describe.skipIf(whyNoGo() !== undefined)("the linter of Argo Rollouts", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-rollouts-"));
  beforeAll(() => buildControllers(() => undefined));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each(["staging", "production"] as const)("finds nothing in what %s renders", async (stack) => {
    const manifests = await renderedBy(stack);
    expect(manifests.filter(({ kind }) => kind === "Rollout").length).toBeGreaterThan(3);
    for (const [namespace, objects] of byNamespace(manifests))
      expect(await lint(objects), namespace).toEqual({ exitCode: 0, output: "" });
  });

  test("finds a share above 100 %, or it would look at nothing", async () => {
    const manifests = await renderedBy("staging");
    const wrong = JSON.parse(
      JSON.stringify(manifests).replaceAll(/"setWeight":25\b/g, '"setWeight":125'),
    ) as Manifest[];
    const [objects = []] = byNamespace(wrong).values();
    const { exitCode, output } = await lint(objects);
    expect(exitCode).not.toBe(0);
    expect(output).toMatch(/setWeight/);
  });

  async function lint(objects: readonly Manifest[]): ReturnType<typeof runCommand> {
    const file = join(folder, "objects.yaml");
    writeFileSync(file, objects.map((object) => JSON.stringify(object)).join("\n---\n"));
    return runCommand(rolloutsLinter(), ["lint", "-f", file], { cwd: folder });
  }
});

async function renderedBy(stack: "staging" | "production"): Promise<readonly Manifest[]> {
  return (await capture(stack)).flatMap(({ type, inputs }: CapturedResource) => {
    const kind = type.split(":").at(-1) ?? "";
    if (!lintedKinds.includes(kind)) return [];
    return [
      {
        apiVersion: kind === "Service" ? "v1" : "argoproj.io/v1alpha1",
        kind,
        ...inputs,
      } as unknown as Manifest,
    ];
  });
}

const byNamespace = (manifests: readonly Manifest[]): ReadonlyMap<string, readonly Manifest[]> =>
  Map.groupBy(manifests, ({ metadata }) => metadata.namespace);
