import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignmentsIn, isLiteral } from "../../policies/kubernetes/literal.ts";
import { secretFormIn } from "../../policies/kubernetes/secret-forms.ts";
import { namesSecret } from "../../policies/kubernetes/secret-name.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { madeUpPair } from "../e2e/operators/external-secrets/drill-identity.ts";
import { lettersAndDigits } from "../e2e/secret-scan/planted-secrets.ts";
import { noteOutcome } from "../support/policy-evidence.ts";
import { judge } from "../support/policy-harness.ts";
import {
  container,
  deploymentWith,
  type Json,
  podSpec,
  resource,
  unknownList,
  unknownObject,
  unknownText,
  workload,
  wrappers,
} from "./workloads.ts";

const only = { rules: rules.filter(({ name }) => name === "no-literal-secret") };
const word = "word-of-nobody";
const variable = (name: string, value: unknown): Json => ({ env: [{ name, value }] });
const configMap = (data: unknown) =>
  resource("kubernetes:core/v1:ConfigMap", { metadata: { name: "settings" }, data });
const messages = async (...given: Parameters<typeof judge>[0]): Promise<readonly string[]> =>
  (await judge(given, only)).map(({ message }) => message);

describe("no-literal-secret", () => {
  it.each(wrappers)("finds one in any container of a $type, at its exact path", async (wrapper) => {
    for (const list of ["containers", "initContainers", "ephemeralContainers"]) {
      const spec = podSpec({ [list]: [container(), container(variable("DATABASE_PASSWORD", word))] });
      const found = await messages(workload(wrapper, spec));
      expect(found).toHaveLength(1);
      expect(found[0]).toContain(
        `shop/web: ${wrapper.path}.${list}[1].env[0].value is written out, and "DATABASE_PASSWORD" is the name of a secret.`,
      );
      expect(found[0]).not.toContain(word);
    }
  });

  it.each<[string, Json]>([
    ["a reference", { env: [{ name: "TOKEN", valueFrom: { secretKeyRef: { name: "a", key: "value" } } }] }],
    ["another variable", variable("PASSWORD", "$(DATABASE_PASSWORD)")],
    ["another variable in an address", variable("DATABASE_URL", "postgres://app:$(WORD)@db:5432/app")],
    ["a header made of one", variable("AUTHORIZATION", "Bearer $(TOKEN)")],
    ["nothing", variable("PASSWORD", "")],
    ["a switch", variable("REQUIRE_PASSWORD", "true")],
    ["the path of a file", variable("DATABASE_PASSWORD", "/run/secrets/password")],
    ["the file's own variable", variable("PASSWORD_FILE", "/Run/Password")],
    ["a Secret's name", variable("TLS_SECRET_NAME", "web-certificate")],
    ["an address where tokens are issued", variable("TOKEN_URL", "https://id.example.com/token")],
    ["a count of words", variable("LLM_DAILY_TOKEN_LIMIT", "500000")],
    ["a key that everybody is shown", variable("STRIPE_PUBLISHABLE_KEY", `pk_live_${word}`)],
    ["the folder that a shell is in", variable("PWD", "/app")],
    [
      "the public address of an error tracker",
      variable("NEXT_PUBLIC_SENTRY_DSN", `https://${lettersAndDigits(32)}@sentry.invalid/1`),
    ],
    ["options that take it from elsewhere", { args: ["--password-file=/run/word", "--token", "$(TOKEN)"] }],
    ["a script that does", { command: ["sh", "-c", 'export PGPASSWORD="$WORD_OF_IT"; PASSWORD=$(cat /x)'] }],
  ])("lets pass %s", async (_what, changes) => {
    expect(await messages(deploymentWith(changes))).toEqual([]);
  });

  it.each<[string, Json, string]>([
    ["an option", { args: [`--db-password=${word}`] }, "args[0] gives a value to"],
    ["an option's next word", { command: ["run", "--token", word] }, "command[2] is written out"],
    ["a script", { command: ["sh", "-c", `set -e\nexport PASSWORD='${word}'`] }, "command[2] gives a value"],
    [
      "a probe's header",
      {
        livenessProbe: {
          httpGet: { path: "/", port: 1, httpHeaders: [{ name: "Authorization", value: word }] },
        },
      },
      "httpHeaders[0].value is written out",
    ],
    [
      "an address of words",
      variable("DATABASE_DSN", `host=db user=app password=${word} dbname=shop`),
      "env[0].value gives a value to",
    ],
    ["a variable of the shell's client", variable("PGPASSWORD", "hunter2"), "is written out"],
    ["a variable beside part of another", variable("PASSWORD", `${word}$(NOTHING)`), "is written out"],
    [
      "an address that may only send errors, but is not public",
      variable("SENTRY_DSN", `https://${lettersAndDigits(32)}@sentry.invalid/1`),
      "what looks like an address with a token",
    ],
  ])("finds it in %s", async (_what, changes, problem) => {
    const found = await messages(deploymentWith(changes));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
    expect(found[0]).not.toContain(word);
  });

  it("finds it in ConfigMaps, annotations and objects of any other kind", async () => {
    const url = `amqp://app:${word}@queue:5672/`;
    expect(await messages(configMap({ SESSION_SECRET: word }))).toHaveLength(1);
    expect(await messages(configMap({ "app.properties": `a=1\ndb.password=${word}\n` }))).toHaveLength(1);
    expect(await messages(configMap({ "app.yaml": `queue:\n  url: ${url}\n` }))).toHaveLength(1);
    const annotated = { metadata: { annotations: { "example.com/api-token": word } } };
    expect(await messages(resource("kubernetes:core/v1:Service", annotated))).toHaveLength(1);
    const own = { spec: { steps: [{ with: [url] }] } };
    expect(await messages(resource("kubernetes:example.com/v1:Flow", own))).toMatchObject([
      /Flow web: spec\.steps\[0\]\.with\[0\] holds what looks like an address with a password/,
    ]);
  });

  it("leaves alone what a Secret holds, and looks at what is written on it", async () => {
    const secret = (annotations: Json) =>
      resource("kubernetes:core/v1:Secret", { metadata: { annotations }, stringData: { password: word } });
    expect(await messages(secret({ "checksum/secret": lettersAndDigits(40) }))).toEqual([]);
    expect(await messages(secret({ "example.com/password": word }))).toHaveLength(1);
  });

  it("judges what can be known beside what can't, and refuses nothing for being unknown", async () => {
    const unknowns = {
      env: [{ name: "TOKEN", value: unknownText }],
      args: unknownList,
      command: [unknownText],
    };
    expect(await messages(deploymentWith(unknowns))).toEqual([]);
    expect(await messages(configMap(unknownObject))).toEqual([]);
    const mixed = { ...unknowns, env: [...unknowns.env, { name: "PASSWORD", value: word }] };
    expect(await messages(deploymentWith(mixed))).toHaveLength(1);
    // It lets pass what can't be known yet, so the report sees nothing of it by itself.
    noteOutcome("no-literal-secret", "unknown");
  });

  it("takes names out that a stack says are none", async () => {
    const config = { "no-literal-secret": { exceptNames: ["SIGNING_SECRET"] } };
    const given = deploymentWith({
      env: [
        { name: "SIGNING_SECRET", value: "registry-login" },
        { name: "OTHER_SECRET", value: "registry-login" },
      ],
    });
    expect(await judge([given], { ...only, config })).toHaveLength(1);
    expect(await judge([given], only)).toHaveLength(2);
  });
});

