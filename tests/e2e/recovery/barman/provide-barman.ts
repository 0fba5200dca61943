import { execFileSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { clusterPaths } from "../../../../toolchain/cluster/paths.ts";
import { contentHash } from "../../../../toolchain/steps/content-hash.ts";
import { serverUser } from "../../backup/unprivileged.ts";
import { makePythonEnvironment } from "../../python-environment.ts";

const folderOfRequirements = fileURLToPath(new URL(".", import.meta.url));
const REQUIREMENTS = "requirements.txt";

/** PostgreSQL starts it, so it must be a Python that PostgreSQL's user may run: one below root's home is not. */
function pythonOfServers(): string | undefined {
  const candidates = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "python3"));
  return candidates.find((python) => {
    try {
      execFileSync(python, ["-c", "import ensurepip, venv"], { ...serverUser, cwd: "/", stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

/** Why barman can't be had here; nothing where it can. */
export const whyNoBarman = (): string | undefined =>
  pythonOfServers() === undefined
    ? "no python3 on PATH that an unprivileged user may run makes an environment with pip; install python3-venv"
    : undefined;

/**
 * The environment of Barman's programs, each package pinned by its hash. It is made once and kept.
 * @throws SetupError when the index does not answer.
 */
export async function provideBarman(): Promise<string> {
  const hash = contentHash([REQUIREMENTS], folderOfRequirements).slice(0, 12);
  const environment = join(clusterPaths.root, "python", `barman-${hash}`);
  const requirements = join(folderOfRequirements, REQUIREMENTS);
  await makePythonEnvironment(environment, requirements, pythonOfServers() ?? "python3");
  return environment;
}
