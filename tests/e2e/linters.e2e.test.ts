import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runCommand } from "../support/run-command.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tools = join(root, ".toolchain", "linters");

/** Builds a linter from its Go module once; later runs find it. */
async function goTool(module: string, version: string): Promise<string> {
  const folder = join(tools, `${module.split("/").at(-1) ?? module}-${version}`);
  const program = join(folder, module.split("/").at(-1) ?? module);
  if (!existsSync(program)) {
    const env = { ...process.env, GOBIN: folder, GOFLAGS: "" };
    const { exitCode, output } = await runCommand("go", ["install", `${module}@${version}`], {
      cwd: root,
      env,
    });
    if (exitCode !== 0)
      throw new Error(`${module} could not be built; it needs Go 1.24 or later:\n${output}`);
  }
  return program;
}

test("actionlint finds nothing in the workflows", async () => {
  const workflows = globSync(".github/workflows/*.yml", { cwd: root });
  expect(workflows.length).toBeGreaterThan(0);
  const actionlint = await goTool("github.com/rhysd/actionlint/cmd/actionlint", "v1.7.12");
  const { exitCode, output } = await runCommand(actionlint, ["-no-color", ...workflows], { cwd: root });
  expect(output).toBe("");
  expect(exitCode).toBe(0);
});
