import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toYaml } from "../../../rendering/manifests.ts";
import type { Judgement } from "./judgement.ts";
import { type Manifest, objectName } from "./manifest.ts";
import type { LintedObjects } from "./production.ts";

/** Judges the manifest files of a folder. */
export type Linter = (folder: string) => Promise<Judgement>;

/**
 * Writes the objects as files, one each, and lets a linter judge them. They are written as `make render` writes them, so
 * that what a reader of YAML would take amiss shows here.
 */
export async function lint(linter: Linter, { own, operatorPods }: LintedObjects): Promise<Judgement> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-linted-"));
  try {
    for (const manifest of [...own, ...operatorPods]) writeManifest(folder, manifest);
    const { judged, findings } = await linter(folder);
    const others = new Set(operatorPods.map(objectName));
    return {
      judged: judged.filter((object) => !others.has(object)),
      findings: findings.filter(({ object }) => !others.has(object)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeManifest(folder: string, manifest: Manifest): void {
  const file = `${objectName(manifest).replaceAll("/", "--")}.yaml`;
  writeFileSync(join(folder, file), toYaml(manifest));
}
