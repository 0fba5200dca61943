import { type EnvironmentName, environmentNames } from "../model/environment-name.ts";
import type { Problem } from "../model/problem.ts";
import type { Environment } from "./environment.ts";
import { show } from "./fields.ts";
import { configuredElsewhere, stackFile } from "./stack-files.ts";

const key = "slipway:environment";

/** The parts of an environment that lead somewhere, as they are read and as a file has them. */
interface Places {
  readonly systems: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly buckets: ReadonlyMap<string, string>;
}

/**
 * What an environment shares with another one: a host, or a bucket. Developers would write to staging's data (CF-25), a
 * test of staging's would reach production's customers (ENV-29), and one environment's old dumps would be cleared away by
 * another's rules.
 * @param configured What another stack's file says. @default the files of the project
 */
export function separationProblems(
  environment: Environment,
  configured: (other: EnvironmentName) => unknown = configuredElsewhere,
): Problem[] {
  const own = placesOf(environment);
  return environmentNames
    .filter((other) => other !== environment.name)
    .flatMap((other) => sharedWith(environment.name, own, other, placesIn(configured(other))));
}

function sharedWith(name: EnvironmentName, own: Places, other: EnvironmentName, theirs: Places): Problem[] {
  const problem = (path: string, what: string, place: string): Problem => ({
    path: `${key}.${path}`,
    message: `${show(place)} is ${other}'s ${what} too (${stackFile(other)}), and environments share none; give ${name} one of its own`,
  });
  const theirHosts = new Set([...theirs.systems.values()].flatMap((hosts) => [...hosts.values()]));
  const theirBuckets = new Set(theirs.buckets.values());
  return [
    ...[...own.systems].flatMap(([system, hosts]) =>
      [...hosts].flatMap(([service, host]) =>
        theirHosts.has(host) ? [problem(`systems.${system}.hostnames.${service}`, "host", host)] : [],
      ),
    ),
    ...[...own.buckets].flatMap(([role, bucket]) =>
      theirBuckets.has(bucket) ? [problem(`${role}.bucket`, "bucket", bucket)] : [],
    ),
  ];
}

function placesOf({ systems, backups, dumps }: Environment): Places {
  const bucketsByRole = Object.entries({ backups, dumps }).flatMap(([role, given]) =>
    given ? [[role, bucketAt(given.bucket, given.endpoint.url)] as const] : [],
  );
  return {
    systems: new Map(
      systems.map(({ system, hostnames }) => [
        system.name,
        new Map([...hostnames].map(([service, { name }]) => [service, name])),
      ]),
    ),
    buckets: new Map(bucketsByRole),
  };
}

/** Another stack's file may be wrong anywhere, which that stack's own run tells of. */
function placesIn(given: unknown): Places {
  const systems = entriesOf(entryOf(given, "systems"));
  return {
    systems: new Map(
      systems.map(([system, configured]) => [
        system,
        new Map(
          entriesOf(entryOf(configured, "hostnames")).map(([service, host]) => [service, String(host)]),
        ),
      ]),
    ),
    buckets: new Map(
      ["backups", "dumps"].flatMap((role) => {
        const bucket = entryOf(given, role);
        const [name, endpoint] = [entryOf(bucket, "bucket"), entryOf(bucket, "endpoint")];
        return typeof endpoint === "string" && URL.canParse(endpoint)
          ? [[role, bucketAt(String(name), endpoint)] as const]
          : [];
      }),
    ),
  };
}

/** A bucket's name is one at its service, and may be somebody else's at another. All of Amazon's regions are one service. */
const bucketAt = (bucket: string, endpoint: string): string =>
  `${bucket} at ${new URL(endpoint).host.replace(/^.*\.amazonaws\.com$/, "amazonaws.com")}`;

const entriesOf = (given: unknown): [string, unknown][] =>
  typeof given === "object" && given !== null ? Object.entries(given) : [];

const entryOf = (given: unknown, wanted: string): unknown =>
  entriesOf(given).find(([name]) => name === wanted)?.[1];
