import * as pulumi from "@pulumi/pulumi";
import { afterAll, describe, expect, test } from "vitest";
import { configuredEnvironment } from "../../config/stack-files.ts";
import { environmentNames } from "../../model/environment-name.ts";
import { capture } from "../../rendering/capture.ts";
import { leakTable } from "../../tools/suites.ts";
import { canary, canaryKinds } from "../support/leaks/canary.ts";
import { leaksIn } from "../support/leaks/leak-search.ts";
import { LeakTable } from "../support/leaks/leak-table.ts";
import { type Fields, fieldsOf, withField } from "../support/leaks/pasted-fields.ts";

const table = new LeakTable();
afterAll(() => {
  table.write(leakTable("tests", "refusals"));
});

const privateKey = (value: string): string =>
  `-----BEGIN PRIVATE KEY-----\n${value}\n-----END PRIVATE KEY-----\n`;

/** What people copy, and the field below their hand is the wrong one. */
const pastes: Readonly<Record<string, (value: string) => unknown>> = {
  "a key of a third party": (value) => `sk_live_${value}Zq7`,
  "an address with a password": (value) => `https://admin:${encodeURIComponent(value)}@storage.example.com`,
  "an address of a database": (value) =>
    `postgresql://app:${encodeURIComponent(value)}@db.example.com:5432/app`,
  "a private key": privateKey,
  "the text of a kubeconfig": (value) =>
    `apiVersion: v1\nkind: Config\nusers: [{ user: { token: ${value} } }]\n`,
  "a kubeconfig": (value) => ({ kind: "Config", users: [{ name: "me", user: { token: value } }] }),
  "lines of an .env file": (value) => `STRIPE_SECRET_KEY=${value}\nSESSION_SECRET=${value}`,
  "a list of keys": (value) => [value, value],
  "a key where a name belongs": (value) => ({ [`sk_live_${value}Zq7`]: "x" }),
};

/** The messages with which the stack's program refuses a configuration. */
async function refusal(stack: (typeof environmentNames)[number], environment: unknown): Promise<string> {
  return capture(stack, { environment }).then(
    () => "",
    (error: unknown) => String(error),
  );
}

describe.each(environmentNames)("what %s says of a wrong configuration", (stack) => {
  const configuration = configuredEnvironment(stack) as Fields;
  const fields = fieldsOf(configuration).filter(([first]) => first !== "name");

  test.each(Object.keys(pastes))("shows nothing of %s, in whatever field it stands", async (what) => {
    const paste = pastes[what] ?? String;
    for (const kind of canaryKinds) {
      const canaries = fields.map((path) => canary(path.join("."), kind));
      // All at once, and the groups at the top one after the other: a wrong group keeps others from being looked at.
      const groups = [undefined, ...new Set(fields.map(([first]) => first))];
      const places = [];
      for (const group of groups) {
        const pasted = fields
          .filter(([first]) => group === undefined || first === group)
          .reduce(
            (rest, path) => withField(rest, path, paste(canary(path.join("."), kind).value)),
            configuration,
          );
        places.push({ name: `${what} in ${group ?? "every field"}`, text: await refusal(stack, pasted) });
      }
      expect(places[0]?.text).toContain("problems");
      expect(table.search(`${stack}: refusals of a configuration`, places, canaries)).toEqual([]);
    }
  });

  test("shows nothing of a secret that stands there as the whole of it", async () => {
    const { value, ...planted } = canary("whole");
    const text = await refusal(stack, value);
    expect(text).toContain("slipway:environment");
    expect(
      table.search(
        `${stack}: refusals of a configuration`,
        [{ name: "whole", text }],
        [{ value, ...planted }],
      ),
    ).toEqual([]);
  });
});

test("the search sees a refusal that shows what was given", () => {
  const { value, ...planted } = canary("shown");
  const text = new pulumi.RunError(`${JSON.stringify(value)} is not a hostname`).message;
  expect(leaksIn([{ name: "refusal", text }], [{ value, ...planted }])).toHaveLength(1);
});
