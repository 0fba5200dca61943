import { flagFile } from "../../model/feature-flag.ts";
import type { Runnable } from "../../model/runnable.ts";
import type { System } from "../../model/system.ts";
import type { MountedFiles } from "../workloads/mounted-files.ts";

/**
 * Name of the ConfigMap of a system's flags. It says nothing of what it holds: pods go on reading it while it changes,
 * and a change must not be a new pod template.
 */
export const flagConfigName = ({ name }: Pick<System, "name">): string => `${name}-flags`;

/** The flags as a container sees them, if it asks for any: a folder, since a single file would never be brought up to date. */
export const flagFiles = (system: System, runnable: Runnable): readonly MountedFiles[] =>
  "flags" in runnable && runnable.flags.length > 0
    ? [{ name: "flags", configMap: flagConfigName(system), folder: flagFile.folder }]
    : [];
