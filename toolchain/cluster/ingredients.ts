import { basename, isAbsolute } from "node:path";
import { withLock } from "../steps/lock.ts";
import { seconds } from "../steps/step.ts";
import { debianPackages, hasDebianPackages } from "./debian.ts";
import { buildModule, isBuilt } from "./go-module.ts";
import { clusterPaths } from "./paths.ts";
import type { Ingredients } from "./why-no-cluster.ts";

/**
 * Builds and fetches what is not there yet, and answers the root below which the Debian packages lie. Packages come
 * while the compiler works; modules are built one after the other, for each takes all processors.
 */
export async function provideIngredients(
  { modules, packages }: Ingredients,
  say: (line: string) => void,
): Promise<string> {
  if (modules.every(isBuilt) && hasDebianPackages(packages)) return debianPackages(packages);
  return withLock(
    clusterPaths.buildLock,
    ({ pid }) => {
      say(`waiting for the build that runs already (process ${pid})`);
    },
    async () => {
      const fetching = timed(say, "Debian packages extracted", () => debianPackages(packages));
      const building = buildAll(modules, say);
      // The other comes to its end before an error is told, so that nothing is left half done.
      await Promise.allSettled([fetching, building]);
      await building;
      return fetching;
    },
  );
}

async function buildAll(modules: readonly string[], say: (line: string) => void): Promise<void> {
  for (const module of modules) {
    if (isBuilt(module)) continue;
    const name = isAbsolute(module) ? basename(module) : module;
    say(`building ${name} from its Go module, the first time; this takes minutes`);
    await timed(say, `${name} built`, () => buildModule(module));
  }
}

async function timed<T>(say: (line: string) => void, what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const value = await work();
  say(`${what}, ${seconds(performance.now() - started)}`);
  return value;
}