describe("a text", () => {
  const x = (length: number): string => lettersAndDigits(length);
  it.each([
    [
      "a private key",
      generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    ],
    ["an identity of age", madeUpPair("of a test").identity],
    ["a key of Amazon's", `AKIA${"Q7".repeat(8)}`],
    ["a token of GitHub's", `ghp_${x(36)}`],
    ["a token of GitHub's", `github_pat_${x(82)}`],
    ["a token of GitLab's", `glpat-${x(20)}`],
    ["a token of Slack's", `xoxb-${x(24)}`],
    ["a webhook's address of Slack's", `https://hooks.slack.com/services/T${x(9)}/B${x(9)}/${x(24)}`],
    ["a token of npm's", `npm_${x(36)}`],
    ["a key of Google's", `AIza${x(35)}`],
    ["a token of Pulumi's", `pul-${"0a".repeat(20)}`],
    ["a token of Vault's", `hvs.${x(24)}`],
    ["a token of Doppler's", `dp.st.prd.${x(40)}`],
    ["a key of Supabase's", `sb_secret_${x(24)}`],
    ["a key of Stripe's", `rk_live_${x(24)}`],
    ["a signed token", `eyJ${x(20)}.eyJ${x(40)}.${x(40)}`],
    ["an address with a password", `redis://:${x(12)}@cache:6379/0`],
  ])("is known for %s", (what, text) => {
    expect(secretFormIn(`they said: ${text}`)).toBe(what);
  });

  it.each([
    "postgres://app@db:5432/app",
    "https://example.com:8443/a@b",
    "postgresql://app:{{ .value | urlquery }}@db/app",
    "redis://:${PASSWORD}@cache",
    `ghcr.io/shop/web@sha256:${"a1".repeat(32)}`,
    "-----BEGIN CERTIFICATE-----",
    "sk-estimate",
    "https://hooks.slack.com/services/",
    "task-runner-of-the-whole-shop-and-more",
  ])("is none: %s", (text) => {
    expect(secretFormIn(text)).toBeUndefined();
  });

  it("is a literal whatever word it is, and none once a reference stands in its place", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{8,30}$/), (text) => {
        expect(isLiteral(`${text}!`)).toBe(true);
        expect(isLiteral(`$(${text})`)).toBe(false);
        expect(assignmentsIn(`password=${text}!`)).toEqual([{ name: "password", value: `${text}!` }]);
        expect(assignmentsIn(`password=$${text}`)).toEqual([]);
      }),
    );
  });
});

it("a name is a secret's by how it ends", () => {
  const secrets = [
    "PASSWORD",
    "db.password",
    "stripe-api-key",
    "apiKey",
    "JWT_SECRET",
    "AWS_SECRET_ACCESS_KEY",
    "PGPASSWORD",
    "DB_PASSWORD_PROD",
    "DB_PASSWORD2_PROD",
    "PASSWORD1",
    "API_KEY_2",
    "ADMIN_PW",
    "API_TOKENS",
    "ENCRYPTIONKEY",
    "clientsecret",
  ];
  const others = [
    "SECRET_NAME",
    "TOKEN_TTL",
    "KEY",
    "PUBLIC_KEY",
    "CACHE_KEY",
    "MONKEY",
    "MAX_TOKENS",
    "COMPASS",
    "MAX_TOKEN",
    "TOKENS",
    "PW",
    "KEY_2",
    "HOTKEY",
    "TOKEN_SHA256",
    "PROD",
    "IDEMPOTENCY_KEY",
  ];
  expect(secrets.filter((name) => !namesSecret(name))).toEqual([]);
  expect(others.filter(namesSecret)).toEqual([]);
});
