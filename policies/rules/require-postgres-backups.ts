import {
  checkArchiver,
  checkRetention,
  checkSchedule,
  isBackupOf,
  type ReportBackup,
} from "../judging/backup-checks.ts";
import type { Inspection } from "../judging/inspection.ts";
import { spanForm } from "../judging/parameter-forms.ts";
import type { Rule, StackManifest } from "../judging/rule.ts";
import { textParameter } from "../judging/settings.ts";
import { someField } from "../kubernetes/field.ts";
import { identityOf, namespaceOf } from "../kubernetes/manifest.ts";
import {
  archiverOf,
  backupPlaceOf,
  objectStoreOf,
  objectStoresIn,
  postgresClustersIn,
  recoverySourceOf,
  retentionDays,
  scheduledBackupsIn,
} from "../kubernetes/postgres-cluster.ts";

const retention = "retention";

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

function reportOn(manifest: StackManifest, { report }: Inspection): ReportBackup {
  return (field, problem, fix) => {
    report({ subject: manifest.subject, urn: manifest.urn, field, problem, fix });
  };
}

/** The stores that clusters of the stack send their logs to. */
function storesInUse(
  clusters: readonly StackManifest[],
  stores: readonly StackManifest[],
  { attempt }: Inspection,
): ReadonlySet<StackManifest> {
  const used = new Set<StackManifest>();
  for (const cluster of clusters)
    attempt(() => {
      const { value: name } = archiverOf(cluster)?.at("parameters", "barmanObjectName") ?? {};
      if (typeof name !== "string") return;
      const store = objectStoreOf(stores, { namespace: namespaceOf(cluster), name });
      if (store) used.add(store);
    });
  return used;
}

function leastRetention(written: string): Parameters<typeof checkRetention>[1] {
  const days = retentionDays(written);
  if (days === undefined)
    throw new Error(
      `require-postgres-backups: ${retention} must be a span such as 7d, 4w or 1m. Correct it in the policy configuration.`,
    );
  return { written, days };
}

export const requirePostgresBackups: Rule = {
  name: "require-postgres-backups",
  displayName: "Postgres is backed up",
  description:
    "Every Postgres cluster sends its log to a store of the stack that keeps it long enough, is backed up on a schedule, and no two keep their backups in one place.",
  severity: "critical",
  tags: ["backups", "data", "SRE"],
  why: "Without its log and a base backup a database can't be brought back, and two that write to one place spoil both.",
  fix: "give the cluster a plugin that archives, a ScheduledBackup, and a serverName of its own.",
  remediation: [
    "Write an ObjectStore that says where backups go, in the cluster's namespace, with a retentionPolicy such as 30d.",
    "Add the Barman Cloud plugin to the cluster's spec.plugins: isWALArchiver: true, and parameters with barmanObjectName and serverName.",
    "Write a ScheduledBackup with method: plugin, pluginConfiguration.name and a schedule of six fields.",
    "Give each cluster a serverName of its own, also one that is recovered from another's backups.",
  ],
  parameters: {
    [retention]: textParameter(
      "For how long a store must keep what a recovery to a moment needs, in days (7d), weeks (4w) or months (1m).",
      "7d",
      spanForm,
    ),
  },
  judgeStack(stack, inspection) {
    const { attempt, settings } = inspection;
    const least = leastRetention(settings.text(retention));
    const [clusters, backups, stores] = [
      postgresClustersIn(stack),
      scheduledBackupsIn(stack),
      objectStoresIn(stack),
    ];
    if (clusters.length === 0 && backups.length === 0) return;
    inspection.applies();
    for (const backup of backups) checkSchedule(backup, reportOn(backup, inspection), attempt);
    for (const cluster of clusters) {
      const report = reportOn(cluster, inspection);
      attempt(() => {
        // One that can't be known yet may be the one.
        if (!someField(backups, (backup) => isBackupOf(cluster, backup)))
          report(cluster.root.at("metadata", "name"), "is named by no ScheduledBackup", "write one for it.");
      });
      checkArchiver(cluster, stores, report, attempt);
    }
    for (const store of storesInUse(clusters, stores, inspection))
      attempt(() => {
        checkRetention(store, least, reportOn(store, inspection));
      });
    judgePlaces(clusters, stores, inspection);
  },
};
