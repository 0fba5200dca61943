import { describe, expect, test } from "vitest";
import { cacheUsersSecretName } from "../../../components/secrets/cache-secrets.ts";
import { externalSecrets } from "../../../components/secrets/external-secret.ts";
import { databaseSecretName, secretName } from "../../../components/secrets/secret-references.ts";
import type { StoredSecrets, SystemEnvironment } from "../../../config/environment.ts";
import { externalRedis } from "../../../model/cache.ts";
import { port } from "../../../model/port.ts";
import { gibibytes, mebibytes } from "../../../model/quantities/bytes.ts";
import { realSystem } from "../../support/declarations.ts";

const stored = (own: SystemEnvironment): StoredSecrets => {
  if (own.secrets.kind !== "stored") throw new Error("expected a store");
  return own.secrets;
};
const withVersions = (
  own: SystemEnvironment,
  versions: readonly (readonly [string, string])[],
): SystemEnvironment => ({
  ...own,
  secrets: { ...stored(own), versions: new Map([...stored(own).versions, ...versions]) },
});

/** What a password's template asks of a value before it hands it on. */
function passwordRefusals(secret: string, value: string): string {
  const message = `${secret} of production has at least 24 characters and holds visible ASCII characters only, and this value does not`;
  return [`lt (len ${value}) 24`, `not (regexMatch "^[!-~]+$" ${value})`]
    .map((test) => `{{ if ${test} }}{{ fail "${message}" }}{{ end }}`)
    .join("");
}

