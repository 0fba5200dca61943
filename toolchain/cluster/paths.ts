import { join } from "node:path";
import { paths } from "../paths.ts";

const root = join(paths.tools, "cluster");

/** Where clusters and what they are made of lie; all of it may be deleted while no cluster runs. */
export const clusterPaths = {
  root,
  /** Programs built from Go modules, each in a folder named by what it was built from. */
  bin: join(root, "bin"),
  /** Debian packages, extracted, by their names and the release they are of. */
  debian: join(root, "debian"),
  /** One folder for each running cluster, and the logs of those that ran. */
  instances: join(root, "instances"),
  instance: (name: string): string => join(root, "instances", name),
  /** Things under construction; each moves to its place in one step. */
  staging: join(root, "staging"),
  /** Held while something is built, fetched or cleared away. */
  buildLock: join(root, "build.lock"),
  /** Where our own sources of the cluster lie. */
  sources: join(paths.root, "toolchain", "cluster"),
} as const;
