import { createHash } from "node:crypto";

/** The addresses of one cluster: its own pair that the host sees, and ranges that exist inside its namespace only. */
export interface ClusterAddresses {
  /** Which of the pairs this is; also in the name of the host's interface. */
  readonly index: number;
  /** The host's end of the pair, without prefix length (the pair is a /30). */
  readonly host: string;
  /** The cluster's end: the node's InternalIP, and where the API server and the registry listen. */
  readonly node: string;
  /** Where the parts of the control plane listen that only its own parts speak to. */
  readonly loopback: string;
  /** The name of the host's interface. */
  readonly hostInterface: string;
  /** The name of the cluster's interface, inside its namespace. */
  readonly nodeInterface: "eth0";
  readonly podRange: "10.244.0.0/16";
  readonly nodePodRange: "10.244.0.0/24";
  readonly serviceRange: "10.96.0.0/16";
  readonly apiServerService: "10.96.0.1";
  readonly dnsService: "10.96.0.10";
  readonly clusterDomain: "cluster.local";
}

/** Pairs in 198.18.0.0/15, which RFC 2544 keeps for tests: no machine is reached there. */
const PAIRS = 2 ** 15;
const FIRST = (198 << 24) | (18 << 16);

/** The addresses of the pair of that number. */
export function addressesOf(index: number): ClusterAddresses {
  const base = FIRST + index * 4;
  return {
    index,
    host: dotted(base + 1),
    node: dotted(base + 2),
    loopback: "127.0.0.1",
    hostInterface: `slipway${index}`,
    nodeInterface: "eth0",
    podRange: "10.244.0.0/16",
    nodePodRange: "10.244.0.0/24",
    serviceRange: "10.96.0.0/16",
    apiServerService: "10.96.0.1",
    dnsService: "10.96.0.10",
    clusterDomain: "cluster.local",
  };
}

/** The pairs to try in turn for the cluster of this folder: its own first, which is most likely free. */
export function* candidates(folder: string): Generator<ClusterAddresses> {
  const own = createHash("sha256").update(folder).digest().readUInt32BE() % PAIRS;
  for (let step = 0; step < PAIRS; step++) yield addressesOf((own + step) % PAIRS);
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}
