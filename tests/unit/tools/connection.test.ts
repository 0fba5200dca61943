import { describe, expect, test } from "vitest";
import { connectionDifference } from "../../../tools/live/connection.ts";

const provider = (inputs: Record<string, unknown>, more = {}) => ({
  urn: "urn:cluster",
  type: "pulumi:providers:kubernetes",
  inputs,
  ...more,
});
const configured = { context: "live", kubeconfig: undefined };

describe("the recorded way to the cluster", () => {
  test("agrees with the configured one, or there is none yet", () => {
    expect(connectionDifference([], configured)).toBeUndefined();
    expect(connectionDifference([provider({ context: "live" })], configured)).toBeUndefined();
  });

  test("differs in its context or its kubeconfig, which is said with both values", () => {
    expect(connectionDifference([provider({ context: "other" })], configured)).toBe(
      'slipway:environment.cluster.context: the state was made with "other", the configuration says "live".',
    );
    expect(connectionDifference([provider({ context: "live", kubeconfig: "/a" })], configured)).toMatch(
      /kubeconfig: the state was made with "\/a", the configuration says none/,
    );
  });

  test("is not printed where it holds keys", () => {
    const text = "apiVersion: v1\nusers: [{token: abc}]\n";
    const difference = connectionDifference([provider({ context: "live", kubeconfig: text })], configured);
    expect(difference).toContain("a kubeconfig as text");
    expect(difference).not.toContain("abc");
  });

  test("does not count when it is about to go, nor when it is encrypted", () => {
    const state = [
      provider({ context: "old" }, { delete: true }),
      provider({ context: "live", kubeconfig: { ciphertext: "…" } }),
    ];
    expect(connectionDifference(state, configured)).toBeUndefined();
  });
});
