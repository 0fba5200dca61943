import type { Inspection } from "../judging/inspection.ts";
import type { Rule, StackManifest } from "../judging/rule.ts";
import { autoscalersIn, scaleTargetOf, shownTarget, takesOver } from "../kubernetes/autoscaler.ts";
import { allHold } from "../kubernetes/field.ts";
import { identityKey, type Identity } from "../kubernetes/manifest.ts";
import {
  goesBy,
  isVerticalAutoscaler,
  resizes,
  sharedResources,
  verticalTargetOf,
} from "../kubernetes/vertical-autoscaler.ts";

/** An autoscaler, and the workload that it names. */
interface Scaling {
  readonly autoscaler: StackManifest;
  readonly target: Identity;
}

export const oneAutoscalerPerWorkload: Rule = {
  name: "one-autoscaler-per-workload",
  displayName: "One autoscaler a workload",
  description:
    "No two autoscalers scale the same workload, be it by the number or by the size of its pods, and none changes the size that the other one's number goes by.",
  severity: "medium",
  tags: ["availability", "SRE"],
  why: "Each undoes what the other has just decided, and pods come and go without end.",
  fix: "keep one of them, with the metrics of both.",
  remediation: [
    "Move the metrics of one autoscaler to the other: an autoscaler of several metrics takes the largest answer.",
    "Remove the one that is left over. A ScaledObject makes an autoscaler of its own, unless it takes the other one over by the annotation scaledobject.keda.sh/transfer-hpa-ownership.",
    "Beside an autoscaler that goes by CPU or memory, set a VerticalPodAutoscaler's updateMode to Off, or leave that resource out of its controlledResources.",
  ],
  judgeStack(stack, inspection) {
    const horizontal = scalings(autoscalersIn(stack), scaleTargetOf, inspection);
    const vertical = scalings(stack.filter(isVerticalAutoscaler), verticalTargetOf, inspection);
    judgePairs(horizontal, "spec.scaleTargetRef", inspection);
    judgePairs(vertical, "spec.targetRef", inspection);
    for (const { autoscaler, target } of vertical)
      for (const other of horizontal.filter((each) => areOfOne(each.target, target)))
        for (const resource of sharedResources)
          inspection.attempt(() => {
            if (
              allHold(
                () => resizes(autoscaler, resource),
                () => goesBy(other.autoscaler, resource),
              )
            )
              inspection.report({
                subject: autoscaler.subject,
                field: autoscaler.root.at("spec", "updatePolicy", "updateMode"),
                problem: `has it change requests of ${resource}, which ${other.autoscaler.subject} goes by`,
                fix: `set it to Off, or leave ${resource} out of controlledResources.`,
                urn: autoscaler.urn,
              });
          });
  },
};

function scalings(
  autoscalers: readonly StackManifest[],
  targetOf: (autoscaler: StackManifest) => Identity,
  inspection: Inspection,
): readonly Scaling[] {
  const found: Scaling[] = [];
  for (const autoscaler of autoscalers) {
    inspection.applies();
    inspection.attempt(() => {
      const target = targetOf(autoscaler);
      if (target.name !== "") found.push({ autoscaler, target });
    });
  }
  return found;
}

const areOfOne = (one: Identity, other: Identity): boolean => identityKey(one) === identityKey(other);

/** Blames every further autoscaler of a workload, and names the first. */
function judgePairs(
  all: readonly Scaling[],
  reference: "spec.scaleTargetRef" | "spec.targetRef",
  inspection: Inspection,
): void {
  all.forEach(({ autoscaler, target }, index) => {
    const first = all.slice(0, index).find((each) => areOfOne(each.target, target))?.autoscaler;
    if (first === undefined) return;
    inspection.attempt(() => {
      if (takesOver(autoscaler, first) || takesOver(first, autoscaler)) return;
      inspection.report({
        subject: autoscaler.subject,
        field: autoscaler.root.at(...reference.split(".")),
        problem: `names ${shownTarget(target)}, which ${first.subject} scales already`,
        urn: autoscaler.urn,
      });
    });
  });
}
