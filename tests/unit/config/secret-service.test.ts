import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  type SecretPlace,
  secretRefresh,
  type SecretServiceName,
  secretServiceNames,
  secretServices,
  versionSuffix,
} from "../../../config/secret-service.ts";
import { environmentNames } from "../../../model/environment-name.ts";

const id = "0f8fad5b-d9cb-469f-a165-70867728950e";
const hex = "0123456789abcdef0123456789abcdef";
const all: readonly SecretServiceName[] = [...secretServiceNames, "unnamed"];

const keyOf = (service: SecretServiceName, property?: string) =>
  secretServices[service].remoteKey({
    environment: "staging",
    system: "crb-analyser",
    secret: "STRIPE_SECRET_KEY",
    property,
  });

describe("the key of a secret", () => {
  it.each([
    ["unnamed", { key: "staging/crb-analyser/STRIPE_SECRET_KEY" }],
    ["aws-secrets-manager", { key: "staging/crb-analyser/STRIPE_SECRET_KEY" }],
    ["vault", { key: "staging/crb-analyser/STRIPE_SECRET_KEY", property: "value" }],
    ["azure-key-vault", { key: "staging--crb-analyser--stripe-secret-key" }],
    ["gcp-secret-manager", { key: "staging--crb-analyser--STRIPE_SECRET_KEY" }],
    ["doppler", { key: "CRB_ANALYSER__STRIPE_SECRET_KEY" }],
  ] as const)("is written as %s takes it", (service, expected) => {
    expect(keyOf(service)).toEqual(expected);
  });

  it("has its properties beside it, or is one key for each where they can't be read", () => {
    for (const service of all.filter((name) => name !== "doppler")) {
      expect(keyOf(service, "pooled-url")).toEqual({ ...keyOf(service), property: "pooled-url" });
    }
    expect(keyOf("doppler", "pooled-url")).toEqual({ key: "CRB_ANALYSER__STRIPE_SECRET_KEY__POOLED_URL" });
  });

  // What each service takes in a name, by its own documentation.
  const allowed: Readonly<Record<SecretServiceName, RegExp>> = {
    unnamed: /^[\w/-]+$/,
    "aws-secrets-manager": /^[\w/+=.@-]{1,512}$/,
    vault: /^[\w/-]+$/,
    "azure-key-vault": /^[0-9a-zA-Z-]{1,127}$/,
    "gcp-secret-manager": /^[\w-]{1,255}$/,
    doppler: /^[A-Z_][A-Z0-9_]*$/,
  };
  const doubled = /--|__/;
  const systems = fc.stringMatching(/^[a-c](?:[a-c1-]{0,6}[a-c1])?$/);
  const secrets = fc.stringMatching(/^[A-C][A-C1_]{0,8}$/);
  const places = (service: SecretServiceName): fc.Arbitrary<SecretPlace> => {
    const nameable = (text: string) => !secretServices[service].joinsByDoubled || !doubled.test(text);
    return fc.record({
      // A config of Doppler's is one environment.
      environment: service === "doppler" ? fc.constant("staging") : fc.constantFrom(...environmentNames),
      system: systems.filter(nameable),
      secret: secrets.filter(nameable),
      property: fc.constantFrom(undefined, "pooled-url", "direct-url"),
    });
  };

  it.each(all)("is never another secret's, and one that %s takes", (service) => {
    const { remoteKey } = secretServices[service];
    const known = new Map<string, string>();
    fc.assert(
      fc.property(places(service), (place) => {
        const { key, property } = remoteKey(place);
        expect(key).toMatch(allowed[service]);
        // Key Vault takes upper and lower case for the same.
        const address = JSON.stringify([service === "azure-key-vault" ? key.toLowerCase() : key, property]);
        const self = JSON.stringify([place.environment, place.system, place.secret, place.property]);
        expect(known.get(address) ?? self).toBe(self);
        known.set(address, self);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("a version", () => {
  const right: readonly (readonly [SecretServiceName, string])[] = [
    ["unnamed", "1"],
    ["unnamed", "blue-2"],
    ["aws-secrets-manager", `uuid/${id}`],
    ["aws-secrets-manager", "v3"],
    ["vault", "12"],
    ["azure-key-vault", hex],
    ["gcp-secret-manager", "7"],
  ];
  const wrong: readonly (readonly [SecretServiceName, string, RegExp])[] = [
    ["unnamed", "AWS_CURRENT", /use lower-case letters, digits and -$/],
    ["aws-secrets-manager", "AWSCURRENT", /moves to another value/],
    ["aws-secrets-manager", id, new RegExp(`write "uuid/${id}"`)],
    ["aws-secrets-manager", "uuid/7", /give "uuid\/" and the version's id/],
    ["aws-secrets-manager", "Stage One", /staging label of lower-case letters/],
    ["vault", "0", /give a whole number/],
    ["vault", "latest", /give a whole number/],
    ["vault", "01", /give a whole number/],
    ["azure-key-vault", "1", /32 hexadecimal digits/],
    ["azure-key-vault", hex.toUpperCase(), /in lower case/],
    ["gcp-secret-manager", "latest", /stays the same; give its whole number/],
    ["gcp-secret-manager", "-1", /give its whole number/],
  ];

  test.each(right)("of %s may be %s, which an object's name can follow", (service, version) => {
    expect(secretServices[service].versionProblem?.(version)).toBeUndefined();
    expect(`key${versionSuffix(service, version)}`).toMatch(/^key-v[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/);
    expect(secretRefresh(service)).toEqual({ refreshPolicy: "OnChange", refreshInterval: "0s" });
  });

  test.each(wrong)("of %s may not be %s", (service, version, message) => {
    expect(secretServices[service].versionProblem?.(version)).toMatch(message);
  });

  test("is none of Doppler's, so values are looked for anew and names stay", () => {
    expect(secretServices.doppler.versionProblem).toBeUndefined();
    expect(versionSuffix("doppler", "")).toBe("");
    expect(secretRefresh("doppler")).toEqual({ refreshPolicy: "Periodic", refreshInterval: "15m" });
  });
});
