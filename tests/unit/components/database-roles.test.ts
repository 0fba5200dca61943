import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dumpPod } from "../../../components/backups/dump-pod.ts";
import { dumpedDatabase } from "../../../components/backups/dumped-database.ts";
import { managedRoles } from "../../../components/data/managed-roles.ts";
import {
  migratedRoles,
  migrationStatements,
} from "../../../components/data/migration/migration-statements.ts";
import { externalSecrets } from "../../../components/secrets/external-secret.ts";
import { databaseSecret, databaseSecretName } from "../../../components/secrets/secret-references.ts";
import { containerEnvironment } from "../../../components/workloads/container-environment.ts";
import type { SystemEnvironment } from "../../../config/environment.ts";
import { loginNames } from "../../../model/database-login.ts";
import { roleNames } from "../../../model/database-role.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { runnablesOf } from "../../../model/runnable.ts";
import { secretNames } from "../../../model/secret-names.ts";
import { validateSystem } from "../../../model/validation/validate-system.ts";
import { crbAnalyser } from "../../../systems/crb-analyser.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";

/** The Secrets of a database's addresses that a container reads, by what is in their names. */
const readBy = (own: SystemEnvironment, runnable: ReturnType<typeof runnablesOf>[number]["runnable"]) =>
  containerEnvironment(own, runnable).flatMap(({ valueFrom }) => {
    const { name = "", key = "" } = valueFrom?.secretKeyRef ?? {};
    return name.startsWith("database-") ? [`${name.replace(/-(?:v1|generated).*/, "")} ${key}`] : [];
  });

const dumpReads = (stack: EnvironmentName, own: SystemEnvironment): string | undefined => {
  const dumped = dumpedDatabase(realEnvironment(stack), own);
  if (!dumped) throw new Error(`${own.system.name} is not dumped in ${stack}`);
  const given = { image: "", credentials: "", priorityClass: "", labels: {} };
  const [container] = dumpPod({ own, dumped, ...given }).spec.containers;
  const { name, key } =
    container?.env?.find((each) => each.name === "DATABASE_URL")?.valueFrom?.secretKeyRef ?? {};
  return `${name?.replace(/-v1.*/, "")} ${key}`;
};

describe("a database of the platform's is reached", () => {
  test.each(["dev", "staging", "production"] as const)(
    "in %s by services and tasks as the application, by the migration as the owner",
    (stack) => {
      for (const system of ["atlas-ux", "odd-scenes"]) {
        const own = realSystem(stack, system);
        for (const { runnable } of runnablesOf(own.system))
          for (const read of readBy(own, runnable))
            expect(read).toMatch(
              runnable.kind === "migration"
                ? /^database-password direct-url$/
                : /^database-application-password (?:pooled|direct)-url$/,
            );
      }
    },
  );

  test("by the dump as who reads, past the pooler", () => {
    expect(dumpReads("production", realSystem("production", "odd-scenes"))).toBe(
      "database-read-only-password direct-url",
    );
  });

  test("as the owner by everybody, where no migration gives anybody else a right", () => {
    const own = realSystem("production", "odd-scenes");
    const { migration, ...system } = own.system;
    expect(migration).toBeDefined();
    const without = { ...own, system };
    expect(databaseSecret(without, "pooled", "application")).toEqual(
      databaseSecret(without, "pooled", "owner"),
    );
    expect(secretNames(system).map(({ name }) => name)).not.toContain("DATABASE_APPLICATION_PASSWORD");
  });
});

