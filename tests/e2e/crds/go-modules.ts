import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** The folder of a module, or why there is none. */
export type DownloadedModule = { readonly folder: string } | { readonly reason: string };

/** The modules that the wrapper's `go.mod` requires: path → version. */
export function requiredModules(): ReadonlyMap<string, string> {
  const text = readFileSync(join(import.meta.dirname, "go.mod"), "utf8");
  return new Map(
    [...text.matchAll(/^\t(\S+) (v\S+)$/gm)].map(([, path = "", version = ""]) => [path, version]),
  );
}

/** Has Go fetch modules, each as `go.sum` has it, into its own cache. What is there is not fetched again. */
export async function downloadModules(
  modules: readonly string[],
): Promise<ReadonlyMap<string, DownloadedModule>> {
  const versions = requiredModules();
  const wanted = modules.map((module) => `${module}@${versions.get(module) ?? "none"}`);
  const { output, failed } = await go(["mod", "download", "-json", ...wanted]);
  const answers = new Map(jsonObjects(output).map((answer) => [answer.Path, answer]));
  return new Map(
    modules.map((module) => {
      const { Dir, Error: error } = answers.get(module) ?? {};
      const reason = error ?? failed ?? "Go says nothing about it";
      return [module, Dir === undefined ? { reason } : { folder: Dir }];
    }),
  );
}

interface Download {
  readonly Path: string;
  readonly Dir?: string;
  readonly Error?: string;
}

/** Go prints one object after the other, each over several lines. */
function jsonObjects(output: string): readonly Download[] {
  return [...output.matchAll(/^\{\n[^]*?^\}$/gm)].map(([text]) => JSON.parse(text) as Download);
}

/** One module that can't be had makes Go end with an error, and the others are told about all the same. */
async function go(args: readonly string[]): Promise<{ output: string; failed?: string }> {
  try {
    const { stdout } = await promisify(execFile)("go", [...args], {
      cwd: import.meta.dirname,
      env: { ...process.env, GOFLAGS: "", GOWORK: "off" },
    });
    return { output: stdout };
  } catch (error) {
    const { code, stdout = "", stderr = "" } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (code === "ENOENT") return { output: "", failed: "Go is not on PATH" };
    return { output: stdout, failed: stderr.trim().split("\n")[0] ?? "" };
  }
}
