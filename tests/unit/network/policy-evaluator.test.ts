import fc from "fast-check";
import type {
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from "kubernetes-types/networking/v1.d.ts";
import { describe, expect, it } from "vitest";
import {
  arbitraryPods,
  arbitraryPolicy,
  connectionsOf,
  hosts,
  networkOf,
} from "../../support/network/arbitrary-network.ts";
import { allowedAmong } from "../../support/network/enumerated-network.ts";
import type { Connection, Pod } from "../../support/network/network.ts";
import { allows } from "../../support/network/policy-evaluator.ts";

const policies = fc.array(arbitraryPolicy, { maxLength: 4 });

const allowed = (given: readonly NetworkPolicy[], pods: readonly Pod[]): ReadonlySet<number> =>
  new Set(
    connectionsOf([...pods, ...hosts]).flatMap((connection, index) =>
      allows(networkOf(given), connection) ? [index] : [],
    ),
  );

const policy = (namespace: string, spec: NetworkPolicy["spec"]): NetworkPolicy => ({
  metadata: { name: "given", namespace },
  ...(spec && { spec }),
});

const both = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };
const denials = [policy("shop", both), policy("bank", both)];

describe("the evaluator", () => {
  it("agrees with what each policy allows, written down in full", () => {
    fc.assert(
      fc.property(arbitraryPods, policies, (pods, given) => {
        const ends = [...pods, ...hosts];
        const expected = allowedAmong(networkOf(given), ends, connectionsOf(ends));
        expect(allowed(given, pods)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("allows everything where there is no policy, and keeps a pod's own traffic out of it", () => {
    fc.assert(
      fc.property(arbitraryPods, (pods) => {
        const all = connectionsOf([...pods, ...hosts]);
        expect(allowed([], pods).size).toBe(all.length);
        const left = [...allowed(denials, pods)].map((index) => all[index]);
        expect(
          left.filter((connection) => connection?.from.kind === "pod" || connection?.to.kind === "pod"),
        ).toEqual(all.filter(({ from, to }) => from === to && from.kind === "pod"));
      }),
    );
  });

  it("takes no notice of a policy that selects nothing, of order, and of a policy said twice", () => {
    const nothing = policy("shop", { ...both, podSelector: { matchLabels: { team: "nobody" } } });
    fc.assert(
      fc.property(arbitraryPods, policies, (pods, given) => {
        const before = allowed(given, pods);
        expect(allowed([...given, nothing], pods)).toEqual(before);
        expect(allowed([...given].reverse(), pods)).toEqual(before);
        expect(allowed([...given, ...given], pods)).toEqual(before);
      }),
    );
  });

  it("adds up: where everything is denied at first, each policy only ever opens something", () => {
    fc.assert(
      fc.property(arbitraryPods, policies, arbitraryPolicy, (pods, given, more) => {
        const before = allowed([...denials, ...given], pods);
        const after = allowed([...denials, ...given, more], pods);
        expect([...before].filter((index) => !after.has(index))).toEqual([]);
      }),
    );
  });

  it("lets a connection into a pod by the policies that select it, one after the other", () => {
    const closed = policy("shop", { podSelector: {}, policyTypes: ["Ingress"] });
    const inward = arbitraryPolicy.map(({ spec, metadata }) =>
      policy(metadata?.namespace ?? "", { podSelector: {}, ...spec, policyTypes: ["Ingress"] }),
    );
    fc.assert(
      fc.property(arbitraryPods, inward, inward, (pods, one, other) => {
        const all = [closed, policy("bank", { podSelector: {}, policyTypes: ["Ingress"] })];
        const union = new Set([...allowed([...all, one], pods), ...allowed([...all, other], pods)]);
        expect(allowed([...all, one, other], pods)).toEqual(union);
      }),
    );
  });
});

describe("a peer", () => {
  const opened = (from: NetworkPolicyPeer[], pods: readonly Pod[]) =>
    allowed([policy("shop", { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ from }] })], pods);
  const podSelector = { matchLabels: { app: "a" } };
  const namespaceSelector = { matchLabels: { team: "b" } };

  it("with both selectors means both; two peers mean either", () => {
    fc.assert(
      fc.property(arbitraryPods, (pods) => {
        const inNamespace = opened([{ namespaceSelector }], pods);
        const everywhere = opened([{ namespaceSelector: {}, podSelector }], pods);
        const and = opened([{ namespaceSelector, podSelector }], pods);
        const or = opened([{ namespaceSelector }, { namespaceSelector: {}, podSelector }], pods);
        expect(and).toEqual(new Set([...inNamespace].filter((index) => everywhere.has(index))));
        expect(or).toEqual(new Set([...inNamespace, ...everywhere]));
      }),
    );
  });

  it("with a pod selector alone is in the policy's own namespace", () => {
    fc.assert(
      fc.property(arbitraryPods, (pods) => {
        const own = opened([{ podSelector: {} }], pods);
        expect(own).toEqual(
          opened([{ podSelector: {}, namespaceSelector: { matchLabels: { team: "a" } } }], pods),
        );
      }),
    );
  });

  it("that is a block holds its addresses without its exceptions", () => {
    fc.assert(
      fc.property(arbitraryPods, (pods) => {
        const whole = opened([{ ipBlock: { cidr: "0.0.0.0/0" } }], pods);
        const hole = opened([{ ipBlock: { cidr: "169.254.0.0/16" } }], pods);
        const without = opened([{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }], pods);
        const onlyHole = [...hole].filter((index) => !without.has(index));
        expect(new Set([...without, ...onlyHole])).toEqual(whole);
        expect(onlyHole.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("a port", () => {
  const opened = (ports: NetworkPolicyPort[], pods: readonly Pod[]) =>
    allowed([policy("shop", { podSelector: {}, policyTypes: ["Ingress"], ingress: [{ ports }] })], pods);

  it("by its name is the pod's port of that name, and TCP where nothing is said", () => {
    fc.assert(
      fc.property(arbitraryPods, (pods) => {
        const http = opened([{ port: 8080, protocol: "TCP" }], pods);
        expect(opened([{ port: "http" }], pods)).toEqual(http);
        expect(opened([{ port: 8080 }], pods)).toEqual(http);
        expect(opened([{ port: "dns" }], pods)).not.toEqual(opened([{ port: 53, protocol: "UDP" }], pods));
        expect(opened([{ port: "dns", protocol: "UDP" }], pods)).toEqual(
          opened([{ port: 53, protocol: "UDP" }], pods),
        );
      }),
    );
  });

  it("up to another is each of them; none at all is every port, of one protocol or of all", () => {
    fc.assert(
      fc.property(arbitraryPods, (pods) => {
        expect(opened([{ port: 8080, endPort: 8081 }], pods)).toEqual(
          opened([{ port: 8080 }, { port: 8081 }], pods),
        );
        expect(opened([{ protocol: "TCP" }, { protocol: "UDP" }], pods)).toEqual(opened([], pods));
      }),
    );
  });
});

describe("a policy that states no types", () => {
  const out = { to: [{ ipBlock: { cidr: "192.0.2.9/32" } }] };

  it.each([
    ["isolates inwards alone", {}, ["Ingress"]],
    ["isolates outwards too when it has a rule for that", { egress: [out] }, ["Ingress", "Egress"]],
  ])("%s", (_, rules, policyTypes) => {
    fc.assert(
      fc.property(arbitraryPods, (pods) => {
        expect(allowed([policy("shop", { podSelector: {}, ...rules })], pods)).toEqual(
          allowed([policy("shop", { podSelector: {}, ...rules, policyTypes })], pods),
        );
      }),
    );
  });
});

describe("a node", () => {
  it("reaches its own pods whatever is denied, and no others", () => {
    fc.assert(
      fc.property(arbitraryPods, (pods) => {
        for (const to of pods) {
          const probe = (name: string): Connection => ({
            from: { kind: "node", name, ip: "10.250.0.1" },
            to,
            port: 8080,
            protocol: "TCP",
          });
          expect(allows(networkOf(denials), probe(to.node))).toBe(true);
          expect(allows(networkOf(denials), probe("another"))).toBe(false);
        }
      }),
    );
  });
});
