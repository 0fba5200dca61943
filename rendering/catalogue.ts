import type { CachePurpose } from "../model/cache.ts";
import type { Bucket, ObjectStore } from "../model/object-store.ts";
import { type Latency, type Objective, piecesOf } from "../model/objective.ts";
import type { Scaling } from "../model/scaling.ts";
import { secretNames } from "../model/secret-names.ts";
import { whyNotCopied } from "../model/snapshot.ts";
import { thirdPartiesOf } from "../model/system-parties.ts";
import type { System } from "../model/system.ts";
import type { ThirdParty } from "../model/third-party.ts";
import type { VectorStore } from "../model/vector-store.ts";
import type { Workload } from "../model/workload.ts";
import { bucketSection } from "./bucket-lines.ts";
import { none, table } from "./markdown-table.ts";
import { flagLine, migrationLine, taskLine } from "./task-lines.ts";
import { secretKeys, secretRow, variableRow } from "./variable-rows.ts";
import { watchSection } from "./watch-rows.ts";

/** The page that tells a reader everything a system declares, without opening its file. */
export function cataloguePage(system: System): string {
  const sections = [
    `# ${system.name}`,
    `Made from \`systems/${system.name}.ts\` by \`make catalogue\`. Owner: ${system.owner}.${codeOf(system)}`,
    "## Services",
    table(
      [
        "service",
        "kind",
        "tier",
        "image",
        "port",
        "health",
        "replicas",
        "CPU",
        "memory",
        "restarts an hour before an alert",
      ],
      Object.entries(system.services).map(([name, service]) => serviceRow(system, name, service)),
    ),
    "## Edges",
    table(
      ["service", "uses", "calls", "third parties"],
      Object.entries(system.services).map(([name, service]) => edgeRow(name, service)),
    ),
    "## Data",
    table(["store", "what", "recovery time, point"], dataRows(system)),
    ...bucketSection(system),
    ...(system.migration ? ["## Migration", `${migrationLine(system.migration)}.`] : []),
    "## Variables",
    table(
      ["variable", "meaning", "value", "read by"],
      Object.entries(system.variables).map(([name, variable]) => variableRow(system, name, variable)),
    ),
    "## Secrets to store",
    "Outside dev, each in the store that `secrets.store` names, at `<environment>/" +
      system.name +
      "/<secret>`, or as the service that `secrets.service` names takes it.",
    table(
      ["secret", "properties", "required", "form"],
      secretNames(system).map((each) => secretRow(system, each)),
    ),
    ...secretKeys(system),
    "## Third parties",
    table(["name", "purpose", "host", "status page"], thirdPartiesOf(system).map(thirdPartyRow)),
    "## Objectives",
    system.objectives.map((objective) => `- ${objectiveLine(objective)}`).join("\n"),
    ...watchSection(system),
    ...named("## Tasks", system.tasks, taskLine),
    ...named("## Feature flags", system.flags, flagLine),
    ...named(
      "## Built, not run",
      system.artefacts,
      ({ meaning, configuration, tags }) =>
        `${meaning}, configured by \`${configuration}\`, built on tags \`${tags}\``,
    ),
    ...named("## Reads metrics, alerts and budgets", system.observers, (purpose) => purpose),
    ...(Object.keys(system.observers).length === 0 ? [] : ["[How they ask](../observers.md)"]),
  ];
  return `${sections.join("\n\n")}\n`;
}

const codeOf = ({ repositories }: System): string =>
  repositories.length === 0 ? "" : ` Code on GitHub: ${repositories.join(", ")}.`;

function named<T>(title: string, entries: Readonly<Record<string, T>>, say: (entry: T) => string): string[] {
  const lines = Object.entries(entries).map(([name, entry]) => `- **${name}**: ${say(entry)}`);
  return lines.length === 0 ? [] : [title, lines.join("\n")];
}

function serviceRow(system: System, name: string, service: Workload): string[] {
  const image = system.images[service.image];
  return [
    name,
    service.kind,
    service.tier,
    image ? `\`${image.repository}\` on ${image.base}` : none,
    "port" in service ? `${service.port}${service.public ? ", public" : ""}` : none,
    healthOf(service),
    replicasOf(service.scale),
    `${service.size.cpu.request} to ${service.size.cpu.limit}`,
    service.size.memory.toString(),
    String(service.restartsBeforeAlert),
  ];
}

