import type { NetworkPolicySpec } from "kubernetes-types/networking/v1.d.ts";
import { operatorNamespaces } from "../cluster/operator-namespaces.ts";

/** Where cert-manager's pods that answer for a hostname listen; the program has no other port. */
const solverPort = 8089;

/** The name of the policy below. */
export const challengePolicy = "certificate-challenges";

/** Lets the gateway through to cert-manager's pods that answer for hostnames, past the denial of everything else. */
export const challengePolicySpec = (): NetworkPolicySpec => ({
  podSelector: { matchLabels: { "acme.cert-manager.io/http01-solver": "true" } },
  policyTypes: ["Ingress"],
  ingress: [
    {
      from: [
        {
          namespaceSelector: {
            matchLabels: { "kubernetes.io/metadata.name": operatorNamespaces.gateway.namespace },
          },
        },
      ],
      ports: [{ protocol: "TCP", port: solverPort }],
    },
  ],
});
