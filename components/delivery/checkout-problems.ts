import { readFileSync, statSync } from "node:fs";
import { isAbsolute, normalize, resolve } from "node:path";
import type { Checkout, Environment } from "../../config/environment.ts";
import type { Problem } from "../../model/problem.ts";
import { dockerfilePath, ignoreFilePath } from "./build-context.ts";
import { invalidPatterns } from "./ignore-rules.ts";

/**
 * What is wrong with the checkouts on this machine, so that it is known before the first resource is registered.
 * Relative paths start at the project's folder, where Pulumi runs the program.
 */
export function checkoutProblems({ systems }: Pick<Environment, "systems">): Problem[] {
  return systems.flatMap(({ system, checkouts }) =>
    [...checkouts].flatMap(([image, checkout]) =>
      problemsOf(`slipway:environment.checkouts.${system.name}.${image}`, checkout),
    ),
  );
}

function problemsOf(path: string, checkout: Checkout): Problem[] {
  const { context, dockerfile } = checkout;
  const folder = resolve(context);
  if (!statusOf(context)?.isDirectory()) {
    const message = `"${context}" is no folder that can be read (${folder}); give the folder to build from`;
    return [{ path: `${path}.context`, message }];
  }
  if (isAbsolute(dockerfile) || normalize(dockerfile).startsWith("..")) {
    const message = `"${dockerfile}" is not below ${folder}; give a path that starts there`;
    return [{ path: `${path}.dockerfile`, message }];
  }
  if (!statusOf(dockerfilePath(checkout))?.isFile()) {
    const message = `there is no Dockerfile "${dockerfile}" in ${folder}; write one, or give the path of yours below that folder`;
    return [{ path: `${path}.dockerfile`, message }];
  }
  return ignoreProblems(`${path}.context`, checkout);
}

function ignoreProblems(path: string, checkout: Checkout): Problem[] {
  const file = ignoreFilePath(checkout);
  if (file === undefined) return [];
  return invalidPatterns(readFileSync(file, "utf8")).map((line) => ({
    path,
    message: `"${line}" in ${resolve(file)} is no pattern, and Docker refuses to build with it; mend or remove the line`,
  }));
}

/** What stands at a path, or nothing where it can't be found or reached. */
function statusOf(path: string) {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