describe("the roles of a cluster", () => {
  test("are the operator's to keep, each with a Secret of its own in the form that it reads", async () => {
    const own = realSystem("production", "odd-scenes");
    if (own.secrets.kind !== "stored") throw new Error("expected a store");
    const specs = [...externalSecrets("production", own, own.secrets).values()];
    const cluster = (await capturedStack("production")).find(
      ({ name, inputs }) => name === "odd-scenes-database" && inputs["kind"] === "Cluster",
    );
    const { managed } = cluster?.inputs["spec"] as { managed: { roles: ReturnType<typeof managedRoles> } };
    expect(managed.roles.map(({ name }) => name)).toEqual([
      "app_application",
      "app_application_b",
      "app_read_only",
    ]);
    for (const role of managed.roles) {
      if (!role.login) continue;
      const { template } = specs.find(({ target }) => target.name === role.passwordSecret.name)?.target ?? {};
      expect(template?.type).toBe("kubernetes.io/basic-auth");
      expect(template?.data).toMatchObject({
        username: role.name,
        password: expect.stringMatching(/fail "[^"]+ at least 24 characters .*\{\{ \.value \}\}$/) as string,
      });
      expect(template?.data["direct-url"]).toContain(`postgresql://${role.name}:{{ .value |`);
    }
  });

  test("make nobody a superuser, and let only who reads past policies", () => {
    const roles = managedRoles({ application: "a", "application-b": "b", "read-only": "r" });
    expect(roles.map(({ name, bypassrls = false }) => [name, bypassrls])).toEqual([
      [roleNames.application, false],
      [loginNames["application-b"], false],
      [roleNames["read-only"], true],
    ]);
    for (const role of roles) {
      expect(Object.keys(role)).not.toContain("superuser");
      expect(Object.keys(role)).not.toContain("createrole");
    }
  });

  test("leave the owner's Secret as it was: another name would change a password for nothing", () => {
    const own = realSystem("production", "odd-scenes");
    expect(databaseSecretName(own, "owner")).toMatch(/^database-password-v1-[0-9a-f]{8}$/);
  });
});

describe("a database that somebody else runs", () => {
  const own = realSystem("production", "crb-analyser");
  const separate: SystemEnvironment = {
    ...own,
    system: {
      ...own.system,
      ...(own.system.database?.kind === "external" && {
        database: { ...own.system.database, separateRoles: true },
      }),
    },
  };
  const keysOf = (given: SystemEnvironment) =>
    (["application", "owner", "read-only"] as const).map((role) => databaseSecret(given, "direct", role).key);

  test("is reached as one, unless it is said that it has the roles", () => {
    expect(keysOf(own)).toEqual(["direct-url", "direct-url", "direct-url"]);
    expect(migrationStatements({ bootstrap: [] }, migratedRoles(own)).before).not.toContain("grants.sql");
    expect(dumpReads("production", own)).toBe("database-urls direct-url");
  });

  test("has an address for each role in its one secret then, and the grants before each migration", () => {
    expect(keysOf(separate)).toEqual(["direct-url", "owner-url", "read-only-url"]);
    expect(databaseSecret(separate, "pooled", "application").key).toBe("pooled-url");
    if (separate.secrets.kind !== "stored") throw new Error("expected a store");
    const spec = externalSecrets("production", separate, separate.secrets).get("DATABASE_URLS");
    expect(spec?.data.map(({ remoteRef }) => remoteRef.property)).toEqual([
      "pooled-url",
      "direct-url",
      "owner-url",
      "read-only-url",
    ]);
    expect(migrationStatements({ bootstrap: [] }, migratedRoles(separate)).before).toEqual([
      "ledger.sql",
      "canary.sql",
      "grants.sql",
      "admit.sql",
    ]);
  });

  test("can't have roles that nobody grants anything", () => {
    const { migration, ...system } = crbAnalyser;
    expect(migration).toBeDefined();
    if (system.database?.kind !== "external") throw new Error("CRB's database is somebody else's");
    const problems = validateSystem({ ...system, database: { ...system.database, separateRoles: true } });
    expect(problems).toContainEqual({
      path: "crb-analyser.database.separateRoles",
      message: expect.stringMatching(/declare a migration or leave it out/) as string,
    });
  });
});

test("the statements speak of the roles that the addresses name, and only dev's make them", () => {
  const statements = (file: string): string =>
    readFileSync(new URL(`../../../components/data/migration/${file}`, import.meta.url), "utf8");
  const named = (text: string) => new Set(text.match(/app_\w+/g));
  expect(named(statements("grants.sql"))).toEqual(new Set([roleNames.application]));
  const { owner, ...others } = loginNames;
  expect(named(statements("logins.sql"))).toEqual(new Set(Object.values(others)));
  expect(owner).toBe(roleNames.owner);
  const before = (stack: EnvironmentName) =>
    migrationStatements({ bootstrap: [] }, migratedRoles(realSystem(stack, "odd-scenes"))).before;
  expect(before("dev")).toEqual(["logins.sql", "ledger.sql", "canary.sql", "grants.sql", "admit.sql"]);
  expect(before("staging")).toEqual(["ledger.sql", "canary.sql", "grants.sql", "admit.sql"]);
});
