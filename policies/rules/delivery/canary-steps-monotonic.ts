import { manifestRule } from "../../judging/manifest-rule.ts";
import { stateOf } from "../../judging/message.ts";
import type { Field } from "../../kubernetes/field.ts";
import { canaryOf, isRollout, stepsOf } from "../../kubernetes/rollout.ts";

/** The share of traffic, in percent, at which a release is over. */
const ALL = 100;
const looks = ["pause", "analysis", "experiment"];

export const canaryStepsMonotonic = manifestRule({
  name: "canary-steps-monotonic",
  displayName: "A canary grows step by step",
  description:
    "The weights of a canary rise from step to step up to all traffic, and after each of them the release waits or is analysed.",
  severity: "high",
  tags: ["delivery", "SRE"],
  why: "A weight that nothing follows is passed at once, so a bad release reaches more users before anybody looks.",
  fix: "let setWeight rise from step to step, put a pause or an analysis after each, and end with setWeight: 100.",
  remediation: [
    "Order spec.strategy.canary.steps by setWeight, such as 10, 25, 50, 100.",
    "After each weight but the last put an analysis, or a pause with a duration.",
    "End with setWeight: 100, so that a reader sees where the release ends.",
  ],
  concerns: (manifest) => isRollout(manifest) && canaryOf(manifest).isSet,
  checks: [
    (rollout, report, { attempt }) => {
      const steps = stepsOf(rollout);
      // With a base of its own the weights are parts of it.
      const written = canaryOf(rollout).at("trafficRouting", "maxTrafficWeight").value;
      const all = typeof written === "number" ? written : ALL;
      const weights = steps.flatMap((step, index) => {
        const weight = step.at("setWeight");
        return weight.isSet ? [{ weight, index }] : [];
      });
      if (weights.length === 0) {
        const field = canaryOf(rollout).at("steps");
        report(field, field.isSet ? "sets no weight" : "is not set, which releases to everybody at once");
        return;
      }
      weights.forEach(({ weight, index }, nth) => {
        attempt(() => {
          const before = weights[nth - 1]?.weight.value;
          const { value } = weight;
          if (typeof value !== "number" || value < 0 || value > all) {
            report(weight, `${stateOf(weight)} and must be a number from 0 to ${all}`);
          } else if (typeof before === "number" && value <= before) {
            report(weight, `is ${value}, after ${before}`);
          }
          const next = weights[nth + 1]?.index ?? steps.length;
          if (value !== all && !steps.slice(index + 1, next).some(isLook)) {
            report(weight, "is followed by no pause and no analysis");
          }
        });
      });
      attempt(() => {
        const last = weights.at(-1)?.weight;
        if (typeof last?.value === "number" && last.value < all) {
          report(last, `is ${last.value}, the last, and must be ${all}`);
        }
      });
    },
  ],
});

const isLook = (step: Field): boolean => looks.some((name) => step.at(name).isSet);
