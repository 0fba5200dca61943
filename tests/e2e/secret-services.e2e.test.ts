import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { secretServiceNames } from "../../config/secret-service.ts";
import { systems } from "../../systems/all.ts";
import { keptBy } from "../support/secrets-by-service.ts";
import { loadCrds } from "./crds/load-crds.ts";

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly [key: string]: unknown;
}

interface Definition {
  readonly spec: {
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: { readonly properties: { readonly spec: Schema } } };
    }[];
  };
}

/** The schema, with a field that it does not know refused; the API server would drop it in silence. */
function closed({ properties, items, ...rest }: Schema): Schema {
  return {
    ...rest,
    ...(items && { items: closed(items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, closed(each)])),
      additionalProperties: false,
    }),
  };
}

const { definitions } = await loadCrds();
const definition = definitions.find(({ kind }) => kind === "ExternalSecret");

function specOf(text: string, wanted: string) {
  const { versions } = (parse(text) as Definition).spec;
  const version = versions.find(({ name }) => name === wanted);
  if (!version) throw new Error(`the definition has no ${wanted}`);
  return z.fromJSONSchema(closed(version.schema.openAPIV3Schema.properties.spec));
}

describe.skipIf(definition === undefined)("ExternalSecrets, by the operator's own definition", () => {
  const schema = definition && specOf(definition.text, definition.version);
  const problemsOf = (spec: unknown) => schema?.safeParse(spec).error?.issues ?? [];

  test.each(["unnamed", ...secretServiceNames] as const)("are valid for %s", (service) => {
    const specs = systems.flatMap(({ name }) => [...keptBy(service, name).specs.values()]);
    expect(specs.length).toBeGreaterThan(30);
    expect(specs.flatMap((spec) => problemsOf(spec))).toEqual([]);
  });

  test("are refused with a field that it does not know, or without a key", () => {
    const [spec] = [...keptBy("vault").specs.values()];
    const withReference = (remoteRef: object) => ({ ...spec, data: [{ secretKey: "value", remoteRef }] });
    expect(problemsOf(withReference({ key: "a", stage: "b" }))).not.toEqual([]);
    expect(problemsOf(withReference({ version: "1" }))).not.toEqual([]);
  });
});

const storeDefinition = definitions.find(({ kind }) => kind === "ClusterSecretStore");

describe.skipIf(storeDefinition === undefined)(
  "ClusterSecretStores without a key, as the page has them",
  () => {
    const page = readFileSync(new URL("../../docs/secret-stores.md", import.meta.url), "utf8");
    const stores = [...page.matchAll(/```yaml\n(apiVersion[\s\S]*?)```/g)].map(
      ([, text = ""]) => parse(text) as { readonly kind: string; readonly spec: unknown },
    );

    test("are valid by the operator's own definition, one for each cloud and Vault", () => {
      const schema = storeDefinition && specOf(storeDefinition.text, storeDefinition.version);
      expect(stores.map(({ kind }) => kind)).toEqual(Array(4).fill("ClusterSecretStore"));
      expect(stores.flatMap(({ spec }) => schema?.safeParse(spec).error?.issues ?? [])).toEqual([]);
      expect(JSON.stringify(stores)).not.toMatch(/secretRef|SecretRef/);
      expect(
        schema?.safeParse({ provider: { aws: { service: "SecretsManager", auth: { keys: {} } } } }).success,
      ).toBe(false);
    });
  },
);
