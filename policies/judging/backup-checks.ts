import { allHold, type Field } from "../kubernetes/field.ts";
import { namespaceOf } from "../kubernetes/manifest.ts";
import { archiverOf, objectStoreOf, retentionDays } from "../kubernetes/postgres-cluster.ts";
import type { Inspection } from "./inspection.ts";
import { stateOf } from "./message.ts";
import type { StackManifest } from "./rule.ts";

type Attempt = Inspection["attempt"];
export type ReportBackup = (field: Field, problem: string, fix: string) => void;

/** Seconds come first. A descriptor, as "@daily", has one word. */
const SCHEDULE_FIELDS = 6;

/** Judges whether a cluster sends its log to a store that the stack has. */
export function checkArchiver(
  cluster: StackManifest,
  stores: readonly StackManifest[],
  report: ReportBackup,
  attempt: Attempt,
): void {
  attempt(() => {
    const inTree = cluster.root.at("spec", "backup", "barmanObjectStore");
    if (inTree.isSet)
      report(
        inTree,
        "is set, which CloudNativePG 1.31 no longer knows and newer images archive nothing with",
        "write an ObjectStore, and name it to the plugin in spec.plugins.",
      );
  });
  attempt(() => {
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
    const { value: name } = store;
    if (typeof name !== "string" || name === "")
      report(store, `${stateOf(store)} and must name a store`, "write the name of the ObjectStore.");
    else if (objectStoreOf(stores, { namespace: namespaceOf(cluster), name }) === undefined)
      report(
        store,
        "names an ObjectStore that the stack doesn't declare in this namespace",
        "declare the ObjectStore in the cluster's namespace, or correct its name.",
      );
  });
}

/** Judges for how long a store keeps what a recovery to a moment needs. */
export function checkRetention(
  store: StackManifest,
  least: { readonly written: string; readonly days: number },
  report: ReportBackup,
): void {
  const field = store.root.at("spec", "retentionPolicy");
  const kept = retentionDays(field.value);
  if (kept !== undefined && kept >= least.days) return;
  const state = kept === undefined ? stateOf(field) : `is ${String(field.value)}`;
  report(field, `${state} and must be ${least.written} or more`, `set retentionPolicy: ${least.written}.`);
}

/** Judges whether a ScheduledBackup makes backups, and by the plugin. */
export function checkSchedule(backup: StackManifest, report: ReportBackup, attempt: Attempt): void {
  const spec = backup.root.at("spec");
  attempt(() => {
    const schedule = spec.at("schedule");
    const words = typeof schedule.value === "string" ? schedule.value.trim().split(/\s+/) : [];
    if (words.length !== SCHEDULE_FIELDS && words[0]?.startsWith("@") !== true)
      report(
        schedule,
        `has ${words.length} fields and must have ${SCHEDULE_FIELDS}`,
        'put the seconds first, as in "0 0 2 * * *".',
      );
  });
  attempt(() => {
    const method = spec.at("method");
    if (method.value !== "plugin")
      report(
        method,
        method.isSet ? "is not plugin" : "is not set and must be plugin",
        "write method: plugin.",
      );
  });
  attempt(() => {
    const plugin = spec.at("pluginConfiguration", "name");
    if (!plugin.isSet) report(plugin, "is not set", "name the plugin that archives the cluster's log.");
  });
  attempt(() => {
    const suspend = spec.at("suspend");
    if (suspend.value === true) report(suspend, "is true, so nothing is backed up", "remove suspend.");
  });
}

/** Whether a ScheduledBackup is of a cluster: it is in the cluster's namespace and names it. */
export const isBackupOf = (cluster: StackManifest, backup: StackManifest): boolean =>
  allHold(
    () => backup.root.at("spec", "cluster", "name").value === cluster.root.at("metadata", "name").value,
    () => namespaceOf(backup) === namespaceOf(cluster),
  );
