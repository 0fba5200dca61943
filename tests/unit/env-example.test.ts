import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { containerVariables } from "../../model/container-variables.ts";
import { runnablesOf } from "../../model/runnable.ts";
import { envExample } from "../../rendering/env-example.ts";
import { realEnvironment } from "../support/declarations.ts";

const systems = realEnvironment("dev").systems.map((own) => [own.system.name, own] as const);

const valuesIn = (text: string): Map<string, string> =>
  new Map(
    text
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );

describe.each(systems)("the template of %s's .env", (name, own) => {
  const values = valuesIn(envExample(own));

  test("is the one that is committed; if not, run `make env-example`", () => {
    const file = new URL(`../../docs/systems/${name}.env.example`, import.meta.url);
    expect(readFileSync(file, "utf8")).toBe(envExample(own));
  });

  test("has every variable that any of its programs reads, once", () => {
    const read = runnablesOf(own.system).flatMap(({ runnable }) =>
      containerVariables(own.system, runnable).map(([variable]) => variable),
    );
    const declared = Object.keys(own.system.variables);
    expect([...values.keys()].sort()).toEqual([...new Set([...read, ...declared])].sort());
    expect(envExample(own).match(/^\w+=/gm)).toHaveLength(values.size);
  });

  test("holds no secret, and dev's value of everything else that is declared (ENV-20, SEC-07)", () => {
    for (const [variable, { kind }] of Object.entries(own.system.variables)) {
      if (kind === "secret") expect(values.get(variable), variable).toBe("");
      else expect(values.get(variable), variable).not.toBe("");
    }
  });
});

test("Odd Scenes' has the five that were asked for, empty, and those that other places add (ENV-18)", () => {
  const odd = systems.find(([name]) => name === "odd-scenes")?.[1];
  const values = valuesIn(odd ? envExample(odd) : "");
  for (const name of ["DATABASE_URL", "REDIS_URL", "OPENAI_API_KEY", "SENTRY_DSN", "STRIPE_SECRET_KEY"])
    expect(values.get(name), name).toBe("");
  for (const name of [
    "LOGTAIL_TOKEN",
    "LOG_LEVEL",
    "NODE_ENV",
    "PORT",
    "NEXT_PUBLIC_API_URL",
    "NEXT_PUBLIC_SENTRY_DSN",
  ])
    expect(values.has(name), name).toBe(true);
  expect(values.get("NEXT_PUBLIC_API_URL")).toBe("http://localhost:3001");
});
