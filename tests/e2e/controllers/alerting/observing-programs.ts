import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { debianPackages, runFrom } from "../../../../toolchain/cluster/debian.ts";
import type { ObservingReleases } from "./observing-objects.ts";

const programs = { prometheus: "prometheus", alertmanager: "prometheus-alertmanager" } as const;

/** Debian's Prometheus and Alertmanager, unpacked once. */
export interface ObservingPrograms {
  /** Paths. */
  readonly prometheus: string;
  readonly alertmanager: string;
  /** The folder of what they read below `/usr/share`: Debian's Alertmanager has its templates there. */
  readonly share: string;
  /** What they need to run. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Unpacks them. @throws NoClusterHere where there are no Debian packages. */
export async function observingPrograms(): Promise<ObservingPrograms> {
  const root = await debianPackages(Object.values(programs));
  const program = (name: string): string => join(root, "usr", "bin", name);
  return {
    prometheus: program(programs.prometheus),
    alertmanager: program(programs.alertmanager),
    share: join(root, "usr", "share"),
    environment: runFrom(root),
  };
}

/** The releases that they are, for which the operator writes what they understand. */
export const releasesOf = (found: ObservingPrograms): ObservingReleases => ({
  prometheus: releaseOf(found.prometheus, found.environment),
  alertmanager: releaseOf(found.alertmanager, found.environment),
});

/** Debian adds its own marks to the release: `2.42.0+ds`. */
function releaseOf(program: string, environment: Readonly<Record<string, string>>): string {
  const said = execFileSync(program, ["--version"], {
    encoding: "utf8",
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [, release] = /version (\d+\.\d+\.\d+)/.exec(said) ?? [];
  if (release === undefined) throw new Error(`${program} does not say which release it is: ${said}`);
  return `v${release}`;
}
