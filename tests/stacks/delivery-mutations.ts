import { at, type Json, type Mutation } from "./mutation.ts";

const canary = (inputs: Json): Json => at(inputs, "spec", "strategy", "canary");
const steps = (inputs: Json): Json[] => canary(inputs)["steps"] as Json[];

/** One change for each rule of what a release is. */
export const deliveryMutations: Readonly<Record<string, Mutation>> = {
  "canary-steps-monotonic": {
    resource: "atlas-ux-web",
    change: (inputs) => (at(steps(inputs), 2)["setWeight"] = 5),
  },
  "canary-requires-analysis": {
    resource: "odd-scenes-backend",
    change: (inputs) => (canary(inputs)["canaryService"] = canary(inputs)["stableService"]),
  },
  "analysis-template-safe": {
    resource: "crb-analyser-crb-backend-analysis",
    change: (inputs) => (at(inputs, "spec", "metrics", 0)["successCondition"] = "result[0] <= 0.01"),
  },
  "rollout-no-endless-pause": {
    resource: "crb-analyser-crb-backend",
    change: (inputs) => steps(inputs).splice(1, 0, { pause: {} }),
  },
};
