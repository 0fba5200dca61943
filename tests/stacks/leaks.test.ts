import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { environmentNames } from "../../model/environment-name.ts";
import { committedGoldens, goldenFiles } from "../../rendering/goldens.ts";
import { inventory } from "../../rendering/inventory.ts";
import { manifestFiles } from "../../rendering/manifests.ts";
import { systems } from "../../systems/all.ts";
import { leakTable } from "../../tools/suites.ts";
import { capturedStack } from "../support/captured-stack.ts";
import { type CanaryRun, runWithCanaries, unencrypted } from "../support/leaks/canary-run.ts";
import { type CanaryKind, canaryKinds } from "../support/leaks/canary.ts";
import { configuredCanaries } from "../support/leaks/configured-canaries.ts";
import { leaksIn, type Place } from "../support/leaks/leak-search.ts";
import { LeakTable } from "../support/leaks/leak-table.ts";

const table = new LeakTable();
afterAll(() => {
  table.write(leakTable("tests", "renders"));
});

/** Each stack as its file has it, and one with its secrets in its own configuration. */
const sources = [...environmentNames.map((stack) => ({ stack, from: "file" as const })), configured()];
type Source = (typeof sources)[number];

function configured() {
  return { stack: "staging", from: "configured secrets" } as const;
}

const ran = new Map<string, Promise<CanaryRun>>();
/** Runs take seconds, so tests share them. */
function runOf({ stack, from }: Source, kind: CanaryKind): Promise<CanaryRun> {
  const planted = from === "file" ? undefined : configuredCanaries(() => kind);
  const run = ran.get(`${stack} ${from} ${kind}`) ?? runWithCanaries(stack, kind, planted);
  ran.set(`${stack} ${from} ${kind}`, run);
  return run;
}

const runs = sources.flatMap((source) => canaryKinds.map((kind) => ({ ...source, kind })));

describe.each(runs)("no secret of $stack by its $from leaks, with $kind values:", ({ stack, from, kind }) => {
  let run: CanaryRun;
  beforeAll(async () => {
    run = await runOf({ stack, from } as Source, kind);
  }, 60_000);
  const search = (searched: string, places: readonly Place[]) =>
    table.search(`${stack} by its ${from}: ${searched}`, places, run.canaries);

  test("files of make render", () => {
    const files = manifestFiles(run.resources).map(({ path: name, text }) => ({ name, text }));
    expect(files.length).toBeGreaterThan(100);
    const list = { name: "resources.txt", text: inventory(run.resources) };
    expect(search("files of make render", [...files, list])).toEqual([]);
  });

  test("goldens, as they would be and as they are committed", () => {
    const goldens = [...goldenFiles(run.resources), ...committedGoldens(stack)];
    expect(goldens.length).toBeGreaterThan(2 * systems.length);
    expect(
      search(
        "goldens",
        goldens.map(([name, text]) => ({ name, text })),
      ),
    ).toEqual([]);
  });

  test("all of a resource that the engine is not told to encrypt", () => {
    const places = run.resources
      .filter(({ custom }) => custom)
      .map((resource) => ({ name: resource.urn, text: unencrypted(resource) }));
    expect(places.length).toBeGreaterThan(100);
    expect(search("resources but for what is marked secret", places)).toEqual([]);
  });

  test("components, of which none records an input", () => {
    const components = run.resources.filter(({ custom }) => !custom);
    expect(components.length).toBeGreaterThan(10);
    const places = components.map(({ urn: name, inputs }) => ({ name, text: JSON.stringify(inputs) }));
    expect(search("inputs of components", places)).toEqual([]);
    for (const { urn, inputs } of components) expect(inputs, urn).toEqual({});
  });

  test("outputs of components and of the stack", () => {
    const places = run.componentOutputs.map((text, index) => ({ name: `component output ${index}`, text }));
    expect(places.length).toBeGreaterThan(10);
    expect(Object.keys(JSON.parse(run.stackOutputs) as object)).toHaveLength(systems.length);
    const ofStack = { name: "stack outputs", text: run.stackOutputs };
    expect(search("outputs of components and of the stack", [...places, ofStack])).toEqual([]);
  });

  test("what the program prints", () => {
    expect(search("what the program prints", [{ name: "log", text: run.log }])).toEqual([]);
  });

  test("nothing that is not encrypted depends on a secret, so no hash and no length of one is there either", async () => {
    const otherKind = kind === "plain" ? "awkward" : "plain";
    const others =
      from === "file" ? await capturedStack(stack) : (await runOf({ stack, from }, otherKind)).resources;
    expect(run.resources.map(unencrypted)).toEqual(others.map(unencrypted));
  });
});

describe("the search through a stack has something to find:", () => {
  const given = [{ stack: "dev", from: "file" } as const, configured()];
  test.each(given.flatMap((source) => canaryKinds.map((kind) => ({ ...source, kind }))))(
    "the program of $stack by its $from is given a canary for every secret, with $kind values",
    async ({ kind, ...source }) => {
      const { held, resources } = await runOf(source, kind);
      // A password that Redis accepts beside the one in force stands there as its sum alone.
      const written = held.filter(({ name }) => !name.endsWith(".CACHE_PASSWORD.2"));
      const secrets = resources.filter(({ type }) => type === "kubernetes:core/v1:Secret");
      expect(secrets.length).toBeGreaterThan(15);
      const places = secrets.map(({ urn: name, inputs }) => ({ name, text: JSON.stringify(inputs) }));
      const found = leaksIn(places, held);
      expect(new Set(found.map(({ secret }) => secret))).toEqual(new Set(written.map(({ name }) => name)));
      expect(new Set(found.map(({ place }) => place))).toEqual(new Set(places.map(({ name }) => name)));
    },
  );

  test("each secret of each system that dev has is among them", async () => {
    const { held } = await runOf({ stack: "dev", from: "file" }, "plain");
    const names = held.map(({ name }) => name);
    for (const { name: system, variables } of systems) {
      for (const [variable, declared] of Object.entries(variables)) {
        if (declared.kind !== "secret" || declared.optional) continue;
        expect(names).toContain(`${system}-${variable.toLowerCase().replaceAll("_", "-")}-generated`);
      }
    }
  });

  test("every system's secrets are planted in every stack", async () => {
    for (const source of sources) {
      const { canaries } = await runOf(source, "plain");
      for (const { name } of systems)
        expect(
          canaries.some(({ name: secret }) => secret.startsWith(name)),
          `${source.stack} ${name}`,
        ).toBe(true);
    }
  });
});

test("a rendered Secret shows its keys and no value, whatever its fields are called", async () => {
  const [secret] = manifestFiles(await capturedStack("dev")).filter(({ path }) =>
    path.includes("/secret-database"),
  );
  expect(secret?.text).toContain('pooled-url: "[secret]"');
});
