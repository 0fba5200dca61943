import fc from "fast-check";
import type { LabelSelector } from "kubernetes-types/meta/v1.d.ts";
import type {
  IPBlock,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from "kubernetes-types/networking/v1.d.ts";
import type { Connection, End, Host, Network, Pod } from "./network.ts";

// Small alphabets, so that selectors meet labels, ranges meet addresses and rules meet ports about as often as not.

const namespaces: Network["namespaces"] = { shop: { team: "a" }, bank: { team: "b", inner: "yes" } };

const keys = fc.constantFrom("team", "app", "inner");
const values = fc.constantFrom("a", "b", "yes");
const labels = fc.dictionary(keys, values, { maxKeys: 3 });

const pod = (name: string, namespace: string, ip: string): fc.Arbitrary<Pod> =>
  labels.map((own) => ({
    kind: "pod",
    name,
    namespace,
    ip,
    node: "node",
    labels: own,
    ports: [
      { name: "http", number: 8080, protocol: "TCP" },
      { name: "dns", number: 53, protocol: "UDP" },
    ],
  }));

/** Three pods in two namespaces, with any labels. */
export const arbitraryPods: fc.Arbitrary<readonly Pod[]> = fc.tuple(
  pod("one", "shop", "10.0.0.1"),
  pod("two", "shop", "10.0.1.1"),
  pod("three", "bank", "fd00::3"),
);

/** Addresses inside and outside of the ranges that policies are made with. */
export const hosts: readonly Host[] = ["10.9.9.9", "192.0.2.9", "169.254.169.254", "2001:db8::1"].map(
  (ip) => ({
    kind: "host",
    ip,
  }),
);

/** The ports that are asked for, in order. */
export const portNumbers: readonly number[] = [53, 8080, 8081];

/** Every connection between some ends, on some ports. */
export const connectionsOf = (ends: readonly End[]): readonly Connection[] =>
  ends.flatMap((from) =>
    ends.flatMap((to) =>
      portNumbers.flatMap((port) =>
        (["TCP", "UDP"] as const).map((protocol) => ({ from, to, port, protocol })),
      ),
    ),
  );

const selector: fc.Arbitrary<LabelSelector> = fc.record(
  {
    matchLabels: labels,
    matchExpressions: fc.array(
      fc.oneof(
        fc.record({
          key: keys,
          operator: fc.constantFrom("In", "NotIn"),
          values: fc.array(values, { minLength: 1, maxLength: 2 }),
        }),
        fc.record({ key: keys, operator: fc.constantFrom("Exists", "DoesNotExist") }),
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);

const ipBlock = fc.constantFrom<IPBlock[]>(
  { cidr: "0.0.0.0/0", except: ["10.0.0.0/8", "169.254.0.0/16"] },
  { cidr: "0.0.0.0/0" },
  { cidr: "10.0.0.0/16", except: ["10.0.1.0/24"] },
  { cidr: "192.0.2.9/32" },
  { cidr: "::/0", except: ["fd00::/8"] },
  { cidr: "2001:db8::/32" },
);

const peer: fc.Arbitrary<NetworkPolicyPeer> = fc.oneof(
  ipBlock.map((block) => ({ ipBlock: block })),
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector: selector }),
  fc.record({ podSelector: selector, namespaceSelector: selector }),
);

const port: fc.Arbitrary<NetworkPolicyPort> = fc.oneof(
  fc.record({ port: fc.constantFrom<number | string>(53, 8080, "http", "dns") }),
  fc.record({
    port: fc.constantFrom<number | string>(53, "dns", "http"),
    protocol: fc.constantFrom("TCP", "UDP"),
  }),
  fc.record({
    port: fc.constantFrom(50, 8080),
    endPort: fc.constant(8081),
    protocol: fc.constantFrom("TCP", "UDP"),
  }),
  fc.record({ protocol: fc.constantFrom("TCP", "UDP") }),
);

const peers = fc.array(peer, { maxLength: 2 });
const ports = fc.array(port, { maxLength: 2 });

/** Any policy, in either namespace. */
export const arbitraryPolicy: fc.Arbitrary<NetworkPolicy> = fc
  .record({
    namespace: fc.constantFrom(...Object.keys(namespaces)),
    podSelector: selector,
    policyTypes: fc.option(fc.subarray(["Ingress", "Egress"], { minLength: 1 }), { nil: undefined }),
    ingress: fc.option(fc.array(fc.record({ from: peers, ports }, { requiredKeys: [] }), { maxLength: 2 }), {
      nil: undefined,
    }),
    egress: fc.option(fc.array(fc.record({ to: peers, ports }, { requiredKeys: [] }), { maxLength: 2 }), {
      nil: undefined,
    }),
  })
  .map(({ namespace, ingress, egress, policyTypes, podSelector }) => ({
    metadata: { name: "any", namespace },
    spec: {
      podSelector,
      ...(policyTypes && { policyTypes }),
      ...(ingress && { ingress }),
      ...(egress && { egress }),
    },
  }));

/** The namespaces of the pods, with these policies in them. */
export const networkOf = (policies: readonly NetworkPolicy[]): Network => ({ namespaces, policies });
