import { describe, expect, test } from "vitest";
import { masked, withoutSecrets } from "../../../config/hidden-secrets.ts";
import { refusalOf } from "./configured-shop.ts";

describe("a message of a refusal", () => {
  test.each([
    [
      "an address",
      "https://admin:hunter2@s3.example.com is not a host",
      "https://…@s3.example.com is not a host",
    ],
    ["a login behind one slash too many", "https:///admin:word@s3.example.com", "https:///…@s3.example.com"],
    ["a user alone", "https://admin@s3.example.com", "https://…@s3.example.com"],
    ["a key", `${["sk", "live", "4eC39HqLyjWDarjtT1zdp7dc"].join("_")} is no name`, "… is no name"],
    ["a hexadecimal number", `token ${"0a".repeat(16)}`, "token …"],
  ])("does not show the secret of %s", (_, message, without) => {
    expect(masked(message)).toBe(without);
  });

  test.each([
    "API.Example.com is not a hostname",
    "atlas-ux.services.email-worker is unknown",
    "DATABASE_APPLICATION_PASSWORD: missing",
    `sha256:${"0a".repeat(31)} is not a digest`,
    "00000000-0000-0000-0000-000000000000",
  ])("shows what is no secret: %s", (message) => {
    expect(masked(message)).toBe(message);
  });

  test("does not show a text of several lines or a very long one, wherever it stands", () => {
    for (const given of ["one\ntwo", "word ".repeat(60)]) {
      const problems = [{ path: "host", message: `${JSON.stringify(given)} is not a hostname` }];
      expect(withoutSecrets(problems, { host: given })).toEqual([
        { path: "host", message: "a text that may be a secret is not a hostname" },
      ]);
    }
  });

  test("does not show what an object holds that stands in the place of a text", () => {
    const [problem] = refusalOf("staging", { "systems.shop.hostnames.api": { password: "hunter2" } });
    expect(problem?.message).toMatch(/^an object is not a text/);
  });

  test("shows a text that is part of what is hidden no less whole", () => {
    const given = { a: "short\n", b: "short\nand long" };
    const [problem] = withoutSecrets([{ path: "b", message: JSON.stringify(given.b) }], given);
    expect(problem?.message).toBe("a text that may be a secret");
  });
});
