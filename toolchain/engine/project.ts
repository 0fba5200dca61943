import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { paths } from "../paths.ts";

export interface Project {
  readonly name: string;
  /** The backend that the project file asks for. */
  readonly backend: string | undefined;
}

export function readProject(root: string = paths.root): Project {
  const file = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")) as {
    name: string;
    backend?: { url?: string };
  };
  return { name: file.name, backend: file.backend?.url };
}

/** dev needs no file of its own; every other stack has one. */
export function stackNames(root: string = paths.root): string[] {
  const named = readdirSync(root).flatMap((file) => /^Pulumi\.([\w-]+)\.yaml$/.exec(file)?.[1] ?? []);
  return [
    "dev",
    ...named
      .filter((name) => name !== "dev")
      .sort()
      .reverse(),
  ];
}

export function stackFile(stack: string, root: string = paths.root): string | undefined {
  const file = join(root, `Pulumi.${stack}.yaml`);
  return existsSync(file) ? file : undefined;
}
