import { describe, expect, test } from "vitest";
import { cacheUsersSecretName } from "../../../components/secrets/cache-secrets.ts";
import { secretName } from "../../../components/secrets/secret-references.ts";
import { secretRefresh, secretServiceNames } from "../../../config/secret-service.ts";
import { systems } from "../../../systems/all.ts";
import { keptBy, versionOf } from "../../support/secrets-by-service.ts";

const id = "0f8fad5b-d9cb-469f-a165-70867728950e";
const hex = versionOf["azure-key-vault"];

describe("ExternalSecrets", () => {
  test.each([
    [
      "aws-secrets-manager",
      `anthropic-api-key-v${id}`,
      { key: "production/crb-analyser/ANTHROPIC_API_KEY", version: `uuid/${id}` },
    ],
    [
      "vault",
      "anthropic-api-key-v3",
      { key: "production/crb-analyser/ANTHROPIC_API_KEY", property: "value", version: "3" },
    ],
    [
      "azure-key-vault",
      `anthropic-api-key-v${hex}`,
      { key: "production--crb-analyser--anthropic-api-key", version: hex },
    ],
    [
      "gcp-secret-manager",
      "anthropic-api-key-v4",
      { key: "production--crb-analyser--ANTHROPIC_API_KEY", version: "4" },
    ],
    ["doppler", "anthropic-api-key", { key: "CRB_ANALYSER__ANTHROPIC_API_KEY" }],
  ] as const)("ask %s by its own rules", (service, name, remoteRef) => {
    const { own, specs } = keptBy(service);
    const spec = specs.get("ANTHROPIC_API_KEY");
    expect(spec?.target.name).toBe(name);
    expect(secretName(own, "ANTHROPIC_API_KEY")).toBe(name);
    expect(spec?.data).toEqual([{ secretKey: "value", remoteRef }]);
    expect(spec).toMatchObject(secretRefresh(service));
  });

  test("read the two values of an address as two secrets of Doppler's", () => {
    expect(keptBy("doppler").specs.get("DATABASE_URLS")?.data).toEqual([
      { secretKey: "pooled-url", remoteRef: { key: "CRB_ANALYSER__DATABASE_URLS__POOLED_URL" } },
      { secretKey: "direct-url", remoteRef: { key: "CRB_ANALYSER__DATABASE_URLS__DIRECT_URL" } },
    ]);
  });

  test("tell a Redis its users under one name for good where there are no versions", () => {
    const { own, specs } = keptBy("doppler");
    expect(cacheUsersSecretName(own)).toMatch(/^cache-users-[0-9a-f]{8}$/);
    expect(specs.get("CACHE_USERS")).toMatchObject({
      target: { name: cacheUsersSecretName(own) },
      data: [
        { secretKey: "accepted0", remoteRef: { key: "CRB_ANALYSER__CACHE_PASSWORD" } },
        { secretKey: "monitor", remoteRef: { key: "CRB_ANALYSER__CACHE_MONITOR_PASSWORD" } },
      ],
    });
  });

  test.each([...secretServiceNames])("of %s never share a name or a value, over all systems", (service) => {
    const everything = systems.flatMap(({ name }) =>
      [...keptBy(service, name).specs].map(([variable, spec]) => ({ name, variable, spec })),
    );
    const names = everything.map(({ name, spec }) => `${name}/${spec.target.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z-]+\/[a-z0-9](?:[a-z0-9-]{0,250}[a-z0-9])$/);
    const asked = everything
      // A Redis' users are made of its password a second time.
      .filter(({ variable }) => variable !== "CACHE_USERS")
      .flatMap(({ spec }) => spec.data.map(({ remoteRef }) => JSON.stringify(remoteRef)));
    expect(asked.length).toBeGreaterThan(30);
    expect(new Set(asked).size).toBe(asked.length);
  });
});
