import { describe, expect, test } from "vitest";
import { type ExternalSecretSpec, externalSecrets } from "../../components/secrets/external-secret.ts";
import { cacheUsers } from "../../components/secrets/secret-contents.ts";
import type { EnvironmentName } from "../../model/environment-name.ts";
import { cachePassword } from "../../model/secret-names.ts";
import { secretShape } from "../../model/store-secret-shapes.ts";
import { systems } from "../../systems/all.ts";
import { whyNoGo } from "../../toolchain/cluster/go-module.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";
import { fittingValue } from "../support/fitting-value.ts";
import { madeUpValues } from "./operators/external-secrets/made-up-values.ts";
import { valueIn } from "./operators/external-secrets/secret-store.ts";
import { renderTemplate } from "./operators/external-secrets/secret-template.ts";
import { type AskedTemplate, fillTemplates } from "./secret-templates/fill-templates.ts";

const hosts = {
  dev: "db.xxx-dev.supabase.co",
  staging: "db.xxx-staging.supabase.co",
  production: "db.xxx-prod.supabase.co",
};
const outside = { user: "app", password: "p/w", hosts, database: "app" };
const stacks = ["staging", "production"] as const;

interface Copied {
  readonly stack: EnvironmentName;
  readonly system: string;
  readonly variable: string;
  readonly spec: ExternalSecretSpec;
}

const copied: readonly Copied[] = stacks.flatMap((stack) =>
  realEnvironment(stack).systems.flatMap((own) =>
    own.secrets.kind === "stored"
      ? [...externalSecrets(stack, own, own.secrets)].map(([variable, spec]) => ({
          stack,
          system: own.system.name,
          variable,
          spec,
        }))
      : [],
  ),
);

/** What the store has for an ExternalSecret, by the names that its templates have for it. */
function rightValues({ stack, spec }: Copied): Record<string, string> {
  const store = madeUpValues(stack, systems, ["1"], outside);
  return Object.fromEntries(
    spec.data.map(({ secretKey, remoteRef }) => [secretKey, valueIn(store, remoteRef)]),
  );
}

const asking = (each: Copied, values = rightValues(each)): AskedTemplate[] =>
  Object.values(each.spec.target.template.data).map((template) => ({ template, values }));

/** The secret that a Secret holds versions of. */
const secretOf = ({ variable }: Copied): string => (variable === cacheUsers ? cachePassword : variable);
const shapeOf = (each: Copied) => {
  const declared = systems.find(({ name }) => name === each.system);
  const hostnames = realSystem(each.stack, each.system).hostnames;
  return declared && secretShape(declared, secretOf(each), hostnames);
};

/** What a shell, a template, YAML or an address could take for more than text, and 10 kB of it. */
const hostile = [`"'\\\n\r\t $HOME \${x} {{ .value }} %2F+&?#@:/é`.repeat(2), "0123456789".repeat(1024)];

