import { clusteredDatabase } from "../../../components/data/clustered-database.ts";
import { declaredStores } from "../../../components/data/declared-stores.ts";
import { postgresClusterSpec } from "../../../components/data/postgres-cluster-spec.ts";
import { environmentNames } from "../../../model/environment-name.ts";
import { instanceDemand, type MemoryDemand } from "../../../model/postgres-memory.ts";
import { Bytes } from "../../../model/quantities/bytes.ts";
import { realEnvironment } from "../../support/declarations.ts";

/** A database as a stack runs it. */
export interface RenderedDatabase {
  readonly memory: Bytes;
  /** What it is to hold. */
  readonly demand: MemoryDemand;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Every database that the platform runs, by the stacks and systems that have one of that size. */
export function renderedDatabases(): ReadonlyMap<string, RenderedDatabase> {
  const names = new Map<string, string[]>();
  const found = new Map<string, RenderedDatabase>();
  for (const stack of environmentNames) {
    const environment = realEnvironment(stack);
    for (const own of environment.systems) {
      const database = clusteredDatabase(environment, own);
      const store = declaredStores({ environment, own })
        .map((each) => each.store)
        .find(({ part }) => part.workload === "postgres");
      const rendered = database ? ofCluster(database) : store && ofStore(store);
      if (!rendered) continue;
      const key = JSON.stringify([rendered.memory.toString(), rendered.parameters]);
      found.set(key, rendered);
      names.set(key, [...(names.get(key) ?? []), `${own.system.name} in ${stack}`]);
    }
  }
  return new Map([...found].map(([key, rendered]) => [(names.get(key) ?? []).join(", "), rendered]));
}

function ofCluster(database: NonNullable<ReturnType<typeof clusteredDatabase>>): RenderedDatabase {
  const { postgresql, resources } = postgresClusterSpec(database, {
    ...{ cluster: { kind: "first" }, image: "", secret: "", priorityClass: "", labels: {} },
  });
  // Those of a library have a dot, and it is not loaded here.
  const parameters = Object.entries(postgresql.parameters).filter(([name]) => !name.includes("."));
  return {
    memory: Bytes.parse(String(resources.limits["memory"])),
    demand: instanceDemand(database.connections),
    parameters: Object.fromEntries(parameters),
  };
}

function ofStore({ size, container }: ReturnType<typeof declaredStores>[number]["store"]): RenderedDatabase {
  const settings = (container.args ?? []).filter((word) => word !== "-c");
  const parameters = Object.fromEntries(
    settings.map((setting) => {
      const [name = "", value = ""] = setting.split("=");
      return [name, value];
    }),
  );
  return {
    memory: size.memory,
    demand: { connections: Number(parameters["max_connections"]) },
    parameters,
  };
}
