import { describe, expect, it } from "vitest";
import { clusteredDatabase } from "../../../components/data/clustered-database.ts";
import { declaredStores } from "../../../components/data/declared-stores.ts";
import { memoryParameters } from "../../../components/data/memory-parameters.ts";
import { postgresClusterSpec } from "../../../components/data/postgres-cluster-spec.ts";
import { connectionsInDev } from "../../../model/connections.ts";
import { instanceDemand } from "../../../model/postgres-memory.ts";
import { gibibytes } from "../../../model/quantities/bytes.ts";
import { systems } from "../../../systems/all.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";

describe("the settings of a database's memory", () => {
  it("are written as PostgreSQL reads them", () => {
    expect(memoryParameters(gibibytes(2), instanceDemand(200))).toEqual({
      max_connections: "200",
      shared_buffers: "512MB",
      work_mem: "1613kB",
      hash_mem_multiplier: "1",
      maintenance_work_mem: "32768kB",
      autovacuum_max_workers: "3",
      max_parallel_workers: "2",
      jit: "off",
      effective_cache_size: "1024MB",
    });
  });

  it.each(["staging", "production"] as const)("are a cluster's in %s, by its own size", (stack) => {
    const environment = realEnvironment(stack);
    const databases = environment.systems.flatMap((own) => clusteredDatabase(environment, own) ?? []);
    expect(databases.length).toBeGreaterThan(0);
    for (const database of databases) {
      const spec = postgresClusterSpec(database, {
        ...{ cluster: { kind: "first" }, image: "", secret: "", priorityClass: "", labels: {} },
      });
      const { memory } = database.size;
      expect(spec.resources.requests["memory"]).toBe(memory.toString());
      expect(spec.postgresql.parameters).toMatchObject(
        memoryParameters(memory, instanceDemand(database.connections)),
      );
    }
  });

  it.each(systems.map(({ name }) => name))(
    "are those of dev's database of %s, which is kept small",
    (name) => {
      const environment = realEnvironment("dev");
      const own = realSystem("dev", name);
      const store = declaredStores({ environment, own })
        .map((each) => each.store)
        .find(({ part }) => part.workload === "postgres");
      if (!store) throw new Error(`${name} has no database in dev`);
      const { memory } = store.size;
      const settings = memoryParameters(memory, { connections: connectionsInDev(own.system) });
      expect(store.container.args).toEqual(
        Object.entries(settings).flatMap(([setting, value]) => ["-c", `${setting}=${value}`]),
      );
      expect(memory.exceeds(gibibytes(1))).toBe(false);
    },
  );
});
