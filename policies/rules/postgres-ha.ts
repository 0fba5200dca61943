import { environmentParameters, isExcepted } from "../judging/environments.ts";
import type { Inspection } from "../judging/inspection.ts";
import { manifestRule } from "../judging/manifest-rule.ts";
import { stateOf } from "../judging/message.ts";
import { textParameter } from "../judging/settings.ts";
import { postgresClustersIn } from "../kubernetes/postgres-cluster.ts";

const instancesParameter = "instances";
const wholeNumber = /^[1-9]\d?$/;

function leastOf({ settings }: Pick<Inspection, "settings">): number {
  const least = settings.text(instancesParameter);
  if (!wholeNumber.test(least))
    throw new Error(
      "postgres-ha: instances must be a whole number such as 3. Correct it in the policy configuration.",
    );
  return Number(least);
}

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
  parameters: {
    ...environmentParameters,
    // One may be away and another one fail, and writing goes on.
    [instancesParameter]: textParameter("How many instances a cluster has at least.", "3"),
  },
  concerns: (manifest, { settings }) =>
    postgresClustersIn([manifest]).length > 0 && !isExcepted(manifest, settings),
  judgesParts: true,
  checks: [
    ({ root }, report, inspection) => {
      const least = leastOf(inspection);
      const instances = root.at("spec", "instances");
      if (typeof instances.value !== "number" || instances.value < least) {
        report(instances, `${stateOf(instances)} and must be ${least} or more`);
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