describe.skipIf(whyNoGo() !== undefined)("templates of Secrets, filled by the operator's engine", () => {
  test("of both stacks make a text of every right value, the same as the played operator makes", async () => {
    const asked = copied.flatMap((each) => asking(each));
    expect(asked.length).toBeGreaterThan(60);
    const filled = await fillTemplates(asked);
    expect(filled.filter(({ error }) => error !== "")).toEqual([]);
    expect(filled.map(({ text }) => text)).toEqual(
      asked.map(({ template, values }) => renderTemplate(template, values)),
    );
  });

  test("leave a value as it is, whatever it holds, and escape it in an address", async () => {
    const asked = copied.flatMap((each) => {
      const shape = shapeOf(each);
      if (shape?.characters === "exactly") return [];
      return hostile.flatMap((value) => {
        const values = Object.fromEntries(
          each.spec.data.map(({ secretKey }) => [secretKey, fittingValue(shape, each.stack, value)]),
        );
        return asking(each, values);
      });
    });
    const filled = await fillTemplates(asked);
    expect(filled.filter(({ error }) => error !== "")).toEqual([]);
    let [plain, addresses] = [0, 0];
    filled.forEach(({ text }, index) => {
      const { template = "", values = {} } = asked[index] ?? {};
      const [value = ""] = Object.values(values);
      if (/\{\{ (?:\.value|\(index \. "[a-z-]+"\)) \}\}$/.test(template) && !template.includes("://:{{")) {
        expect(text).toBe(value);
        plain += 1;
      } else if (template.includes("urlquery")) {
        expect(decodeURIComponent(new URL(text).password)).toBe(value);
        addresses += 1;
      }
    });
    expect(plain).toBeGreaterThan(20);
    expect(addresses).toBeGreaterThan(4);
  });

  test("refuse what does not fit, by name and form and without the value", async () => {
    const wrong = copied.flatMap((each) => {
      const shape = shapeOf(each);
      if (shape === undefined) return [];
      const prefix = shape.prefix[each.stack];
      const values = [
        "",
        ...(prefix === "" ? [] : ["another-KqX7"]),
        ...(shape.characters === "any" ? [] : [`${prefix}KqX7`]),
        ...(shape.characters === "exactly" ? [`${prefix}KqX7${"x".repeat(shape.length)}`] : []),
        ...(shape.pattern ? [`${fittingValue(shape, each.stack, "KqX7")}\n`] : []),
      ];
      const keys = each.spec.data.map(({ secretKey }) => secretKey);
      return values.map((value) => ({
        each,
        asked: asking(each, Object.fromEntries(keys.map((key) => [key, value]))).find(({ template }) =>
          template.includes("fail"),
        ),
      }));
    });
    const asked = wrong.flatMap((each) => each.asked ?? []);
    expect(asked.length).toBe(wrong.length);
    const filled = await fillTemplates(asked);
    filled.forEach(({ text, error }, index) => {
      const each = wrong[index]?.each;
      expect(text).toBe("");
      expect(error).toContain(`error calling fail: ${each ? secretOf(each) : ""} of ${each?.stack ?? ""} `);
      expect(error).not.toContain("KqX7");
    });
  });

  test("refuse the addresses of another environment's database, by whichever way (CF-25)", async () => {
    const addresses = copied.filter(({ variable }) => variable === "DATABASE_URLS");
    expect(addresses.map(({ stack }) => stack)).toEqual([...stacks]);
    const [mine, others] = [
      { staging: "xxx-staging", production: "xxx-prod" },
      { staging: "xxx-prod", production: "xxx-staging" },
    ];
    const ways = (project: string) => [
      `postgresql://postgres:pw@db.${project}.supabase.co:5432/postgres`,
      `postgres://postgres.${project}:p%2Fw@aws-0-eu.pooler.supabase.com:6543/postgres?sslmode=require`,
    ];
    for (const each of addresses) {
      const stack = each.stack === "production" ? "production" : "staging";
      const fill = (address: string) =>
        fillTemplates(asking(each, { "pooled-url": address, "direct-url": address }));
      for (const address of ways(mine[stack]))
        expect(await fill(address), address).toEqual([
          { text: address, error: "" },
          { text: address, error: "" },
        ]);
      for (const address of [
        ...ways(others[stack]),
        // A name that only holds the project's, in any place.
        `postgresql://postgres:${mine[stack]}@db.${others[stack]}.supabase.co/postgres`,
        `postgresql://postgres:pw@db.${others[stack]}.supabase.co/postgres?x=.${mine[stack]}.`,
        `postgresql://postgres:x.${mine[stack]}:pw@db.${others[stack]}.supabase.co/postgres`,
        `postgresql://postgres:pw@db.${mine[stack]}-2.supabase.co/postgres`,
        `postgresql://postgres:pw@db.${others[stack]}.supabase.co,db.${mine[stack]}.supabase.co/postgres`,
        `postgresql://postgres:pw@db.x${mine[stack]}.supabase.co/postgres`,
      ])
        for (const { text, error } of await fill(address)) {
          expect(text, address).toBe("");
          expect(error).toContain(
            `DATABASE_URLS of ${stack} begins with postgresql:// and names the project ${mine[stack]} `,
          );
        }
    }
  });

  test("refuse a live key in staging and a test key in production (ENV-17)", async () => {
    const keys = copied.filter(({ variable }) => variable === "STRIPE_SECRET_KEY");
    expect(keys.length).toBe(4);
    for (const each of keys) {
      const [live, test] = await fillTemplates([
        ...asking(each, { value: "sk_live_abc" }),
        ...asking(each, { value: "sk_test_abc" }),
      ]);
      const [right, refused] = each.stack === "production" ? [live, test] : [test, live];
      expect(right).toMatchObject({ error: "" });
      expect(refused?.error).toMatch(
        /STRIPE_SECRET_KEY of (staging begins with sk_test_|production begins with sk_live_)/,
      );
    }
  });
});
