import type { Watch } from "../../../model/watch.ts";
import type { RecordingRule } from "../alert-rule-spec.ts";
import type { Alert } from "../alert.ts";
import type { WatchLine } from "./watch-line.ts";
import type { WatchedPart } from "./watched-part.ts";

/** What becomes of a watch at one part. */
export interface WatchRules {
  /** What is recorded before its lines are, in the order in which one goes by the other. */
  readonly counts: readonly RecordingRule[];
  readonly lines: readonly WatchLine[];
  /** What a month's worth of counts comes to, which is worked out less often. @default nothing */
  readonly slowLines?: readonly WatchLine[];
  readonly alerts: readonly Alert[];
  /** Alerts that go by {@link slowLines}. @default none */
  readonly slowAlerts?: readonly Alert[];
}

/** What every alert of a watch has. */
export const aboutWatch = ({ name, severity }: Watch, { part, tier }: WatchedPart) => ({
  part,
  tier,
  severity,
  labels: { watch: name },
});
