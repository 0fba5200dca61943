import { isExactly } from "./alert-routing/routing.ts";

const label = "concern";
const value = "compliance";

/**
 * What tells alerts on what was promised to auditors, rather than to users: the age of secrets, and drills of recovery. Observers of compliance
 * go by it (SLO-31).
 */
export const complianceLabel = {
  labels: { [label]: value },
  matcher: isExactly(label, value),
} as const;
