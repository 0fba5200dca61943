import { beforeAll, describe, expect, test } from "vitest";
import type { ManagedRole } from "../../../components/data/managed-roles.ts";
import { loginsEnvironment } from "../../../components/data/migration/migration-environment.ts";
import { awaitedRole } from "../../../components/data/migration/migration-statements.ts";
import { databaseLogins } from "../../../components/secrets/database-logins.ts";
import { loginSecretName } from "../../../components/secrets/secret-references.ts";
import { configuredEnvironment } from "../../../config/stack-files.ts";
import { usersOfPooler } from "../../../model/connections.ts";
import { type ApplicationLogin, applicationLoginNames } from "../../../model/database-login.ts";
import { loginPasswords, storeSecrets } from "../../../model/secret-names.ts";
import { storeSecretShapes } from "../../../model/store-secret-shapes.ts";
import { namesSecret } from "../../../policies/kubernetes/secret-name.ts";
import { capture } from "../../../rendering/capture.ts";
import type { CapturedResource } from "../../../rendering/captured-resource.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realSystem } from "../../support/declarations.ts";
import { type Configuration, withValue } from "../config/configured-shop.ts";

const [first, second] = ["DATABASE_APPLICATION_PASSWORD", "DATABASE_APPLICATION_B_PASSWORD"];

/** Production, with these versions of the logins' passwords in atlas-ux, the one first that services go by. */
function inProduction(
  letIn: Readonly<Partial<Record<ApplicationLogin, string>>>,
): Promise<readonly CapturedResource[]> {
  const at = "systems.atlas-ux.secrets";
  const given = [
    [`${at}.applicationLogins`, Object.keys(letIn)],
    [`${at}.versions.${first}`, letIn.a],
    [`${at}.versions.${second}`, letIn.b],
  ] as const;
  const environment = given.reduce<Configuration>(
    (all, [path, value]) => withValue(all, path, value),
    configuredEnvironment("production") as Configuration,
  );
  return capture("production", { environment });
}

const rolesIn = (resources: readonly CapturedResource[]): readonly ManagedRole[] => {
  const cluster = resources.find(
    ({ name, inputs }) => name === "atlas-ux-database" && inputs["kind"] === "Cluster",
  );
  return (cluster?.inputs["spec"] as { managed: { roles: readonly ManagedRole[] } }).managed.roles;
};