describe("external secrets", () => {
  const own = realSystem("production", "crb-analyser");
  const specs = externalSecrets("production", own, stored(own));

  test("are one for each version in force, by environment, system and secret (SEC-02)", () => {
    expect(specs.get("ANTHROPIC_API_KEY")).toEqual({
      refreshPolicy: "OnChange",
      refreshInterval: "0s",
      secretStoreRef: { kind: "ClusterSecretStore", name: "production" },
      target: {
        name: "anthropic-api-key-v1",
        creationPolicy: "Owner",
        template: {
          engineVersion: "v2",
          data: {
            value:
              '{{ if not (hasPrefix "sk-ant-" .value) }}{{ fail "ANTHROPIC_API_KEY of production begins with sk-ant-, and this value does not" }}{{ end }}' +
              '{{ if lt (len .value) 8 }}{{ fail "ANTHROPIC_API_KEY of production begins with sk-ant-, and this value does not" }}{{ end }}{{ .value }}',
          },
        },
      },
      data: [
        { secretKey: "value", remoteRef: { key: "production/crb-analyser/ANTHROPIC_API_KEY", version: "1" } },
      ],
    });
  });

  test("compose the cache's address from its password, escaped", () => {
    expect(specs.get("CACHE_PASSWORD")?.target.template.data).toEqual({
      username: "default",
      password: `${passwordRefusals("CACHE_PASSWORD", ".value")}{{ .value }}`,
      url: 'redis://:{{ .value | urlquery | replace "+" "%20" }}@cache:6379/0',
    });
  });

  test("tell a Redis its users by the sums of their passwords, and hold one for its probes", () => {
    const { target, data } = specs.get("CACHE_USERS") ?? {};
    expect(target?.name).toMatch(/^cache-users-v1-[0-9a-f]{8}$/);
    const users = target?.template.data["users.acl"] ?? "";
    expect(users).toContain("user default on #{{ .accepted0 | sha256sum }} ~* ");
    expect(users).toContain(
      "user monitor on #{{ .monitor | sha256sum }} #{{ .accepted0 | sha256sum }} resetkeys ",
    );
    expect(users).not.toContain("user backup");
    expect(target?.template.data["password"]).toBe(
      `${passwordRefusals("CACHE_PASSWORD", ".accepted0")}${passwordRefusals("CACHE_MONITOR_PASSWORD", ".monitor")}{{ .accepted0 }}`,
    );
    expect(data).toEqual([
      {
        secretKey: "accepted0",
        remoteRef: { key: "production/crb-analyser/CACHE_PASSWORD", version: "1" },
      },
      {
        secretKey: "monitor",
        remoteRef: { key: "production/crb-analyser/CACHE_MONITOR_PASSWORD", version: "1" },
      },
    ]);
  });

  test("let in who copies a Redis by a password of his own, which a new version of gives other users", () => {
    const odd = realSystem("production", "odd-scenes");
    const usersOf = (of: SystemEnvironment) =>
      externalSecrets("production", of, stored(of)).get("CACHE_USERS");
    const users = usersOf(odd);
    expect(users?.target.template.data["users.acl"]).toContain(
      "user backup on #{{ .backup | sha256sum }} resetkeys resetchannels -@all +psync +replconf\n",
    );
    expect(users?.data).toContainEqual({
      secretKey: "backup",
      remoteRef: { key: "production/odd-scenes/CACHE_BACKUP_PASSWORD", version: "1" },
    });
    // Its Secret is filled once, so other sums are another Secret.
    for (const secret of ["CACHE_MONITOR_PASSWORD", "CACHE_BACKUP_PASSWORD"])
      expect(usersOf(withVersions(odd, [[secret, "2"]]))?.target.name, secret).not.toBe(users?.target.name);
  });

  test("keep the users of a Redis as they are while one password takes over from the other", () => {
    const of = (inForce: string, also: string) => {
      const rotated = withVersions(own, [["CACHE_PASSWORD", inForce]]);
      const secrets = { ...stored(rotated), alsoAccepted: new Map([["CACHE_PASSWORD", also]]) };
      const all = externalSecrets("production", { ...rotated, secrets }, secrets);
      return { users: all.get("CACHE_USERS"), address: all.get("CACHE_PASSWORD")?.target.name };
    };
    const [before, after] = [of("1", "2"), of("2", "1")];
    expect(before.users?.target.name).toMatch(/^cache-users-v1-v2-[0-9a-f]{8}$/);
    expect(before.users?.target.template.data["users.acl"]).toContain(
      "on #{{ .accepted0 | sha256sum }} #{{ .accepted1 | sha256sum }} ~* ",
    );
    // Redis takes either, so either is held to the shape.
    expect(before.users?.target.template.data["password"]).toBe(
      `${passwordRefusals("CACHE_PASSWORD", ".accepted0")}${passwordRefusals("CACHE_PASSWORD", ".accepted1")}${passwordRefusals("CACHE_MONITOR_PASSWORD", ".monitor")}{{ .accepted0 }}`,
    );
    expect(after.users).toEqual(before.users);
    expect([before.address, after.address]).toEqual(["cache-password-v1", "cache-password-v2"]);
  });

  test("are other Secrets where something else is composed of the same versions", () => {
    const { cache } = own.system;
    if (cache?.kind !== "platform") throw new Error("CRB's Redis is the platform's");
    const names = (["cache", "counters"] as const).map((purpose) =>
      cacheUsersSecretName({ ...own, system: { ...own.system, cache: { ...cache, purpose } } }),
    );
    expect(new Set(names).size).toBe(2);
    const address = (name: "dev" | "production") =>
      databaseSecretName(realSystem(name, "odd-scenes"), "owner").split("-").at(-1);
    expect(address("dev")).not.toBe(address("production"));
  });

  test("take the address of a Redis that somebody else runs as it is", () => {
    const cache = externalRedis({
      version: 7,
      purpose: "cache",
      provider: "somebody",
      port: port(6380),
      connections: 1_500,
      storage: gibibytes(1),
      memory: mebibytes(256),
    });
    const elsewhere = withVersions({ ...own, system: { ...own.system, cache } }, [["CACHE_URL", "4"]]);
    const all = externalSecrets("production", elsewhere, stored(elsewhere));
    expect(all.get("CACHE_URL")?.target).toMatchObject({
      name: "cache-url-v4",
      template: { data: { url: expect.stringMatching(/hasPrefix "redis" .*\{\{ \.value \}\}$/) as string } },
    });
    expect(all.has("CACHE_USERS")).toBe(false);
    expect(all.has("CACHE_PASSWORD")).toBe(false);
    expect(all.has("CACHE_MONITOR_PASSWORD")).toBe(false);
  });

  test("compose a database's addresses from its owner's password, escaped", () => {
    const odd = realSystem("production", "odd-scenes");
    const spec = externalSecrets("production", odd, stored(odd)).get("DATABASE_PASSWORD");
    const url = (host: string) =>
      `postgresql://app:{{ .value | urlquery | replace "+" "%20" }}@${host}:5432/app?sslmode=require`;
    expect(spec?.target).toMatchObject({
      name: expect.stringMatching(/^database-password-v1-[0-9a-f]{8}$/) as string,
      template: {
        data: {
          username: "app",
          password: `${passwordRefusals("DATABASE_PASSWORD", ".value")}{{ .value }}`,
          "pooled-url": url("database-pooled"),
          "direct-url": url("database-rw"),
        },
      },
    });
  });

  test("read both ways to an external database as properties of one secret", () => {
    expect(specs.get("DATABASE_URLS")?.data.map(({ remoteRef }) => remoteRef.property)).toEqual([
      "pooled-url",
      "direct-url",
    ]);
  });

  test("leave out an optional secret without a version, and take it with one (SEC-11)", () => {
    expect([...specs.keys()].filter((name) => name.startsWith("BRAVE"))).toEqual([]);
    const more = withVersions(own, [["BRAVE_API_KEY", "4"]]);
    const [brave] = [...externalSecrets("production", more, stored(more))].filter(
      ([name]) => name === "BRAVE_API_KEY",
    );
    expect(brave?.[1].target.name).toBe("brave-api-key-v4");
  });
});

test("a rotated secret has another name, so its readers roll", () => {
  const own = realSystem("staging", "odd-scenes");
  expect(secretName(own, "SENTRY_DSN")).toBe("sentry-dsn-v1");
  expect(secretName(withVersions(own, [["SENTRY_DSN", "2"]]), "SENTRY_DSN")).toBe("sentry-dsn-v2");
});

test("dev's secrets have one name for good", () => {
  expect(secretName(realSystem("dev", "odd-scenes"), "SENTRY_DSN")).toBe("sentry-dsn-generated");
});
