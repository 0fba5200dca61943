import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a Pulumi project that registers a number of plain resources and does nothing else, to compare with. */
export function writeBareProgram(folder: string, resources: number): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: bare\nmain: index.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
  );
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "bare", type: "module", main: "index.ts" }),
  );
  writeFileSync(
    join(folder, "index.ts"),
    `import * as kubernetes from "@pulumi/kubernetes";
const provider = new kubernetes.Provider("cluster");
for (let index = 1; index < ${resources}; index++) {
  new kubernetes.core.v1.ConfigMap("plain-" + index, { metadata: { name: "plain-" + index }, data: { key: "value" } }, { provider });
}
`,
  );
}
