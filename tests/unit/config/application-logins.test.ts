import { describe, expect, test } from "vitest";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { configuredEnvironment } from "../../../config/stack-files.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { systems } from "../../../systems/all.ts";
import { shop } from "../model/declared-shop.ts";
import { type Configuration, refusal, withValue } from "./configured-shop.ts";

const at = "systems.odd-scenes.secrets";
const path = `slipway:environment.${at}`;
const [first, second] = ["DATABASE_APPLICATION_PASSWORD", "DATABASE_APPLICATION_B_PASSWORD"];

/** A stack's own file with these values at these paths below a system's secrets. */
const changed = (
  stack: EnvironmentName,
  values: Readonly<Record<string, Configuration | undefined>>,
  within = at,
): Configuration =>
  Object.entries(values).reduce<Configuration>(
    (given, [key, value]) => withValue(given, `${within}.${key}`, value),
    configuredEnvironment(stack) as Configuration,
  );
const refused = (...given: Parameters<typeof changed>) => refusal(given[0], changed(...given), { systems });
const parsed = (...given: Parameters<typeof changed>) => {
  const found = parseEnvironment(systems, given[0], changed(...given)).systems.find(
    ({ system }) => system.name === "odd-scenes",
  );
  if (!found) throw new Error("the stack has no odd-scenes");
  return found;
};

describe("the logins of an application that a stack's file lets in (SEC-04)", () => {
  test("are the first alone where it says nothing, as in every file from before there were two", () => {
    const own = parsed("production", {});
    expect(own.applicationLogins).toBeUndefined();
    expect(own.secrets.kind === "stored" && own.secrets.versions.has(second)).toBe(false);
  });

  test.each([
    [["b", "a"], { [first]: "1", [second]: "1" }],
    [["b"], { [first]: undefined, [second]: "1" }],
    [["a", "b"], { [first]: "2", [second]: "1" }],
    [["a"], { [first]: "2", [second]: undefined }],
  ])("go through a turn: %j, with the passwords of those and of no other", (logins, versions) => {
    const given: Readonly<Record<string, string | undefined>> = Object.fromEntries(
      Object.entries(versions).map(([secret, version]) => [`versions.${secret}`, version]),
    );
    const own = parsed("production", { applicationLogins: logins, ...given });
    expect(own.applicationLogins).toEqual(logins);
    if (own.secrets.kind !== "stored") throw new Error("expected a store");
    for (const [secret, version] of Object.entries(versions))
      expect(own.secrets.versions.get(secret)).toBe(version);
  });

  test("need a password each, and what is locked has none: all that is wrong is told at once", () => {
    expect(refused("production", { applicationLogins: ["b"] })).toEqual([
      {
        path: `${path}.versions.${first}`,
        message:
          "is the password of a login that is locked; name the login in applicationLogins, or leave this out",
      },
      {
        path: `${path}.versions.${second}`,
        message: "missing; give the version of the secret that is in force",
      },
    ]);
    expect(refused("production", { [`versions.${second}`]: "1" }).map((problem) => problem.path)).toEqual([
      `${path}.versions.${second}`,
    ]);
  });

  test.each([
    [[], "is empty, and services would have no login; give"],
    [["c"], '"c" is no login of the application; give "a" or "b"'],
    [["a", "a"], "names one twice; give each once"],
    ["b", '"b" is not a list; give the logins that are let in, the one first that services go by'],
  ])("are not %j", (logins, message) => {
    const [problem, ...others] = refused("production", { applicationLogins: logins });
    expect(others).toEqual([]);
    expect(problem?.path).toMatch(/^slipway:environment\.systems\.odd-scenes\.secrets\.applicationLogins/);
    expect(problem?.message).toContain(message);
  });

  test("are not asked for of somebody else's database, whose logins stand in its address", () => {
    const problems = refused("production", { applicationLogins: ["b"] }, "systems.crb-analyser.secrets");
    expect(problems).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/^unknown key "applicationLogins"/) as string,
      }),
    ]);
  });

  test("are dev's to choose as well, where passwords are made up", () => {
    const secrets = { kind: "configuration", versions: {}, applicationLogins: ["b", "a"] };
    const given = { [at.split(".").at(-1) ?? ""]: secrets };
    const own = parsed("dev", given, "systems.odd-scenes");
    expect(own).toMatchObject({ applicationLogins: ["b", "a"], secrets: { kind: "generated" } });
  });

  test("say by themselves which passwords are there, where a service keeps no versions", () => {
    const doppler = (more: Readonly<Record<string, Configuration>>) => ({
      secrets: { service: "doppler", store: "doppler-production", ...more },
    });
    const held = (more: Readonly<Record<string, Configuration>>) => {
      const { secrets } = parsed("production", doppler(more), "systems.odd-scenes");
      return secrets.kind === "stored" ? [...secrets.versions.keys()] : [];
    };
    expect(held({})).toContain(first);
    expect(held({})).not.toContain(second);
    expect(held({ applicationLogins: ["b"] })).not.toContain(first);
    expect(held({ applicationLogins: ["b", "a"] })).toEqual(expect.arrayContaining([first, second]));
  });

  test("and not by the list of what is optional besides", () => {
    const systemsWithMore = systems.map((system) =>
      system.name === "odd-scenes"
        ? { ...system, variables: { ...system.variables, SEARCH_KEY: shop.variables["SEARCH_KEY"] } }
        : system,
    ) as typeof systems;
    const secrets = { service: "doppler", store: "doppler-production", optional: [second] };
    const given = changed("production", { secrets }, "systems.odd-scenes");
    expect(refusal("production", given, { systems: systemsWithMore })).toContainEqual({
      path: `${path}.optional.0`,
      message: `"${second}" is no optional secret of the system; known: SEARCH_KEY`,
    });
  });
});
