import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { Json } from "../../policies/workloads.ts";
import { folderOfStandards, versionOfStandards, type Level, type Pod } from "./standards.ts";

/** A pod that upstream tries its own checks with. */
export interface Fixture {
  readonly name: string;
  readonly level: Level;
  /** Whether that level admits it. */
  readonly passes: boolean;
  /** The check that it is about, in lower case. */
  readonly about: string;
  readonly pod: Pod;
}

/** All of them, at the newest version. */
export function upstreamFixtures(): readonly Fixture[] {
  const folder = join(folderOfStandards(), "test", "testdata");
  return (["baseline", "restricted"] as const).flatMap((level) =>
    (["pass", "fail"] as const).flatMap((outcome) => {
      const files = join(folder, level, `v${versionOfStandards()}`, outcome);
      return readdirSync(files)
        .sort()
        .map((file) => ({
          name: `${level}/${outcome}/${file}`,
          level,
          passes: outcome === "pass",
          about: basename(file, ".yaml").replace(/\d+$/, ""),
          pod: parse(readFileSync(join(files, file), "utf8")) as Pod,
        }));
    }),
  );
}

/** A container that the restricted level admits in any pod. */
const hardened: Json = {
  name: "hardened",
  image: "registry.example/hardened",
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
  },
};

/** The pod with every container in one of the lists that upstream leaves alone or treats beside the main one. */
export function withContainersIn(list: "initContainers" | "ephemeralContainers", pod: Pod): Pod {
  const { containers = [], initContainers = [], ...spec } = pod.spec as Record<string, readonly Json[]>;
  return { ...pod, spec: { ...spec, containers: [hardened], [list]: [...initContainers, ...containers] } };
}
