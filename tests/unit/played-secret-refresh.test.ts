import { describe, expect, test } from "vitest";
import { syncStatus } from "../e2e/operators/external-secrets/external-secret-status.ts";
import { isDue } from "../e2e/operators/external-secrets/refresh.ts";
import {
  type ExternalSecret,
  isIntact,
  managedLabel,
  syncedSecret,
} from "../e2e/operators/external-secrets/synced-secret.ts";

const now = "2026-01-02T03:04:05Z";
const later = "2026-01-02T03:30:00Z";

/** One that was synced at {@link now}. @param generation Which change of it is looked at: it was the first that was synced. */
function synced(refresh: Partial<ExternalSecret["spec"]>, generation = 1): ExternalSecret {
  const external: ExternalSecret = {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "key-v1", namespace: "shop", uid: "u-1", generation: 1 },
    spec: {
      ...refresh,
      secretStoreRef: { kind: "ClusterSecretStore", name: "vault" },
      data: [{ secretKey: "value", remoteRef: { key: "shop/KEY", version: "1" } }],
    },
  };
  const status = syncStatus(external, undefined, now)?.["status"] as ExternalSecret["status"];
  return { ...external, metadata: { ...external.metadata, generation }, ...(status && { status }) };
}

describe("an ExternalSecret that was synced", () => {
  test("by change is looked at again when it is another, and not for the time", () => {
    const versioned = { refreshPolicy: "OnChange", refreshInterval: "0s" } as const;
    expect(isDue(synced(versioned), later)).toBe(false);
    expect(isDue(synced(versioned, 2), now)).toBe(true);
  });

  test("by an interval of nothing never is, whatever is changed in it", () => {
    expect(isDue(synced({ refreshInterval: "0s" }, 2), later)).toBe(false);
  });

  test("by an interval is when it is over, and when it is another", () => {
    const doppler = { refreshPolicy: "Periodic", refreshInterval: "15m" } as const;
    expect(isDue(synced(doppler), now)).toBe(false);
    expect(isDue(synced(doppler), later)).toBe(true);
    expect(isDue(synced(doppler, 2), now)).toBe(true);
    expect(isDue(synced({}), later)).toBe(false);
  });

  test("is due at first, and while it was never synced", () => {
    const { status, ...fresh } = synced({ refreshPolicy: "OnChange" });
    expect(status).toBeDefined();
    expect(isDue(fresh, now)).toBe(true);
  });
});

test("a Secret is intact until its data or the operator's mark is changed", () => {
  const stores = { vault: [{ key: "shop/KEY", version: "1", value: "p w/1" }] };
  const secret = syncedSecret(synced({}), stores, new Set(["vault"]));
  expect(isIntact(secret)).toBe(true);
  expect(isIntact({ ...secret, data: { value: Buffer.from("else").toString("base64") } })).toBe(false);
  const labels = { ...secret.metadata.labels, [managedLabel]: "false" };
  expect(isIntact({ ...secret, metadata: { ...secret.metadata, labels } })).toBe(false);
});
