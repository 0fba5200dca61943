import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { TEST_CLUSTER_LABEL } from "../../../toolchain/plugins/kubernetes/cluster/test-cluster.ts";

interface Stored {
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string };
  readonly immutable?: boolean;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
}

/** An API server that knows Namespaces and Secrets, in memory, and nothing of who asks. */
export interface PlayedApiServer {
  readonly address: string;
  /** What it holds, by its path. */
  readonly objects: ReadonlyMap<string, Stored>;
  close(): void;
}

const resources = [
  { name: "namespaces", kind: "Namespace", namespaced: false },
  { name: "secrets", kind: "Secret", namespaced: true },
];

/** @param identity UID of its `kube-system` namespace, which is marked as that of a cluster for tests. */
export async function playApiServer(identity: string): Promise<PlayedApiServer> {
  const objects = new Map<string, Stored>();
  const system = { name: "kube-system", uid: identity, labels: { [TEST_CLUSTER_LABEL]: "true" } };
  objects.set("/api/v1/namespaces/kube-system", { kind: "Namespace", metadata: system });
  const server = http
    .createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        const { code, answer } = answerTo(objects, request, body === "" ? undefined : JSON.parse(body));
        response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(answer));
      });
    })
    .listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface Answer {
  readonly code: number;
  readonly answer: unknown;
}

const refusal = (code: number, reason: string, message: string): Answer => ({
  code,
  answer: { kind: "Status", status: "Failure", code, reason, message },
});

function answerTo(
  objects: Map<string, Stored>,
  { method, url }: http.IncomingMessage,
  body: unknown,
): Answer {
  const { pathname } = new URL(url ?? "/", "http://any");
  if (pathname === "/api/v1") return { code: 200, answer: { kind: "APIResourceList", resources } };
  const found = objects.get(pathname);
  if (method === "GET" && found) return { code: 200, answer: found };
  if (method === "POST" || method === "PATCH") {
    const given = body as Stored;
    const path = method === "POST" ? `${pathname}/${given.metadata.name}` : pathname;
    return stored(objects, path, given);
  }
  if (method === "GET" && /\/(?:namespaces|secrets|events)$/.test(pathname))
    return { code: 200, answer: { kind: "List", metadata: { resourceVersion: "1" }, items: [] } };
  return refusal(404, "NotFound", `${pathname} not found`);
}

function stored(objects: Map<string, Stored>, path: string, given: Stored): Answer {
  const before = objects.get(path);
  const { stringData = {}, ...rest } = given;
  const encoded = Object.entries(stringData).map(([key, text]) => [
    key,
    Buffer.from(text).toString("base64"),
  ]);
  const data = Object.fromEntries(encoded) as Readonly<Record<string, string>>;
  if (before?.immutable === true && JSON.stringify(before.data) !== JSON.stringify(data))
    return refusal(
      422,
      "Invalid",
      `Secret "${given.metadata.name}" is invalid: data: Forbidden: field is immutable when \`immutable\` is set`,
    );
  const uid = before?.metadata["uid"] ?? randomUUID();
  const next: Stored = {
    ...rest,
    ...(rest.kind === "Secret" ? { data } : { status: { phase: "Active" } }),
    metadata: { ...rest.metadata, uid, resourceVersion: String(objects.size + 1) },
  };
  objects.set(path, next);
  return { code: 200, answer: next };
}
