import { environmentParameters, isExcepted } from "../judging/environments.ts";
import { manifestRule } from "../judging/manifest-rule.ts";
import { stateOf } from "../judging/message.ts";
import { postgresClustersIn } from "../kubernetes/postgres-cluster.ts";

/** One may be away and another one fail, and writing goes on. */
const INSTANCES = 3;

export const postgresHa = manifestRule({
  name: "postgres-ha",
  displayName: "Postgres outlives an instance",
  description:
    "Every Postgres cluster has three instances or more and commits to a quorum of them, in every environment but dev.",
  severity: "high",
  tags: ["data", "availability", "SRE"],
  why: "With fewer instances an update and a fault together stop all writing, and without a quorum what was just written may be lost.",
  fix: "set spec.instances to 3 or more, and spec.postgresql.synchronous with method any and number 1.",
  remediation: [
    "Set spec.instances: 3.",
    "Set spec.postgresql.synchronous: method any, number 1: a commit waits for any one of the others.",
  ],
  parameters: environmentParameters,
  concerns: (manifest, { settings }) =>
    postgresClustersIn([manifest]).length > 0 && !isExcepted(manifest, settings),
  judgesParts: true,
  checks: [
    ({ root }, report) => {
      const instances = root.at("spec", "instances");
      if (typeof instances.value !== "number" || instances.value < INSTANCES) {
        report(instances, `${stateOf(instances)} and must be ${INSTANCES} or more`);
      }
    },
    ({ root }, report) => {
      const method = root.at("spec", "postgresql", "synchronous", "method");
      if (method.value !== "any") {
        report(method, method.isSet ? "is not any" : "is not set");
      }
    },
    ({ root }, report) => {
      const number = root.at("spec", "postgresql", "synchronous", "number");
      if (typeof number.value !== "number" || number.value < 1) {
        report(number, `${stateOf(number)} and must be 1 or more`);
      }
    },
  ],
});
