import { describe, expect, test } from "vitest";
import {
  cleanupFinalizer,
  failureEvent,
  syncStatus,
  withFinalizers,
} from "../e2e/operators/external-secrets/external-secret-status.ts";
import { propertiesIn, valueIn } from "../e2e/operators/external-secrets/secret-store.ts";
import { renderTemplate } from "../e2e/operators/external-secrets/secret-template.ts";
import { type ExternalSecret, syncedSecret } from "../e2e/operators/external-secrets/synced-secret.ts";

const now = "2026-01-02T03:04:05Z";
const stores = {
  vault: [
    { key: "staging/shop/CACHE_PASSWORD", version: "1", value: "p w/1" },
    { key: "staging/shop/CACHE_PASSWORD", version: "2", value: "later" },
    {
      key: "staging/shop/DATABASE_URLS",
      version: "1",
      value: '{"pooled-url":"P","direct-url":"D","port":5432}',
    },
  ],
};
const existing = new Set(["vault"]);

function external(spec: Partial<ExternalSecret["spec"]>, metadata: object = {}): ExternalSecret {
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: {
      name: "cache-password-v1",
      namespace: "shop-staging",
      uid: "u-1",
      generation: 1,
      ...metadata,
    },
    spec: { secretStoreRef: { kind: "ClusterSecretStore", name: "vault" }, ...spec },
  };
}

const cachePassword = external({
  target: {
    name: "cache-password-v1",
    creationPolicy: "Owner",
    template: {
      data: {
        password: "{{ .value }}",
        url: 'redis://:{{ .value | urlquery | replace "+" "%20" }}@cache:6379/0',
      },
    },
  },
  data: [{ secretKey: "value", remoteRef: { key: "staging/shop/CACHE_PASSWORD", version: "1" } }],
});

const decoded = (secret: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(secret["data"] as Record<string, string>).map(([key, value]) => [
      key,
      Buffer.from(value, "base64").toString(),
    ]),
  );

describe("a template of a Secret", () => {
  test.each([
    ["{{ .value }}", "a b&c"],
    ["{{.value}}-{{ .value }}", "a b&c-a b&c"],
    ['{{ index . "pooled-url" }}', "P"],
    ["{{ .value | urlquery }}", "a+b%26c"],
    ['{{ .value | urlquery | replace "+" "%20" }}', "a%20b%26c"],
    ["{{ .value | b64enc | b64dec }}", "a b&c"],
    ["{{ .value | sha256sum }}", "25f45274a2a74f12571190d33f7b92e57b5c63988d7a04bd5985d7aea885127a"],
    ['{{ "a|b" }}', "a|b"],
    ["nothing", "nothing"],
    ['{{ if not (hasPrefix "a" .value) }}{{ fail "wrong" }}{{ end }}{{ .value }}', "a b&c"],
    ["{{ if ne (len .value) 5 }}no{{ end }}{{ if lt (len .value) 6 }}{{ .value | trim }}{{ end }}", "a b&c"],
  ])("%s is %s", (template, text) => {
    expect(renderTemplate(template, { value: "a b&c", "pooled-url": "P" })).toBe(text);
  });

  test("that asks for more is refused and not left as it is", () => {
    expect(() => renderTemplate("{{ .other }}", {})).toThrow('map has no entry for key "other"');
    expect(() => renderTemplate("{{ .value | bcrypt }}", { value: "" })).toThrow(
      'function "bcrypt" not defined',
    );
    expect(() =>
      renderTemplate('{{ if lt (len .value) 3 }}{{ fail "wrong" }}{{ end }}', { value: "é" }),
    ).toThrow("error calling fail: wrong");
    expect(() => renderTemplate("{{ range .value }}", { value: "" })).toThrow(
      "is more than the played operator knows",
    );
  });
});

describe("a store", () => {
  test("is asked by key, version and property", () => {
    expect(valueIn(stores.vault, { key: "staging/shop/CACHE_PASSWORD", version: "1" })).toBe("p w/1");
    expect(valueIn(stores.vault, { key: "staging/shop/CACHE_PASSWORD" })).toBe("later");
    expect(valueIn(stores.vault, { key: "staging/shop/DATABASE_URLS", property: "port" })).toBe("5432");
    expect(propertiesIn(stores.vault, { key: "staging/shop/DATABASE_URLS" })).toEqual({
      "pooled-url": "P",
      "direct-url": "D",
      port: "5432",
    });
  });

  test("says what is missing, and no value", () => {
    const missing = { key: "staging/shop/CACHE_PASSWORD", version: "9" };
    expect(() => valueIn(stores.vault, missing)).toThrow(/^Secret does not exist$/);
    const property = { key: "staging/shop/CACHE_PASSWORD", version: "1", property: "user" };
    expect(() => valueIn(stores.vault, property)).toThrow(
      /^key user does not exist in secret staging\/shop\/CACHE_PASSWORD$/,
    );
  });
});

