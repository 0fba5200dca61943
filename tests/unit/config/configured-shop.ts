import { parseEnvironment } from "../../../config/parse-environment.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { type Problem, ValidationError } from "../../../model/problem.ts";
import type { System } from "../../../model/system.ts";
import { shop } from "../model/declared-shop.ts";

/** Whatever a stack's file can hold. */
export type Configuration =
  { [key: string]: Configuration } | Configuration[] | string | number | boolean | null;

export const digestOf = (digit: string): string => `sha256:${digit.repeat(64)}`;
export const identity = "12345678-9abc-def0-1234-56789abcdef0";

const stored = {
  cluster: { context: "somewhere", identity },
  backups: { bucket: "shop-backups", endpoint: "https://s3.example.com", region: "eu-1" },
  dumps: {
    bucket: "shop-dumps",
    endpoint: "https://s3.example.net",
    region: "eu-1",
    recipients: [
      "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa",
      "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z",
    ],
    secretRecipients: ["age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa"],
  },
  receivers: {
    secrets: { store: "vault", versions: { ON_CALL_KEY: "1", ALERTS_URL: "2", WATCHER_URL: "1" } },
    page: [{ kind: "pagerduty", secret: "ON_CALL_KEY" }],
    ticket: [{ kind: "slack", secret: "ALERTS_URL", channel: "#alerts" }],
    deadMansSwitch: { shop: "WATCHER_URL" },
  },
  dashboards: { url: "https://grafana.shop.example" },
  runbooks: { url: "https://runbooks.shop.example" },
  release: {
    shop: { program: digestOf("a"), pages: digestOf("b") },
    platform: {
      "postgres-cluster": digestOf("e"),
      pgbouncer: digestOf("f"),
      postgres: digestOf("c"),
      "postgres-17": digestOf("e"),
      backup: digestOf("f"),
      redis: digestOf("d"),
      "redis-exporter": digestOf("f"),
      "redis-proxy": digestOf("f"),
      qdrant: digestOf("0"),
      "otel-collector": digestOf("1"),
    },
  },
};

const storedSystem = (host: string): Configuration => ({
  hostnames: { api: `api.${host}`, pages: host, cdn: `cdn.${host}` },
  secrets: {
    store: "vault",
    versions: {
      API_KEY: "7",
      CACHE_PASSWORD: "2",
      CACHE_MONITOR_PASSWORD: "8",
      CACHE_BACKUP_PASSWORD: "9",
      VECTOR_STORE_KEY: "4",
      DATABASE_PASSWORD: "5",
      BACKUP_CREDENTIALS: "3",
      DUMP_CREDENTIALS: "4",
      DRILL_IDENTITY: "6",
    },
  },
});

/** A right configuration of the shop; each test changes what it is about. */
export const configurations: Readonly<Record<EnvironmentName, Configuration>> = {
  dev: { name: "dev", systems: { shop: { hostnames: { cdn: "cdn.dev.shop.example" } } } },
  staging: { name: "staging", ...stored, systems: { shop: storedSystem("staging.shop.example") } },
  production: { name: "production", ...stored, systems: { shop: storedSystem("shop.example") } },
};

/** The configuration with another value at a dotted path; `undefined` takes the key away. */
export function withValue(
  given: Configuration,
  path: string,
  value: Configuration | undefined,
): Configuration {
  const [first = "", ...rest] = path.split(".");
  const object = typeof given === "object" && given !== null && !Array.isArray(given) ? given : {};
  const { [first]: old = {}, ...others } = object;
  if (rest.length > 0) return { ...object, [first]: withValue(old, rest.join("."), value) };
  return value === undefined ? others : { ...object, [first]: value };
}

/** The shop's configuration with these values at these paths. */
export const configured = (
  environment: EnvironmentName,
  values: Readonly<Record<string, Configuration | undefined>> = {},
): Configuration =>
  Object.entries(values).reduce(
    (given, [path, value]) => withValue(given, path, value),
    configurations[environment],
  );

export const parsedShop = (
  environment: EnvironmentName,
  values: Readonly<Record<string, Configuration | undefined>> = {},
) => parseEnvironment([shop], environment, configured(environment, values));

/** What is wrong with a configuration. */
export function refusal(
  stack: string,
  given: unknown,
  { systems = [shop], otherKeys = [] }: { systems?: readonly System[]; otherKeys?: readonly string[] } = {},
): readonly Problem[] {
  try {
    parseEnvironment(systems, stack, given, otherKeys);
  } catch (error) {
    if (error instanceof ValidationError) return error.problems;
    throw error;
  }
  return [];
}

/** What is wrong with the shop's configuration once these values are changed. */
export const refusalOf = (
  environment: EnvironmentName,
  values: Readonly<Record<string, Configuration | undefined>>,
): readonly Problem[] => refusal(environment, configured(environment, values));
