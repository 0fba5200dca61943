import { databaseKeys } from "../components/secrets/secret-references.ts";
import { containerVariables } from "../model/container-variables.ts";
import type { Objective } from "../model/objective.ts";
import type { Scaling } from "../model/scaling.ts";
import { databaseAddresses, type SecretName, secretNames } from "../model/secret-names.ts";
import type { System } from "../model/system.ts";
import type { ThirdParty } from "../model/third-party.ts";
import type { Variable } from "../model/variable.ts";
import type { Workload } from "../model/workload.ts";

/** The page that tells a reader everything a system declares, without opening its file. */
export function cataloguePage(system: System): string {
  const sections = [
    `# ${system.name}`,
    `Made from \`systems/${system.name}.ts\` by \`make catalogue\`. Owner: ${system.owner}.`,
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
    "## Variables",
    table(
      ["variable", "meaning", "value", "read by"],
      Object.entries(system.variables).map(([name, variable]) => variableRow(system, name, variable)),
    ),
    "## Secrets to store",
    "Outside dev, each at `<environment>/" +
      system.name +
      "/<secret>` in the store that `secrets.store` names.",
    table(["secret", "properties", "required"], secretNames(system).map(secretRow)),
    "## Third parties",
    table(["name", "purpose", "host", "status page"], thirdParties(system).map(thirdPartyRow)),
    "## Objectives",
    system.objectives.map((objective) => `- ${objectiveLine(objective)}`).join("\n"),
    ...named(
      "## Built, not run",
      system.artefacts,
      ({ meaning, configuration, tags }) =>
        `${meaning}, configured by \`${configuration}\`, built on tags \`${tags}\``,
    ),
    ...named("## Reads metrics, alerts and budgets", system.observers, (purpose) => purpose),
  ];
  return `${sections.join("\n\n")}\n`;
}

const none = "–";

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "None.";
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell || none).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}

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
      ? [["cache", `Redis ${cache.version}, ${cache.memory} in memory, ${cache.eviction}`, none]]
      : []),
    ...(vectorStore ? [["vector store", vectorStore.kind, none]] : []),
    ...(objectStore
      ? [
          [
            "object store",
            `${objectStore.party.name}: ${objectStore.holds}`,
            `${objectStore.recovery.time}, ${objectStore.recovery.point}`,
          ],
        ]
      : []),
  ];
}

function variableRow(system: System, name: string, variable: Variable): string[] {
  const readers = Object.entries(system.services)
    .filter(([, service]) => containerVariables(system, service).some(([other]) => other === name))
    .map(([service]) => service);
  return [`\`${name}\``, variable.meaning, valueOf(variable), readers.join(", ")];
}

function valueOf(variable: Variable): string {
  switch (variable.kind) {
    case "setting": {
      const { value, phase } = variable;
      const text =
        typeof value === "string"
          ? `\`${value}\``
          : Object.entries(value)
              .map(([environment, each]) => `${environment} \`${each}\``)
              .join(", ");
      return phase === "build" ? `${text} (while building)` : text;
    }
    case "public-url":
      return `address of ${variable.service}`;
    case "external-url":
      return `address of ${variable.host}`;
    case "secret": {
      const prefix = variable.shape.prefix.production;
      return `${variable.optional ? "optional secret" : "secret"}${prefix ? ` \`${prefix}…\`` : ""}`;
    }
  }
}

const secretRow = ({ name, optional }: SecretName): string[] => [
  `\`${name}\``,
  name === databaseAddresses
    ? Object.values(databaseKeys)
        .map((key) => `\`${key}\``)
        .join(", ")
    : "none: one plain value",
  optional ? "no" : "yes",
];

function thirdParties({ services, objectStore, vectorStore }: System): readonly ThirdParty[] {
  const called = Object.values(services).flatMap((service) => ("egress" in service ? service.egress : []));
  const stores = [objectStore?.party, vectorStore?.kind === "pinecone" ? vectorStore.party : undefined];
  return [...new Set([...called, ...stores.filter((party) => party !== undefined)])];
}

const thirdPartyRow = ({ name, purpose, host, port, statusPage }: ThirdParty): string[] => [
  name,
  purpose,
  `${host}:${port}`,
  statusPage ?? none,
];

function objectiveLine(objective: Objective): string {
  if (objective.kind === "availability") return `${objective.target} of requests are answered well`;
  const verb = objective.kind === "latency" ? "take" : "are late by";
  return `${objective.target}: ${objective.of}, ${verb} at most ${objective.within}`;
}
