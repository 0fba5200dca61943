import { at, type Json, type Mutation } from "./mutation.ts";

const spec = (inputs: Json): Json => at(inputs, "spec");

/** An Ingress beside what production has: it publishes by routes of a gateway, and has none. */
const ingress = (change: (ingress: Json) => void): Mutation => ({
  resource: "odd-scenes-vector-store-service",
  isAdded: true,
  type: "kubernetes:networking.k8s.io/v1:Ingress",
  change: (inputs) => {
    inputs["spec"] = {
      tls: [{ hosts: ["vectors.odd-scenes.example.com"], secretName: "vectors" }],
      rules: [
        {
          host: "vectors.odd-scenes.example.com",
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: "vector-store", port: { number: 6333 } } },
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
    spec(inputs)["defaultBackend"] = { service: { name: "vector-store", port: { number: 6333 } } };
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
};
