import { createHash } from "node:crypto";
import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import { flagConfigName } from "../flags/flag-files.ts";
import type { MountedFiles } from "../workloads/mounted-files.ts";
import { variableConfigs } from "../workloads/variable-config.ts";

/** Below it the pod that copies a system's Secrets sees them, each in a folder of its own. */
const root = "/var/lib/slipway-copied";

/** An object whose keys are copied as files, and the folder below the root that it is seen and archived in. */
type CopiedObject = ({ readonly secret: string } | { readonly configMap: string }) & {
  readonly folder: string;
};

/** The Secrets and ConfigMaps of a system that are copied: all that its programs are given, and no other's. */
export type CopiedFiles = readonly CopiedObject[];

/**
 * What is copied of a system's Secrets and settings (BDR-12, SEC-14).
 * @param secrets Names of all Secrets that the system was given.
 */
export function copiedFiles(
  environment: Pick<Environment, "name">,
  own: SystemEnvironment,
  secrets: readonly string[],
): CopiedFiles {
  const settings = variableConfigs(environment.name, own).map(({ set, config }) => ({
    configMap: config.name,
    // Without the hash of its content, so that environments differ in no folder.
    folder: `settings/${set}`,
  }));
  const flags = { configMap: flagConfigName(own.system), folder: "flags" };
  return [
    ...secrets.map((secret) => ({ secret, folder: `secrets/${secret}` })),
    ...settings,
    ...(Object.keys(own.system.flags).length === 0 ? [] : [flags]),
  ].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** The field of the program's settings that says so. */
export const filesSetting = (files: CopiedFiles): object => ({
  root,
  folders: files.map(({ folder }) => folder),
});

/** The files as the pod sees them. */
export const copiedMounts = (files: CopiedFiles): readonly MountedFiles[] =>
  files.map((file) => ({ ...file, name: volumeName(file.folder), folder: `${root}/${file.folder}` }));

/** A volume's name has at most 63 letters, digits and hyphens, and the name of a Secret may be longer. */
function volumeName(folder: string): string {
  const plain = `copied-${folder.replaceAll(/[^a-z0-9]+/g, "-")}`;
  if (plain.length <= 63 && plain === `copied-${folder.replace("/", "-")}`) return plain;
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 8);
  return `${plain.slice(0, 54).replace(/-$/, "")}-${hash}`;
}