describe("an ExternalSecret becomes a Secret", () => {
  test("of the target's name, with the template's keys, that goes with it", () => {
    const secret = syncedSecret(cachePassword, stores, existing);
    expect(secret).toMatchObject({
      kind: "Secret",
      type: "Opaque",
      metadata: {
        name: "cache-password-v1",
        namespace: "shop-staging",
        ownerReferences: [
          { kind: "ExternalSecret", name: "cache-password-v1", uid: "u-1", controller: true },
        ],
      },
    });
    expect(decoded(secret)).toEqual({ password: "p w/1", url: "redis://:p%20w%2F1@cache:6379/0" });
  });

  test("with the values themselves where no template says otherwise, and its own labels", () => {
    const plain = external(
      {
        target: { creationPolicy: "Orphan", immutable: true },
        dataFrom: [{ extract: { key: "staging/shop/DATABASE_URLS" } }],
      },
      { labels: { team: "shop" } },
    );
    const secret = syncedSecret(plain, stores, existing);
    expect(decoded(secret)).toEqual({ "pooled-url": "P", "direct-url": "D", port: "5432" });
    expect(secret["immutable"]).toBe(true);
    expect(secret.metadata.labels).toMatchObject({ team: "shop" });
    expect(secret.metadata.ownerReferences).toBeUndefined();
  });

  test("or says why not, in the words of the condition and of the event", () => {
    const remoteRef = { key: "staging/shop/NONE", version: "1" };
    const missing = external({ data: [{ secretKey: "value", remoteRef }] });
    expect(() => syncedSecret(missing, stores, existing)).toThrow(
      expect.objectContaining({
        condition: "could not get secret data from provider",
        message: "error processing spec.data[0] (key: staging/shop/NONE), err: Secret does not exist",
      }),
    );
    expect(() => syncedSecret(cachePassword, stores, new Set())).toThrow(
      'could not get ClusterSecretStore "vault"',
    );
    const template = { data: { value: "{{ .other }}" } };
    const wrong = external({ ...cachePassword.spec, target: { template } });
    expect(() => syncedSecret(wrong, stores, existing)).toThrow(
      expect.objectContaining({ condition: "could not update secret" }),
    );
  });
});

describe("the status of an ExternalSecret", () => {
  const status = (of: ExternalSecret, failure?: string) =>
    syncStatus(of, failure, now)?.["status"] as ExternalSecret["status"];

  test("is ready with the reason of the real operator, and then left alone", () => {
    const synced = status(cachePassword);
    expect(synced?.conditions).toEqual([
      {
        type: "Ready",
        status: "True",
        reason: "SecretSynced",
        message: "secret synced",
        lastTransitionTime: now,
      },
    ]);
    expect(synced?.refreshTime).toBe(now);
    const after = { ...cachePassword, ...(synced ? { status: synced } : {}) };
    expect(syncStatus(after, undefined, "2026-01-02T09:00:00Z")).toBeUndefined();
    const changed = { ...after, metadata: { ...after.metadata, generation: 2 } };
    expect(status(changed)?.syncedResourceVersion).toMatch(/^2-/);
    expect(status(changed)?.conditions?.[0]?.lastTransitionTime).toBe(now);
  });

  test("keeps what was synced before a failure, and says since when it fails", () => {
    const synced = status(cachePassword);
    const after = { ...cachePassword, ...(synced ? { status: synced } : {}) };
    const later = "2026-01-02T09:00:00Z";
    const failed = syncStatus(after, "could not update secret", later)?.[
      "status"
    ] as ExternalSecret["status"];
    expect(failed).toMatchObject({ refreshTime: now, syncedResourceVersion: synced?.syncedResourceVersion });
    expect(failed?.conditions?.[0]).toEqual({
      type: "Ready",
      status: "False",
      reason: "SecretSyncedError",
      message: "could not update secret",
      lastTransitionTime: later,
    });
  });

  test("never brings back what was deleted: all that is applied names the UID", () => {
    expect(withFinalizers(cachePassword, [cleanupFinalizer]).metadata).toEqual({
      name: "cache-password-v1",
      namespace: "shop-staging",
      uid: "u-1",
      finalizers: ["externalsecrets.external-secrets.io/externalsecret-cleanup"],
    });
    expect(syncStatus(cachePassword, undefined, now)?.metadata.uid).toBe("u-1");
    expect(failureEvent(cachePassword, "why", now)).toMatchObject({
      involvedObject: { uid: "u-1" },
      message: "why",
    });
  });
});
