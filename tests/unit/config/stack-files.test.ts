import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { Environment } from "../../../config/environment.ts";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { environmentSchema } from "../../../config/schema.ts";
import { type EnvironmentName, environmentNames } from "../../../model/environment-name.ts";
import { secretNames } from "../../../model/secret-names.ts";
import { systems } from "../../../systems/all.ts";
import type { Configuration } from "./configured-shop.ts";

const key = "slipway:environment";
const files = {
  dev: "Pulumi.yaml",
  staging: "Pulumi.staging.yaml",
  production: "Pulumi.production.yaml",
} as const satisfies Record<EnvironmentName, string>;

const configOf = (name: EnvironmentName): Record<string, Configuration> => {
  const text = readFileSync(new URL(`../../../${files[name]}`, import.meta.url), "utf8");
  return (parse(text) as { config: Record<string, Configuration> }).config;
};
const givenOf = (name: EnvironmentName): Configuration | undefined => {
  const given = configOf(name)[key];
  // A project's file wraps the default of a key; a stack's file doesn't.
  return name === "dev" ? (given as { value: Configuration }).value : given;
};
const environmentOf = (name: EnvironmentName): Environment => parseEnvironment(systems, name, givenOf(name));

describe.each(environmentNames)("the file of %s", (name) => {
  it("is right", () => {
    const environment = environmentOf(name);
    expect(environment.name).toBe(name);
    expect(environment.systems.map(({ system }) => system.name)).toEqual(
      systems.map(({ name: declared }) => declared),
    );
  });

  it("sets no other key of the namespace", () => {
    expect(Object.keys(configOf(name)).filter((other) => other.startsWith("slipway:"))).toEqual([key]);
  });

  it.each(environmentNames.filter((other) => other !== name))("is refused by the stack %s", (other) => {
    expect(() => parseEnvironment(systems, other, givenOf(name))).toThrow(
      `slipway:environment.name: "${name}" is not the name of this stack; write "${other}"`,
    );
  });

  it("gives every system the same services, images and stores (ENV-02)", () => {
    environmentOf(name).systems.forEach(({ system, images }, index) => {
      const declared = systems[index];
      expect(Object.keys(system.services)).toEqual(Object.keys(declared?.services ?? {}));
      expect([...images.keys()]).toEqual(Object.keys(declared?.images ?? {}));
      expect(system.variables).toBe(declared?.variables);
      expect(system.database?.version).toBe(declared?.database?.version);
    });
  });
});

describe.each(["staging", "production"] as const)("the file of %s", (name) => {
  it("names a store and a version of every secret that is required, and pins every image by digest", () => {
    for (const { system, secrets, images } of environmentOf(name).systems) {
      const required = secretNames(system).filter(({ optional }) => !optional);
      expect(secrets).toMatchObject({ kind: "stored", store: name });
      expect(secrets.kind === "stored" && [...secrets.versions.keys()].sort()).toEqual(
        required.map(({ name: secret }) => secret).sort(),
      );
      expect([...images.values()].filter(({ digest }) => digest === undefined)).toEqual([]);
    }
  });
});

describe("parity", () => {
  /** Every path that a schema admits. */
  const pathsOf = (schema: unknown, path = ""): string[] => {
    const { properties = {} } = schema as { properties?: Record<string, unknown> };
    return Object.entries(properties).flatMap(([name, inner]) => [
      `${path}${name}`,
      ...pathsOf(inner, `${path}${name}.`),
    ]);
  };
  const admitted = (name: EnvironmentName): string[] =>
    pathsOf(z.toJSONSchema(environmentSchema(systems, name), { unrepresentable: "any", io: "input" })).sort();

  it("of staging and production: both admit the same keys, but for who approves a deployment (ENV-03)", () => {
    const production = admitted("production");
    expect(admitted("staging")).toEqual(production.filter((path) => path !== "repository.reviewerTeams"));
    expect(production).toContain("systems.crb-analyser.sizes.services.crb-backend.replicas.maximum");
    expect(production).toContain("repository.reviewerTeams");
    expect(production).toContain("release.platform.qdrant");
  });

  it("of dev: it admits checkouts, hours to be off and the image that keeps them, and neither backups, nor dumps, nor receivers, nor boards, nor pages of alerts, nor clusters, nor a repository, nor sizes of a database of one pod", () => {
    const dev = admitted("dev");
    const staging = admitted("staging");
    const kind = (path: string): string => path.replace(/^systems\.[^.]+\./, "").replace(/\..*/, "");
    const added = dev.filter((path) => !staging.includes(path)).map(kind);
    const missing = staging.filter((path) => !dev.includes(path));
    const absent = missing.map(kind);
    const absentSizes = missing.filter((path) => kind(path) === "sizes");
    expect([...new Set(added)].sort()).toEqual(["checkouts", "offHours", "release"]);
    expect(dev.filter((path) => kind(path) === "release" && !staging.includes(path))).toEqual([
      "release.platform.node",
    ]);
    expect([...new Set(absent)].sort()).toEqual([
      "backups",
      "dashboards",
      "database",
      "dumps",
      "receivers",
      "release",
      "repository",
      "runbooks",
      "sizes",
    ]);
    // Nobody asks for metrics in dev, and nothing of it is kept.
    expect(missing.filter((path) => kind(path) === "release")).toEqual([
      "release.platform.backup",
      "release.platform.otel-collector",
      "release.platform.postgres-17",
      "release.platform.redis-exporter",
      "release.platform.redis-proxy",
    ]);
    expect(
      absentSizes.filter(
        (path) => !/\.sizes\.(database\.(cpu|memory|instances)|cache\.instances)/.test(path),
      ),
    ).toEqual([]);
  });

  it("of the files: staging is smaller than production and the same shape (SCL-10)", () => {
    const staging = environmentOf("staging").systems;
    environmentOf("production").systems.forEach(({ system }, index) => {
      for (const [name, { size }] of Object.entries(system.services)) {
        const small = staging[index]?.system.services[name];
        expect(small?.size.memory.exceeds(size.memory)).toBe(false);
        expect(small?.size.cpu.request.exceeds(size.cpu.request)).toBe(false);
        expect(small?.size.cpu.limit.exceeds(size.cpu.limit)).toBe(false);
      }
    });
  });
});
