import { describeRows, numbered } from "./row-table.ts";

const rendered = "unit/releases/rendered-releases.test.ts";
const analyses = "unit/releases/rendered-analyses.test.ts";
const strategy = "unit/releases/rollout-strategy.test.ts";
const release = "e2e/lifecycle/release.ts";
const evaluation = "unit/flags/evaluation.test.ts";
const declarations = "unit/systems/declarations.test.ts";
const disruption = "unit/capacity/disruption.test.ts";
const hardening = "stacks/hardening.test.ts";

const rows = [...numbered("SYS", 19, 18), ...numbered("DEP", 29, 25), "SEC-17"];

describeRows("the rows on releases, failures and hardening", rows, {
  "SYS-18": [
    [declarations, "SYS-18: has no critical service that one failure ends in"],
    [disruption, "production runs several replicas of everything but singletons"],
    ["unit/model/validation/validate-workload.test.ts", "has two replicas at the least"],
    [
      "e2e/lifecycle/simulated-nodes.ts",
      "a lost node's pods come back elsewhere, and every service keeps its minimum",
    ],
  ],
  "SYS-19": [
    [hardening, "a container that ends is started again, of a service always and of a job never"],
    ["unit/systems/crb-analyser.test.ts", "SYS-19: alerts after 3 restarts of the back end"],
    ["unit/systems/odd-scenes.test.ts", "SYS-19: alerts after 10 restarts of the back end"],
  ],
  "DEP-25": [
    [
      "unit/components/workloads.test.ts",
      "never runs with one pod less than it should, and with at most one more",
    ],
    [
      "unit/capacity/stop.test.ts",
      "outlasts the pause, then the longer of drain and gateway, whatever is declared",
    ],
    [
      "e2e/lifecycle/dev.lifecycle.test.ts",
      "a new image rolls the pods under load without one failed request",
    ],
  ],
  "DEP-26": [
    [rendered, "a blue-green release stands in its preview, takes all the traffic, and is judged then"],
    [rendered, "a Rollout keeps what a rollback needs for longer than the watch of 15 minutes"],
    [strategy, "at its peak a service has its old pods beside its new ones"],
  ],
  "DEP-27": [
    [rendered, "a canary walks 10, 25, 50 and 100, and is judged before each next share"],
    [analyses, "the limits are the objectives' own, asked of the new release's pods alone"],
    [
      "alerts/release-analysis.test.ts",
      "never calls a release good without requests enough, nor above its limit",
    ],
    [release, "a good release takes over step by step"],
    [release, "a release that fails requests is called off by itself, and the traffic goes back"],
  ],
  "DEP-28": [
    [rendered, "every critical service that takes traffic has a Rollout and no Deployment"],
    [strategy, "is a canary where it is critical and public, for a static site too"],
  ],
  "DEP-29": [
    [evaluation, "that nothing is said of is dark: deployed, and off for everybody"],
    [evaluation, "is on for the users that are named alone"],
    [evaluation, "is on for the tenants that are named alone"],
    [evaluation, "is dealt out to as many as it says"],
    [evaluation, "that grows keeps those that it had"],
    [evaluation, "that is killed is off for those who were named and for every share"],
    [
      "unit/flags/mounted-flags.test.ts",
      "a change of a flag changes what the file says and nothing of the pods",
    ],
    ["unit/flags/new-checkout.test.ts", "Odd Scenes' new checkout is in"],
    [
      "e2e/lifecycle/feature-flags.ts",
      "a flag that is killed is off in the pods that run, and none of them restarts",
    ],
  ],
  "SEC-17": [
    [hardening, "no process runs as root, writes to its root file system or has a capability"],
    [hardening, "every namespace refuses, warns of and records what is not restricted"],
    [declarations, "IMG-03: runs every image as a user that is not root"],
    ["unit/network/graph.test.ts", "denies everything by default in each namespace of ours"],
    [
      "e2e/lifecycle/refused-pods.ts",
      "the namespace refuses a pod that runs as root, and one beyond its quota",
    ],
  ],
});
