import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import {
  host,
  backend,
  paths,
  ingress,
  https,
  plain,
  gateway,
  parent,
  toWeb,
  toTls,
  route,
  grpcRoute,
} from "./route-objects.ts";
import { deployment, unknownList, unknownText, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const levels = (found: readonly { readonly level: string }[]) => found.map(({ level }) => level);
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

  it("asks nothing of a plain listener of another port or host", async () => {
    const byPort = route({ parentRefs: [{ name: "gateway", port: 443 }] });
    expect(await judge([gateway({ ...plain, port: 80 }, { ...https, port: 443 }), byPort], rule)).toEqual([]);
    for (const hostname of ["other.example.com", "*.shop.example.com"])
      expect(
        await judge([gateway({ ...plain, hostname }, https), route({ parentRefs: [parent()] })], rule),
      ).toEqual([]);
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
    [
      "a route by a plain listener's port",
      [
        gateway({ ...plain, port: 80 }, { ...https, port: 443 }),
        route({ parentRefs: [{ name: "gateway", port: 80 }] }),
      ],
      "HTTPRoute shop/web: spec.rules[0] is served without TLS",
    ],
    [
      "a route of gRPC",
      [gateway(plain, https), grpcRoute({ parentRefs: [parent("http")] })],
      "GRPCRoute shop/web: spec.rules[0] is served without TLS",
    ],
    [
      "a route of a plain listener's hosts",
      [gateway({ ...plain, hostname: "*.example.com" }, https), route({ parentRefs: [parent()] })],
      "HTTPRoute shop/web: spec.rules[0] is served without TLS",
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
    [grpcRoute({ hostnames: undefined }), "spec.hostnames is not set, which means every host."],
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
    const matching = (path: Json) => ({ rules: [{ matches: [{ path }] }] });
    const pairs = [
      [route(every), route({}, "again"), "spec.rules[0].matches[0]"],
      [
        route(matching({ type: "PathPrefix", value: "/api/" })),
        route(matching({ value: "/api" }), "again"),
        "spec.rules[0].matches[0]",
      ],
      [route(), route({}, "again"), "spec.rules[0].matches[0]"],
      [route(every), route(every, "again"), "spec.rules[0].matches"],
    ] as const;
    for (const [first, second, path] of pairs)
      expect(textOf(await judge([first, second], rule))).toContain(
        `HTTPRoute shop/again: ${path} is served by HTTPRoute shop/web already.`,
      );
  });

  it("knows an Ingress' prefix with and without its last slash for one, and no other path", async () => {
    const at = (path: string, pathType = "Prefix") => ({
      rules: [{ host, http: { paths: [{ path, pathType, backend }] } }],
    });
    expect(await judge([ingress(at("/api")), ingress(at("/api/"), "again")], rule)).toHaveLength(1);
    const exact = [ingress(at("/api", "Exact")), ingress(at("/api/", "Exact"), "again")];
    expect(await judge([...exact, ingress(at("/"), "all"), ingress(at("/apis"), "other")], rule)).toEqual([]);
  });

  it("knows routes of gRPC", async () => {
    const found = await judge([grpcRoute(), grpcRoute({}, "again")], rule);
    expect(textOf(found)).toContain(
      "GRPCRoute shop/again: spec.rules[0].matches is served by GRPCRoute shop/web",
    );
    expect(await judge([grpcRoute(), route()], rule)).toEqual([]);
  });

  it("is sure of a pair beside an unknown one", async () => {
    const open = route({ hostnames: [unknownText, host] }, "open");
    expect(levels(await judge([route(), open], rule))).toEqual(["mandatory", "advisory"]);
  });
});
