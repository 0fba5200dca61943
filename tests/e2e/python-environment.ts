import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { paths } from "../../toolchain/paths.ts";
import { replaceFolder } from "../../toolchain/steps/atomic-file.ts";
import { run } from "../../toolchain/steps/command.ts";

/** Programs of an environment are asked for by its Python, since their first lines name the place it was made in. */
export const pythonOf = (environment: string): string => join(environment, "bin", "python");

/**
 * Makes an environment of a Python with the packages of a requirements file and no others, where it isn't yet.
 * @throws SetupError when the index does not answer.
 */
export async function makePythonEnvironment(
  environment: string,
  requirements: string,
  python: string,
): Promise<void> {
  if (existsSync(environment)) return;
  const name = basename(environment);
  const staging = join(paths.staging, `${name}.${process.pid}`);
  const step = {
    cwd: dirname(requirements),
    log: join(paths.log, `${name}-pip.log`),
    advice: "With a network, run this again.",
  };
  try {
    await run({ ...step, command: python, args: ["-m", "venv", staging] });
    await run({
      ...step,
      command: pythonOf(staging),
      // Compiled now: who runs it later may not be allowed to write there.
      args: [
        ...["-m", "pip", "install", "--requirement", requirements, "--no-deps"],
        ...["--disable-pip-version-check", "--quiet"],
      ],
    });
    await replaceFolder(staging, environment);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
