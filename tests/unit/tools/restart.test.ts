import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { KubeConfig, type KubernetesObject } from "@kubernetes/client-node";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseAllDocuments } from "yaml";
import type { StateResource } from "../../../tools/live/engine-state.ts";
import { restartPatch, restartPods } from "../../../tools/live/restart-pods.ts";
import { secretReaders } from "../../../tools/live/secret-readers.ts";

const recorded = (object: object, more: Partial<StateResource> = {}): StateResource => ({
  urn: "urn:pulumi:production::slipway::object",
  type: "kubernetes:apps/v1:Deployment",
  outputs: object as Record<string, unknown>,
  ...more,
});
const workload = (kind: string, name: string, spec: unknown, namespace = "shop-production") => ({
  apiVersion: kind === "Rollout" ? "argoproj.io/v1alpha1" : "apps/v1",
  kind,
  metadata: { name, namespace },
  spec: { template: { spec } },
});
const container = (more: object) => ({ containers: [{ name: "main" }, { name: "other", ...more }] });
const fromSecret = container({ env: [{ name: "KEY", valueFrom: { secretKeyRef: { name: "key-v1" } } }] });

const namesOf = (state: readonly StateResource[]) =>
  secretReaders(state, "shop-production").map(
    ({ kind, metadata }) => `${kind ?? ""} ${metadata?.name ?? ""}`,
  );

describe("what reads Secrets", () => {
  test("is found by variables, sets and volumes of any container", () => {
    const state = [
      workload("Deployment", "variable", fromSecret),
      workload("Deployment", "set", container({ envFrom: [{ secretRef: { name: "all" } }] })),
      workload("Deployment", "volume", { volumes: [{ name: "file", secret: { secretName: "file" } }] }),
      workload("Deployment", "projected", {
        volumes: [{ name: "files", projected: { sources: [{ secret: { name: "file" } }] } }],
      }),
      workload("Deployment", "first", { initContainers: fromSecret.containers }),
    ].map((object) => recorded(object));
    expect(namesOf(state)).toEqual(
      ["first", "projected", "set", "variable", "volume"].map((name) => `Deployment ${name}`),
    );
  });

  test("is nothing that reads settings alone, runs once, is elsewhere or is about to go", () => {
    const settings = container({
      env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "settings" } } }],
      envFrom: [{ configMapRef: { name: "settings" } }],
    });
    expect(
      namesOf([
        recorded(workload("Deployment", "settings", settings)),
        recorded(workload("Job", "once", fromSecret)),
        recorded(workload("Deployment", "elsewhere", fromSecret, "other-production")),
        recorded(workload("Deployment", "old", fromSecret), { delete: true }),
        { urn: "urn:component", type: "slipway:components:System" },
      ]),
    ).toEqual([]);
  });

  test("of a real stack begins with the stores, which are asked with the new value", () => {
    const golden = new URL("../../stacks/goldens/production/odd-scenes.yaml", import.meta.url);
    const state = parseAllDocuments(readFileSync(golden, "utf8")).map((document) =>
      recorded(document.toJS() as object),
    );
    const found = secretReaders(state, "odd-scenes-production").map(
      ({ kind, metadata }) => `${kind ?? ""} ${metadata?.name ?? ""}`,
    );
    expect(found.slice(0, 2)).toEqual(["StatefulSet cache", "StatefulSet vector-store"]);
    expect(found).toContain("Rollout backend");
    expect(found.some((name) => name.includes("Job"))).toBe(false);
  });
});

/** An API server that keeps what it is told, and refuses one workload. */
async function listening(refused: string) {
  const asked: { method: string; url: URL; type: string; body: unknown }[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://server");
    response.setHeader("content-type", "application/json");
    if (request.method === "GET") {
      const group = url.pathname.startsWith("/apis/apps/v1") ? "apps/v1" : "argoproj.io/v1alpha1";
      const kinds = { "apps/v1": ["Deployment", "StatefulSet"], "argoproj.io/v1alpha1": ["Rollout"] }[group];
      response.end(
        JSON.stringify({
          kind: "APIResourceList",
          groupVersion: group,
          resources: kinds.map((kind) => ({
            name: `${kind.toLowerCase()}s`,
            kind,
            namespaced: true,
            verbs: ["patch"],
          })),
        }),
      );
      return;
    }
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const type = request.headers["content-type"] ?? "";
      asked.push({ method: request.method ?? "", url, type, body: JSON.parse(text) });
      response.statusCode = url.pathname.endsWith(`/${refused}`) ? 403 : 200;
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [
      {
        name: "here",
        server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        skipTLSVerify: true,
      },
    ],
    users: [{ name: "me" }],
    contexts: [{ name: "here", cluster: "here", user: "me" }],
    currentContext: "here",
  });
  return { config, asked };
}

describe("a restart", () => {
  const now = new Date("2026-11-21T03:00:00Z");
  const objects: readonly KubernetesObject[] = [
    workload("StatefulSet", "cache", fromSecret),
    workload("Rollout", "api", fromSecret),
    workload("Deployment", "worker", fromSecret),
  ];

  test("changes the template's annotation and nothing else", () => {
    expect(restartPatch(objects[1] ?? {}, now)).toEqual({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Rollout",
      metadata: { name: "api", namespace: "shop-production" },
      spec: {
        template: {
          metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "2026-11-21T03:00:00.000Z" } },
        },
      },
    });
  });

  test("is a merge patch of each workload in turn, under a name of its own", async () => {
    const { config, asked } = await listening("nothing");
    const told: string[] = [];
    await restartPods(config, objects, { now, told: ({ metadata }) => told.push(metadata?.name ?? "") });
    expect(told).toEqual(["cache", "api", "worker"]);
    expect(asked.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      "PATCH /apis/apps/v1/namespaces/shop-production/statefulsets/cache",
      "PATCH /apis/argoproj.io/v1alpha1/namespaces/shop-production/rollouts/api",
      "PATCH /apis/apps/v1/namespaces/shop-production/deployments/worker",
    ]);
    for (const { url, type } of asked) {
      expect(url.searchParams.get("fieldManager")).toBe("slipway-restart");
      expect(type).toBe("application/merge-patch+json");
    }
  });

  test("ends at the first that is refused, and has said which were told", async () => {
    const { config } = await listening("api");
    const told: string[] = [];
    await expect(
      restartPods(config, objects, { now, told: ({ metadata }) => told.push(metadata?.name ?? "") }),
    ).rejects.toThrow(/403/);
    expect(told).toEqual(["cache"]);
  });
});
