import type { NetworkPolicy } from "kubernetes-types/networking/v1.d.ts";
import { beforeAll, describe, expect, it } from "vitest";
import type { SystemEnvironment } from "../../../config/environment.ts";
import { environmentNames } from "../../../model/environment-name.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realEnvironment } from "../../support/declarations.ts";
import { admitted, partOf, reachable, type Target } from "../../support/network/declared-connections.ts";
import type { Connection, End, Network } from "../../support/network/network.ts";
import { allows } from "../../support/network/policy-evaluator.ts";
import { renderedNetwork, type RenderedNetwork } from "../../support/network/rendered-network.ts";

/** Addresses that are no pod's, and what stands at them. */
const hosts: Readonly<Record<string, readonly string[]>> = {
  internet: ["203.0.113.7", "2606:4700::1111"],
  anthropic: ["160.79.104.10", "2607:6bc0::10"],
  private: ["10.96.0.1", "172.16.5.5", "192.168.1.1", "100.64.0.1", "fd12::1"],
  nowhere: [
    "169.254.169.254",
    "100.100.100.200",
    "fd00:ec2::254",
    "168.63.129.16",
    "192.0.0.192",
    "127.0.0.1",
    "224.0.0.1",
    "fe80::1",
    "::1",
    "64:ff9b::a9fe:a9fe",
  ],
};
const kindOf = new Map(Object.entries(hosts).flatMap(([kind, ips]) => ips.map((ip) => [ip, kind] as const)));
/** What an address may be reached as; the API server may be at any that is somebody's. */
const standsFor: Readonly<Record<string, readonly string[]>> = {
  internet: ["internet", "api-server"],
  anthropic: ["anthropic", "internet", "api-server"],
  private: ["api-server"],
  nowhere: [],
};

const strangePorts = [22, 80, 443, 3306, 6443, 8443, 9090, 9187];

const show = ({ from, to, port, protocol }: Connection): string =>
  `${nameOf(from)} → ${nameOf(to)} ${protocol} ${port}`;
const nameOf = (end: End): string => (end.kind === "pod" ? `${end.namespace}/${end.name}` : end.ip);

