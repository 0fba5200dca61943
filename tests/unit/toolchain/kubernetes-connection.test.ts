import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { KubeConfig, type User } from "@kubernetes/client-node";
import { describe, expect, onTestFinished, test } from "vitest";
import { ApiError, UnreachableError } from "../../../toolchain/plugins/kubernetes/cluster/api-error.ts";
import { CollectionWatch } from "../../../toolchain/plugins/kubernetes/cluster/collection-watch.ts";
import {
  connectionTo,
  isRepeatable,
  type Connection,
} from "../../../toolchain/plugins/kubernetes/cluster/connection.ts";

async function connectionWith(answer: http.RequestListener, user: Partial<User> = {}): Promise<Connection> {
  const server = http.createServer(answer).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    {
      name: "test",
      server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      skipTLSVerify: true,
    },
    { name: "test", ...user },
  );
  return connectionTo(config);
}

describe("a connection", () => {
  test("that breaks within an answer is one to nobody", async () => {
    const connection = await connectionWith((_, response) => {
      response.writeHead(200, { "content-length": 1000 });
      response.write("{", () => response.destroy());
    });
    const request = { method: "GET", path: "/" } as const;
    await expect(connection.request(request)).rejects.toThrow(UnreachableError);
    await expect(connection.lines(request).next()).rejects.toThrow(UnreachableError);
  });

  test("without credentials says nothing of the cluster", async () => {
    const connection = await connectionWith((_, response) => response.end("{}"), {
      exec: { apiVersion: "client.authentication.k8s.io/v1", command: "/no/such/command" },
    });
    const failure = await connection.request({ method: "GET", path: "/" }).catch((error: unknown) => error);
    expect(failure).not.toBeInstanceOf(UnreachableError);
    expect(String(failure)).toContain("/no/such/command");
  });

  test.each([
    ["GET", undefined, true],
    ["DELETE", undefined, true],
    ["PATCH", "application/apply-patch+yaml", true],
    ["PATCH", "application/json-patch+json", false],
    ["POST", undefined, false],
  ] as const)("repeats %s %s: %s", (method, contentType, expected) => {
    const typed = contentType === undefined ? {} : { contentType };
    expect(isRepeatable({ method, path: "/", ...typed })).toBe(expected);
  });
});

describe("a watch", () => {
  const patience = { timeout: 20_000 } as const;
  const resource = { apiVersion: "v1", kind: "Pod", root: "/api/v1", plural: "pods", isNamespaced: true };

  test("says why it knows nothing", async () => {
    const connection = await connectionWith((_, response) => {
      response.writeHead(403).end(JSON.stringify({ message: "pods is forbidden" }));
    });
    const watch = new CollectionWatch(connection, resource, "shop");
    onTestFinished(() => {
      watch.stop();
    });
    void watch.run();
    await expect.poll(() => watch.failure, patience).toBe("pods can't be watched: pods is forbidden");
    expect(watch.objects).toBeUndefined();
  });

  test("that is ended at once is not begun again at once", async () => {
    let watches = 0;
    const connection = await connectionWith((request, response) => {
      if (request.url?.includes("watch=true") === true) {
        watches += 1;
        response.end();
      } else response.end(JSON.stringify({ metadata: { resourceVersion: "1" }, items: [] }));
    });
    const watch = new CollectionWatch(connection, resource, "shop");
    onTestFinished(() => {
      watch.stop();
    });
    void watch.run();
    await expect.poll(() => watches, patience).toBe(1);
    await pause(300);
    expect(watches).toBe(1);
    expect(watch.failure).toBeUndefined();
  });
});

test("an answer that refuses is the API server's own", async () => {
  const connection = await connectionWith((_, response) => response.writeHead(403).end("{}"));
  await expect(connection.request({ method: "GET", path: "/" })).rejects.toThrow(ApiError);
});
