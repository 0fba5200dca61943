import { configuredEnvironment } from "../../../../config/stack-files.ts";
import type { PlatformPostgres } from "../../../../model/database.ts";
import type { EnvironmentName } from "../../../../model/environment-name.ts";
import { instanceDemand, leastMemory } from "../../../../model/postgres-memory.ts";
import { systems } from "../../../../systems/all.ts";
import type { Cluster } from "../../../../toolchain/cluster/cluster.ts";
import type { ImageSet } from "../../app/images.ts";
import { madeUpPair } from "../../operators/external-secrets/drill-identity.ts";

/** What `slipway:environment` says, as far as tests change it. */
export interface StackConfiguration {
  readonly name: string;
  cluster?: { context: string; kubeconfig: string; identity: string };
  readonly systems: Record<
    string,
    {
      sizes?: {
        services?: Record<string, ServiceSize | undefined>;
        database?: Record<string, unknown>;
      };
      hostnames: Record<string, string>;
      flags?: Record<string, object>;
      contract?: { release: string; reason: string };
      offHours?: { timeZone: string; down: string; up: string };
    }
  >;
  release?: Record<string, Record<string, string>>;
  dumps?: DumpConfiguration;
}

/** Where dumps go, and who opens them. */
export interface DumpConfiguration {
  bucket: string;
  endpoint: string;
  region: string;
  recipients: string[];
  hour?: number;
  secretRecipients: string[];
  certificateAuthority?: string;
}

interface ServiceSize {
  cpu?: { request: string; limit: string };
  memory?: string;
  replicas?: number | { minimum: number; maximum: number };
}

/** What a service of staging and production asks for here: three stacks were declared for larger machines. */
const smallService: ServiceSize = { cpu: { request: "15m", limit: "500m" }, memory: "96Mi" };
const smallDatabase = { cpu: { request: "30m", limit: "1" }, storage: "1Gi" };

/** The least memory that holds the connections which a database is declared with. */
function leastFor({ connections }: PlatformPostgres): string {
  const memory = leastMemory(instanceDemand(connections));
  if (!memory) throw new Error(`no memory holds ${connections} connections`);
  return memory.toString();
}

/**
 * The stack's own configuration, made to fit the test cluster: its address, the images that the suite made, and sizes.
 * Everything else stays as it is declared.
 */
export function stackConfiguration(
  stack: EnvironmentName,
  cluster: Pick<Cluster, "kubeconfig" | "identity">,
  images: Pick<ImageSet, "release">,
): StackConfiguration {
  const own = structuredClone(configuredEnvironment(stack)) as StackConfiguration;
  own.cluster = { context: "slipway-test", kubeconfig: cluster.kubeconfig, identity: cluster.identity };
  own.release = structuredClone(images.release("v1", stack));
  for (const configured of Object.values(own.systems)) {
    if (configured.offHours) configured.offHours = halfADayFromNow();
  }
  if (own.dumps) {
    own.dumps.recipients = ["drill", "person"].map((name) => madeUpPair(name).recipient);
    own.dumps.hour = halfADayOff();
    own.dumps.secretRecipients = [madeUpPair("person").recipient];
  }
  if (stack !== "dev") {
    for (const { name, services, database } of systems) {
      const configured = own.systems[name];
      if (configured === undefined) continue;
      configured.sizes = {
        ...configured.sizes,
        services: Object.fromEntries(
          Object.entries(services).map(([service, { scale }]) => [
            service,
            {
              ...smallService,
              ...(scale.kind === "autoscaled" ? { replicas: { minimum: 2, maximum: 3 } } : {}),
            },
          ]),
        ),
        ...(database?.kind === "platform" && {
          database: { ...smallDatabase, memory: leastFor(database) },
        }),
      };
    }
  }
  return own;
}

/** An hour, in UTC, that doesn't come while the suite runs, whenever that is. */
const halfADayOff = (): number => (new Date().getUTCHours() + 12) % 24;

function halfADayFromNow(): { timeZone: string; down: string; up: string } {
  const hour = halfADayOff();
  return { timeZone: "Etc/UTC", down: `0 ${hour} * * *`, up: `30 ${hour} * * *` };
}
