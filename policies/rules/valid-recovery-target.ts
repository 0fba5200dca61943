import { manifestRule } from "../judging/manifest-rule.ts";
import { postgresClustersIn } from "../kubernetes/postgres-cluster.ts";

/** What a recovery may end at; more than one contradict each other. */
const targets = ["targetTime", "targetXID", "targetLSN", "targetName", "targetImmediate"];
/** A base backup can't be chosen by these, so it has to be named. */
const withoutTime = ["targetXID", "targetName", "targetImmediate"];
const zone = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/;

export const validRecoveryTarget = manifestRule({
  name: "valid-recovery-target",
  displayName: "A recovery ends where it is meant to",
  description:
    "Every recovery of a Postgres cluster has one target at most, a time with its time zone, and a named backup where no time says which.",
  severity: "high",
  tags: ["backups", "data", "SRE"],
  why: "A time without a zone is read as another one, and the database comes back hours too early or with the fault in it.",
  fix: "keep one target, write a time as 2026-01-31T12:00:00Z, and name the backup by backupID for the other targets.",
  remediation: [
    "Keep one of targetTime, targetXID, targetLSN, targetName and targetImmediate.",
    "End targetTime with Z or with an offset such as +01:00.",
    "For targetXID, targetName and targetImmediate set backupID.",
  ],
  concerns: (manifest) =>
    postgresClustersIn([manifest]).length > 0 &&
    manifest.root.at("spec", "bootstrap", "recovery", "recoveryTarget").isSet,
  judgesParts: true,
  checks: [
    ({ root }, report) => {
      const target = root.at("spec", "bootstrap", "recovery", "recoveryTarget");
      const given = targets.filter((name) => target.at(name).isSet && target.at(name).value !== false);
      if (given.length > 1) {
        report(target, `has more than one target: ${given.join(", ")}`);
      }
    },
    ({ root }, report) => {
      const time = root.at("spec", "bootstrap", "recovery", "recoveryTarget", "targetTime");
      if (time.isSet && (typeof time.value !== "string" || !zone.test(time.value.trim()))) {
        report(time, "has no time zone");
      }
    },
    ({ root }, report) => {
      const target = root.at("spec", "bootstrap", "recovery", "recoveryTarget");
      const needing = withoutTime.find((name) => target.at(name).isSet && target.at(name).value !== false);
      if (needing !== undefined && !target.at("backupID").isSet) {
        report(target.at(needing), "says no time, and backupID doesn't name the backup");
      }
    },
  ],
});
