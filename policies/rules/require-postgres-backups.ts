import type { Inspection } from "../judging/inspection.ts";
import { stateOf } from "../judging/message.ts";
import type { Rule, StackManifest } from "../judging/rule.ts";
import type { Field } from "../kubernetes/field.ts";
import { identityOf } from "../kubernetes/manifest.ts";
import {
  archiverOf,
  backupPlaceOf,
  objectStoresIn,
  postgresClustersIn,
  recoverySourceOf,
  scheduledBackupsIn,
} from "../kubernetes/postgres-cluster.ts";

type Report = (field: Field, problem: string, fix: string) => void;

/** Seconds come first. A descriptor, as "@daily", has one word. */
const SCHEDULE_FIELDS = 6;

function judgeArchiver(cluster: StackManifest, report: Report): void {
  const inTree = cluster.root.at("spec", "backup", "barmanObjectStore");
  if (inTree.isSet)
    report(
      inTree,
      "is set, which CloudNativePG 1.31 no longer knows and newer images archive nothing with",
      "write an ObjectStore, and name it to the plugin in spec.plugins.",
    );
  const archiver = archiverOf(cluster);
  if (archiver === undefined) {
    report(
      cluster.root.at("spec", "plugins"),
      "has no plugin that the write-ahead log goes to",
      "add the Barman Cloud plugin with isWALArchiver: true and parameters.barmanObjectName.",
    );
    return;
  }
  const store = archiver.at("parameters", "barmanObjectName");
  if (typeof store.value !== "string" || store.value === "")
    report(store, `${stateOf(store)} and must name a store`, "write the name of the ObjectStore.");
}

function judgeSchedule(backup: StackManifest, report: Report): void {
  const { schedule, method, pluginConfiguration, suspend } = fieldsOf(backup);
  const words = typeof schedule.value === "string" ? schedule.value.trim().split(/\s+/) : [];
  if (words.length !== SCHEDULE_FIELDS && !words[0]?.startsWith("@"))
    report(
      schedule,
      `has ${words.length} fields and must have ${SCHEDULE_FIELDS}`,
      'put the seconds first, as in "0 0 2 * * *".',
    );
  if (method.value !== "plugin")
    report(method, method.isSet ? "is not plugin" : "is not set and must be plugin", "write method: plugin.");
  if (!pluginConfiguration.isSet)
    report(pluginConfiguration, "is not set", "name the plugin that archives the cluster's log.");
  if (suspend.value === true) report(suspend, "is true, so nothing is backed up", "remove suspend.");
}

function fieldsOf({
  root,
}: StackManifest): Readonly<Record<"schedule" | "method" | "pluginConfiguration" | "suspend", Field>> {
  const spec = root.at("spec");
  return {
    schedule: spec.at("schedule"),
    method: spec.at("method"),
    pluginConfiguration: spec.at("pluginConfiguration", "name"),
    suspend: spec.at("suspend"),
  };
}

/** Two clusters that write to one place, and a cluster that writes where it was recovered from. */
function judgePlaces(
  clusters: readonly StackManifest[],
  stores: readonly StackManifest[],
  inspection: Inspection,
): void {
  const writers = new Map<string, StackManifest>();
  for (const cluster of clusters)
    inspection.attempt(() => {
      const { namespace, name } = identityOf(cluster);
      const archiver = archiverOf(cluster);
      if (archiver === undefined) return;
      const place = backupPlaceOf(archiver, namespace, name, stores);
      if (place === undefined) return;
      const report = reportOn(cluster, inspection);
      const serverName = archiver.at("parameters", "serverName");
      const other = writers.get(place);
      if (other !== undefined)
        report(serverName, `leads to where ${other.subject} keeps its backups`, "give it a name of its own.");
      writers.set(place, other ?? cluster);
      const source = recoverySourceOf(cluster);
      // The source's name is the external cluster's where the plugin is given none.
      const { value: sourceName } = cluster.root.at("spec", "bootstrap", "recovery", "source");
      if (
        source !== undefined &&
        backupPlaceOf(source, namespace, typeof sourceName === "string" ? sourceName : "", stores) === place
      )
        report(serverName, "leads to the backups that it is recovered from", "give it a name of its own.");
    });
}

function reportOn(manifest: StackManifest, { report }: Inspection): Report {
  return (field, problem, fix) => {
    report({ subject: manifest.subject, urn: manifest.urn, field, problem, fix });
  };
}

/** What names a cluster, in its namespace. */
const backedUpBy = (backup: StackManifest): string =>
  JSON.stringify([identityOf(backup).namespace, backup.root.at("spec", "cluster", "name").value]);

export const requirePostgresBackups: Rule = {
  name: "require-postgres-backups",
  displayName: "Postgres is backed up",
  description:
    "Every Postgres cluster sends its log to a store and is backed up on a schedule, and no two keep their backups in one place.",
  severity: "critical",
  tags: ["backups", "data", "SRE"],
  why: "Without its log and a base backup a database can't be brought back, and two that write to one place spoil both.",
  fix: "give the cluster a plugin that archives, a ScheduledBackup, and a serverName of its own.",
  remediation: [
    "Write an ObjectStore that says where backups go, in the cluster's namespace.",
    "Add the Barman Cloud plugin to the cluster's spec.plugins: isWALArchiver: true, and parameters with barmanObjectName and serverName.",
    "Write a ScheduledBackup with method: plugin, pluginConfiguration.name and a schedule of six fields.",
    "Give each cluster a serverName of its own, also one that is recovered from another's backups.",
  ],
  judgeStack(stack, inspection) {
    const clusters = postgresClustersIn(stack);
    const backups = scheduledBackupsIn(stack);
    if (clusters.length === 0 && backups.length === 0) {
      return;
    }
    inspection.applies();
    for (const backup of backups)
      inspection.attempt(() => {
        judgeSchedule(backup, reportOn(backup, inspection));
      });
    const named = new Set<string>();
    let everyNameIsKnown = false;
    inspection.attempt(() => {
      for (const backup of backups) named.add(backedUpBy(backup));
      everyNameIsKnown = true;
    });
    for (const cluster of clusters)
      inspection.attempt(() => {
        const report = reportOn(cluster, inspection);
        const { namespace, name } = identityOf(cluster);
        // One whose name can't be known yet may be the one.
        if (everyNameIsKnown && !named.has(JSON.stringify([namespace, name])))
          report(cluster.root.at("metadata", "name"), "is named by no ScheduledBackup", "write one for it.");
        judgeArchiver(cluster, report);
      });
    judgePlaces(clusters, objectStoresIn(stack), inspection);
  },
};
