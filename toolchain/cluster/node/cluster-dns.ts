import { join } from "node:path";
import { writeWhole } from "../../steps/atomic-file.ts";
import { answersOk } from "../http-probe.ts";
import type { ClusterContext, Program } from "../program.ts";
import type { Manifest } from "./manifest.ts";
import { outsideService } from "./outside-service.ts";
import { placesOf } from "./places.ts";
import { userWithRules } from "./user-access.ts";

const USER = "coredns";
const PORT = 53;
const READINESS = "127.0.0.1:8181";

/** Answers for the cluster's names. All other names don't exist: nothing outside can be reached. */
export async function clusterDns(context: ClusterContext): Promise<Program> {
  const { addresses } = context;
  const kubeconfig = await context.kubeconfigFor(USER, { commonName: USER });
  const file = join(placesOf(context).settings, "Corefile");
  writeWhole(file, corefile(addresses, kubeconfig));
  return {
    name: "coredns",
    command: join(context.binaries.module("node/programs"), "coredns"),
    args: ["-conf", file],
    after: ["kube-apiserver"],
    ready: async (signal) => {
      await context.apply([...access(), ...service(addresses.node, addresses.dnsService)]);
      await answersOk({ url: `http://${READINESS}/ready` }, signal);
    },
  };
}

export function corefile(
  { node, clusterDomain }: { readonly node: string; readonly clusterDomain: string },
  kubeconfig: string,
): string {
  return `${clusterDomain}:${String(PORT)} in-addr.arpa:${String(PORT)} {
  bind ${node}
  errors
  ready ${READINESS}
  kubernetes ${clusterDomain} in-addr.arpa {
    kubeconfig ${kubeconfig}
    pods insecure
    ttl 5
  }
  cache 5 {
    servfail 0
  }
}
.:${String(PORT)} {
  bind ${node}
  errors
  template ANY ANY {
    rcode NXDOMAIN
  }
}
`;
}

function access(): Manifest[] {
  const verbs = ["list", "watch"];
  return userWithRules(USER, [
    { apiGroups: [""], resources: ["services", "pods", "namespaces"], verbs },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs },
  ]);
}

function service(address: string, clusterIP: string): Manifest[] {
  const ports = (["UDP", "TCP"] as const).map((protocol) => ({
    name: protocol === "UDP" ? "dns" : "dns-tcp",
    protocol,
    port: PORT,
    targetPort: PORT,
  }));
  return outsideService({ name: "kube-dns", labels: { "k8s-app": "kube-dns" }, address, clusterIP, ports });
}
