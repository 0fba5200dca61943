import { describe, expect, it, test } from "vitest";
import { secretServiceNames } from "../../../config/secret-service.ts";
import { shop } from "../model/declared-shop.ts";
import { configured, parsedShop, refusal, refusalOf } from "./configured-shop.ts";

const at = "slipway:environment.systems.shop.secrets";
const secrets = "systems.shop.secrets";
const required = [
  "API_KEY",
  "CACHE_PASSWORD",
  "CACHE_MONITOR_PASSWORD",
  "CACHE_BACKUP_PASSWORD",
  "VECTOR_STORE_KEY",
  "DATABASE_PASSWORD",
  "BACKUP_CREDENTIALS",
  "DUMP_CREDENTIALS",
  "DRILL_IDENTITY",
];

const sourceOf = (...given: Parameters<typeof parsedShop>) => parsedShop(...given).systems[0]?.secrets;

describe("the service that keeps a system's secrets", () => {
  it("takes keys and versions as they are where none is named", () => {
    expect(sourceOf("staging")).toMatchObject({ kind: "stored", service: "unnamed", store: "vault" });
  });

  it("is one that is known", () => {
    expect(refusalOf("staging", { [`${secrets}.service`]: "lastpass" })).toEqual([
      {
        path: `${at}.service`,
        message: `"lastpass" is no service that keeps secrets; give one of: ${secretServiceNames.join(", ")}`,
      },
    ]);
  });

  it("says what a version is, for all of them together", () => {
    expect(refusalOf("staging", { [`${secrets}.service`]: "vault" })).toEqual([]);
    expect(
      refusalOf("staging", {
        [`${secrets}.service`]: "gcp-secret-manager",
        [`${secrets}.versions.API_KEY`]: "latest",
        [`${secrets}.versions.SEARCH_KEY`]: "v1",
        [`${secrets}.alsoAccepted`]: { CACHE_PASSWORD: "two" },
      }).map(({ path }) => path),
    ).toEqual([`${at}.versions.API_KEY`, `${at}.versions.SEARCH_KEY`, `${at}.alsoAccepted.CACHE_PASSWORD`]);
  });
});

describe("a service without versions", () => {
  const doppler = (more: Record<string, string[]> = {}) => ({
    [secrets]: { service: "doppler", store: "doppler-staging", ...more },
  });

  it("holds what is required, and what is named of the optional", () => {
    const held = (more?: Record<string, string[]>) => {
      const source = sourceOf("staging", doppler(more));
      return source?.kind === "stored" ? [...source.versions] : [];
    };
    expect(held()).toEqual(required.map((name) => [name, ""]));
    expect(held({ optional: ["SEARCH_KEY"] }).map(([name]) => name)).toContain("SEARCH_KEY");
  });

  it("is told no versions, and no optional secret that is none", () => {
    expect(refusalOf("staging", { [`${secrets}.service`]: "doppler" }).map(({ message }) => message)).toEqual(
      ['unknown key "versions"; did you mean "service"? Known: kind, service, store, optional, rotateAfter'],
    );
    expect(refusalOf("staging", doppler({ optional: ["API_KEY"] }))).toEqual([
      {
        path: `${at}.optional.0`,
        message: '"API_KEY" is no optional secret of the system; known: SEARCH_KEY',
      },
    ]);
  });
});

test.each(["doppler", "azure-key-vault"])(
  "%s refuses names that its keys could not keep apart",
  (service) => {
    const system = { ...shop, variables: { ...shop.variables, ODD__KEY: shop.variables["SEARCH_KEY"] } };
    const given = configured("staging", { [secrets]: { service, store: "elsewhere" } });
    const versions = configured("staging", {
      [`${secrets}.service`]: service,
      ...Object.fromEntries(required.map((name) => [`${secrets}.versions.${name}`, "0".repeat(32)])),
    });
    const problems = refusal("staging", service === "doppler" ? given : versions, {
      systems: [system as typeof shop],
    });
    expect(problems.filter(({ path }) => path === `${at}.service`)).toEqual([
      {
        path: `${at}.service`,
        message: `"${service}" can't tell apart what has a doubled - or _ in its name: ODD__KEY; give it another name, or use another service`,
      },
    ]);
  },
);

test("a key that is too long for its service is refused", () => {
  const name = `LONG_${"X".repeat(110)}`;
  const system = { ...shop, variables: { ...shop.variables, [name]: shop.variables["API_KEY"] } };
  const given = configured("staging", {
    [`${secrets}.service`]: "azure-key-vault",
    ...Object.fromEntries([...required, name].map((each) => [`${secrets}.versions.${each}`, "0".repeat(32)])),
  });
  expect(refusal("staging", given, { systems: [system as typeof shop] })).toContainEqual({
    path: `${at}.service`,
    message: `"azure-key-vault" takes keys of at most 127 characters; too long: ${name}`,
  });
});