describe.each(environmentNames)("the network of %s", (stack) => {
  const environment = realEnvironment(stack);
  const systems = new Map(environment.systems.map((own) => [`${own.system.name}-${stack}`, own]));
  let network: RenderedNetwork;
  let connections: readonly Connection[];
  let declared: ReadonlySet<Connection>;

  beforeAll(async () => {
    network = renderedNetwork(await capturedStack(stack));
    connections = everyConnection(network);
    const reach = new Map([...systems].map(([name, own]) => [name, reachable(environment, own)]));
    const admit = new Map([...systems].map(([name, own]) => [name, admitted(environment, own)]));
    declared = new Set(connections.filter((connection) => isDeclared(connection, systems, reach, admit)));
  }, 120_000);

  it("lets through what is declared, and nothing else", () => {
    const wrong = connections.filter(
      (connection) => allows(network, connection) !== declared.has(connection),
    );
    expect(wrong.map((one) => `${declared.has(one) ? "denied" : "let through"}: ${show(one)}`)).toEqual([]);
    expect(declared.size).toBeGreaterThan(100);
    expect(connections.length).toBeGreaterThan(20 * declared.size);
  }, 120_000);

  it("has no policy that could be left out: without it something declared is denied, or something else is not", () => {
    const needless = network.policies.filter((left) => {
      const rest = network.policies.filter((one) => one !== left && !isDouble(one, left));
      const having: Network = { ...network, policies: [...rest, left] };
      const lacking: Network = { ...network, policies: rest };
      const namespace = left.metadata?.namespace;
      const asked = left.metadata?.name === "default-deny" ? connections : [...declared];
      return !asked.some(
        (connection) =>
          [connection.from, connection.to].some((end) => end.kind === "pod" && end.namespace === namespace) &&
          allows(having, connection) !== allows(lacking, connection),
      );
    });
    expect(needless.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`)).toEqual([]);
  }, 120_000);

  it("denies everything by default in each namespace of ours, and never opens all ports or all addresses", () => {
    const denied = network.policies.filter(({ metadata }) => metadata?.name === "default-deny");
    expect(denied.map(({ metadata }) => metadata?.namespace).sort()).toEqual([...systems.keys()].sort());
    for (const { spec } of denied)
      expect(spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    for (const { spec } of network.policies) {
      for (const rule of [...(spec?.ingress ?? []), ...(spec?.egress ?? [])]) {
        expect(rule.ports?.length).toBeGreaterThan(0);
        const peers = "to" in rule ? rule.to : "from" in rule ? rule.from : undefined;
        expect(peers?.length).toBeGreaterThan(0);
      }
    }
  });
});

/**
 * Third parties that publish no addresses all open the internet to their caller, each by a policy of its own, and so does
 * an API server whose addresses nobody said: leaving out one of them shows only where it stands alone.
 */
function isDouble({ metadata: one }: NetworkPolicy, { metadata: other }: NetworkPolicy): boolean {
  const [caller, party] = (other?.name ?? "").split(".to.external.");
  return (
    party !== undefined &&
    one?.namespace === other?.namespace &&
    (one?.name === `${caller}.to.cluster.api-server` ||
      one?.name?.startsWith(`${caller}.to.external.`) === true)
  );
}

/** From and to every pod of ours, on every port that anything listens on and on some that nothing does. */
function everyConnection({ pods, policies }: RenderedNetwork): readonly Connection[] {
  const ours = new Set(policies.map(({ metadata }) => metadata?.namespace));
  const own = pods.filter(({ namespace }) => ours.has(namespace));
  const ends: readonly End[] = [...pods, ...[...kindOf.keys()].map((ip) => ({ kind: "host", ip }) as const)];
  const ports = new Set([
    ...strangePorts,
    ...policies.flatMap(({ spec }) =>
      [...(spec?.ingress ?? []), ...(spec?.egress ?? [])].flatMap((rule) =>
        (rule.ports ?? []).map(({ port }) => Number(port)),
      ),
    ),
  ]);
  const pairs = own.flatMap((pod) =>
    ends.flatMap((end) => [
      [pod, end] as const,
      ...(end.kind === "pod" && own.includes(end) ? [] : [[end, pod] as const]),
    ]),
  );
  return pairs
    .filter(([from, to]) => from !== to)
    .flatMap(([from, to]) =>
      [...ports].flatMap((port) =>
        (["TCP", "UDP"] as const).map((protocol) => ({ from, to, port, protocol })),
      ),
    );
}

function isDeclared(
  { from, to, port, protocol }: Connection,
  systems: ReadonlyMap<string, SystemEnvironment>,
  reach: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<Target>>>,
  admit: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>,
): boolean {
  const home = (end: End): string | undefined =>
    end.kind === "pod" && systems.has(end.namespace) ? end.namespace : undefined;
  const [caller, callee] = [home(from), home(to)];
  if (from.kind !== "pod") return false;
  if (caller !== undefined) {
    const targets = reach.get(caller)?.get(partOf(from) ?? "") ?? new Set();
    const wanted = (kind: string, name: string) =>
      targets.has(`${kind} ${name} ${protocol} ${port}` as Target);
    if (to.kind !== "pod") {
      return (standsFor[kindOf.get(to.ip) ?? ""] ?? []).some((name) => wanted("address", name));
    }
    if (callee !== undefined) return callee === caller && wanted("part", partOf(to) ?? "");
    // A network that holds ranges against pods' addresses too can't tell the API server from a pod of the platform.
    return wanted("operator", to.name) || wanted("address", "api-server");
  }
  if (callee === undefined || to.kind !== "pod" || protocol !== "TCP") return false;
  return (
    admit
      .get(callee)
      ?.get(from.name)
      ?.has(`${partOf(to)} ${port}`) ?? false
  );
}
