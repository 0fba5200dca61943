import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { readEnvironment } from "../../../config/read-environment.ts";
import type { System } from "../../../model/system.ts";
import { shop } from "../model/declared-shop.ts";
import { configured } from "./configured-shop.ts";

const select = async (stack: string, config: Readonly<Record<string, unknown>>): Promise<void> => {
  await pulumi.runtime.setMocks(
    { newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) },
    "slipway",
    stack,
  );
  const texts = Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)] as const);
  pulumi.runtime.setAllConfig(Object.fromEntries(texts));
};

describe("readEnvironment", () => {
  const environment = { "slipway:environment": configured("staging") };

  beforeEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  it("reads the stack's environment, and leaves keys of others alone", async () => {
    await select("staging", { ...environment, "pulumi:disable-default-providers": ["docker"] });
    expect(readEnvironment([shop]).name).toBe("staging");
  });

  it("refuses another key of the project, as the engine prints an error", async () => {
    await select("staging", { ...environment, "slipway:replicas": 3 });
    expect(() => readEnvironment([shop])).toThrow(pulumi.RunError);
    expect(() => readEnvironment([shop])).toThrow(
      'Environment "staging": 1 problem\n  slipway:replicas: is not read; all of an environment stands in slipway:environment',
    );
  });

  it("refuses a stack without an environment, and a stack that is none", async () => {
    await select("staging", {});
    expect(() => readEnvironment([shop])).toThrow(
      "slipway:environment: missing; give an environment, with: name,",
    );
    await select("prod", environment);
    expect(() => readEnvironment([shop])).toThrow('"prod": is no environment');
  });

  it("refuses a text in its place, and shows nothing of it", async () => {
    await select("staging", {});
    pulumi.runtime.setAllConfig({ "slipway:environment": "hunter2 {" });
    expect(() => readEnvironment([shop])).toThrow(pulumi.RunError);
    expect(() => readEnvironment([shop])).toThrow(
      /^slipway:environment: is a text and no object; give one with: name, systems$/,
    );
  });

  it("refuses what its user finds wrong with the environment", async () => {
    await select("staging", environment);
    expect(readEnvironment([shop], () => []).name).toBe("staging");
    expect(() =>
      readEnvironment([shop], ({ name }) => [{ path: name, message: "is not to my taste" }]),
    ).toThrow('Environment "staging": 1 problem\n  staging: is not to my taste');
  });

  it("lets an error of the program itself through as it is", async () => {
    await select("staging", environment);
    const broken = [{ ...shop, services: undefined }] as unknown as System[];
    expect(() => readEnvironment(broken)).toThrow(TypeError);
  });
});
