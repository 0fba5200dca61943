import { expect, test } from "vitest";
import { databaseRoles } from "../../../components/secrets/database-logins.ts";
import { databaseSecret } from "../../../components/secrets/secret-references.ts";
import { type DatabaseRole, roleNames } from "../../../model/database-role.ts";
import type { DatabasePath } from "../../../model/database.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { realEnvironment } from "../../support/declarations.ts";
import { databaseOf, sql } from "./support/database.ts";
import type { Suite } from "./support/suite.ts";

/** Logs in to every database of the platform's as each of its roles, by the addresses that pods get. */
export function testDatabaseRoles(
  environment: EnvironmentName,
  running: () => { readonly suite: Suite },
): void {
  test("the roles of each database: a pod logs in by its Secret, and may do what its role may, after the migration", async ({
    annotate,
  }) => {
    const { clients } = running().suite;
    for (const own of realEnvironment(environment).systems) {
      if (databaseRoles(own).length === 1) continue;
      const namespace = `${own.system.name}-${environment}`;
      const pod = await databaseOf(clients, namespace);
      const ask = async (role: DatabaseRole, path: DatabasePath, statement: string): Promise<string> => {
        const { name, key } = databaseSecret(own, path, role);
        const { data = {} } = await clients.core.readNamespacedSecret({ namespace, name });
        return sql(clients, pod, statement, Buffer.from(data[key] ?? "", "base64").toString());
      };
      for (const role of databaseRoles(own))
        expect(await ask(role, "direct", "select current_user"), namespace).toBe(roleNames[role]);

      await ask("owner", "direct", "create table roles_tried (id serial primary key, word text)");
      for (const path of ["pooled", "direct"] as const) {
        const insert = `insert into roles_tried (word) values ('${path}') returning current_user`;
        expect(await ask("application", path, insert)).toBe(roleNames.application);
        for (const refused of [
          "create table mine (id int)",
          "drop table roles_tried",
          "delete from slipway.release",
        ])
          await expect(ask("application", path, refused), refused).rejects.toThrow(
            /permission denied|must be owner/,
          );
      }
      expect(await ask("read-only", "direct", "select count(*) from roles_tried")).toBe("2");
      expect(
        Number(await ask("read-only", "direct", "select count(*) from slipway.release")),
      ).toBeGreaterThan(0);
      await expect(ask("read-only", "direct", "delete from roles_tried")).rejects.toThrow(
        /permission denied/,
      );
      await ask("owner", "direct", "drop table roles_tried");
      await annotate(`${namespace}: ${databaseRoles(own).join(", ")}`);
    }
  });
}
