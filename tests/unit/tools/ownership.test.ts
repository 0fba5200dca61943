import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { KubeConfig } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findOrphans, foreignObjects } from "../../../tools/live/ownership.ts";

const labels = { "app.kubernetes.io/managed-by": "pulumi", "slipway.dev/environment": "dev" };
const object = (kind: string, name: string, more = {}) => ({
  kind,
  metadata: { name, namespace: "app", labels, ...more },
});
const resource = (name: string, kind: string) => ({ name, kind, namespaced: true, verbs: ["list", "get"] });
const group = (name: string) => ({
  name,
  versions: [{ groupVersion: `${name}/v1`, version: "v1" }],
  preferredVersion: { groupVersion: `${name}/v1`, version: "v1" },
});

/** What an API server answers by path: a status, or a body. */
let answers: Record<string, object | number>;
let server: Server;
const config = new KubeConfig();

beforeAll(async () => {
  server = createServer(({ url = "" }, response) => {
    const answer = answers[new URL(url, "http://api").pathname] ?? 404;
    response.writeHead(typeof answer === "number" ? answer : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(typeof answer === "number" ? { kind: "Status", code: answer } : answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  config.loadFromOptions({
    clusters: [{ name: "c", server: `http://127.0.0.1:${port}`, skipTLSVerify: true }],
    users: [{ name: "u" }],
    contexts: [{ name: "x", cluster: "c", user: "u" }],
    currentContext: "x",
  });
});

afterAll(() => {
  server.close();
});

const core = (...resources: object[]) => ({ kind: "APIResourceList", groupVersion: "v1", resources });

describe("orphans", () => {
  test("are labelled objects that no state knows and no controller made", async () => {
    answers = {
      "/api/v1": core(resource("services", "Service")),
      "/apis": { groups: [] },
      "/api/v1/services": {
        items: [
          object("Service", "known"),
          object("Service", "lost"),
          object("Service", "made", {
            ownerReferences: [{ kind: "X", name: "x", uid: "1", apiVersion: "v1" }],
          }),
        ],
      },
    };
    const known = {
      urn: "urn:known",
      type: "kubernetes:core/v1:Service",
      outputs: { apiVersion: "v1", ...object("Service", "known") },
    };
    expect(await findOrphans(config, [known], "dev")).toEqual({
      objects: ["Service app/lost"],
      unlisted: [],
    });
  });

  test("may be among what could not be listed, which is said; what can't be listed at all is none", async () => {
    answers = {
      "/api/v1": core(
        resource("secrets", "Secret"),
        resource("bindings", "Binding"),
        resource("gones", "Gone"),
      ),
      "/apis": { groups: [group("broken.dev"), group("removed.dev"), group("metrics.k8s.io")] },
      "/apis/broken.dev/v1": 503,
      "/apis/metrics.k8s.io/v1": 503,
      "/api/v1/secrets": 403,
      "/api/v1/bindings": 405,
    };
    expect(await findOrphans(config, [], "dev")).toEqual({
      objects: [],
      unlisted: [
        "all of broken.dev/v1: the API server answers 503",
        "Secret of v1: the API server answers 403",
      ],
    });
  });
});

describe("objects in the way of a plan", () => {
  const make = (apiVersion: string, kind: string, name: string) => ({
    op: "create",
    urn: `urn:${name}`,
    newState: {
      type: `kubernetes:${apiVersion}:${kind}`,
      inputs: { apiVersion, kind, metadata: { name, namespace: "app" } },
    },
  });

  test("carry no label of the stack; what is not there, or of a kind that is not there, is none", async () => {
    answers = {
      "/api/v1": core(resource("services", "Service")),
      "/apis/made.dev/v1": core(),
      "/api/v1/namespaces/app/services/own": object("Service", "own"),
      "/api/v1/namespaces/app/services/foreign": object("Service", "foreign", { labels: {} }),
    };
    const plan = [
      make("v1", "Service", "own"),
      make("v1", "Service", "foreign"),
      make("v1", "Service", "absent"),
      make("made.dev/v1", "Later", "first"),
      make("unknown.dev/v1", "Later", "second"),
    ];
    expect(await foreignObjects(config, plan, "dev")).toEqual(["Service app/foreign"]);
  });

  test("can't be ruled out when the API server does not answer", async () => {
    answers = {
      "/api/v1": core(resource("services", "Service")),
      "/api/v1/namespaces/app/services/own": 500,
    };
    await expect(foreignObjects(config, [make("v1", "Service", "own")], "dev")).rejects.toThrow("500");
  });
});
