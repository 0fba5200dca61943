import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { buildModule, moduleFolder, whyNoGo } from "../../../../toolchain/cluster/go-module.ts";
import { clusterPaths } from "../../../../toolchain/cluster/paths.ts";
import { jsonOutput } from "../json-output.ts";
import type { Judgement } from "../judgement.ts";

const module = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");

/** Why kube-score can't be had here; nothing where it can. */
export const whyNoKubeScore = (): string | undefined => whyNoGo();

/** Builds kube-score where it isn't built yet. About two minutes, the first time. */
export const buildKubeScore = (): Promise<void> => buildModule(module);

/** Rules that kube-score leaves off unless asked, and that hold here. */
const optional = [
  "container-ephemeral-storage-request-equals-limit",
  "container-memory-requests-equal-limits",
  "container-ports-check",
  "container-seccomp-profile",
];

/** What it means by a grade: 1 critical, 5 a warning, 7 nearly good, 10 good. */
const GOOD = 10;

const scored = z.array(
  z.object({
    type_meta: z.object({ kind: z.string() }),
    object_meta: z.object({ name: z.string(), namespace: z.string().default("default") }),
    checks: z.array(
      z.object({
        check: z.object({ id: z.string(), name: z.string() }),
        grade: z.number(),
        skipped: z.boolean(),
        comments: z.array(z.object({ path: z.string(), summary: z.string() })).nullable(),
      }),
    ),
  }),
);

/** Scores the manifests of a folder, for the Kubernetes that the cluster tests run. */
export async function kubeScore(folder: string): Promise<Judgement> {
  const output = await jsonOutput(
    join(moduleFolder(module), "kube-score"),
    [
      ...["score", "--output-format", "json", "--kubernetes-version", kubernetesVersion()],
      // Only the list of waivers excuses anything.
      "--disable-ignore-checks-annotations",
      ...optional.flatMap((rule) => ["--enable-optional-test", rule]),
      ...globSync("*.yaml", { cwd: folder }).sort(),
    ],
    { cwd: folder },
  );
  const objects = scored.parse(output).map(({ type_meta, object_meta, checks }) => ({
    object: `${type_meta.kind}/${object_meta.namespace}/${object_meta.name}`,
    checks,
  }));
  return {
    judged: objects.map(({ object }) => object).sort(),
    findings: objects.flatMap(({ object, checks }) =>
      checks
        .filter(({ grade, skipped }) => !skipped && grade < GOOD)
        .map(({ check, comments }) => ({
          tool: "kube-score" as const,
          rule: check.id,
          object,
          message: comments?.map(({ path, summary }) => `${path} ${summary}`.trim()).join("; ") ?? check.name,
        })),
    ),
  };
}

/** Such as `v1.36`. */
function kubernetesVersion(): string {
  const file = join(clusterPaths.sources, "kubernetes", "go.mod");
  const [, version] = /^\s*k8s\.io\/kubernetes (v\d+\.\d+)/m.exec(readFileSync(file, "utf8")) ?? [];
  if (version === undefined) throw new Error(`${file} names no version of Kubernetes`);
  return version;
}
