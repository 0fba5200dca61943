import { expect, test } from "vitest";
import { parse } from "yaml";
import { capture } from "../../rendering/capture.ts";
import { manifestFiles } from "../../rendering/manifests.ts";

/** Fields in which an environment may differ from the next: names of the environment, sizes, addresses, releases. */
const mayDiffer = [
  /^metadata\.(name|namespace)$/,
  /\.?labels\.(app\.kubernetes\.io\/(instance|version)|slipway\.dev\/environment)$/,
  /matchLabels\.app\.kubernetes\.io\/instance$/,
  /selector\.app\.kubernetes\.io\/instance$/,
  /\.resources\.(requests|limits)\.(cpu|memory|ephemeral-storage|storage)$/,
  /^spec\.(replicas|minReplicas|maxReplicas)$/,
  /^spec\.hard\./,
  /\.configMapRef\.name$/,
  /^spec\.secretStoreRef\.name$/,
  /^spec\.data\.\d+\.remoteRef\.(key|version)$/,
  /\.image$/,
];

/** Settings that have a value of their own in each environment, by declaration or by hostname. */
const settingsThatDiffer = [
  "API_BASE_URL",
  "APP_ENV",
  "ASSET_PREFIX",
  "CORS_ORIGINS",
  "LLM_DAILY_TOKEN_LIMIT",
  "LOG_LEVEL",
  "NEXT_PUBLIC_API_URL",
  "STORAGE_URL",
  "SUPABASE_URL",
  "VITE_API_BASE_URL",
];

const fields = (value: unknown, path: readonly string[] = []): [string, unknown][] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => fields(inner, [...path, key]))
    : [[path.join("."), value]];

const objectsOf = async (stack: "staging" | "production"): Promise<Map<string, Map<string, unknown>>> =>
  new Map(
    manifestFiles(await capture(stack)).map(({ path, text }) => [
      path.replaceAll(stack, "<environment>").replace(/-config-[0-9a-f]{8}/, "-config"),
      new Map(fields(parse(text))),
    ]),
  );

test("staging and production have the same objects and differ in the allowed fields alone (ENV-03, POL-18)", async () => {
  const staging = await objectsOf("staging");
  const production = await objectsOf("production");
  expect([...staging.keys()]).toEqual([...production.keys()]);
  const differing = [...staging].flatMap(([path, object]) => {
    const other = production.get(path) ?? new Map<string, unknown>();
    return [...new Set([...object.keys(), ...other.keys()])]
      .filter((field) => object.get(field) !== other.get(field))
      .map((field) => ({ path, field }));
  });
  expect(differing.length).toBeGreaterThan(50);
  const settings = differing.filter(({ field }) => field.startsWith("data."));
  expect([...new Set(settings.map(({ field }) => field.slice("data.".length)))].sort()).toEqual(
    settingsThatDiffer,
  );
  expect(
    differing.filter(
      ({ field }) => !field.startsWith("data.") && !mayDiffer.some((allowed) => allowed.test(field)),
    ),
  ).toEqual([]);
});
