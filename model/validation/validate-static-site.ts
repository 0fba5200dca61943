import type { Problem } from "../problem.ts";
import { runtimeSettingsPath } from "../static-site.ts";
import type { StaticSite } from "../workload.ts";

/** What the web server answers from files; an answer of its own there would hide them. */
const pages = ["/", "/index.html"];

/** What is wrong with a static site, taken by itself. */
export function validateStaticSite(path: string, { health }: StaticSite): Problem[] {
  const problems: Problem[] = [];
  if (pages.includes(health.live)) {
    problems.push({
      path: `${path}.health.live`,
      message: `"${health.live}" is the page, which the web server's own answer would hide; name another path, such as /health`,
    });
  }
  for (const role of ["live", "ready"] as const) {
    if (health[role] === runtimeSettingsPath) {
      problems.push({
        path: `${path}.health.${role}`,
        message: `"${runtimeSettingsPath}" is where the page reads its settings; name another path`,
      });
    }
  }
  return problems;
}
