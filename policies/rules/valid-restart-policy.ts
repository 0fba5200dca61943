import { stateOf } from "../judging/message.ts";
import { podRule } from "../judging/pod-rule.ts";
import { podsEnd, podsStay } from "../kubernetes/pod-template.ts";

const known = /^(?:Always|OnFailure|Never)$/;

export const validRestartPolicy = podRule({
  name: "valid-restart-policy",
  displayName: "The restart policy fits the kind",
  description:
    "Pods of a Job or a CronJob say Never or OnFailure, and pods of what stays up say Always or nothing.",
  severity: "low",
  tags: ["availability", "SRE"],
  why: "The API server refuses any other, but only once the update is under way.",
  fix: "set restartPolicy to Never or OnFailure for a task, and remove it from what stays up.",
  remediation: [
    "For a Job or a CronJob set restartPolicy: Never (a new pod for each try) or OnFailure (the same pod again).",
    "For a Deployment, a StatefulSet, a DaemonSet or a Rollout remove it.",
  ],
  podChecks: [
    (template, report) => {
      const field = template.spec.at("restartPolicy");
      const { value } = field;
      const isKnown = typeof value === "string" && known.test(value);
      const fits = podsEnd(template)
        ? isKnown && value !== "Always"
        : !field.isSet || value === "Always" || (isKnown && !podsStay(template));
      if (!fits) {
        report(field, stateOf(field, known));
      }
    },
  ],
});
