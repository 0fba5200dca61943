import { describe, expect, test } from "vitest";
import { environmentNames } from "../../model/environment-name.ts";
import { capture, generatedValue } from "../../rendering/capture.ts";
import { inventory } from "../../rendering/inventory.ts";
import { manifestFiles } from "../../rendering/manifests.ts";

describe("secrets in a capture", () => {
  test("reach the Secrets of dev, so that the search below has something to find", async () => {
    const secrets = (await capture("dev")).filter(({ type }) => type === "kubernetes:core/v1:Secret");
    expect(secrets.length).toBeGreaterThan(15);
    for (const { inputs } of secrets) expect(JSON.stringify(inputs)).toContain(generatedValue);
  });

  test.each(environmentNames)("appear in no rendered file of %s", async (stack) => {
    const resources = await capture(stack);
    const texts = [...manifestFiles(resources).map(({ text }) => text), inventory(resources)];
    expect(texts.filter((text) => text.includes(generatedValue))).toEqual([]);
  });

  test.each(environmentNames)(
    "appear in the inputs of no component and no other resource of %s",
    async (stack) => {
      const others = (await capture(stack)).filter(({ type }) => type !== "kubernetes:core/v1:Secret");
      for (const { urn, inputs } of others) expect(JSON.stringify(inputs), urn).not.toContain(generatedValue);
    },
  );

  test.each(environmentNames)("are no component's business: none of %s records an input", async (stack) => {
    const components = (await capture(stack)).filter(({ custom }) => !custom);
    expect(components.length).toBeGreaterThan(10);
    for (const { urn, inputs } of components) expect(inputs, urn).toEqual({});
  });

  test("stay out of a rendered Secret whatever its fields are called", async () => {
    const [secret] = manifestFiles(await capture("dev")).filter(({ path }) =>
      path.includes("/secret-database"),
    );
    expect(secret?.text).toContain('pooled-url: "[secret]"');
  });
});
