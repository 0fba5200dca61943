import { describe, expect, test } from "vitest";
import { waitUntilGone } from "../../../toolchain/plugins/kubernetes/await/wait-until-gone.ts";
import { ApiError } from "../../../toolchain/plugins/kubernetes/cluster/api-error.ts";
import { KubernetesApi } from "../../../toolchain/plugins/kubernetes/cluster/api.ts";
import type { LazyCluster } from "../../../toolchain/plugins/kubernetes/cluster/cluster-session.ts";
import type { ApiRequest } from "../../../toolchain/plugins/kubernetes/cluster/connection.ts";
import { WatchRegistry } from "../../../toolchain/plugins/kubernetes/cluster/watch-registry.ts";
import { configurationFrom } from "../../../toolchain/plugins/kubernetes/configuration.ts";
import { deleteObject } from "../../../toolchain/plugins/kubernetes/lifecycle/delete.ts";
import { stateOf } from "../../../toolchain/plugins/kubernetes/lifecycle/object-state.ts";
import { relinquish, updateObject } from "../../../toolchain/plugins/kubernetes/lifecycle/update.ts";
import type { Properties } from "../../../toolchain/plugins/protocol/property-value.ts";

const CONFLICT = { reason: "Conflict", message: "the UID in the precondition is another one" };
const kinds = { resources: [{ kind: "ConfigMap", name: "configmaps", namespaced: true }] };
const object = (uid: string): Properties => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "shop", uid },
});
const inputs = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "shop" } };
const oldState = stateOf({ inputs, live: object("1"), fieldManager: "mine", initialApiVersion: "v1" });
const identity = { urn: "urn:a", type: "kubernetes:core/v1:ConfigMap", name: "a", id: "shop/a" };

/** An API server that answers requests for the one object as told, and keeps what it was asked. */
function clusterWhere(answer: (request: ApiRequest) => Properties) {
  const asked: ApiRequest[] = [];
  const warnings: string[] = [];
  const connection = {
    server: "https://cluster.test",
    request: async (request: ApiRequest) => {
      await Promise.resolve();
      if (request.path === "/api/v1") return { body: kinds, warnings: [] };
      asked.push(request);
      return { body: answer(request), warnings: [] };
    },
    async *lines(): AsyncGenerator<string> {
      await Promise.resolve();
      throw new ApiError(403, { message: "watching is forbidden" });
    },
  };
  const session = { api: new KubernetesApi(connection), watches: new WatchRegistry(connection) };
  const reached = () => Promise.resolve(session);
  const context = {
    cluster: { toChange: reached, toRead: reached } as unknown as LazyCluster,
    configuration: configurationFrom({}),
    cancelled: new AbortController().signal,
    log: {
      status: () => undefined,
      message: (_urn: string, _severity: string, text: string) => warnings.push(text),
    } as never,
  };
  return { asked, warnings, session, context };
}

function refuse(code: number, status: Properties): never {
  throw new ApiError(code, status);
}

describe("deleting", () => {
  test("leaves another object of the same name alone, with a warning", async () => {
    const { asked, warnings, context } = clusterWhere(({ method }) =>
      method === "DELETE" ? refuse(409, CONFLICT) : object("2"),
    );
    await deleteObject(context, identity, oldState, { timeoutSeconds: 1 });
    expect(asked.find(({ method }) => method === "DELETE")?.body).toMatchObject({
      preconditions: { uid: "1" },
    });
    expect(warnings.join()).toContain("ConfigMap shop/a as recorded is gone already");
  });

  test.each([409, 422])("takes a Patch's fields from nobody else, after status %i", async (code) => {
    const { asked, warnings, context } = clusterWhere(({ method }) =>
      method === "PATCH" ? refuse(code, CONFLICT) : refuse(404, {}),
    );
    const patch = { ...identity, type: "kubernetes:core/v1:ConfigMapPatch" };
    await deleteObject(context, patch, oldState, { timeoutSeconds: 1 });
    expect(asked.map(({ method }) => method)).toEqual(["PATCH", "GET"]);
    expect(warnings).toHaveLength(1);
  });

  test("does not take any other conflict for an end", async () => {
    const { context } = clusterWhere(({ method }) =>
      method === "DELETE" ? refuse(409, CONFLICT) : object("1"),
    );
    await expect(deleteObject(context, identity, oldState, { timeoutSeconds: 1 })).rejects.toThrow("UID");
  });

  test("says in the end why nothing could be watched", async () => {
    const { session } = clusterWhere(({ path }) =>
      path.endsWith("configmaps") ? refuse(403, { message: "listing is forbidden" }) : object("1"),
    );
    const { signal } = new AbortController();
    await expect(
      waitUntilGone(session, {
        object: object("1"),
        milliseconds: 50,
        cancelled: signal,
        status: () => undefined,
      }),
    ).rejects.toThrow("configmaps can't be watched: listing is forbidden");
  });
});

describe("updating", () => {
  const change = { oldInputs: inputs, oldState, inputs };

  test("tells of a refusal though the object can't be read again", async () => {
    let reads = 0;
    const { context } = clusterWhere(({ method }) => {
      if (method !== "GET") refuse(403, { message: "patching is forbidden" });
      reads += 1;
      return reads === 1 ? object("1") : refuse(500, { message: "broken" });
    });
    await expect(updateObject(context, identity, change, { timeoutSeconds: 1 })).rejects.toThrow(
      "patching is forbidden",
    );
  });

  test.each([
    [404, true],
    [403, false],
  ])("after status %i it is %s that a refresh helps", async (code, helps) => {
    const { context } = clusterWhere(() => refuse(code, { message: "no" }));
    const failure = await updateObject(context, identity, change, { timeoutSeconds: 1 }).catch(String);
    expect(JSON.stringify(failure).includes("pulumi refresh")).toBe(helps);
  });

  test("giving fields up names the very object, so that none is made", async () => {
    const { asked, session } = clusterWhere(() => object("1"));
    await relinquish(session.api, object("1"), "old");
    expect(asked.map(({ body }) => body)).toEqual([object("1")]);
  });
});
