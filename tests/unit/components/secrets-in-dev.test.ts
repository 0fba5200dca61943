import { describe, expect, test } from "vitest";
import { configuredEnvironment } from "../../../config/stack-files.ts";
import { capture } from "../../../rendering/capture.ts";
import { manifestFiles } from "../../../rendering/manifests.ts";
import { secretStandIns } from "../../../rendering/secret-stand-ins.ts";
import { systems } from "../../../systems/all.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { configuredSystemsOfStaging, valuesFor } from "../../support/configured-staging.ts";
import { type Configuration, withValue } from "../config/configured-shop.ts";

const given = withValue(configuredEnvironment("dev") as Configuration, "systems.crb-analyser.secrets", {
  kind: "configuration",
  versions: { LOGFIRE_TOKEN: "2", BRAVE_API_KEY: "1" },
});
const written = {
  "crb-analyser": {
    LOGFIRE_TOKEN: { "1": { secure: "v1:" }, "2": { secure: "v1:" } },
    BRAVE_API_KEY: { "1": { secure: "v1:" } },
  },
};

describe("dev with secrets in its configuration", () => {
  test("has those, the optional one too, and makes up the rest as before", async () => {
    const secrets = secretStandIns(systems, "dev", written, given);
    const [before, after] = [
      await capturedStack("dev"),
      await capture("dev", { environment: given, secrets }),
    ];
    const names = (all: typeof after) =>
      all
        .filter(({ type }) => /:(?:Secret|RandomPassword)$/.test(type))
        .map(({ urn }) => urn.split("::").at(-1));
    const [old, now] = [new Set(names(before)), new Set(names(after))];
    expect([...now].filter((name) => !old.has(name)).sort()).toEqual([
      "crb-analyser-brave-api-key",
      "crb-analyser-logfire-token",
    ]);
    expect([...old].filter((name) => !now.has(name))).toEqual(["crb-analyser-logfire-token-generated"]);
    const pods = JSON.stringify(after.find(({ name }) => name === "crb-analyser-crb-backend")?.inputs);
    expect(pods).toContain('"secretKeyRef":{"key":"value","name":"logfire-token-v2"}');
    expect(pods).toContain('"secretKeyRef":{"key":"value","name":"brave-api-key-v1"}');
    const secret = manifestFiles(after).find(({ path }) => path.endsWith("/secret-logfire-token-v2.yaml"));
    expect(secret?.text).toContain('value: "[secret]"');
    expect(secret?.text).toContain("immutable: true");
  }, 120_000);

  test("is refused before anything is registered where a value is missing", async () => {
    await expect(capture("dev", { environment: given })).rejects.toThrow(
      "slipway:secrets.crb-analyser.LOGFIRE_TOKEN.2: missing; set it with: pulumi config set --stack dev --secret --path 'slipway:secrets.crb-analyser.LOGFIRE_TOKEN.2'",
    );
  }, 120_000);
});

test("a file's encrypted values are rendered as texts of their shapes, and plain ones stay as they are", () => {
  const encrypted = valuesFor(configuredSystemsOfStaging(), () => ({ secure: "v1:" }));
  const shown = secretStandIns(systems, "staging", encrypted, configuredEnvironment("staging")) as Record<
    string,
    Record<string, unknown>
  >;
  expect(JSON.stringify(shown)).not.toContain("secure");
  expect(shown["crb-analyser"]).toMatchObject({
    STRIPE_SECRET_KEY: { "1": expect.stringMatching(/^sk_test_0+$/) as string },
    DATABASE_URLS: {
      "1": {
        "pooled-url": expect.stringMatching(
          /^postgresql:\/\/0+\.xxx-staging:none@database\.invalid\/none$/,
        ) as string,
      },
    },
  });
  expect(
    secretStandIns(systems, "staging", { "atlas-ux": { SESSION_SECRET: { "1": "plain" } } }, {}),
  ).toEqual({
    "atlas-ux": { SESSION_SECRET: { "1": "plain" } },
  });
  expect(secretStandIns(systems, "staging", undefined, undefined)).toBeUndefined();
});
