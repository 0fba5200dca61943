import { appendFileSync } from "node:fs";
import { join } from "node:path";

/** What a test has seen a policy make of something. */
export type Outcome = "passed" | "fired" | "unknown" | "notApplicable";

const folder = process.env["SLIPWAY_POLICY_EVIDENCE"];
const seen = new Set<string>();

/**
 * Notes what a policy made of what it was asked, once for each process, in the folder that `make policies-report`
 * names. Nothing is noted in other runs.
 */
export function noteOutcome(policy: string, outcome: Outcome): void {
  const line = `${policy} ${outcome}\n`;
  if (folder === undefined || seen.has(line)) return;
  seen.add(line);
  appendFileSync(join(folder, `${process.pid}.txt`), line);
}