function healthOf(service: Workload): string {
  if ("heartbeat" in service)
    return `heartbeat every ${service.heartbeat.every}, ${service.heartbeat.missed} may be missed`;
  const { live, ready, detailed } = service.health;
  return `live \`${live}\`, ready \`${ready}\`${detailed === undefined ? "" : `, detailed \`${detailed}\` (never probed)`}`;
}

const replicasOf = (scaling: Scaling): string =>
  scaling.kind === "fixed"
    ? String(scaling.replicas)
    : `${scaling.minimum} to ${scaling.maximum}, at ${scaling.cpu} of CPU`;

function edgeRow(name: string, service: Workload): string[] {
  if (service.kind === "static-site") return [name, none, none, none];
  const { database, cache, vectorStore } = service.uses;
  const uses = [
    ...(database ? [`database (${Object.values(database.env).join(", ")}), pool ${database.pool}`] : []),
    ...(cache ? [`cache, pool ${cache.pool}`] : []),
    ...(vectorStore ? ["vector store"] : []),
  ];
  return [
    name,
    uses.join("; "),
    service.calls.join(", "),
    service.egress.map((party) => party.name).join(", "),
  ];
}

const bucketLine = ([name, { holds, retention }]: readonly [string, Bucket]): string =>
  `bucket \`${name}\` with ${holds}, set to keep what is deleted or replaced for ${retention}`;

function versionsLine({ party, versions = true, copies }: ObjectStore): string {
  const kept = versions ? "" : `; ${party.name} itself keeps no version of a file`;
  if (copies)
    return `. What is new is copied each night, and can be had back for as long ([recovery](../recovery.md#restore-uploads))${kept}`;
  return versions
    ? ""
    : `. **In no backup**: ${party.name} keeps no version of a file, so its owner has to have it copied, or declare \`copies\` ([0038](../decisions/0038-copies-of-buckets.md))`;
}

const cachePurposes: Readonly<Record<CachePurpose, string>> = {
  cache: "copies that may be thrown away",
  counters: "counts that are never thrown away",
  both: "copies and counts, none of which is thrown away",
};

function dataRows({ database, cache, vectorStore, objectStore }: System): string[][] {
  return [
    ...(database
      ? [
          [
            "database",
            `Postgres ${database.version}, ${database.kind === "external" ? database.provider : `${database.storage}`}, ${database.connections} connections`,
            `${database.recovery.time}, ${database.recovery.point}`,
          ],
        ]
      : []),
    ...(cache
      ? [
          [
            "cache",
            `Redis ${cache.version}, ${cache.kind === "external" ? cache.provider : `${cache.memory} in memory`}, holds ${cachePurposes[cache.purpose]}; ${copyLine(whyNotCopied(cache))}`,
            none,
          ],
        ]
      : []),
    ...(vectorStore ? [["vector store", vectorStoreLine(vectorStore), none]] : []),
    ...(objectStore
      ? [
          [
            "object store",
            `${objectStore.party.name}, by \`${objectStore.keyVariable}\`: ${Object.entries(objectStore.buckets).map(bucketLine).join("; ")}${versionsLine(objectStore)}`,
            `${objectStore.recovery.time}, ${objectStore.recovery.point}`,
          ],
        ]
      : []),
  ];
}

const copyLine = (whyNot: string | undefined): string =>
  whyNot === undefined ? "copied each night" : `not copied, as ${whyNot}`;

const vectorStoreLine = ({ kind }: VectorStore): string =>
  kind === "qdrant" ? `${kind}; ${copyLine(undefined)}` : kind;

const thirdPartyRow = ({ name, purpose, host, port, statusPage }: ThirdParty): string[] => [
  name,
  purpose,
  `${host}:${port}`,
  statusPage ?? none,
];

function objectiveLine(objective: Objective): string {
  const { target } = objective;
  switch (objective.kind) {
    case "availability":
      return `${target} of requests are answered well`;
    case "latency":
      return `${target} of ${piecesOf(objective)} take at most ${objective.within}${measuredAt(objective)}`;
    case "freshness":
      return `${target} of ${piecesOf(objective)} are late by at most ${objective.within} (\`${objective.lateness.name}\` of ${objective.service})`;
    case "uptime":
      return `${target} of the time, ${objective.services.join(" and ")} are reached from outside`;
    case "durability":
      return `${target} of the time, the database's data is safe within the recovery point`;
  }
}

/** What the services' own metrics must have for the bound to be seen. */
function measuredAt({ services, path, within, measured }: Latency): string {
  if (measured) return ` (\`${measured.name}\` of ${services.join(", ")})`;
  const answers = path === undefined ? "every answer" : `\`${path}\``;
  return ` (${answers} of ${services.join(", ")}; the histogram needs a bound of ${within.milliseconds / 1000} s)`;
}
