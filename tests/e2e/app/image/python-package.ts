import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { clusterPaths } from "../../../../toolchain/cluster/paths.ts";
import { paths } from "../../../../toolchain/paths.ts";
import { replaceFolder } from "../../../../toolchain/steps/atomic-file.ts";
import { run } from "../../../../toolchain/steps/command.ts";
import { findOnPath } from "../../../../toolchain/steps/path-search.ts";
import { SetupError } from "../../../../toolchain/steps/step.ts";

/** The wheels that hold programs are built for one Python; any pip fetches them when it is told which. */
const builtFor = [
  ...["manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64"].flatMap((name) => [
    "--platform",
    name,
  ]),
  ...["--implementation", "cp", "--python-version", "3.11", "--abi", "cp311"],
];

/**
 * The folder of the packages of a requirements file, each pinned by its hash. They are fetched once and kept.
 * @throws SetupError without pip, or when the index does not answer.
 */
export async function pythonPackages(requirements: string): Promise<string> {
  const name = basename(dirname(requirements));
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const place = join(clusterPaths.root, "python", `${name}-${hash}`);
  if (existsSync(place)) return place;
  const pip = findOnPath("pip3") ?? findOnPath("pip");
  if (pip === undefined)
    throw new SetupError(`pip, which fetches ${name} for its image, is not on PATH. Install python3-pip.`);
  const staging = join(clusterPaths.staging, `${name}.${process.pid}`);
  try {
    await mkdir(clusterPaths.staging, { recursive: true });
    await run({
      command: pip,
      args: [
        ...["install", "--target", staging, "--requirement", requirements, "--require-hashes"],
        ...["--no-deps", "--only-binary", ":all:", "--no-compile", "--no-cache-dir"],
        ...["--disable-pip-version-check", "--quiet", ...builtFor],
      ],
      cwd: clusterPaths.staging,
      log: join(paths.log, `image-${name}-pip.log`),
      advice: "With a network, run this again.",
    });
    await replaceFolder(staging, place);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return place;
}
