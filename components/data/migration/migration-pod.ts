import { readFileSync } from "node:fs";
import type { Container, EnvVar } from "kubernetes-types/core/v1.d.ts";
import { roleNames } from "../../../model/database-role.ts";
import type { Size } from "../../../model/size.ts";
import type { PodTemplate } from "../../workloads/pod-template.ts";
import { resourceRequirements } from "../../workloads/resources.ts";
import { containerSecurityContext } from "../../workloads/security-context.ts";

/** The steps of a migration, which are the names of its containers. */
export const steps = { before: "admission", tool: "migration", after: "record" } as const;

/** psql's exit code when a statement was refused: to try again would change nothing. */
const statementRefused = 3;

/** How long a database may be away when a release begins: an update may have it restart its instances. */
const patience = { attempts: 36, everySeconds: 5 } as const;

/** A role that a migration waits for. */
export interface AwaitedRole {
  readonly name: string;
  /** Whether it must be let in, as one that may what the application may: services come by it next. */
  readonly letIn: boolean;
}

/**
 * Runs psql at the address, once there is a database.
 * @param awaited What must be there as well: an operator makes its roles some time after it takes connections.
 */
const program = (awaited?: AwaitedRole): string =>
  [
    `attempts=${patience.attempts}`,
    `seconds=${patience.everySeconds}`,
    ...(awaited === undefined
      ? ['question="select 1"', "hint="]
      : [
          `question="select 1 / count(*) from pg_roles where ${conditions(awaited).join(" and ")}"`,
          `hint=" Or its role ${awaited.name} is not there${awaited.letIn ? ", or is locked" : ""}: docs/database-roles.md says who makes it."`,
        ]),
    readFileSync(new URL("run-psql.sh", import.meta.url), "utf8"),
  ].join("\n");

const conditions = ({ name, letIn }: AwaitedRole): readonly string[] => [
  `rolname = '${name}'`,
  ...(letIn ? ["rolcanlogin", `pg_has_role(oid, '${roleNames.application}', 'usage')`] : []),
];

const folder = "/etc/slipway/migration";
const volume = "statements";

/** What psql does around a migration's own tool. */
export interface PsqlSteps {
  /** An image with PostgreSQL's client. */
  readonly image: string;
  readonly size: Size;
  /** Name of the ConfigMap with its files. */
  readonly configMap: string;
  /** A role that the statements before the tool speak of, or that services come by after it. @default none */
  readonly awaited?: AwaitedRole;
  readonly before: { readonly files: readonly string[]; readonly env: readonly EnvVar[] };
  readonly after: { readonly files: readonly string[]; readonly env: readonly EnvVar[] };
}

/**
 * The pod of a migration: psql admits the release and prepares the database, the tool migrates, psql records. Each step
 * begins when the one before has ended well.
 */
export function migrationPod(
  { metadata = {}, spec }: PodTemplate,
  toolVariables: readonly EnvVar[],
  psql: PsqlSteps,
): PodTemplate {
  const tool = spec.containers.map((container) => ({
    ...container,
    name: steps.tool,
    env: [...toolVariables],
  }));
  return {
    metadata: { ...metadata, annotations: { "kubectl.kubernetes.io/default-container": steps.tool } },
    spec: {
      ...spec,
      initContainers: [psqlContainer(steps.before, psql.before, psql, psql.awaited), ...tool],
      containers: [psqlContainer(steps.after, psql.after, psql)],
      volumes: [...spec.volumes, { name: volume, configMap: { name: psql.configMap } }],
    },
  };
}

function psqlContainer(
  name: string,
  { files, env }: PsqlSteps["before"],
  { image, size }: Pick<PsqlSteps, "image" | "size">,
  awaited?: AwaitedRole,
): Container {
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    command: [
      ...["sh", "-ec", program(awaited), "psql"],
      ...["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--single-transaction"],
      ...files.map((file) => `--file=${folder}/${file}`),
    ],
    env: [...env],
    // Why a release is refused belongs into the update's own words.
    terminationMessagePolicy: "FallbackToLogsOnError",
    resources: resourceRequirements(size, []),
    securityContext: containerSecurityContext(),
    volumeMounts: [{ name: volume, mountPath: folder, readOnly: true }],
  };
}

/** What ends a migration's Job at once, where another attempt could only fail in the same way. */
export const refusedStatements = [steps.before, steps.after].map((containerName) => ({
  action: "FailJob",
  onExitCodes: { containerName, operator: "In", values: [statementRefused] },
}));
