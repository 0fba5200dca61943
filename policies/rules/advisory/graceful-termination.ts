import { podRule } from "../../judging/pod-rule.ts";
import { containersOf } from "../../kubernetes/container.ts";
import type { Field } from "../../kubernetes/field.ts";

/** Seconds, where a pod doesn't say. */
const DEFAULT_PERIOD = 30;
const sleep = /(?:^|[\s;&])sleep\s+(\d+)/;

export const gracefulTermination = podRule({
  name: "graceful-termination",
  displayName: "There is time left to stop",
  description: "Every pod has more time to stop than its containers sleep before they are told to.",
  severity: "medium",
  level: "advisory",
  tags: ["lifecycle", "SRE"],
  why: "The sleep counts: where it takes all the time, the program is killed in the middle of its last requests.",
  fix: "raise terminationGracePeriodSeconds above the preStop sleep by what the program takes to stop.",
  remediation: [
    "Add up what preStop sleeps and what the program takes for its longest request.",
    "Set terminationGracePeriodSeconds to more than that.",
  ],
  podChecks: [
    (template, report, { attempt }) => {
      const field = template.spec.at("terminationGracePeriodSeconds");
      const period = field.isSet ? field.value : DEFAULT_PERIOD;
      for (const { root, subject } of containersOf(template, attempt)) {
        attempt(() => {
          const seconds = sleepOf(root.at("lifecycle", "preStop"));
          if (typeof period === "number" && seconds > 0 && seconds >= period)
            report(
              field,
              `is ${field.isSet ? "" : "not set, which means "}${period}, and ${subject} sleeps ${seconds} s of it`,
            );
        });
      }
    },
  ],
});

/** Seconds that a hook sleeps; none where it does something else. */
function sleepOf(hook: Field): number {
  const { value } = hook.at("sleep", "seconds");
  if (typeof value === "number") return value;
  const words = hook
    .at("exec", "command")
    .items()
    .map((word) => String(word.value));
  return Number(sleep.exec(words.join(" "))?.[1] ?? 0);
}
