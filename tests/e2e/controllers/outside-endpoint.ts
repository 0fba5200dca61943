import type { KubernetesObject } from "../operators/kubernetes-object.ts";

/** Something that answers outside of pods and has a name in the cluster's DNS. */
export interface OutsideEndpoint {
  readonly name: string;
  readonly namespace: string;
  readonly address: string;
  readonly port: number;
  /** The port of the Service's own address. @default it has none, and its name leads straight to `address` */
  readonly servicePort?: number;
}

/** A Service without pods, in a namespace that is made when it is not there. */
export function outsideEndpoint(endpoint: OutsideEndpoint): readonly KubernetesObject[] {
  const { name, namespace, address, port, servicePort } = endpoint;
  const shown = { name: "web", protocol: "TCP" };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace },
      spec: {
        ...(servicePort === undefined ? { clusterIP: "None" } : {}),
        ports: [{ ...shown, port: servicePort ?? port, targetPort: port }],
      },
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { name, namespace, labels: { "kubernetes.io/service-name": name } },
      addressType: "IPv4",
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
      ports: [{ ...shown, port }],
    },
  ];
}
