import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systems } from "../../systems/all.ts";
import { paths } from "../../toolchain/paths.ts";
import { leakTable } from "../../tools/suites.ts";
import type { Canary } from "../support/leaks/canary.ts";
import { type Place, wholeLeaksIn } from "../support/leaks/leak-search.ts";
import { LeakTable } from "../support/leaks/leak-table.ts";
import type { CommandResult } from "../support/run-command.ts";
import { type EngineRun, engineOn } from "./leaks/engine-run.ts";

const table = new LeakTable(wholeLeaksIn);
let engine: EngineRun;
let update: CommandResult;
let secrets: readonly Canary[];
beforeAll(async () => {
  engine = engineOn("dev");
  // What dev's secrets are made of, and the groups that they are in: the rest needs a cluster.
  const wanted = ["**RandomPassword::**", "**GeneratedSecrets::**", "**components:System::**"];
  const targets = wanted.flatMap((urn) => ["--target", urn]);
  update = await engine.pulumi(
    "up",
    "--yes",
    "--skip-preview",
    "--event-log",
    engine.file("up.events"),
    ...targets,
  );
  secrets = generatedIn((await engine.pulumi("stack", "export", "--show-secrets")).output);
});
afterAll(() => {
  table.write(leakTable("e2e", "engine"));
  engine.remove();
});

interface Export {
  readonly deployment: {
    readonly resources?: readonly {
      readonly type: string;
      readonly urn: string;
      readonly outputs?: { readonly result?: { readonly plaintext?: string } };
    }[];
  };
}

/** The secrets of a state that was exported decrypted, which stands nowhere but in this test's memory. */
function generatedIn(exported: string): readonly Canary[] {
  const { resources = [] } = (JSON.parse(exported) as Export).deployment;
  return resources
    .filter(({ type }) => type === "random:index/randomPassword:RandomPassword")
    .map(({ urn, outputs }) => {
      const value = JSON.parse(outputs?.result?.plaintext ?? '""') as string;
      return { name: urn.split("::").at(-1) ?? urn, mark: value, value };
    });
}

/**
 * The SDK tells the engine of each answer that it gets, as it got it: secrets and all. The engine shows that to nobody who
 * does not ask for it, but an event log has it.
 */
const withoutDebugMessages = (log: string): string =>
  log
    .split("\n")
    .filter((line) => !line.includes('"diagnosticEvent":{"prefix":"debug: "'))
    .join("\n");

const sourcesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") || file.endsWith(".sh"))
    .map((file) => join(folder, file));

const search = (searched: string, places: readonly Place[]) => table.search(searched, places, secrets);
const printed = (name: string, { output }: CommandResult): Place[] => [{ name, text: output }];

describe("no generated secret of dev leaks from the engine:", () => {
  test("there is one for each secret of each system, and the search finds it where it is shown on purpose", async () => {
    expect(update.exitCode, update.output).toBe(0);
    expect(secrets.length).toBeGreaterThan(25);
    for (const { name } of systems)
      expect(secrets.filter(({ name: secret }) => secret.startsWith(`${name}-`)).length).toBeGreaterThan(5);
    for (const { value } of secrets) expect(value).toMatch(/^[A-Za-z0-9]{16,}$/);
    const shown = await engine.pulumi("stack", "export", "--show-secrets");
    const found = wholeLeaksIn(printed("shown", shown), secrets);
    expect(new Set(found.map(({ secret }) => secret)).size).toBe(secrets.length);
  });

  test("what the update prints", () => {
    expect(search("output of up", printed("up", update))).toEqual([]);
  });

  test("the preview of all of dev, with --diff, as JSON, and as every event of it", async () => {
    const events = engine.file("preview.events");
    const preview = await engine.pulumi("preview", "--diff", "--event-log", events);
    expect(preview.exitCode, preview.output.slice(-2000)).toBe(0);
    expect(preview.output).toMatch(/stringData *: \{\n.*value *: \[secret\]|stringData *: \[secret\]/);
    expect(search("output of preview --diff", printed("preview --diff", preview))).toEqual([]);
    const json = await engine.pulumi("preview", "--json");
    expect(search("output of preview --json", printed("preview --json", json))).toEqual([]);
  });

  test("the state file, its backups and its history, where each stands encrypted", () => {
    const files = engine.files().filter(({ name }) => name.startsWith(".pulumi/"));
    for (const part of ["stacks", "backups", "history"])
      expect(
        files.some(({ name, text }) => name.startsWith(`.pulumi/${part}/`) && text.includes('"ciphertext"')),
        part,
      ).toBe(true);
    expect(search("state, backups and history", files)).toEqual([]);
  });

  test("the event logs but for the SDK's debug messages, and the stack's file", () => {
    const files = engine.files().filter(({ name }) => !name.startsWith(".pulumi/"));
    expect(files.map(({ name }) => name).sort()).toEqual(["Pulumi.dev.yaml", "preview.events", "up.events"]);
    const places = files.map(({ name, text }) => ({ name, text: withoutDebugMessages(text) }));
    for (const { name, text } of places)
      if (name.endsWith(".events")) expect(text.split("\n").length, name).toBeGreaterThan(50);
    expect(search("event logs but for debug messages, and the stack's file", places)).toEqual([]);
  });

  test("no command of the project asks for those debug messages, which hold what providers answer", () => {
    const flags = /--event-log|"--debug"|--logtostderr|PULUMI_DEBUG_COMMANDS/;
    const sources = ["tools", "toolchain"].flatMap((folder) => sourcesBelow(join(paths.root, folder)));
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter((file) => flags.test(readFileSync(file, "utf8")))).toEqual([]);
  });

  test("the state as it is exported, and the stack's outputs", async () => {
    const exported = await engine.pulumi("stack", "export");
    expect(exported.output.match(/"ciphertext"/g)?.length).toBeGreaterThanOrEqual(secrets.length);
    expect(search("stack export", printed("stack export", exported))).toEqual([]);
    const outputs = await engine.pulumi("stack", "output", "--json", "--show-secrets");
    expect(search("stack output --show-secrets", printed("stack output", outputs))).toEqual([]);
  });
});
