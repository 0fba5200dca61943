import { expect, test } from "vitest";
import { parse } from "yaml";
import { manifestFiles } from "../../rendering/manifests.ts";
import { capturedStack } from "../support/captured-stack.ts";

/** Fields in which an environment may differ from the next: sizes, addresses, releases. */
const mayDiffer = [
  /^metadata\.name$/,
  /\.?labels\.app\.kubernetes\.io\/version$/,
  /\.resources\.(requests|limits)\.(cpu|memory|ephemeral-storage|storage)$/,
  /^spec\.(replicas|minReplicas|maxReplicas|instances)$/,
  /^spec\.storage\.size$/,
  // Follows from the number of instances.
  /^spec\.postgresql\.synchronous\.dataDurability$/,
  /^spec\.hard\./,
  /\.configMapRef\.name$/,
  /^spec\.(jobTemplate\.spec\.)?template\.spec\.volumes\.\d+\.configMap\.name$/,
  /^spec\.secretStoreRef\.name$/,
  /^spec\.data\.\d+\.remoteRef\.(key|version)$/,
  /\.image$/,
  // Room for a copy of the database, and a digest of what a ConfigMap says, its environment too.
  /\.emptyDir\.sizeLimit$/,
  /\.annotations\.slipway\.dev\/settings$/,
  // Where two environments share a cluster, production's pods come first.
  /^value$/,
  // Hostnames, wherever a route or a certificate says them.
  /^spec\.(hostnames|dnsNames)\.\d+$/,
  /^spec\.listeners\.\d+\.hostname$/,
  /\.urlRewrite\.hostname$/,
  /^spec\.targets\.staticConfig\.static\.\d+$/,
  /^spec\.rateLimit\.(average|burst)$/,
  /^spec\.rateLimit\.redis\.endpoints\.\d+$/,
  // An alert wakes somebody in production alone, and counts the standbys that there are.
  /^spec\.groups\.\d+\.rules\.\d+\.(labels\.(severity|priority)|expr|annotations\.summary|annotations\.description)$/,
  // Each environment says where its boards and pages are read.
  /^spec\.groups\.\d+\.rules\.\d+\.annotations\.(dashboard|runbook)_url$/,
  /^data\.dashboard-.*\.links\.\d+\.url$/,
  // A board holds what is used against the environment's own sizes.
  /^data\.dashboard-.*\.panels\.\d+\.(description|targets\.\d+\.expr)$/,
  // What may be spent on language models differs, and so do the lines that stand for it.
  /^data\.dashboard-.*-(watch-list|cost)\.json\.panels\.\d+\.fieldConfig\.defaults\.thresholds\.steps\.\d+\.value$/,
  // How long browsers are bound (CF-35); the first of the headers that a route sets.
  /\.responseHeaderModifier\.set\.0\.value$/,
];

/** Settings that have a value of their own in each environment, by declaration or by hostname. */
const settingsThatDiffer = [
  "API_BASE_URL",
  "ASSET_PREFIX",
  "CORS_ORIGINS",
  "LLM_DAILY_TOKEN_LIMIT",
  "LOG_LEVEL",
  "NEXT_PUBLIC_API_URL",
  "SENTRY_TRACES_SAMPLE_RATE",
  "STORAGE_URL",
  "SUPABASE_URL",
  // Where the environment's own object store answers.
  "bucket-reports.json.objects.endpoint",
  "bucket-uploads.json.objects.endpoint",
  // How many traces are kept (CF-15).
  "collector.json.processors.probabilistic_sampler.sampling_percentage",
  "config.json",
  "flags.json",
  // Room for a database of the environment's own size.
  "settings.json.drill.roomMebibytes",
];

/**
 * Secrets with a form of their own in each environment, which the operator's template holds them to: a live one for production alone,
 * or an address that names the environment's project.
 */
const secretsWithOwnForm = ["database-urls", "stripe-publishable-key", "stripe-secret-key"];

const isForm = (field: string): boolean =>
  /^spec\.target\.template\.data\.(value|direct-url|pooled-url)$/.test(field);

/** Settings of programs and boards are JSON, and are compared field by field as all else is. */
const isDocument = (key: string): boolean => /^(settings|collector|bucket-.*|dashboard-.*)\.json$/.test(key);

const isSetting = (field: string): boolean => /^data\.(?!dashboard-)/.test(field);

const withoutEnvironment = (key: string): string => key.replace(/-(staging|production)-/, "-<environment>-");

const fields = (value: unknown, path: readonly string[] = []): [string, unknown][] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) =>
        fields(isDocument(key) ? JSON.parse(String(inner)) : inner, [...path, withoutEnvironment(key)]),
      )
    : [[path.join("."), value]];

const objectsOf = async (stack: "staging" | "production"): Promise<Map<string, Map<string, unknown>>> =>
  new Map(
    manifestFiles(await capturedStack(stack)).map(({ path, text }) => [
      path.replaceAll(stack, "<environment>").replace(/-config-[0-9a-f]{8}/, "-config"),
      new Map(fields(parse(text))),
    ]),
  );

/** The environment's own name is no difference. */
const areSame = (staging: unknown, production: unknown): boolean =>
  staging === production ||
  (typeof staging === "string" &&
    typeof production === "string" &&
    staging.replaceAll("staging", "<environment>") === production.replaceAll("production", "<environment>"));

test("staging and production have the same objects and differ in the allowed fields alone (ENV-03, POL-18)", async () => {
  const staging = await objectsOf("staging");
  const production = await objectsOf("production");
  expect([...staging.keys()]).toEqual([...production.keys()]);
  const differing = [...staging].flatMap(([path, object]) => {
    const other = production.get(path) ?? new Map<string, unknown>();
    return [...new Set([...object.keys(), ...other.keys()])]
      .filter((field) => !areSame(object.get(field), other.get(field)))
      .map((field) => ({ path, field }));
  });
  expect(differing.length).toBeGreaterThan(50);
  const settings = differing.filter(({ field }) => isSetting(field));
  expect([...new Set(settings.map(({ field }) => field.slice("data.".length)))].sort()).toEqual(
    settingsThatDiffer,
  );
  const forms = differing.filter(({ field }) => isForm(field)).map(({ path }) => path);
  expect(forms.length).toBeGreaterThan(0);
  expect(forms.filter((path) => !secretsWithOwnForm.some((name) => path.includes(`${name}-v`)))).toEqual([]);
  expect(
    differing.filter(
      ({ field }) => !isSetting(field) && !isForm(field) && !mayDiffer.some((allowed) => allowed.test(field)),
    ),
  ).toEqual([]);
});
