import { at, container, type Json, type Mutation } from "./mutation.ts";

const spec = (inputs: Json): Json => at(inputs, "spec");

/** An Ingress beside what production has: it publishes by routes of a gateway, and has none. */
const ingress = (change: (ingress: Json) => void): Mutation => ({
  resource: "odd-scenes-vector-store-service",
  isAdded: true,
  type: "kubernetes:networking.k8s.io/v1:Ingress",
  change: (inputs) => {
    inputs["spec"] = {
      ingressClassName: "traefik",
      tls: [{ hosts: ["vectors.odd-scenes.example.com"], secretName: "vectors" }],
      rules: [
        {
          host: "vectors.odd-scenes.example.com",
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: "ai-backend", port: { number: 8000 } } },
              },
            ],
          },
        },
      ],
    };
    change(inputs);
  },
});

/** One change for each rule about what is reached from where, and for those about configuration. */
export const networkMutations: Readonly<Record<string, Mutation>> = {
  "deny-cloud-metadata-egress": {
    resource: "atlas-ux-database.to.cluster.api-server-policy",
    change: (inputs) => (at(inputs, "spec", "egress", 0, "to", 0, "ipBlock")["except"] = []),
  },
  "no-node-port": {
    resource: "atlas-ux-web-service",
    change: (inputs) => (spec(inputs)["type"] = "NodePort"),
  },
  "no-load-balancer": {
    resource: "odd-scenes-frontend-service",
    change: (inputs) => (spec(inputs)["type"] = "LoadBalancer"),
  },
  "no-external-ips": {
    resource: "odd-scenes-cache-service",
    change: (inputs) => (spec(inputs)["externalIPs"] = ["203.0.113.1"]),
  },
  "no-localhost-external-name": {
    resource: "odd-scenes-backend-service",
    change: (inputs) => (spec(inputs)["externalName"] = "localhost"),
  },
  "no-privileged-ports": {
    resource: "odd-scenes-vector-store",
    change: (inputs) => (at(container(inputs), "ports", 0)["containerPort"] = 633),
  },
  "require-tls": {
    resource: "odd-scenes-backend-route",
    change: (inputs) => (at(inputs, "spec", "parentRefs", 0)["sectionName"] = "http"),
    // The route that leads to https has the path already.
    alsoFires: ["unique-host-path"],
  },
  "no-wildcard-host": {
    resource: "atlas-ux-gateway",
    change: (inputs) => (at(inputs, "spec", "listeners", 1)["hostname"] = "*.atlas-ux.example.com"),
  },
  "no-default-backend": ingress((inputs) => {
    spec(inputs)["defaultBackend"] = { service: { name: "ai-backend", port: { number: 8000 } } };
  }),
  "unique-host-path": {
    resource: "atlas-ux-frontend-route",
    change: (inputs) => (at(inputs, "metadata")["name"] = "frontend-too"),
    isAdded: true,
  },
  "route-backend-exists": {
    resource: "odd-scenes-frontend-backend",
    change: (inputs) => (at(inputs, "spec", "weighted", "services", 0)["name"] = "front"),
  },
  "no-ingress-snippets": ingress((inputs) => {
    at(inputs, "metadata")["annotations"] = {
      "nginx.ingress.kubernetes.io/configuration-snippet": "return 200;",
    };
  }),
  "external-secrets-only": {
    resource: "odd-scenes-cache-password",
    isAdded: true,
    type: "kubernetes:core/v1:Secret",
    change: (inputs) => {
      delete inputs["spec"];
      inputs["stringData"] = { value: "written-out" };
    },
  },
  "env-references-exist": {
    resource: "crb-analyser-crb-backend",
    change: (inputs) => (container(inputs)["envFrom"] = [{ configMapRef: { name: "settings" } }]),
  },
  "no-duplicate-env": {
    resource: "odd-scenes-backend",
    change: (inputs) => {
      const env = container(inputs)["env"] as Json[];
      env.push({ name: at(env, 0)["name"], value: "again" });
    },
  },
};
