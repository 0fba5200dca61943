import { tryRules } from "./rule-cases.ts";
import { deployment, type Json, resource, unknownText } from "./workloads.ts";

const metadata = { name: "web", namespace: "shop" };
const object = (type: string, fields: Json, name = "web") =>
  resource(`kubernetes:${type}`, { metadata: { ...metadata, name }, ...fields }, name);
const networkPolicy = (to: unknown) =>
  object("networking.k8s.io/v1:NetworkPolicy", { spec: { egress: [{ to }] } });
const namespace = resource("kubernetes:core/v1:Namespace", { metadata: { name: "shop" } });
const ofName = (name: string) => ({ podSelector: { matchLabels: { "app.kubernetes.io/name": name } } });
const inNamespace = (name: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});
const service = (name: string, changes: Json = {}) =>
  object("core/v1:Service", { spec: { selector: { app: "web", tier: "a" }, ...changes } }, name);
const rollout = object("argoproj.io/v1alpha1:Rollout", {
  spec: { strategy: { canary: { stableService: "web", canaryService: "web-canary" } } },
});
const ingress = (spec: Json) => object("networking.k8s.io/v1:Ingress", { spec });
const gateway = (spec: Json) => object("gateway.networking.k8s.io/v1:Gateway", { spec });
const route = (spec: Json) => object("gateway.networking.k8s.io/v1:HTTPRoute", { spec });
const certificate = (spec: Json) =>
  object("cert-manager.io/v1:Certificate", { spec: { issuerRef: { name: "ours" }, ...spec } });
const measured = (ruleLabels: Json) =>
  object("monitoring.coreos.com/v1:PrometheusRule", {
    spec: { groups: [{ rules: [{ labels: ruleLabels }] }] },
  });
const toWeb = route({ rules: [{ backendRefs: [{ name: "web" }] }] });

tryRules([
  {
    rule: "network-policy-peer-exists",
    passes: {
      "pods of its namespace": [networkPolicy([ofName("web")]), deployment()],
      "all pods": networkPolicy([{ podSelector: {} }]),
      addresses: networkPolicy([{ ipBlock: { cidr: "10.0.0.0/8" } }]),
      "pods of a namespace that others declare": networkPolicy([
        { ...ofName("dns"), ...inNamespace("kube-system") },
      ]),
      "pods of one of the stack's": [
        networkPolicy([{ ...ofName("web"), ...inNamespace("shop") }]),
        namespace,
        deployment(),
      ],
    },
    fails: {
      "spec.egress[0].to[0].podSelector selects no pods of the stack.": [
        networkPolicy([ofName("cache")]),
        deployment(),
      ],
      "to[0].podSelector selects no pods": [
        networkPolicy([{ ...ofName("cache"), ...inNamespace("shop") }]),
        namespace,
        deployment(),
      ],
    },
    open: [networkPolicy([ofName(unknownText)]), deployment()],
  },
  {
    rule: "unique-service-selector",
    passes: {
      "different pods": [service("a"), service("b", { selector: { app: "web", tier: "b" } })],
      "names only": [service("a"), service("b", { clusterIP: "None" })],
      "those of a release": [service("web"), service("web-canary"), rollout],
    },
    fails: {
      "Service shop/b: spec.selector is that of Service shop/a, too.": [
        service("a"),
        service("b", { selector: { tier: "a", app: "web" } }),
      ],
    },
  },
  {
    rule: "allowed-ingress-class",
    passes: {
      "a class of an Ingress": ingress({ ingressClassName: "traefik" }),
      "one by the old annotation": object("networking.k8s.io/v1:Ingress", {
        metadata: { ...metadata, annotations: { "kubernetes.io/ingress.class": "traefik" } },
      }),
      "a class of a Gateway": gateway({ gatewayClassName: "traefik" }),
      "a route's gateway": route({ parentRefs: [{ name: "gateway" }] }),
    },
    fails: {
      "spec.ingressClassName is not set.": ingress({}),
      "spec.ingressClassName is none of traefik.": ingress({ ingressClassName: "nginx" }),
      "spec.gatewayClassName is not set.": gateway({}),
      "spec.parentRefs names no gateway.": route({}),
    },
    open: ingress({ ingressClassName: unknownText }),
    parameters: { classes: ["traefik"] },
  },
  {
    rule: "allowed-certificate-issuer",
    passes: {
      "the issuer's own time": certificate({ dnsNames: ["shop.example.com"] }),
      "90 days": certificate({ duration: "2160h" }),
      "a time in parts": certificate({ duration: "24h30m" }),
    },
    fails: {
      "spec.issuerRef.name is not set.": certificate({ issuerRef: {} }),
      "spec.issuerRef.name is none of ours.": certificate({ issuerRef: { name: "theirs" } }),
      "spec.duration is longer than 2160h.": certificate({ duration: "2160h1s" }),
      "spec.dnsNames[1] is a wildcard.": certificate({ dnsNames: ["a.example.com", "*.example.com"] }),
      "spec.commonName is a wildcard.": certificate({ commonName: "*.example.com" }),
    },
    open: certificate({ duration: unknownText }),
    parameters: { issuers: ["ours"] },
  },
  {
    rule: "service-requires-slo",
    passes: {
      "an objective that a rule measures": [toWeb, measured({ service: "web", slo: "availability" })],
      "one of Sloth's": [
        toWeb,
        object("sloth.slok.dev/v1:PrometheusServiceLevel", { spec: { service: "web" } }),
      ],
      "a route to nothing": route({}),
    },
    fails: {
      "spec.rules[0].backendRefs[0].name leads to web, which has no objective.": [
        toWeb,
        measured({ service: "other", slo: "availability" }),
      ],
      "leads to web, which has no objective.": [toWeb, measured({ service: "web" })],
      "spec.defaultBackend.service.name leads to web": ingress({
        defaultBackend: { service: { name: "web" } },
      }),
    },
    open: [toWeb, measured({ service: unknownText, slo: "availability" })],
  },
]);
