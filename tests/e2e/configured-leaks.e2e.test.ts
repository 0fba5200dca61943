import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { systems } from "../../systems/all.ts";
import { leakTable } from "../../tools/suites.ts";
import type { Canary } from "../support/leaks/canary.ts";
import { configuredCanaries } from "../support/leaks/configured-canaries.ts";
import { leaksIn, type Place } from "../support/leaks/leak-search.ts";
import { LeakTable } from "../support/leaks/leak-table.ts";
import type { CommandResult } from "../support/run-command.ts";
import { withValue, type Configuration } from "../unit/config/configured-shop.ts";
import { type EngineRun, engineOn } from "./leaks/engine-run.ts";
import { type PlayedApiServer, playApiServer } from "./leaks/played-api-server.ts";

const identity = "12345678-9abc-def0-1234-56789abcdef0";
const pathOfKubeconfig = "kubeconfig-of-the-test";
// The engine hands a program its configuration in one variable, of which Linux takes 128 kB: not all can have 10 kB.
const planted = configuredCanaries((path) =>
  /VECTOR|SESSION|LLM|DATABASE_URLS/.test(path) ? "awkward" : "plain",
);
/** One secret's value, by the path that `pulumi config set` has for it. */
const values = new Map(leaves(planted.secrets, ["slipway:secrets"]));
const table = new LeakTable();
let cluster: PlayedApiServer;
let engine: EngineRun;
let update: CommandResult;

beforeAll(async () => {
  cluster = await playApiServer(identity);
  engine = engineOn("staging", stringify({ config: { "slipway:environment": environment() } }));
  engine.write("kubeconfig", kubeconfig(cluster.address), pathOfKubeconfig);
  const set = await configure([...values]);
  expect(set.exitCode, set.output).toBe(0);
  update = await up();
});
afterAll(() => {
  table.write(leakTable("e2e", "configuration"));
  cluster.close();
  engine.remove();
});

function leaves(value: unknown, path: readonly string[]): [string, string][] {
  if (typeof value === "string") return [[path.join("."), value]];
  return Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

/** Staging as it is configured, on the played cluster, with keys to its dumps that somebody could have. */
function environment(): Configuration {
  const recipients = [
    "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa",
    "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg",
  ];
  const given = withValue(
    withValue(planted.environment as Configuration, "dumps.recipients", recipients),
    "dumps.secretRecipients",
    recipients.slice(1),
  );
  return withValue(given, "cluster", { identity, kubeconfig: pathOfKubeconfig });
}

const kubeconfig = (server: string): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "played",
    clusters: [{ name: "played", cluster: { server, "insecure-skip-tls-verify": true } }],
    users: [{ name: "played", user: {} }],
    contexts: [{ name: "played", context: { cluster: "played", user: "played" } }],
  });

const configure = (secrets: readonly (readonly [string, string])[]): Promise<CommandResult> =>
  engine.pulumi(
    "config",
    "set-all",
    "--path",
    ...secrets.flatMap(([path, value]) => ["--secret", `${path}=${value}`]),
  );

/** Only what holds secrets, and what it is in: the rest needs a cluster with operators. */
function up(...args: string[]): Promise<CommandResult> {
  const wanted = [
    "**components:System::**",
    "**Boundary::**",
    "**core/v1:Namespace::**",
    "**ConfiguredSecrets::**",
    "**core/v1:Secret::**",
  ];
  const targets = wanted.flatMap((urn) => ["--target", urn]);
  return engine.pulumi("up", "--yes", "--skip-preview", ...args, ...targets);
}

const search = (searched: string, places: readonly Place[], canaries: readonly Canary[] = planted.canaries) =>
  table.search(searched, places, canaries);
const printed = (name: string, { output }: CommandResult): Place[] => [{ name, text: output }];

