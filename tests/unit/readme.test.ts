import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseEnvironment } from "../../config/parse-environment.ts";
import { configuredEnvironment } from "../../config/stack-files.ts";
import { guestbook } from "../../docs/examples/guestbook.ts";
import { environmentNames } from "../../model/environment-name.ts";
import { validateSystems } from "../../model/validation/validate-systems.ts";
import { systems } from "../../systems/all.ts";

interface Configuration {
  readonly name: string;
  readonly systems: Readonly<Record<string, unknown>>;
  readonly release?: Readonly<Record<string, unknown>>;
  readonly receivers?: {
    readonly secrets: { readonly versions: Readonly<Record<string, string>> };
    readonly deadMansSwitch: Readonly<Record<string, string>>;
  };
}

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

test("the README's system is the example that compiles", () => {
  const example = read("docs/examples/guestbook.ts");
  expect(read("README.md")).toContain(example.slice(example.indexOf("export const")).trimEnd());
});

test("the README's system is valid, beside those that are there", () => {
  expect(validateSystems([...systems, guestbook])).toEqual([]);
});

test.each(environmentNames)("the README's configuration is all that %s asks for", (stack) => {
  const blocks = [...read("README.md").matchAll(/```yaml\n([^]*?)```/g)].map(([, block = ""]) => block);
  const own = blocks.map((block) => parse(block) as Configuration).find(({ name }) => name === stack);
  if (!own) throw new Error(`README.md has no configuration for ${stack}`);
  const given = configuredEnvironment(stack) as Configuration;
  const environment = parseEnvironment([...systems, guestbook], stack, {
    ...given,
    systems: { ...given.systems, ...own.systems },
    ...(stack === "dev"
      ? {}
      : {
          release: { ...given.release, ...own.release },
          receivers: withSystem(given.receivers, own.receivers),
        }),
  });
  expect(environment.systems.at(-1)?.system.name).toBe("guestbook");
});

const withSystem = (given: Configuration["receivers"], own: Configuration["receivers"]) => ({
  ...given,
  secrets: {
    ...given?.secrets,
    versions: { ...given?.secrets.versions, ...own?.secrets.versions },
  },
  deadMansSwitch: { ...given?.deadMansSwitch, ...own?.deadMansSwitch },
});
