import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { inShop, ingress, toTls, route, grpcRoute, service } from "./route-objects.ts";
import { namespace, unknownText, type Json } from "./workloads.ts";

const only = (name: string) => ({ rules: rules.filter((rule) => rule.name === name) });
const levels = (found: readonly { readonly level: string }[]) => found.map(({ level }) => level);
const textOf = (found: readonly { readonly message: string }[]) =>
  found.map(({ message }) => message).join("\n");

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
    [
      grpcRoute({ rules: [{ backendRefs: [{ name: "api" }] }] }),
      "spec.rules[0].backendRefs[0].name names a Service that the stack doesn't declare there.",
    ],
    [route(toTraefik), "backendRefs[0].name names a TraefikService"],
    [ofTraefik("api", "http"), "weighted.services[0].name names a Service"],
    [ofTraefik("web", "metrics"), "weighted.services[0].port is no port of the Service."],
  ])("refuses $props.spec", async (lost, problem) => {
    const found = await judge([service, lost], rule);
    expect(found.map(({ urn }) => urn)).toEqual([lost.urn]);
    expect(textOf(found)).toContain(problem);
  });

  describe("in another namespace", () => {
    const far = inShop("core/v1:Service", "web", { ports: [{ port: 80 }] }, "data");
    const own = namespace("data");
    const there = route({ rules: [{ backendRefs: [{ name: "web", namespace: "data", port: 80 }] }] });
    const grant = (from: Json = {}, to: Json = {}, where = "data") =>
      inShop(
        "gateway.networking.k8s.io/v1beta1:ReferenceGrant",
        "routes",
        {
          from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "shop", ...from }],
          to: [{ group: "", kind: "Service", ...to }],
        },
        where,
      );

    it("lets pass what is granted, to all or by name", async () => {
      for (const to of [{}, { name: "web" }])
        expect(await judge([own, far, there, grant({}, to)], rule)).toEqual([]);
    });

    it.each([
      ["no grant", []],
      ["a grant for another namespace", [grant({ namespace: "web" })]],
      ["a grant for another kind", [grant({ kind: "GRPCRoute" })]],
      ["a grant of another Service", [grant({}, { name: "api" })]],
      ["a grant in the route's namespace", [grant({}, {}, "shop")]],
    ])("refuses it with %s", async (_, others) => {
      const found = await judge([own, far, there, ...others], rule);
      expect(levels(found)).toEqual(["mandatory"]);
      expect(textOf(found)).toContain(
        "backendRefs[0].name names what is in another namespace, and no ReferenceGrant lets it.",
      );
    });

    it("only mentions it where the other namespace isn't the stack's", async () => {
      expect(levels(await judge([far, there], rule))).toEqual(["advisory"]);
    });
  });

  it("is sure of one backend beside an unknown one", async () => {
    const some = route({ rules: [{ backendRefs: [{ name: unknownText }, { name: "api" }] }] });
    expect(levels(await judge([service, some], rule))).toEqual(["mandatory", "advisory"]);
  });
});
