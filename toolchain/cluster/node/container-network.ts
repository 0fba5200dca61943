import { join } from "node:path";
import { writeWhole } from "../../steps/atomic-file.ts";
import type { ClusterContext } from "../program.ts";
import { placesOf } from "./places.ts";

/**
 * Gives each pod a pair of interfaces and a route. All traffic between pods is routed, so that it meets kube-proxy's
 * rules in both directions on every kernel; a bridge would need the kernel to filter bridged packets too. Pods keep
 * their own source addresses.
 */
export function writeContainerNetwork(context: ClusterContext): string {
  const folder = join(placesOf(context).settings, "cni");
  const network = {
    cniVersion: "1.0.0",
    name: "slipway",
    plugins: [
      {
        type: "ptp",
        ipMasq: false,
        ipam: {
          type: "host-local",
          dataDir: "/run/cni",
          ranges: [[{ subnet: context.addresses.nodePodRange }]],
          routes: [{ dst: "0.0.0.0/0" }],
        },
      },
    ],
  };
  writeWhole(join(folder, "10-slipway.conflist"), `${JSON.stringify(network, undefined, 2)}\n`);
  return folder;
}
