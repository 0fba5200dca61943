import type { HttpHealth } from "../health.ts";
import type { Problem } from "../problem.ts";

/** Letters, digits and what parts them: the same in a probe, a gateway's rule and a web server's configuration. */
const plain = /^[\w.~/-]*$/;

/** What is wrong with the health paths of a process that serves HTTP. */
export function validateHealthPaths(path: string, health: HttpHealth): Problem[] {
  return (["live", "ready", "detailed"] as const).flatMap((role) => {
    const value = health[role];
    const at = `${path}.health.${role}`;
    if (value === undefined) return [];
    if (!value.startsWith("/")) {
      return [{ path: at, message: `"${value}" is not a path; begin it with /` }];
    }
    return plain.test(value)
      ? []
      : [{ path: at, message: `"${value}" is not a plain path; use letters, digits, . _ ~ - and /` }];
  });
}
