import * as fc from "fast-check";
import { expect, test } from "vitest";
import { settingsData } from "../../../components/backups/dump-settings.ts";
import { dumpedDatabase } from "../../../components/backups/dumped-database.ts";
import { databaseSecret } from "../../../components/secrets/secret-references.ts";
import { roleNames } from "../../../model/database-role.ts";
import { externalPostgres } from "../../../model/database.ts";
import { rolesInDumps } from "../../../model/roles-in-dumps.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";
import { everyDump, renderedSettings } from "./rendered-dumps.ts";

interface Cluster {
  readonly metadata: { readonly namespace: string };
  readonly spec: {
    readonly bootstrap: { readonly initdb: { readonly owner: string } };
    readonly managed: { readonly roles: readonly { readonly name: string }[] };
  };
}

test.each(everyDump.filter(({ system }) => system.database?.kind === "platform"))(
  "the drill of $system.name in $stack makes the roles that its cluster has (BDR-11)",
  async ({ stack, system }) => {
    const clusters = (await capturedStack(stack))
      .filter(({ inputs }) => inputs["kind"] === "Cluster")
      .map(({ inputs }) => inputs as unknown as Cluster)
      .filter(({ metadata }) => metadata.namespace === `${system.name}-${stack}`);
    expect(clusters).toHaveLength(1);
    const [{ spec } = expect.fail("no cluster")] = clusters;
    const { drill } = await renderedSettings(stack, system.name);
    expect(drill.roles).toEqual([spec.bootstrap.initdb.owner, ...spec.managed.roles.map(({ name }) => name)]);
  },
);

test("the drill of CRB makes those that Supabase's policies are written for (BDR-11)", async () => {
  const { drill } = await renderedSettings("production", "crb-analyser");
  expect(drill.roles).toEqual(["anon", "authenticated", "service_role"]);
});

test("a drill makes every role that an address of the system goes by, and each that its provider makes", () => {
  const given = realSystem("production", "crb-analyser");
  const { database } = given.system;
  if (database?.kind !== "external") throw new Error("CRB's database is somebody else's");
  const { kind, ...external } = database;
  expect(kind).toBe("external");
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z_]{1,10}$/), { maxLength: 5 });
  fc.assert(
    fc.property(names, fc.boolean(), (providerRoles, separateRoles) => {
      const system = {
        ...given.system,
        database: externalPostgres({ ...external, providerRoles, separateRoles }),
      };
      const own = { ...given, system };
      const roles = rolesInDumps(system);
      expect(roles).toEqual(expect.arrayContaining(providerRoles));
      const apart =
        databaseSecret(own, "direct", "application").key !== databaseSecret(own, "direct", "owner").key;
      expect(roles.includes(roleNames.application)).toBe(
        apart || providerRoles.includes(roleNames.application),
      );
      const dumped = dumpedDatabase(realEnvironment("production"), own);
      if (!dumped) throw new Error("production dumps CRB's");
      const { drill } = JSON.parse(settingsData(dumped)["settings.json"] ?? "") as {
        readonly drill: { readonly roles?: readonly string[] };
      };
      expect(drill.roles ?? []).toEqual(roles);
    }),
  );
});