describe("no secret of staging's own configuration leaks from the engine:", () => {
  test("each reaches its Secret in the cluster as it is", () => {
    expect(update.exitCode, update.output.slice(-3000)).toBe(0);
    const secrets = [...cluster.objects].filter(([path]) => path.includes("/secrets/"));
    expect(secrets.length).toBeGreaterThan(30);
    const held = secrets.flatMap(([, { data = {} }]) =>
      Object.values(data).map((text) => Buffer.from(text, "base64").toString()),
    );
    for (const { name } of systems) {
      const [, session] = [...values].find(([path]) => path.startsWith(`slipway:secrets.${name}.`)) ?? [];
      expect(held).toContain(session);
    }
    const found = leaksIn([{ name: "cluster", text: held.join("\n") }], planted.canaries);
    const accepted = planted.canaries.filter(({ name }) => name.endsWith(".CACHE_PASSWORD.2"));
    expect(new Set(found.map(({ secret }) => secret)).size).toBe(planted.canaries.length - accepted.length);
  });

  test("what the update prints", () => {
    expect(search("output of up", printed("up", update))).toEqual([]);
  });

  test("the preview with --diff, and as JSON, of all of staging", async () => {
    const preview = await engine.pulumi("preview", "--diff");
    expect(preview.exitCode, preview.output.slice(-2000)).toBe(0);
    expect(search("output of preview --diff", printed("preview --diff", preview))).toEqual([]);
    const json = await engine.pulumi("preview", "--json");
    expect(json.output.length).toBeGreaterThan(100_000);
    expect(search("output of preview --json", printed("preview --json", json))).toEqual([]);
  });

  test("the stack's file, the state, its backups and its history, where each stands encrypted", () => {
    const files = engine.files();
    const state = files.find(({ name }) => name === ".pulumi/stacks/slipway/staging.json");
    expect(state?.text.match(/"ciphertext"/g)?.length).toBeGreaterThan(30);
    const file = files.find(({ name }) => name === "Pulumi.staging.yaml");
    expect(file?.text.match(/secure: v1:/g)).toHaveLength(values.size);
    expect(files.some(({ name }) => name.startsWith(".pulumi/history/"))).toBe(true);
    expect(search("the stack's file, state, backups and history", files)).toEqual([]);
  });

  test("the search finds each where it is shown on purpose", async () => {
    const shown = await engine.pulumi("config", "--show-secrets", "--json");
    const found = leaksIn(printed("shown", shown), planted.canaries);
    expect(new Set(found.map(({ secret }) => secret)).size).toBe(planted.canaries.length);
  });
});

describe("a value that is wrong", () => {
  const path = "slipway:secrets.odd-scenes.VECTOR_STORE_KEY.1";
  const before = values.get(path) ?? "";

  test("under a version that is in force is refused by the cluster, and the message names the Secret alone", async () => {
    const mark = "cnry7qchanged0000";
    const changed = { name: "changed", mark, value: `${mark}-as-long-as-a-key` };
    await configure([[path, changed.value]]);
    const refused = await up();
    await configure([[path, before]]);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toMatch(/Secret "vector-store-key-v1" .*immutable/);
    expect(search("refusals", printed("up", refused), [...planted.canaries, changed])).toEqual([]);
  });

  test("is refused before anything is created, all at once, each with its command", async () => {
    await engine.pulumi("config", "rm", "--path", path);
    const { [0]: stripe } = [...values.keys()].filter((each) =>
      each.includes("crb-analyser.STRIPE_SECRET_KEY"),
    );
    await configure([[stripe ?? "", "cnry7qnokey00000000"]]);
    const refused = await engine.pulumi("preview");
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain(
      `${path}: missing; set it with: pulumi config set --stack staging --secret --path '${path}'`,
    );
    expect(refused.output).toContain(`${stripe ?? ""}: STRIPE_SECRET_KEY of staging begins with sk_test_`);
    expect(refused.output).not.toContain("cnry7q");
  });
});
