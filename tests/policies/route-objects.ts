import { resource, type Json } from "./workloads.ts";

export const inShop = (type: string, name: string, spec: Json, namespace: unknown = "shop") =>
  resource(`kubernetes:${type}`, { metadata: { name, namespace }, spec }, `${type} ${name}`);

export const host = "shop.example.com";
export const backend = { service: { name: "web", port: { number: 80 } } };
export const paths = [{ path: "/", pathType: "Prefix", backend }];
export const ingress = (spec: Json = {}, name = "web", metadata: Json = {}) =>
  resource(
    "kubernetes:networking.k8s.io/v1:Ingress",
    {
      metadata: { name, namespace: "shop", ...metadata },
      spec: { tls: [{ hosts: [host] }], rules: [{ host, http: { paths } }], ...spec },
    },
    name,
  );
export const https = {
  name: "https",
  protocol: "HTTPS",
  hostname: host,
  tls: { certificateRefs: [{ name: "a" }] },
};
export const plain = { name: "http", protocol: "HTTP" };
export const gateway = (...listeners: Json[]) =>
  inShop("gateway.networking.k8s.io/v1:Gateway", "gateway", { listeners });
export const parent = (sectionName?: unknown) => ({ name: "gateway", sectionName });
export const toWeb = { matches: [{ path: { value: "/" } }], backendRefs: [{ name: "web", port: 80 }] };
export const toTls = { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] };
export const route = (spec: Json = {}, name = "web", namespace: unknown = "shop") =>
  inShop(
    "gateway.networking.k8s.io/v1:HTTPRoute",
    name,
    { hostnames: [host], parentRefs: [parent("https")], rules: [toWeb], ...spec },
    namespace,
  );
export const grpcRoute = (spec: Json = {}, name = "web") =>
  inShop("gateway.networking.k8s.io/v1:GRPCRoute", name, {
    hostnames: [host],
    parentRefs: [parent("https")],
    rules: [{ backendRefs: [{ name: "web", port: 80 }] }],
    ...spec,
  });
export const service = inShop("core/v1:Service", "web", { ports: [{ name: "http", port: 80 }] });
