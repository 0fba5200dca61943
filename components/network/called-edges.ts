import type { Environment, SystemEnvironment } from "../../config/environment.ts";
import type { Cidr } from "../../model/cidr.ts";
import { clusterName, keyOf, poolerName } from "../../model/database-cluster.ts";
import { storeServices } from "../../model/store-services.ts";
import type { ThirdParty } from "../../model/third-party.ts";
import { pooledDatabase } from "../data/clustered-database.ts";
import { apiServerEdge } from "./api-server-edge.ts";
import { type Edge, type External, part, type Part, tcp } from "./edge.ts";
import type { PartWithEdges } from "./parts.ts";

/** What a part of a system calls: other services, data stores, third parties, the API server. */
export function calledEdges(
  caller: PartWithEdges,
  environment: Environment,
  own: SystemEnvironment,
): readonly Edge[] {
  const from = part(caller.name);
  return [
    ...calls(caller, own),
    ...storeUses(caller, environment, own),
    ...(caller.egress ?? []).map((party) => partyEdge(from, party)),
    ...(caller.apiServer ? [apiServerEdge(from, environment)] : []),
  ];
}

function calls({ name, calls: callees = [] }: PartWithEdges, { system }: SystemEnvironment): Edge[] {
  return callees.map((callee) => {
    const service = system.services[callee];
    if (!service || !("port" in service)) {
      throw new TypeError(`validation let a call of ${callee} through, which listens on no port`);
    }
    return {
      from: part(name),
      to: part(callee),
      ports: tcp(service.port.number),
      meaning: `${name} calls ${callee}`,
    };
  });
}

/** The data stores that a part reads and writes: in the cluster, or where somebody else runs them. */
function storeUses(
  { name, uses = {} }: PartWithEdges,
  environment: Environment,
  own: SystemEnvironment,
): Edge[] {
  const { database, cache, vectorStore } = own.system;
  const from = part(name);
  const edges: Edge[] = [];
  if (uses.database && database) {
    const { name: to } = storeServices.database;
    const elsewhere = database.kind === "external" && environment.name !== "dev" ? database : undefined;
    if (elsewhere) {
      edges.push({
        from,
        to: external(to, elsewhere.cidrs),
        ports: tcp(
          ...Object.values(uses.database.env).map(
            (path) => (elsewhere.ports[path] ?? elsewhere.ports.direct).number,
          ),
        ),
        meaning: `${name} reads and writes the database at ${elsewhere.provider}`,
      });
    } else {
      // Those that don't serve, too: while services move from one to the other, both have callers.
      const paths = new Set(Object.values(uses.database.env));
      const pooled = pooledDatabase(environment, own) !== undefined;
      for (const key of own.databaseClusters.all.map(keyOf)) {
        const names = [...paths].map((path) =>
          path === "pooled" && pooled ? poolerName(key) : clusterName(key),
        );
        for (const name of names) edges.push(storeEdge(from, { name, port: storeServices.database.port }));
      }
    }
  }
  if (uses.cache && cache) {
    edges.push(
      cache.kind === "external" && environment.name !== "dev"
        ? {
            from,
            to: external(storeServices.cache.name, cache.cidrs),
            ports: tcp(cache.port.number),
            meaning: `${name} reads and writes the cache at ${cache.provider}`,
          }
        : storeEdge(from, storeServices.cache),
    );
  }
  if (uses.vectorStore && vectorStore) {
    edges.push(
      vectorStore.kind === "qdrant"
        ? storeEdge(from, storeServices.vectorStore)
        : partyEdge(from, vectorStore.party),
    );
  }
  return edges;
}

const storeEdge = (from: Part, { name, port }: { readonly name: string; readonly port: number }): Edge => ({
  from,
  to: part(name),
  ports: tcp(port),
  meaning: `${from.name} reads and writes ${name}`,
});

const partyEdge = (from: Part, { name, host, port, purpose, cidrs }: ThirdParty): Edge => ({
  from,
  to: external(name, cidrs),
  ports: tcp(port.number),
  meaning: `${from.name} calls ${host}: ${purpose}`,
});

const external = (name: string, cidrs: readonly Cidr[] | undefined): External => ({
  kind: "external",
  name,
  ...(cidrs && { cidrs }),
});
