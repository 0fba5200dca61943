import { ApiServer } from "../../operators/api-server.ts";
import type { KubernetesObject } from "../../operators/kubernetes-object.ts";
import { eventually } from "../support/eventually.ts";
import type { Suite } from "../support/suite.ts";
import { type Row, statusOf } from "./check.ts";
import type { EdgeClient } from "./edge-client.ts";
import type { PublicEndpoint } from "./public-endpoints.ts";

const path = "/.well-known/acme-challenge/token-of-the-test";

/**
 * Whoever issues a certificate asks for a file by HTTP, and is answered there instead of being sent to HTTPS (NET-05):
 * with the route that cert-manager makes for it, which the played one does not.
 */
export async function expectChallengeAnswered(
  { cluster }: Suite,
  client: EdgeClient,
  endpoint: PublicEndpoint,
): Promise<readonly Row[]> {
  const api = await ApiServer.of(cluster.kubeconfig);
  const route = challengeRoute(endpoint);
  await api.apply(route, { manager: "slipway-e2e" });
  try {
    const question = { endpoint, path, plain: true };
    const reply = await eventually(
      "the challenge is answered by HTTP",
      async () => {
        const [answer] = await client.ask([question]);
        return answer?.status === 200 ? answer : undefined;
      },
      { within: 60_000 },
    );
    return [{ host: endpoint.host, asked: "HTTP, the issuer's challenge", seen: statusOf(reply) }];
  } finally {
    await api.remove(route);
  }
}

const challengeRoute = ({ namespace, name, service, host }: PublicEndpoint): KubernetesObject => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name: "challenge-of-the-test", namespace },
  spec: {
    parentRefs: [{ name: "gateway" }],
    hostnames: [host],
    rules: [
      {
        matches: [{ path: { type: "Exact", value: path } }],
        backendRefs: [{ name, port: service.port.number }],
      },
    ],
  },
});
