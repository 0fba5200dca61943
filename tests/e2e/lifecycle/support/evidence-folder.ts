import { join } from "node:path";
import { paths } from "../../../../toolchain/paths.ts";

/** Where the logs and events of a scenario that failed are kept. */
export const evidenceFolder = (stack: string, scenario: string): string =>
  join(paths.log, "e2e", `${stack} ${scenario}`.replaceAll(/[^a-zA-Z0-9]+/g, "-").slice(0, 80));
