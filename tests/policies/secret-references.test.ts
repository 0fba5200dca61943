import { describe, expect, it } from "vitest";
import { namesReference } from "../../policies/kubernetes/harmless-value.ts";
import { isObjectName } from "../../policies/kubernetes/object-name.ts";
import { rules } from "../../policies/rules/catalogue.ts";
import { lettersAndDigits } from "../e2e/secret-scan/planted-secrets.ts";
import { judge } from "../support/policy-harness.ts";
import { deploymentWith, resource, type Json } from "./workloads.ts";

const only = { rules: rules.filter(({ name }) => name === "no-literal-secret") };
const count = async (...given: Parameters<typeof judge>[0]) => (await judge(given, only)).length;
const variable = (name: string, value: string) => deploymentWith({ env: [{ name, value }] });
const annotated = (annotations: Json) =>
  resource("kubernetes:networking.k8s.io/v1:Ingress", { metadata: { name: "web", annotations } });
const configMap = (props: Json) =>
  resource("kubernetes:core/v1:ConfigMap", { metadata: { name: "settings" }, ...props });
const base64 = (text: string) => Buffer.from(text).toString("base64");
const drawn = lettersAndDigits(32).toLowerCase();

describe("the name of a Secret", () => {
  it.each(["nginx.ingress.kubernetes.io/auth-secret", "nginx.ingress.kubernetes.io/auth-tls-secret"])(
    "is no secret in the annotation %s",
    async (key) => {
      expect(await count(annotated({ [key]: "basic-auth" }))).toBe(0);
      expect(await count(annotated({ [key]: "shop/basic-auth" }))).toBe(0);
      for (const value of ["a/b/c", "Tr0ub4dor", "word of nobody", drawn])
        expect(await count(annotated({ [key]: value }))).toBe(1);
    },
  );

  it.each(["TLS_SECRET", "existingSecret", "imagePullSecret", "CERTIFICATE_SECRET"])(
    "is no secret as %s",
    async (name) => {
      expect(
        await count(variable(name, "web-certificate"), configMap({ data: { [name]: "web-certificate" } })),
      ).toBe(0);
      expect(await count(deploymentWith({ args: [`--${name}=web-certificate`] }))).toBe(0);
      for (const value of ["Tr0ub4dor&3", drawn]) expect(await count(variable(name, value))).toBe(1);
    },
  );

  it.each([
    ["example.com/auth-token", annotated({ "example.com/auth-token": "basic-auth" })],
    ["AUTH_SECRET", variable("AUTH_SECRET", "basic-auth")],
    ["SESSION_SECRET", variable("SESSION_SECRET", "basic-auth")],
    ["TLS_KEY", variable("TLS_KEY", "basic-auth")],
  ])("is a secret all the same as %s", async (_name, given) => {
    expect(await count(given)).toBe(1);
  });

  it("is told from a key by its form", () => {
    expect(
      ["web", "web-certificate", "web.tls-v2", "database-20261120140300"].filter(isObjectName),
    ).toHaveLength(4);
    expect(["Web", "-web", "web-", "", "a_b", drawn].filter(isObjectName)).toEqual([]);
    expect(namesReference("SECRET", true)).toBe(true);
    expect(namesReference("SECRET", false)).toBe(false);
    expect(namesReference("TLS_SECRET_KEY", false)).toBe(false);
  });
});

describe("what only sounds like a secret", () => {
  it.each([
    ["MAX_TOKEN", "4096"],
    ["MAX_TOKENS", "500000"],
    ["LLM_TOKENS", "50000000"],
    ["REDIS_KEY", "cart"],
    ["REDIS_KEY", "cart:items:v2"],
    ["S3_KEY", "uploads/a.png"],
    ["IDEMPOTENCY_KEY", "X-Idempotency-Key"],
    ["DB_SECRET", "my-db-credentials"],
  ])("lets %s=%s pass, in a ConfigMap too", async (name, value) => {
    expect(await count(variable(name, value), configMap({ data: { [name]: value } }))).toBe(0);
  });

  it.each([
    ["REDIS_KEY", drawn],
    ["S3_KEY", "Tr0ub4dor&3"],
    ["CART_KEY", "cart"],
    ["DB_SECRET", "Tr0ub4dor-credentials"],
    ["DB_SECRET", "credentials"],
    ["API_TOKENS", "abcdefghijklmnop"],
  ])("refuses %s with what could be one", async (name, value) => {
    expect(await count(variable(name, value))).toBe(1);
  });
});

describe("bytes of a ConfigMap", () => {
  it.each<[string, Json, number]>([
    ["an address with a password", { app: base64("queue: amqp://app:Tr0ub4dor@queue:5672/") }, 1],
    ["a value beside a secret's name", { "app.properties": base64("a=1\ndb.password=Tr0ub4dor\n") }, 1],
    ["a key that says it is a secret", { "db.password": base64("Tr0ub4dor") }, 1],
    ["a picture", { "logo.png": Buffer.from([137, 80, 78, 71, 0, 255, 254, 3]).toString("base64") }, 0],
    ["an ordinary file", { "nginx.conf": base64("worker_processes 1;") }, 0],
    ["no text", { logo: null }, 0],
  ])("are read as what they stand for: %s", async (_what, binaryData, found) => {
    const violations = await judge([configMap({ binaryData })], only);
    expect(violations).toHaveLength(found);
    expect(JSON.stringify(violations)).not.toContain("Tr0ub4dor");
    for (const { message } of violations) expect(message).toMatch(/ConfigMap settings: binaryData\W/);
  });
});

describe("a file in a ConfigMap", () => {
  it.each([
    '{"db":{"password":"Tr0ub4dor"}}',
    '{"password" : 1, "apiKey":"Tr0ub4dor"}',
    "{password: Tr0ub4dor}",
  ])("is read in JSON's own ways: %s", async (text) => {
    expect(await count(configMap({ data: { "app.json": text } }))).toBe(1);
  });

  it.each(['{"password":"$(WORD_OF_IT)"}', '{"password":""}', '{"tokenUrl":"https://id.example/token"}'])(
    "lets pass %s",
    async (text) => {
      expect(await count(configMap({ data: { "app.json": text } }))).toBe(0);
    },
  );
});
