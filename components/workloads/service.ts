import type { ServiceSpec } from "kubernetes-types/core/v1.d.ts";
import type { HttpService, StaticSite } from "../../model/workload.ts";
import type { Labels } from "../labels.ts";

/** The Service in front of a process's port named `http`. */
export function serviceSpec(service: HttpService | StaticSite, selector: Labels): ServiceSpec {
  const port = service.kind === "static-site" ? service.servicePort : service.port;
  return {
    type: "ClusterIP",
    selector,
    ports: [{ name: "http", port: port.number, targetPort: "http", protocol: "TCP", appProtocol: "http" }],
  };
}
