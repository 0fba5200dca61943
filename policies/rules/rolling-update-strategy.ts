import { stateOf } from "../judging/message.ts";
import type { ReportField } from "../judging/report-field.ts";
import { isSingleton, singletonParameters } from "../judging/singleton.ts";
import { stackRule, type StackCheck } from "../judging/stack-rule.ts";
import { podsOfBound, shownBound } from "../kubernetes/disruption-budget.ts";
import type { Field } from "../kubernetes/field.ts";
import { kindKey } from "../kubernetes/kind.ts";
import type { Manifest } from "../kubernetes/manifest.ts";
import { isTemplateOfRollout } from "../kubernetes/workload-reference.ts";

type Check = (manifest: Manifest, report: ReportField) => void;

const deployments = ["apps/Deployment", "extensions/Deployment"];
const daemonSets = ["apps/DaemonSet", "extensions/DaemonSet"];
/** The pods that shares are counted of. */
const SHARE = 100;
const types = /^(?:RollingUpdate|Recreate|OnDelete)$/;

export const rollingUpdateStrategy = stackRule({
  name: "rolling-update-strategy",
  displayName: "Updates roll, step by step",
  description:
    "Every Deployment states RollingUpdate with its maxUnavailable and maxSurge, no DaemonSet waits for deletions, and no update of either takes all pods away at once. Singletons are excepted, and Deployments that only lend their template to a Rollout.",
  severity: "medium",
  tags: ["availability", "SRE"],
  why: "Left unsaid, a quarter of the pods may be away in an update; Recreate takes all of them away at once.",
  fix: "state type RollingUpdate and both bounds of rollingUpdate.",
  remediation: [
    "Set spec.strategy.type: RollingUpdate, with rollingUpdate.maxUnavailable: 0 and maxSurge: 1 for what serves requests.",
    "For a DaemonSet remove updateStrategy.type, or set it to RollingUpdate.",
    "What must never run twice is a singleton: give it the label of one.",
  ],
  parameters: singletonParameters,
  concerns: (manifest, { settings }) =>
    [...deployments, ...daemonSets].includes(kindKey(manifest.kind)) && !isSingleton(manifest, settings),
  checks: [checkType, checkBound("maxUnavailable"), checkBound("maxSurge"), checkRoom, checkPair].map(
    (check): StackCheck =>
      (manifest, report, stack) => {
        if (!isTemplateOfRollout(manifest, stack)) check(manifest, report);
      },
  ),
});

function checkType({ kind, root }: Manifest, report: ReportField): void {
  const isDaemonSet = daemonSets.includes(kindKey(kind));
  const type = root.at("spec", isDaemonSet ? "updateStrategy" : "strategy", "type");
  // A DaemonSet's default is one pod at a time.
  const isFine = type.value === "RollingUpdate" || (isDaemonSet && !type.isSet);
  if (!isFine) {
    report(type, stateOf(type, types));
  }
}

function checkRoom({ kind, root }: Manifest, report: ReportField): void {
  const { maxUnavailable } = boundsOf(kind, root);
  const away = podsOf(maxUnavailable);
  const { value: replicas } = root.at("spec", "replicas");
  const all = typeof maxUnavailable.value === "number" ? replicas : SHARE;
  // One pod alone is away in any update that adds none: how many there must be is another rule's.
  if (away !== undefined && typeof all === "number" && all > 1 && away >= all)
    report(maxUnavailable, `is ${shownBound(maxUnavailable)}, which lets all pods be away at once`);
}

function checkPair({ kind, root }: Manifest, report: ReportField): void {
  const { maxUnavailable, maxSurge } = boundsOf(kind, root);
  // A DaemonSet that says nothing has one pod away and adds none.
  const isDaemonSet = daemonSets.includes(kindKey(kind));
  const away = podsOf(maxUnavailable, isDaemonSet ? 1 : undefined);
  const added = podsOf(maxSurge, isDaemonSet ? 0 : undefined);
  if (away === 0 && added === 0)
    report(maxUnavailable, "is 0, and maxSurge too, with which the API server refuses the object");
  else if (isDaemonSet && away !== 0 && added !== undefined && added > 0)
    report(maxSurge, "is above 0, and maxUnavailable too, with which the API server refuses the object");
}

function checkBound(bound: "maxUnavailable" | "maxSurge"): Check {
  return ({ kind, root }, report) => {
    const field = boundsOf(kind, root)[bound];
    if (field.isSet && podsOf(field) === undefined)
      report(field, `${stateOf(field)} and neither a number of pods nor a share of them`);
    else if (
      !field.isSet &&
      deployments.includes(kindKey(kind)) &&
      root.at("spec", "strategy", "type").value !== "Recreate"
    )
      report(field, "is not set");
  };
}

function boundsOf(
  kind: Manifest["kind"],
  root: Field,
): Readonly<Record<"maxUnavailable" | "maxSurge", Field>> {
  const rolling = root
    .at("spec", daemonSets.includes(kindKey(kind)) ? "updateStrategy" : "strategy")
    .at("rollingUpdate");
  return { maxUnavailable: rolling.at("maxUnavailable"), maxSurge: rolling.at("maxSurge") };
}

/** A bound as a number of pods, and one that is a share as the pods of a hundred. */
function podsOf(bound: Field, byDefault?: number): number | undefined {
  const pods = bound.isSet ? podsOfBound(bound, SHARE) : byDefault;
  return pods === undefined || pods < 0 || !Number.isInteger(pods) ? undefined : pods;
}
