import { describe, expect, test } from "vitest";
import { ApiError } from "../../../toolchain/plugins/kubernetes/cluster/api-error.ts";
import { warningsIn } from "../../../toolchain/plugins/kubernetes/cluster/connection.ts";
import { configurationFrom } from "../../../toolchain/plugins/kubernetes/configuration.ts";
import { explained } from "../../../toolchain/plugins/kubernetes/lifecycle/api-refusal.ts";
import {
  partialFailure,
  InitializationFailure,
} from "../../../toolchain/plugins/protocol/initialization-failure.ts";

describe("what the API server says", () => {
  test("warnings come out of their header", () => {
    expect(warningsIn('299 - "unknown field \\"spec.a\\"", 299 - "second"')).toEqual([
      'unknown field "spec.a"',
      "second",
    ]);
    expect(warningsIn(undefined)).toEqual([]);
  });

  test("a conflict is told with its way out, an immutable field as well", () => {
    const conflict = new ApiError(409, {
      reason: "Conflict",
      message: 'Apply failed with 1 conflict: conflict with "hand" using v1: .data.a',
    });
    expect(explained(conflict, {}, "mine")).toMatch(/conflict with "hand".*pulumi\.com\/patchForce/s);
    const immutable = new ApiError(422, {
      message:
        'StorageClass "a" is invalid: reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden.',
    });
    expect(explained(immutable, { kind: "StorageClass", metadata: { name: "a" } }, "mine")).toContain(
      "replaceOnChanges",
    );
    expect(explained(new ApiError(403, { message: "forbidden" }), {}, "mine")).toBe("forbidden");
  });

  test("a resource that failed to start is handed to the engine with its state and reasons", () => {
    const failure = new InitializationFailure("late", { id: "shop/web", state: { a: 1 } }, [
      "[Pod web]: crash",
    ]);
    const error = partialFailure(failure);
    const [detail] = error.metadata.get("grpc-status-details-bin");
    const text = Buffer.from(detail as Buffer).toString();
    expect(text).toContain("pulumirpc.ErrorResourceInitFailed");
    expect(text).toContain("shop/web");
    expect(text).toContain("[Pod web]: crash");
  });
});

test("settings come from the provider's configuration, else from the vendor's variables", () => {
  const environment = { PULUMI_K8S_ENABLE_PATCH_FORCE: "true", PULUMI_K8S_DELETE_UNREACHABLE: "true" };
  const configuration = configurationFrom(
    { upsertExistingObjects: "true", deleteUnreachable: false },
    environment,
  );
  expect(configuration).toMatchObject({
    upserts: true,
    forcesPatches: true,
    deletesUnreachable: false,
    skipsUnreachable: false,
  });
});
