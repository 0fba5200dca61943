import { describe, expect, it, test } from "vitest";
import { configuredSecretContents } from "../../../components/secrets/configured-secret-contents.ts";
import {
  type ConfiguredText,
  configuredValueProblems,
} from "../../../components/secrets/configured-value-problems.ts";
import { configuredValues, valueIn } from "../../../components/secrets/configured-values.ts";
import { externalSecrets } from "../../../components/secrets/external-secret.ts";
import { secretName } from "../../../components/secrets/secret-references.ts";
import type { Environment, StoredSecrets } from "../../../config/environment.ts";
import { parseEnvironment } from "../../../config/parse-environment.ts";
import { configuredEnvironment } from "../../../config/stack-files.ts";
import { fitsShape, valueOfShape } from "../../../model/secret-shape.ts";
import { secretShape } from "../../../model/store-secret-shapes.ts";
import { systems } from "../../../systems/all.ts";
import { renderTemplate } from "../../e2e/operators/external-secrets/secret-template.ts";
import {
  configuredStaging,
  configuredSystemsOfStaging,
  valuesFor,
} from "../../support/configured-staging.ts";
import { fittingValue } from "../../support/fitting-value.ts";

const awkward = `'"\n$HOME {{ .y }} %s \\ :@/?# é!(*)`;
const owns = configuredSystemsOfStaging();
const right = valuesFor(owns, ({ system, secret, version, property = "" }, own) => {
  const shape = secretShape(own.system, secret, own.hostnames);
  return fittingValue(shape, "staging", `${system}${version}${property}${awkward}`);
});

describe("Secrets whose values stand in the configuration", () => {
  test.each(owns.map((own) => [own.system.name, own] as const))(
    "of %s hold what the operator would make of the same values, under the same names",
    (_, own) => {
      if (own.secrets.kind !== "configured") throw new Error("staging's are configured");
      const place = { service: "unnamed", store: "any", rotateAfter: new Map() } as const;
      const source: StoredSecrets = { ...own.secrets, ...place, kind: "stored" };
      const specs = externalSecrets("staging", { ...own, secrets: source }, source);
      const made = configuredSecretContents(own);
      expect([...made.keys()]).toEqual([...specs.keys()]);
      expect(made.size).toBeGreaterThan(8);
      for (const [secret, { target, data }] of specs) {
        const found = made.get(secret);
        const values = Object.fromEntries(
          data.map(({ secretKey, remoteRef: { key, version = "", property } }) => [
            secretKey,
            valueIn(right, {
              system: own.system.name,
              secret: key.split("/").at(-1) ?? "",
              version,
              property,
            }),
          ]),
        ) as Record<string, string>;
        const filled = Object.entries(target.template.data).map(([key, template]) => [
          key,
          renderTemplate(template, values),
        ]);
        expect(
          found?.contents((value) => String(valueIn(right, value))),
          secret,
        ).toEqual(Object.fromEntries(filled));
        expect([found?.name, found?.type]).toEqual([target.name, target.template.type ?? "Opaque"]);
      }
    },
  );

  test("go by their versions, so a new one is a new name and an ordinary rollout", () => {
    const [own] = owns;
    if (own?.secrets.kind !== "configured") throw new Error("staging's are configured");
    const rotated = {
      ...own,
      secrets: { ...own.secrets, versions: new Map(own.secrets.versions).set("SESSION_SECRET", "2") },
    };
    expect(secretName(own, "SESSION_SECRET")).toBe("session-secret-v1");
    expect(secretName(rotated, "SESSION_SECRET")).toBe("session-secret-v2");
    expect(configuredSecretContents(rotated).get("SESSION_SECRET")?.name).toBe("session-secret-v2");
  });
});

const environment = parseEnvironment(systems, "staging", configuredStaging());
const problemsOf = (values: unknown, more: Partial<ConfiguredText> = {}, of: Environment = environment) =>
  configuredValueProblems(of, { values, encrypted: true, ...more });
