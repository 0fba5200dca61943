import { expect, test } from "vitest";
import { clusteredDatabase } from "../../../components/data/clustered-database.ts";
import { databaseSecret } from "../../../components/secrets/secret-references.ts";
import { poolerName } from "../../../model/database-cluster.ts";
import type { DatabasePath } from "../../../model/database.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { realEnvironment } from "../../support/declarations.ts";
import { poolerMember } from "../operators/cloudnative-pg/pooler.ts";
import { databaseOf, sql } from "./support/database.ts";
import { isReady } from "./support/kubernetes.ts";
import type { Suite } from "./support/suite.ts";

/** Goes each way to every clustered database, by the address that services get. */
export function testPooledDatabases(
  environment: EnvironmentName,
  running: () => { readonly suite: Suite },
): void {
  test("the pooled address leads through a real PgBouncer to the database, the direct one past it, both by TLS", async ({
    annotate,
  }) => {
    const { clients } = running().suite;
    const declared = realEnvironment(environment);
    for (const own of declared.systems) {
      const database = clusteredDatabase(declared, own);
      if (!database) continue;
      const namespace = `${own.system.name}-${environment}`;
      const pod = await databaseOf(clients, namespace);
      const { items } = await clients.core.listNamespacedPod({
        namespace,
        labelSelector: `${poolerMember}=${poolerName("first")}`,
      });
      const poolers = items.filter(isReady).map(({ status }) => status?.podIP ?? "");
      expect(poolers).toHaveLength(database.pooler.instances);
      const addressOf = async (path: DatabasePath): Promise<string> => {
        const { name, key } = databaseSecret(own, path, "application");
        const { data = {} } = await clients.core.readNamespacedSecret({ namespace, name });
        return Buffer.from(data[key] ?? "", "base64").toString();
      };
      const from = `select host(client_addr) || ' ' || ssl from pg_stat_activity join pg_stat_ssl using (pid) where pid = pg_backend_pid()`;
      const [pooled, direct] = [await addressOf("pooled"), await addressOf("direct")];
      const [client, encrypted] = (await sql(clients, pod, from, pooled)).split(" ");
      expect(poolers).toContain(client);
      expect(encrypted).toBe("true");
      const [past, also] = (await sql(clients, pod, from, direct)).split(" ");
      expect(poolers).not.toContain(past);
      expect(also).toBe("true");
      for (const address of [pooled, direct])
        await expect(
          sql(clients, pod, "select 1", address.replace("sslmode=require", "sslmode=disable")),
        ).rejects.toThrow(/SSL required|rejects connection/);
      await annotate(`${namespace}: ${poolers.length} PgBouncers before the database`);
    }
  });
}
