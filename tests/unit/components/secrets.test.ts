import { describe, expect, test } from "vitest";
import { externalSecrets } from "../../../components/secrets/external-secret.ts";
import { secretName } from "../../../components/secrets/secret-references.ts";
import type { StoredSecrets, SystemEnvironment } from "../../../config/environment.ts";
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

describe("external secrets", () => {
  const own = realSystem("production", "crb-analyser");
  const specs = externalSecrets("production", own, stored(own));

  test("are one for each version in force, by environment, system and secret (SEC-02)", () => {
    expect(specs.get("ANTHROPIC_API_KEY")).toEqual({
      refreshInterval: "0s",
      secretStoreRef: { kind: "ClusterSecretStore", name: "production" },
      target: {
        name: "anthropic-api-key-v1",
        creationPolicy: "Owner",
        template: { engineVersion: "v2", data: { value: "{{ .value }}" } },
      },
      data: [
        { secretKey: "value", remoteRef: { key: "production/crb-analyser/ANTHROPIC_API_KEY", version: "1" } },
      ],
    });
  });

  test("compose the cache's address from its password, escaped", () => {
    expect(specs.get("CACHE_PASSWORD")?.target.template.data).toEqual({
      password: "{{ .value }}",
      url: 'redis://:{{ .value | urlquery | replace "+" "%20" }}@cache:6379/0',
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