const others = (of: (secret: string) => boolean, by: unknown) =>
  valuesFor(owns, (value) => (of(value.secret) ? by : valueIn(right, value)));

describe("the values in a configuration", () => {
  it("are right where each is there and of its shape", () => {
    expect(problemsOf(right)).toEqual([]);
    expect(owns.flatMap(configuredValues).length).toBeGreaterThan(40);
  });

  it("are all named that are missing, each with the command that sets it", () => {
    const problems = problemsOf(undefined, { encrypted: false });
    expect(problems).toHaveLength(owns.flatMap(configuredValues).length);
    expect(problems).toContainEqual({
      path: "slipway:secrets.crb-analyser.DATABASE_URLS.1.pooled-url",
      message:
        "missing; set it with: pulumi config set --stack staging --secret --path 'slipway:secrets.crb-analyser.DATABASE_URLS.1.pooled-url'",
    });
  });

  it("are held to their shapes, and a refusal shows nothing of them", () => {
    const live = ["sk", "live", "q7".repeat(12)].join("_");
    const problems = problemsOf(others((secret) => secret === "STRIPE_SECRET_KEY", live));
    expect(problems.map(({ path }) => path)).toEqual([
      "slipway:secrets.crb-analyser.STRIPE_SECRET_KEY.1",
      "slipway:secrets.odd-scenes.STRIPE_SECRET_KEY.1",
    ]);
    expect(problems[0]?.message).toMatch(
      /^STRIPE_SECRET_KEY of staging begins with sk_test_, and this value does not; set another with: pulumi /,
    );
    expect(JSON.stringify(problems)).not.toContain("q7");
    for (const [by, message] of [
      ["", /^is empty; set it with: pulumi /],
      [55, /^is no text; set one with: pulumi /],
    ] as const)
      expect(problemsOf(others((secret) => secret === "VECTOR_STORE_KEY", by))).toEqual([
        {
          path: "slipway:secrets.odd-scenes.VECTOR_STORE_KEY.1",
          message: expect.stringMatching(message) as string,
        },
      ]);
  });

  it("are refused as passwords that are short or hold a blank, the one that is also accepted too", () => {
    const passwords = ["CACHE_PASSWORD", "DATABASE_PASSWORD", "VECTOR_STORE_KEY"];
    const long = "0123456789".repeat(3);
    const paths = (by: string) =>
      problemsOf(others((secret) => passwords.includes(secret), by)).map(({ path }) => path);
    const all = [
      "slipway:secrets.atlas-ux.DATABASE_PASSWORD.1",
      "slipway:secrets.crb-analyser.CACHE_PASSWORD.1",
      "slipway:secrets.crb-analyser.CACHE_PASSWORD.2",
      "slipway:secrets.odd-scenes.DATABASE_PASSWORD.1",
      "slipway:secrets.odd-scenes.CACHE_PASSWORD.1",
      "slipway:secrets.odd-scenes.CACHE_PASSWORD.2",
      "slipway:secrets.odd-scenes.VECTOR_STORE_KEY.1",
    ];
    for (const wrong of [long.slice(0, 23), `${long} ${long}`, `${long}\n`, `${long}é`])
      expect(paths(wrong).toSorted(), JSON.stringify(wrong)).toEqual(all.toSorted());
    expect(paths(long.slice(0, 24))).toEqual([]);
  });

  it("are refused as addresses of a database that no driver reads as they are meant", () => {
    const right = "postgresql://app.xxx-staging:p%2Fw@db.invalid:5432/app";
    const problems = (by: string) => problemsOf(others((secret) => secret === "DATABASE_URLS", by));
    expect(problems(right)).toEqual([]);
    const host = "db.xxx-staging.supabase.co";
    for (const wrong of [
      `postgresql://${host}/app`,
      `postgresql://app:@${host}/app`,
      `postgresql://app:KqX7/w@${host}/app`,
      `postgresql://app:KqX7@w@${host}/app`,
      `postgresql://app:KqX7@${host}`,
      `postgresql://app:KqX7@${host}/app\n`,
      "postgresql://postgres.xxx-prod:KqX7@aws.pooler.supabase.com/app",
    ]) {
      const found = problems(wrong);
      expect(
        found.map(({ path }) => path.split(".").at(-1)),
        wrong,
      ).toEqual(["pooled-url", "direct-url"]);
      expect(found[0]?.message).toContain(
        "names the project xxx-staging in its host or at the end of its user, and a password",
      );
      expect(JSON.stringify(found)).not.toContain("KqX7");
    }
  });

  it("are refused in plain text, alone or beside others", () => {
    expect(problemsOf(right, { encrypted: false })).toEqual([
      {
        path: "slipway:secrets",
        message:
          "stands there in plain text; set it again with --secret, and if it was ever committed, replace it where it was issued",
      },
    ]);
    const written = { "atlas-ux": { SESSION_SECRET: { "1": "abc", "2": { secure: "v1:" } } } };
    expect(problemsOf(right, { written }).map(({ path }) => path)).toEqual([
      "slipway:secrets.atlas-ux.SESSION_SECRET.1",
    ]);
  });

  it("are named that nobody reads, but for old versions, and never by a key that may be a secret", () => {
    const given = structuredClone(right) as Record<string, Record<string, Record<string, string>>>;
    Object.assign(given["atlas-ux"]?.["SESSION_SECRET"] ?? {}, { "0": "from before" });
    Object.assign(given["atlas-ux"] ?? {}, { SESION_SECRET: { "1": "x" } });
    Object.assign(given, { atlas: {}, Zq7tXw2Kp9LmVb4R: {} });
    expect(problemsOf(given)).toEqual([
      { path: "slipway:secrets.atlas-ux.SESION_SECRET", message: "is no secret of atlas-ux; take it out" },
      { path: "slipway:secrets.atlas", message: "is no system; take it out" },
      { path: "slipway:secrets.(a name that may be a secret)", message: "is no system; take it out" },
    ]);
    const stored = parseEnvironment(systems, "staging", configuredEnvironment("staging"));
    expect(problemsOf({ "atlas-ux": {} }, {}, stored)).toEqual([
      {
        path: "slipway:secrets.atlas-ux",
        message: "is not read, since atlas-ux takes its secrets from a store; take it out",
      },
    ]);
    expect(problemsOf("text").map(({ message }) => message)).toEqual([
      "is no object; give one with values by system, secret and version",
    ]);
  });

  it("have no place in production", () => {
    const production = parseEnvironment(systems, "production", configuredEnvironment("production"));
    expect(configuredValueProblems(production, { encrypted: false })).toEqual([]);
    expect(problemsOf({}, {}, production)).toEqual([
      {
        path: "slipway:secrets",
        message: expect.stringMatching(/^production's secrets never lie in the repository; /) as string,
      },
    ]);
  });
});

describe("a shape", () => {
  const shapes = owns.flatMap(({ system }) =>
    Object.values(system.variables).flatMap((variable) =>
      variable.kind === "secret" ? [variable.shape] : [],
    ),
  );

  it("takes what is made up by it in each environment, and not what lacks its prefix or its length", () => {
    expect(shapes.length).toBeGreaterThan(15);
    for (const shape of shapes) {
      for (const environmentName of ["dev", "staging", "production"] as const) {
        const made = valueOfShape(shape, environmentName, "x".repeat(shape.length));
        expect(fitsShape(shape, environmentName, made)).toBe(true);
        if (shape.prefix[environmentName] !== "")
          expect(fitsShape(shape, environmentName, `y${made}`)).toBe(false);
        if (shape.characters !== "any") expect(fitsShape(shape, environmentName, made.slice(1))).toBe(false);
        if (shape.characters === "exactly") expect(fitsShape(shape, environmentName, `${made}x`)).toBe(false);
        expect(fitsShape(shape, environmentName, shape.prefix[environmentName])).toBe(false);
      }
    }
  });
});
