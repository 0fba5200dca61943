import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, test } from "vitest";
import { clearSecretOfProvider, clearSecretProblems } from "../../../config/clear-secrets.ts";
import { readEnvironment } from "../../../config/read-environment.ts";
import { configuredElsewhere } from "../../../config/stack-files.ts";
import { environmentNames } from "../../../model/environment-name.ts";
import { anyText } from "../../../model/setting-shape.ts";
import { validateVariables } from "../../../model/validation/validate-variables.ts";
import { setting } from "../../../model/variable.ts";
import { lettersAndDigits } from "../../e2e/secret-scan/planted-secrets.ts";
import { shop } from "../model/declared-shop.ts";
import { configured, refusalOf } from "./configured-shop.ts";

const key = `sk_live_${lettersAndDigits(24)}`;
const generated = `Aa1${lettersAndDigits(40)}`;

describe("a secret in clear", () => {
  test.each([
    ["systems.shop.secrets.versions.API_KEY", key, "a key of Stripe's"],
    ["systems.shop.secrets.versions.API_KEY", `sk-${"ab1".repeat(10)}`, "a key of Anthropic's or OpenAI's"],
    ["cluster.context", `admin ${generated}`, "a secret that a program made up"],
    ["backups.endpoint", "https://me:hunter2-of-nobody@s3.example.com", "an address with a password"],
  ])("is refused at %s, and not shown", (path, value, form) => {
    const problems = refusalOf("staging", { [path]: value });
    expect(problems).toContainEqual({
      path: `slipway:environment.${path}`,
      message: `holds what looks like ${form}, in clear; replace it where it was issued, put the new value into the store, and name its version here`,
    });
    expect(JSON.stringify(problems)).not.toContain(value.slice(8));
  });

  test("is found however deep it stands, in lists as well, and all of them", () => {
    const problems = clearSecretProblems("a", { b: [{ c: key }, generated], d: 1, e: null });
    expect(problems.map(({ path }) => path)).toEqual(["a.b.0.c", "a.b.1"]);
  });

  test("is no certificate and no public key, whatever stands in it; and what stands beside it is", () => {
    const block = (what: string): string =>
      `-----BEGIN ${what}-----\n${generated}\n${generated}/+==\n-----END ${what}-----\n`;
    for (const what of ["CERTIFICATE", "X509 CERTIFICATE", "PUBLIC KEY"]) {
      expect(clearSecretProblems("a", block(what) + block(what))).toEqual([]);
      expect(clearSecretProblems("a", block(what) + generated)).toHaveLength(1);
    }
    expect(clearSecretProblems("a", block("SOMETHING"))).toHaveLength(1);
    expect(clearSecretProblems("a", `-----BEGIN CERTIFICATE-----\n${generated}\n`)).toHaveLength(1);
  });

  test("is nowhere in the files of this project", () => {
    for (const stack of environmentNames)
      expect(clearSecretProblems(stack, configuredElsewhere(stack))).toEqual([]);
  });

  test.each([
    `sha256:${"0a".repeat(32)}`,
    "00000000-0000-0000-0000-000000000000",
    "0a".repeat(16),
    "uuid/00000000-0000-0000-0000-000000000000",
    "arn:aws:eks:eu-central-1:123456789012:cluster/Production",
    "/home/me/Projects/Shop2/checkout/of-the-backend/at-release-17",
    "https://s3.eu-central-1.amazonaws.com",
  ])("is not: %s", (text) => {
    expect(clearSecretProblems("a", text)).toEqual([]);
  });

  test("is not what a declaration calls a plain setting", () => {
    const variables = { ...shop.variables, PLAIN: setting("something", key, anyText) };
    const problems = validateVariables({ ...shop, variables });
    expect(problems).toMatchObject([
      { path: "shop.variables.PLAIN.value", message: /^holds what looks like a key of Stripe's; declare it/ },
    ]);
    expect(JSON.stringify(problems)).not.toContain(key);
  });
});

describe("a provider's key", () => {
  test("is refused by its name as well, unless it is empty", () => {
    expect(clearSecretOfProvider("github:token", "hunter2")).toHaveLength(1);
    expect(clearSecretOfProvider("aws:secretKey", "hunter2")).toHaveLength(1);
    expect(clearSecretOfProvider("github:token", "")).toEqual([]);
    expect(clearSecretOfProvider("aws:region", "eu-central-1")).toEqual([]);
    expect(clearSecretOfProvider("github:owner", key)).toHaveLength(1);
  });

  const select = async (secretKeys: readonly string[]): Promise<void> => {
    await pulumi.runtime.setMocks(
      { newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) },
      "slipway",
      "staging",
    );
    const environment = JSON.stringify(configured("staging"));
    pulumi.runtime.setAllConfig({ "slipway:environment": environment, "github:token": "hunter2" }, [
      ...secretKeys,
    ]);
  };
  beforeEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  test("stops the program where it stands in clear, and not where it is encrypted", async () => {
    await select([]);
    expect(() => readEnvironment([shop])).toThrow(pulumi.RunError);
    expect(() => readEnvironment([shop])).toThrow(
      /^Configuration: 1 problem\n {2}github:token: holds a secret/,
    );
    expect(() => readEnvironment([shop])).not.toThrow(/hunter2/);
    await select(["github:token"]);
    expect(readEnvironment([shop]).name).toBe("staging");
  });
});
