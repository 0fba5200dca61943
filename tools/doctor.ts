import {
  backendFinding,
  diskFinding,
  engineFindings,
  goFinding,
  hookFinding,
  nodeFinding,
  npmFindings,
  stackFindings,
  type Finding,
} from "../toolchain/findings.ts";
import { readManifest } from "../toolchain/manifest.ts";

const NAME_WIDTH = 20;

/** `node tools/doctor.ts`: what was found on this machine, and for each missing thing how to get it. */
const manifest = readManifest();
const findings = [
  nodeFinding(),
  ...npmFindings(),
  ...engineFindings(manifest),
  goFinding(manifest),
  ...(await projectFindings()),
  hookFinding(),
  await diskFinding(),
];
for (const { name, said, fix } of findings) {
  console.log(
    `${fix === undefined ? "  " : "! "}${name.padEnd(NAME_WIDTH)} ${said}${fix === undefined ? "" : `\n${" ".repeat(NAME_WIDTH + 3)}→ ${fix}`}`,
  );
}
const missing = findings.filter(({ fix }) => fix !== undefined).length;
console.log(missing === 0 ? "\nNothing is missing." : `\n${missing} missing. Each says how to get it.`);
process.exitCode = missing === 0 ? 0 : 1;

/** The project's files are read with an npm package, which a machine that is not set up lacks. */
async function projectFindings(): Promise<Finding[]> {
  try {
    const { configuredBackend } = await import("../toolchain/engine/backend.ts");
    const { readProject, stackNames } = await import("../toolchain/engine/project.ts");
    return [backendFinding(configuredBackend(readProject())), ...stackFindings(stackNames())];
  } catch (error) {
    const said = `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return [{ name: "project", said, fix: 'Run "make setup", and look at Pulumi.yaml.' }];
  }
}
