import { parse, parseDocument, Scalar, YAMLSeq } from "yaml";
import { readMoment } from "../../config/database-clusters.ts";
import { parseEnvironment } from "../../config/parse-environment.ts";
import { type ClusterKey, clusterName, keyOf } from "../../model/database-cluster.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { type Problem, throwIfAny } from "../../model/problem.ts";
import { leastRecoveryPoint, recoveryWindow } from "../../model/recovery.ts";
import type { System } from "../../model/system.ts";

/** What is to be recovered, as it was asked for. */
export interface AskedRecovery {
  readonly stack: EnvironmentName;
  readonly system: string;
  /** The point in time. */
  readonly at: string;
  /** Whose past: `first`, or the time that another cluster was taken back to. @default the cluster that serves */
  readonly from?: string;
  readonly now: Date;
}

/** A stack's file with one cluster more. */
export interface StackFileWithCluster {
  readonly text: string;
  /** The new cluster's name. */
  readonly name: string;
  /** The name of the one that it is taken from. */
  readonly source: string;
}

const key = "slipway:environment";

/**
 * Adds a cluster to a stack's file that is recovered from another's archive; services stay where they are.
 * @param text The file, whose comments and order stay.
 * @throws ValidationError that names what was asked for wrongly, or what is wrong with the file.
 */
export function withRecoveredCluster(
  text: string,
  systems: readonly System[],
  asked: AskedRecovery,
): StackFileWithCluster {
  const environmentIn = (content: string) =>
    parseEnvironment(
      systems,
      asked.stack,
      (parse(content) as { config: Record<string, unknown> }).config[key],
    );
  const recoverable = environmentIn(text).systems.filter(
    ({ system }) => system.database?.kind === "platform",
  );
  const own = recoverable.find(({ system }) => system.name === asked.system);
  const { all, serving } = own?.databaseClusters ?? { all: [], serving: "first" as const };
  const at = readMoment(asked.at);
  const from = asked.from === undefined ? serving : sourceOf(asked.from);
  const names = all.map((cluster) => clusterName(keyOf(cluster)));
  throwIfAny("Recovery", [
    ...(own
      ? []
      : [
          {
            path: "SYSTEM",
            message: `"${asked.system}" has no database in ${asked.stack} that the platform backs up; known: ${recoverable.map(({ system }) => system.name).join(", ")}`,
          },
        ]),
    ...momentProblems(asked, at),
    ...(at && names.includes(clusterName(at))
      ? [
          {
            path: "AT",
            message: `"${asked.at}" is what ${clusterName(at)} was taken back to; it is there already`,
          },
        ]
      : []),
    ...(from === undefined
      ? [{ path: "FROM", message: `"${asked.from}" is neither "first" nor a point in time with its zone` }]
      : []),
    ...(at && from instanceof Date && from >= at
      ? [
          {
            path: "FROM",
            message: `${clusterName(from)} had not begun at "${asked.at}"; name the cluster that served then, for example FROM=first`,
          },
        ]
      : []),
  ]);
  if (at === undefined || from === undefined) throw new TypeError("a problem was let through");
  const changed = withEntry(text, asked.system, { at, from });
  // What is written must be what the next update can read.
  environmentIn(changed);
  return { text: changed, name: clusterName(at), source: clusterName(from) };
}

const sourceOf = (text: string): ClusterKey | undefined => (text === "first" ? text : readMoment(text));

function withEntry(
  text: string,
  system: string,
  { at, from }: { readonly at: Date; readonly from: ClusterKey },
): string {
  const document = parseDocument(text);
  const path = ["config", key, "systems", system, "database", "recovered"];
  if (!(document.getIn(path) instanceof YAMLSeq)) document.setIn(path, new YAMLSeq());
  document.addIn(
    path,
    document.createNode({
      at: quoted(at),
      ...(from === "first" ? {} : { from: quoted(from) }),
    }),
  );
  return document.toString({ lineWidth: 0 });
}

/** The engine's reader takes a bare time for a date. */
function quoted(moment: Date): Scalar {
  const scalar = new Scalar(moment.toISOString().replace(".000Z", "Z"));
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

function momentProblems({ at: text, now }: AskedRecovery, at: Date | undefined): Problem[] {
  const wrong = (message: string): Problem[] => [{ path: "AT", message: `"${text}" ${message}` }];
  if (!at) return wrong('is not a point in time with its zone; write it as "2026-11-20T14:03:00Z"');
  const age = now.getTime() - at.getTime();
  if (age < 0) return wrong(`has not come yet; it is ${now.toISOString()}`);
  if (age < leastRecoveryPoint.milliseconds) {
    const from = new Date(at.getTime() + leastRecoveryPoint.milliseconds).toISOString();
    return wrong(
      `is less than ${leastRecoveryPoint} ago, and the log up to it may not be in the archive yet; ask again from ${from} on, or give an earlier moment`,
    );
  }
  return age > recoveryWindow.milliseconds
    ? wrong(`is longer ago than the ${recoveryWindow} that can be gone back to`)
    : [];
}
