import { type Assertion, describeRows, numbered, type RowTable } from "./row-table.ts";

const unit = {
  atlas: "unit/systems/atlas-ux.test.ts",
  crb: "unit/systems/crb-analyser.test.ts",
  odd: "unit/systems/odd-scenes.test.ts",
  autoscaler: "unit/capacity/autoscaler.test.ts",
  disruption: "unit/capacity/disruption.test.ts",
  peak: "unit/capacity/peak-pods.test.ts",
  probes: "unit/capacity/probes.test.ts",
  sizes: "unit/capacity/sizes.test.ts",
  stop: "unit/capacity/stop.test.ts",
};

const crbProbes: Assertion = [unit.crb, "HLT-04…06, HLT-09: probes /api/health every 30 s"];
const oddProbes: Assertion = [
  unit.odd,
  "HLT-10…13: probes the shallow paths, and watches the back end's deep one",
];
const neverDetailed: Assertion = [unit.probes, "never ask what also looks at dependencies"];

/** Every row of the requirements on health and scaling. */
const rows: RowTable = {
  "HLT-01": [[unit.probes, "are three: of its start, its life and its readiness"]],
  "HLT-02": [[unit.atlas, "HLT-02: probes /v1/health and /v1/runtime/status of web"]],
  "HLT-03": [
    [unit.probes, "Atlas' workers are asked for the age of their heartbeat"],
    ["unit/components/probes.test.ts", "really tell a fresh heartbeat from an old one and none"],
  ],
  "HLT-04": [crbProbes],
  "HLT-05": [crbProbes],
  "HLT-06": [crbProbes, neverDetailed],
  "HLT-07": [{ elsewhere: "a migration makes the table, and CRB's code is not here" }],
  "HLT-08": [[unit.crb, "§1.2, HLT-08, CF-09: serves the front end unprivileged behind port 80"]],
  "HLT-09": [crbProbes],
  "HLT-10": [oddProbes, neverDetailed],
  "HLT-11": [
    oddProbes,
    ["unit/model/validation/validate-workload.test.ts", "lives without its dependencies"],
    ["unit/model/validation/validate-workload.test.ts", "takes traffic without its dependencies"],
  ],
  "HLT-12": [oddProbes, ["unit/components/probes.test.ts", "default to 10 s, 2 s and 3 failures (HLT-12)"]],
  "HLT-13": [
    [
      "unit/observability/public-probes.test.ts",
      "is the health of every public service, and the first page of what has pages",
    ],
    ["alerts/public-urls.test.ts", "tells of what users meet at a public address, and of nothing else"],
  ],
  "HLT-14": [[unit.probes, "are asked for the /health that the uptime monitor expects"]],
  "HLT-15": [[unit.probes, "are asked for the /health that the uptime monitor expects"]],
  "HLT-16": [[unit.probes, "traffic comes when a pod is ready and stops 5 s before it is told to end"]],
  "HLT-17": [["e2e/lifecycle/up.ts", "up from nothing: all runs as declared"]],
  "HLT-18": [[unit.probes, "are the same in staging and production"]],
  "HLT-19": [{ elsewhere: "the services of the applications' own CI, in their repositories" }],
  "SCL-01": [
    [unit.sizes, "every container states CPU, memory and disk"],
    ["unit/capacity/ceiling.test.ts", "is held against the sum, which is shown part by part"],
  ],
  "SCL-02": [
    [unit.autoscaler, "has the bounds and the target that are given"],
    ["unit/capacity/replica-count.test.ts", "every autoscaled workload of every stack is registered so"],
  ],
  "SCL-03": [[unit.autoscaler, "Atlas' web alone scales, and by its traffic"]],
  "SCL-04": [
    [unit.crb, "SYS-10, SCL-04: runs two replicas of the back end"],
    [unit.crb, "§1.2, SCL-04: gives the back end 1 GB of memory and 1 CPU"],
  ],
  "SCL-05": [[unit.crb, "SCL-05, CF-21: runs two replicas of the front end, not one"]],
  "SCL-06": [[unit.odd, "SYS-17, SCL-06: runs two replicas of the back end, up to three"]],
  "SCL-07": [[unit.disruption, "production runs several replicas of everything but singletons"]],
  "SCL-08": [[unit.disruption, "no service keeps anything on its node"]],
  "SCL-09": [[unit.autoscaler, "grows at once by the most that a rule allows"]],
  "SCL-10": [[unit.peak, "staging is production made smaller"]],
  "SCL-11": [[unit.sizes, "scaling up is one line of a stack's file"]],
  "SCL-12": [
    [unit.peak, "every declared pool fits its store at the peak, by hand"],
    ["unit/model/validation/validate-connections.test.ts", "are pods × processes × pool"],
    [
      "e2e/pooler-changeover.e2e.test.ts",
      "the new user has sessions at once, nobody fails, and the server has no more than was counted (SCL-12)",
    ],
    [
      "unit/model/validation/validate-database-memory.test.ts",
      "that can't hold its connections is refused with the sum, and with what would do (SCL-12)",
    ],
    [
      "e2e/database-memory.e2e.test.ts",
      "all sessions that it takes sort at once, within its memory (SCL-12)",
    ],
  ],
  "SCL-13": [
    {
      elsewhere: "what stands in front of static assets belongs to the edge",
      page: "docs/decisions/0014-static-sites.md",
    },
  ],
  "SCL-14": [{ elsewhere: "the engine's own code; the length of its queue is an alert" }],
  "SCL-15": [
    [unit.crb, "CF-36, SCL-15: answers for as long as a report may take"],
    [unit.stop, "outlasts the pause, then the longer of drain and gateway, whatever is declared"],
  ],
  "SCL-16": [[unit.odd, "SLO-09, SCL-16: promises errors below 0.1 % and pages in 2 s"]],
  "SCL-17": [{ elsewhere: "a reason for Kubernetes, which is written and not tested" }],
  "SCL-18": [[unit.autoscaler, "goes by CPU, memory and requests per second, each as it is declared"]],
};

describeRows("the rows on health and scaling", [...numbered("HLT", 19), ...numbered("SCL", 18)], rows);
