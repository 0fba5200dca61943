import { environmentLabel, environmentLabelParameter } from "../judging/label-parameters.ts";
import { manifestRule, type ManifestCheck } from "../judging/manifest-rule.ts";
import { stateOf } from "../judging/message.ts";
import type { Rule } from "../judging/rule.ts";
import { textsParameter, type Settings } from "../judging/settings.ts";
import { isSingleton, singletonParameters } from "../judging/singleton.ts";
import { autoscalersIn, byScaleTarget } from "../kubernetes/autoscaler.ts";
import type { Field } from "../kubernetes/field.ts";
import { kindKey } from "../kubernetes/kind.ts";
import { identityKey, identityOf } from "../kubernetes/manifest.ts";

const switchedOff = "switchedOffEnvironments";

const replacing = new Set(["apps/Deployment", "extensions/Deployment"]);
const counted = new Set([
  ...replacing,
  "apps/StatefulSet",
  "apps/ReplicaSet",
  "extensions/ReplicaSet",
  "core/ReplicationController",
]);
const neverSingle = new Map([
  ["apps/DaemonSet", "runs one pod a node"],
  ["extensions/DaemonSet", "runs one pod a node"],
  ["argoproj.io/Rollout", "runs the old and the new version side by side"],
]);

const oneReplica: ManifestCheck = ({ kind, root }, report, { settings }) => {
  const replicas = root.at("spec", "replicas");
  if (!counted.has(kindKey(kind)) || replicas.value === 1) {
    return;
  }
  // Not set means 1 as well, until somebody else sets it.
  if (replicas.isSet || !isSwitchedOff(root, settings)) {
    report(replicas, `${stateOf(replicas)} and must be 1`);
  }
};

function isSwitchedOff(root: Field, settings: Settings): boolean {
  const environments = settings.texts(switchedOff);
  const label = root.at("metadata", "labels", settings.text(environmentLabel));
  return environments.length > 0 && environments.some((environment) => environment === label.value);
}

const noOverlap: ManifestCheck = ({ kind, root }, report) => {
  const strategy = root.at("spec", "strategy", "type");
  if (replacing.has(kindKey(kind)) && strategy.value !== "Recreate") {
    report(
      strategy,
      strategy.isSet ? "is not Recreate" : "is not set, which means RollingUpdate, and must be Recreate",
    );
  }
};

const fittingKind: ManifestCheck = ({ kind, root }, report) => {
  const reason = neverSingle.get(kindKey(kind));
  if (reason !== undefined) {
    report(
      root.at("kind"),
      `is ${kind.name}, which ${reason}`,
      "make it a Deployment with strategy Recreate.",
    );
  }
};

const oneByOne = manifestRule({
  name: "singleton-stays-single",
  displayName: "A singleton stays single",
  description:
    "A workload labelled as a singleton has exactly one replica, never overlaps itself and is not scaled.",
  severity: "high",
  tags: ["availability", "SRE"],
  why: "Two of it would do the same work twice at the same time, for example send every mail twice.",
  fix: "set spec.replicas to 1 and spec.strategy.type to Recreate, and remove its autoscaler.",
  remediation: [
    "Set spec.replicas: 1, and for a Deployment spec.strategy.type: Recreate, so that the old pod ends first.",
    "Remove every autoscaler that names it.",
    "If two of it may run after all, remove the label: declare it as a worker.",
  ],
  parameters: {
    ...singletonParameters,
    [switchedOff]: textsParameter(
      "The environments that are switched off and on by the clock, where the number may be left to the clock. Give none where it matters.",
      ["dev"],
    ),
    [environmentLabel]: environmentLabelParameter,
  },
  concerns: (manifest, { settings }) => isSingleton(manifest, settings),
  checks: [oneReplica, noOverlap, fittingKind],
});

export const singletonStaysSingle: Rule = {
  ...oneByOne,
  judgeStack(stack, inspection) {
    const autoscalers = autoscalersIn(stack);
    if (autoscalers.length === 0) {
      return;
    }
    const scaledBy = byScaleTarget(autoscalers, inspection.attempt);
    for (const workload of stack) {
      inspection.attempt(() => {
        if (!isSingleton(workload, inspection.settings)) {
          return;
        }
        inspection.applies();
        const autoscaler = scaledBy.get(identityKey(identityOf(workload)));
        if (autoscaler !== undefined) {
          inspection.report({
            subject: autoscaler.subject,
            field: autoscaler.root.at("spec", "scaleTargetRef"),
            problem: `names ${workload.subject}, which is a singleton`,
            fix: "remove this autoscaler.",
            urn: autoscaler.urn,
          });
        }
      });
    }
  },
};
