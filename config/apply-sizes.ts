import type { Database } from "../model/database.ts";
import type { Scaling } from "../model/scaling.ts";
import type { System } from "../model/system.ts";
import type { Workload } from "../model/workload.ts";
import type { GivenDatabaseSize, GivenServiceSize, GivenSizes } from "./given.ts";

/** The declaration with an environment's sizes in place of its own; nothing else can differ (ENV-03). */
export function applySizes(system: System, sizes: GivenSizes): System {
  const { database, cache, vectorStore } = system;
  const services = Object.fromEntries(
    Object.entries(system.services).map(([name, service]) => {
      const given = sizes.services?.[name];
      return [name, given ? applyServiceSize(service, given) : service];
    }),
  );
  return {
    ...system,
    services,
    ...(database && { database: applyDatabaseSize(database, sizes.database ?? {}) }),
    ...(cache && { cache: { ...cache, ...sizes.cache } }),
    ...(vectorStore?.kind === "qdrant" && { vectorStore: { ...vectorStore, ...sizes.vectorStore } }),
  };
}

function applyDatabaseSize(database: Database, given: GivenDatabaseSize): Database {
  const { storage, instances, cpu, memory } = given;
  const kept = { ...(storage && { storage }) };
  if (database.kind === "external") return { ...database, ...kept };
  return {
    ...database,
    ...kept,
    ...(instances !== undefined && { instances }),
    size: { ...database.size, ...(cpu && { cpu }), ...(memory && { memory }) },
  };
}

function applyServiceSize<W extends Workload>(service: W, { cpu, memory, replicas }: GivenServiceSize): W {
  return {
    ...service,
    size: { ...service.size, ...(cpu && { cpu }), ...(memory && { memory }) },
    scale: applyReplicas(service.scale, replicas),
  };
}

function applyReplicas(scaling: Scaling, replicas: GivenServiceSize["replicas"]): Scaling {
  if (replicas === undefined) return scaling;
  if (scaling.kind === "fixed" && typeof replicas === "number") return { ...scaling, replicas };
  if (scaling.kind === "autoscaled" && typeof replicas === "object") return { ...scaling, ...replicas };
  throw new TypeError(`the schema let ${JSON.stringify(replicas)} through for ${scaling.kind} replicas`);
}
