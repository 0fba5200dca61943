import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { deployment, resource, unknownList, unknownText, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const levels = (found: readonly { readonly level: string }[]) => found.map(({ level }) => level);
const inShop = (type: string, name: string, spec: Json, namespace: unknown = "shop") =>
  resource(`kubernetes:${type}`, { metadata: { name, namespace }, spec }, `${type} ${name}`);

const host = "shop.example.com";
const backend = { service: { name: "web", port: { number: 80 } } };
const paths = [{ path: "/", pathType: "Prefix", backend }];
const ingress = (spec: Json = {}, name = "web", metadata: Json = {}) =>
  resource(
    "kubernetes:networking.k8s.io/v1:Ingress",
    {
      metadata: { name, namespace: "shop", ...metadata },
      spec: { tls: [{ hosts: [host] }], rules: [{ host, http: { paths } }], ...spec },
    },
    name,
  );
const https = { name: "https", protocol: "HTTPS", hostname: host, tls: { certificateRefs: [{ name: "a" }] } };
const plain = { name: "http", protocol: "HTTP" };
const gateway = (...listeners: Json[]) =>
  inShop("gateway.networking.k8s.io/v1:Gateway", "gateway", { listeners });
const parent = (sectionName?: unknown) => ({ name: "gateway", sectionName });
const toWeb = { matches: [{ path: { value: "/" } }], backendRefs: [{ name: "web", port: 80 }] };
const toTls = { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] };
const route = (spec: Json = {}, name = "web", namespace: unknown = "shop") =>
  inShop(
    "gateway.networking.k8s.io/v1:HTTPRoute",
    name,
    { hostnames: [host], parentRefs: [parent("https")], rules: [toWeb], ...spec },
    namespace,
  );
const service = inShop("core/v1:Service", "web", { ports: [{ name: "http", port: 80 }] });
const textOf = (found: readonly { readonly message: string }[]) =>
  found.map(({ message }) => message).join("\n");

describe("require-tls", () => {
  const rule = only("require-tls");

  it("is content with an Ingress whose hosts all have it", async () => {
    const star = ingress({ tls: [{ hosts: ["*.example.com"] }] }, "star");
    const every = ingress({ tls: [{ secretName: "a" }] }, "every");
    expect(await judge([ingress(), star, every], rule)).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(2);
  });

  it("is content with a plain listener that leads on", async () => {
    const onward = route({ parentRefs: [parent("http")], rules: [toTls] }, "onward");
    const passesOn = { name: "tls", protocol: "TLS", tls: { mode: "Passthrough" } };
    expect(await judge([gateway(plain, https, passesOn), onward, route()], rule)).toEqual([]);
    expect(await judge([gateway(plain), route({ parentRefs: [{ name: "other" }] })], rule)).toEqual([]);
  });

  it.each([
    ["an Ingress without", [ingress({ tls: undefined })], "Ingress shop/web: spec.tls is not set."],
    [
      "an Ingress of another host",
      [ingress({ tls: [{ hosts: ["*.shop.example.com", "example.com"] }] })],
      "Ingress shop/web: spec.rules[0].host is a host that no entry of spec.tls has.",
    ],
    [
      "a listener without a certificate",
      [gateway({ ...https, tls: {} })],
      "Gateway shop/gateway: spec.listeners[0].tls.certificateRefs is not set",
    ],
    [
      "a route on a plain listener",
      [gateway(plain, https), route({ parentRefs: [parent("http")] })],
      "HTTPRoute shop/web: spec.rules[0] is served without TLS",
    ],
    [
      "a route on every listener",
      [gateway(plain, https), route({ parentRefs: [parent()], rules: [toTls, toWeb] })],
      "HTTPRoute shop/web: spec.rules[1] is served without TLS",
    ],
  ])("refuses %s", async (_, stack, problem) => {
    const found = await judge(stack, rule);
    expect(levels(found)).toEqual(["mandatory"]);
    expect(textOf(found)).toContain(problem);
  });

  it("leaves open what can't be known", async () => {
    expect(levels(await judge([ingress({ tls: unknownList })], rule))).toEqual(["advisory"]);
    const open = route({ parentRefs: [parent(unknownText)] });
    expect(levels(await judge([gateway(plain), open], rule))).toEqual(["advisory"]);
    expect(await judge([gateway(https), open], rule)).toEqual([]);
  });
});

describe("no-wildcard-host", () => {
  const rule = only("no-wildcard-host");

  it("lets named hosts pass, and a plain listener without one", async () => {
    expect(await judge([ingress(), route(), gateway(plain, https)], rule)).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(1);
  });

  it.each([
    [ingress({ rules: [{ http: {} }] }), "spec.rules[0].host is not set, which means every host."],
    [ingress({ rules: [{ host: "*.example.com" }] }), "spec.rules[0].host has a star."],
    [route({ hostnames: undefined }), "spec.hostnames is not set, which means every host."],
    [route({ hostnames: [host, "*.example.com"] }), "spec.hostnames[1] has a star."],
    [gateway({ ...https, hostname: undefined }), "spec.listeners[0].hostname is not set"],
    [gateway({ ...https, hostname: "*.example.com" }), "spec.listeners[0].hostname has a star."],
  ])("refuses $props.spec", async (one, problem) => {
    const found = await judge([one], rule);
    expect(levels(found)).toEqual(["mandatory"]);
    expect(textOf(found)).toContain(problem);
  });

  it("is sure of one host beside an unknown one", async () => {
    const found = await judge([route({ hostnames: [unknownText, "*.example.com"] })], rule);
    expect(levels(found)).toEqual(["mandatory", "advisory"]);
  });
});