/** By workload of atlas-ux, the Secrets of the application's logins that its pods read. */
const readers = (resources: readonly CapturedResource[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    resources
      .filter(({ name, inputs }) => name.startsWith("atlas-ux-") && "spec" in inputs)
      .filter(({ inputs }) => inputs["kind"] !== "Cluster" && inputs["kind"] !== "ExternalSecret")
      .flatMap(({ name, inputs }) => {
        const read = JSON.stringify(inputs).match(/"name":"database-application-[^"]*"/g) ?? [];
        return read.length === 0 ? [] : [[name, [...new Set(read)].sort()]];
      }),
  );

const migrationOf = (resources: readonly CapturedResource[]): string =>
  JSON.stringify(
    resources.find(
      ({ name, inputs }) =>
        name.startsWith("atlas-ux-migration") &&
        "spec" in inputs &&
        JSON.stringify(inputs).includes("admission"),
    )?.inputs,
  );

describe("the two logins of an application, in a stack with a cluster", () => {
  let before: readonly CapturedResource[];
  let during: readonly CapturedResource[];
  let after: readonly CapturedResource[];
  beforeAll(async () => {
    before = await capturedStack("production");
    during = await inProduction({ b: "1", a: "1" });
    after = await inProduction({ b: "1" });
  }, 240_000);

  test("are both written down at all times, and who is not let in is locked and has no password (SEC-04)", () => {
    const shown = (resources: readonly CapturedResource[]) =>
      rolesIn(resources).map((role) => [
        role.name,
        role.login ? role.passwordSecret.name.replace(/-[0-9a-f]{8}$/, "") : "locked",
        ...(role.inRoles ?? []),
      ]);
    const [application, reader] = [
      ["app_application", "database-application-password-v1"],
      ["app_read_only", "database-read-only-password-v1", "pg_read_all_data"],
    ];
    const other = ["app_application_b", "database-application-b-password-v1", "app_application"];
    expect(shown(before)).toEqual([application, ["app_application_b", "locked", "app_application"], reader]);
    expect(shown(during)).toEqual([application, other, reader]);
    expect(shown(after)).toEqual([["app_application", "locked"], other, reader]);
    for (const role of [...rolesIn(before), ...rolesIn(after)].filter(({ login }) => !login))
      expect(role).toMatchObject({ login: false, disablePassword: true });
  });

  test("are gone by one after the other: all of the system reads the address of the one in force", () => {
    const names = Object.keys(readers(before));
    expect(names.length).toBeGreaterThan(3);
    for (const resources of [during, after]) {
      expect(Object.keys(readers(resources))).toEqual(names);
      for (const read of Object.values(readers(resources)))
        for (const secret of read)
          expect(secret).toMatch(/^"name":"database-application-b-password-v1-[0-9a-f]{8}"$/);
    }
    expect(readers(after)).toEqual(readers(during));
  });

  test("are waited for by the migration: the one in force, let in and with its rights", () => {
    const condition = (login: string) =>
      `rolname = '${login}' and rolcanlogin and pg_has_role(oid, 'app_application', 'usage')`;
    expect(migrationOf(before)).toContain(condition("app_application"));
    for (const resources of [during, after])
      expect(migrationOf(resources)).toContain(condition("app_application_b"));
  });

  test("have a Secret only while they are let in, under the key in the store that the file names", () => {
    const keys = (resources: readonly CapturedResource[]) =>
      resources
        .filter(({ name, inputs }) => name.startsWith("atlas-ux-") && inputs["kind"] === "ExternalSecret")
        .flatMap(
          ({ inputs }) =>
            JSON.stringify(inputs).match(/production\/atlas-ux\/DATABASE_APPLICATION_(?:B_)?PASSWORD/g) ?? [],
        );
    expect(keys(before)).toEqual([`production/atlas-ux/${first}`]);
    expect(new Set(keys(during))).toEqual(
      new Set([first, second].map((secret) => `production/atlas-ux/${secret}`)),
    );
    expect(keys(after)).toEqual([`production/atlas-ux/${second}`]);
  });
});

describe("the two logins of an application", () => {
  const inDev = (...logins: readonly ApplicationLogin[]) => ({
    ...realSystem("dev", "atlas-ux"),
    ...(logins.length > 0 && { applicationLogins: logins }),
  });

  test("are made by dev's migration, which is given the passwords of those that are let in", () => {
    const given = (...logins: readonly ApplicationLogin[]) =>
      loginsEnvironment(inDev(...logins)).map(({ name, valueFrom }) => [
        name,
        valueFrom?.secretKeyRef?.name?.replace(/-[0-9a-f]{8}$/, ""),
      ]);
    const [a, b] = [
      ["APPLICATION_PASSWORD", "database-application-password-generated"],
      ["APPLICATION_B_PASSWORD", "database-application-b-password-generated"],
    ];
    const others = [
      ["READ_ONLY_PASSWORD", "database-read-only-password-generated"],
      ["READ_ONLY_CONNECTIONS", undefined],
    ];
    expect(given()).toEqual([a, ...others]);
    expect(given("b", "a")).toEqual([b, a, ...others]);
    expect(given("b")).toEqual([b, ...others]);
    expect(awaitedRole(inDev("b"))).toEqual({});
  });

  test("of somebody else's database are none of the platform's: it waits for the role alone", () => {
    const own = realSystem("production", "crb-analyser");
    if (own.system.database?.kind !== "external") throw new Error("CRB's database is somebody else's");
    const database = { ...own.system.database, separateRoles: true };
    const separate = { ...own, system: { ...own.system, database } };
    expect(databaseLogins(separate)).toEqual(["owner", "application", "read-only"]);
    // Either of its logins may be the locked one.
    expect(awaitedRole(separate)).toEqual({ awaited: { name: "app_application", letIn: false } });
  });

  test("are as many as the pooler has sessions for (DB-11)", () => {
    expect(usersOfPooler).toBeGreaterThanOrEqual(applicationLoginNames.length);
  });

  test("each have a password of the shape that all have, and nobody's variable has its name", () => {
    expect(storeSecretShapes[second]).toEqual(storeSecretShapes[first]);
    expect(storeSecrets).toEqual(expect.arrayContaining([first, second]));
    // Policies and the scan of the repository know a secret by how its name ends.
    for (const secret of Object.values(loginPasswords)) expect(namesSecret(secret), secret).toBe(true);
  });

  test("have no Secret while they are locked", () => {
    const own = realSystem("production", "atlas-ux");
    expect(() => loginSecretName(own, "application-b")).toThrow(/without a secret of its database's login/);
  });
});
