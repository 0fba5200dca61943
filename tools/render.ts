import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { environmentNames } from "../model/environment-name.ts";
import { alertmanagerFiles } from "../rendering/alertmanager-files.ts";
import { capture } from "../rendering/capture.ts";
import type { CapturedResource } from "../rendering/captured-resource.ts";
import { inventory } from "../rendering/inventory.ts";
import { type ManifestFile, manifestFiles } from "../rendering/manifests.ts";
import { environmentOf } from "./configured-environment.ts";
import { withPlainErrors } from "./plain-errors.ts";

const usage = `Usage: make render STACK=${environmentNames.join("|")}

Writes every Kubernetes object of the stack to out/<stack>/<system>/<kind>-<name>.yaml, and the list of all its
resources to out/<stack>/resources.txt. What Alertmanager itself has to be given is written to out/<stack>/alertmanager/. Secrets are replaced by a placeholder. Needs no cluster and no engine.`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: "boolean" } } });
const stack = environmentNames.find((name) => name === (positionals[0] ?? "dev"));
if (values.help) {
  console.log(usage);
} else if (stack === undefined) {
  console.error(
    `There is no stack "${positionals[0] ?? ""}". Say STACK= and one of: ${environmentNames.join(", ")}.`,
  );
  process.exitCode = 2;
} else {
  await withPlainErrors(async () => {
    writeFiles(join("out", stack), await capture(stack), alertmanagerFiles(environmentOf(stack)));
  });
}

function writeFiles(
  folder: string,
  resources: readonly CapturedResource[],
  others: readonly ManifestFile[],
): void {
  const files = [
    ...manifestFiles(resources),
    ...others,
    { path: "resources.txt", text: inventory(resources) },
  ];
  rmSync(folder, { recursive: true, force: true });
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  console.log(`${files.length} files in ${folder}/`);
}