describe("no-default-backend", () => {
  const rule = only("no-default-backend");

  it("refuses one, in an Ingress alone", async () => {
    const found = await judge([ingress({ defaultBackend: backend })], rule);
    expect(textOf(found)).toContain("Ingress shop/web: spec.defaultBackend is set.");
    expect(await judge([ingress()], rule)).toEqual([]);
    expect(levels(await judge([ingress({ defaultBackend: unknownText })], rule))).toEqual(["advisory"]);
    expect((await judgeFully([route()], rule)).notApplicable).toHaveLength(1);
  });
});

describe("no-ingress-snippets", () => {
  const rule = only("no-ingress-snippets");
  const annotated = (annotations: unknown) => ingress({}, "web", { annotations });

  it.each(["configuration-snippet", "server-snippet", "auth-snippet", "stream-snippet"])(
    "refuses a %s",
    async (name) => {
      const found = await judge([annotated({ [`nginx.ingress.kubernetes.io/${name}`]: "hunter2;" })], rule);
      expect(levels(found)).toEqual(["mandatory"]);
      expect(textOf(found)).toContain("is a piece of the controller's configuration.");
      expect(textOf(found)).not.toContain("hunter2");
    },
  );

  it("lets other annotations pass", async () => {
    expect(await judge([ingress(), annotated({ "a.example/ssl-redirect": "true" })], rule)).toEqual([]);
    expect(levels(await judge([annotated(unknownText)], rule))).toEqual(["advisory"]);
    expect((await judgeFully([route()], rule)).notApplicable).toHaveLength(1);
  });
});

describe("unique-host-path", () => {
  const rule = only("unique-host-path");

  it("lets what differs in something pass", async () => {
    const others = [
      ingress({ rules: [{ host: "a.example.com", http: { paths } }] }, "b"),
      ingress({ ingressClassName: "other" }, "c"),
      route(),
      route({ parentRefs: [parent("http")] }, "other-listener"),
      route({ rules: [{ matches: [{ path: { value: "/" }, method: "GET" }] }] }, "other-method"),
    ];
    expect(await judge([ingress(), ...others], rule)).toEqual([]);
    expect((await judgeFully([deployment()], rule)).notApplicable).toHaveLength(2);
  });

  it("refuses the second, and names the first", async () => {
    const again = ingress({}, "again");
    const found = await judge([ingress(), again], rule);
    expect(found.map(({ urn }) => urn)).toEqual([again.urn]);
    expect(textOf(found)).toContain(
      "Ingress shop/again: spec.rules[0].http.paths[0].path is served by Ingress shop/web already.",
    );
    const every = { rules: [{ backendRefs: [] }] };
    const pairs = [
      [route(), route({}, "again"), "spec.rules[0].matches[0]"],
      [route(every), route(every, "again"), "spec.rules[0].matches"],
    ] as const;
    for (const [first, second, path] of pairs)
      expect(textOf(await judge([first, second], rule))).toContain(
        `HTTPRoute shop/again: ${path} is served by HTTPRoute shop/web already.`,
      );
  });

  it("is sure of a pair beside an unknown one", async () => {
    const open = route({ hostnames: [unknownText, host] }, "open");
    expect(levels(await judge([route(), open], rule))).toEqual(["mandatory", "advisory"]);
  });
});

describe("route-backend-exists", () => {
  const rule = only("route-backend-exists");
  const ofTraefik = (name: string, port: unknown) =>
    inShop("traefik.io/v1alpha1:TraefikService", "weighted", { weighted: { services: [{ name, port }] } });
  const toTraefik = {
    rules: [{ backendRefs: [{ group: "traefik.io", kind: "TraefikService", name: "weighted" }] }],
  };

  it("is content with a Service and its port, by number or name", async () => {
    const named = ingress({
      rules: [{ http: { paths: [{ backend: { service: { name: "web", port: { name: "http" } } } }] } }],
    });
    const fine = [
      named,
      route(),
      route(toTraefik, "b"),
      ofTraefik("web", "http"),
      route({ rules: [toTls] }, "c"),
    ];
    expect(await judge([service, ...fine], rule)).toEqual([]);
    expect((await judgeFully([service], rule)).notApplicable).toHaveLength(2);
  });

  it.each([
    [
      ingress({ defaultBackend: { service: { name: "web", port: { number: 81 } } }, rules: [] }),
      "defaultBackend.service.port.number is no port of the Service.",
    ],
    [
      ingress({ rules: [{ http: { paths: [{ backend: { service: { name: "api" } } }] } }] }),
      "backend.service.name names a Service",
    ],
    [
      route({}, "web", "elsewhere"),
      "spec.rules[0].backendRefs[0].name names a Service that the stack doesn't declare there.",
    ],
    [
      route({ rules: [{ backendRefs: [{ name: "web", port: 81 }] }] }),
      "backendRefs[0].port is no port of the Service.",
    ],
    [
      route({ rules: [{ backendRefs: [{ name: "web", namespace: "b" }] }] }),
      "backendRefs[0].name names a Service",
    ],
    [route(toTraefik), "backendRefs[0].name names a TraefikService"],
    [ofTraefik("api", "http"), "weighted.services[0].name names a Service"],
    [ofTraefik("web", "metrics"), "weighted.services[0].port is no port of the Service."],
  ])("refuses $props.spec", async (lost, problem) => {
    const found = await judge([service, lost], rule);
    expect(found.map(({ urn }) => urn)).toEqual([lost.urn]);
    expect(textOf(found)).toContain(problem);
  });

  it("is sure of one backend beside an unknown one", async () => {
    const some = route({ rules: [{ backendRefs: [{ name: unknownText }, { name: "api" }] }] });
    expect(levels(await judge([service, some], rule))).toEqual(["mandatory", "advisory"]);
  });
});
