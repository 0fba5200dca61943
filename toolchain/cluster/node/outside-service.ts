import type { Manifest } from "./manifest.ts";

export interface OutsideService {
  readonly name: string;
  /** The address of the program behind it, which runs on the node and in no pod. */
  readonly address: string;
  readonly clusterIP?: string;
  readonly labels?: Record<string, string>;
  readonly ports: readonly ServicePort[];
}

interface ServicePort {
  readonly name: string;
  readonly protocol: "TCP" | "UDP";
  readonly port: number;
  readonly targetPort: number;
}

/** A Service of kube-system for a program that runs beside the pods: without a selector, with its endpoint given. */
export function outsideService({ name, address, clusterIP, labels = {}, ports }: OutsideService): Manifest[] {
  const namespace = "kube-system";
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace, labels },
      spec: { ...(clusterIP === undefined ? {} : { clusterIP }), ports },
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { name, namespace, labels: { "kubernetes.io/service-name": name } },
      addressType: "IPv4",
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
      ports: ports.map(({ name, protocol, targetPort }) => ({ name, protocol, port: targetPort })),
    },
  ];
}
