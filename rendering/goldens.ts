import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EnvironmentName } from "../model/environment-name.ts";
import type { CapturedResource } from "./captured-resource.ts";
import { inventory } from "./inventory.ts";
import { manifestFiles } from "./manifests.ts";

/** The folder of a stack's committed goldens. */
export const goldenFolder = (stack: EnvironmentName): string =>
  join(fileURLToPath(new URL("../tests/stacks/goldens/", import.meta.url)), stack);

/** What a stack's goldens must be: all objects of a system in one file, and the list of all resources, by file name. */
export function goldenFiles(resources: readonly CapturedResource[]): ReadonlyMap<string, string> {
  const goldens = new Map<string, string>([["resources.txt", inventory(resources)]]);
  for (const { path, text } of manifestFiles(resources)) {
    const [system = "", file = ""] = path.split("/");
    goldens.set(`${system}.yaml`, `${goldens.get(`${system}.yaml`) ?? ""}---\n# ${file}\n${text}`);
  }
  return goldens;
}

/** The goldens that are committed, by file name. */
export function committedGoldens(stack: EnvironmentName): ReadonlyMap<string, string> {
  const folder = goldenFolder(stack);
  return new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}
