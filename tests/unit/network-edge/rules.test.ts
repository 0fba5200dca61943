import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { publicHosts } from "../../../components/network/route-hosts.ts";
import { routeRules } from "../../../components/network/route-rules.ts";
import type { HttpRouteRule } from "../../../components/network/route-spec.ts";
import type { SystemEnvironment } from "../../../config/environment.ts";
import { isWithin } from "../../../model/hidden-paths.ts";
import { Hostname } from "../../../model/hostname.ts";
import { type PublicEdge, publicEdge } from "../../../model/public-edge.ts";
import { rateLimit } from "../../../model/rate-limit.ts";
import { parsedShop } from "../config/configured-shop.ts";
import { api, pages, shopWith } from "../model/declared-shop.ts";
import { ruleFor } from "./rule-for.ts";

const [shop] = parsedShop("production").systems;

/** The rules of `host`, where the API is declared like this and the pages route `/api` to it. */
function rulesOf(
  host: "api" | "pages",
  edge: Partial<PublicEdge>,
  hostnames: readonly string[] = ["api", "pages"],
): readonly HttpRouteRule[] {
  if (!shop) throw new Error("the shop is not configured");
  const own: SystemEnvironment = {
    ...shop,
    system: shopWith({
      api: { ...api, public: publicEdge({ answers: "api", ...edge }) },
      pages: { ...pages, public: publicEdge({ answers: "pages", routes: { "/api": "api" } }) },
    }),
    hostnames: new Map(hostnames.map((name) => [name, Hostname.parse(`${name}.shop.example`)])),
  };
  const found = publicHosts(own).find(({ name }) => name === host);
  if (!found) throw new Error(`${host} has no hostname`);
  return routeRules("production", own, found);
}

const extensions = ({ filters = [] }: HttpRouteRule): readonly string[] =>
  filters.flatMap((filter) => (filter.type === "ExtensionRef" ? filter.extensionRef.name : []));

const limits = (rule: HttpRouteRule): readonly string[] =>
  extensions(rule)
    .filter((name) => name.startsWith("rate-limit-"))
    .sort();

const segment = fc.constantFrom("a", "b", "cart", "x.y");
const somePath = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((segments) => `/${segments.join("/")}`);

/** The path with some of its letters in capitals. */
const spelled = (path: string, capitals: readonly boolean[]): string =>
  path.replaceAll(/./g, (letter, index: number) => (capitals[index] ? letter.toUpperCase() : letter));

describe("the rules of a hostname", () => {
  test("limit a request by every limit whose path it is below, however it is written", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(somePath, { minLength: 1, maxLength: 5 }),
        somePath,
        fc.array(fc.boolean(), { maxLength: 20 }),
        (limited, asked, capitals) => {
          const rateLimits = Object.fromEntries(
            limited.map((path, index) => [`limit-${index}`, rateLimit({ path, requests: 1 })]),
          );
          const rules = rulesOf("api", { rateLimits });
          const expected = limited.flatMap((path, index) =>
            isWithin(asked, path) ? [`rate-limit-limit-${index}`] : [],
          );
          expect(limits(ruleFor(rules, spelled(asked, capitals)))).toEqual(expected.sort());
        },
      ),
    );
  });

  test("hide what is hidden, inside of a limited path too and however it is written", () => {
    const rules = rulesOf("api", { rateLimits: { all: rateLimit({ path: "/metrics/x", requests: 1 }) } });
    for (const path of ["/metrics", "/METRICS", "/health", "/Health/"])
      expect(extensions(ruleFor(rules, path)), path).toEqual(["not-found"]);
    for (const path of ["/live", "/healthy", "/"]) expect(ruleFor(rules, path).backendRefs).toHaveLength(1);
  });

  test("leave a webhook alone that is below a limit, and on the host of the pages too", () => {
    const edge = {
      webhooks: ["/api/paid"],
      rateLimits: { api: rateLimit({ path: "/api", requests: 1 }) },
    };
    expect(ruleFor(rulesOf("api", edge), "/api/paid").filters).toBeUndefined();
    expect(ruleFor(rulesOf("pages", edge), "/api/paid").filters).toEqual([
      { type: "URLRewrite", urlRewrite: { hostname: "api.shop.example" } },
    ]);
    expect(limits(ruleFor(rulesOf("pages", edge), "/api/pay"))).toEqual(["rate-limit-api"]);
  });

  test("name a limit of everything once, for each path", () => {
    const rules = rulesOf("api", { rateLimits: { all: rateLimit({ path: "/", requests: 1 }) } });
    for (const path of ["/", "/live", "/any/thing"])
      expect(limits(ruleFor(rules, path))).toEqual(["rate-limit-all"]);
  });

  test("hold no body where a service streams", () => {
    expect(extensions(ruleFor(rulesOf("api", {}), "/"))).toEqual(["api-body"]);
    expect(extensions(ruleFor(rulesOf("api", { largestBody: "unlimited" }), "/"))).toEqual([]);
  });

  test("tell a service the pages' own host where it has none itself", () => {
    const rule = ruleFor(rulesOf("pages", {}, ["pages"]), "/api/orders");
    expect(rule.backendRefs?.[0]?.name).toBe("api");
    expect(rule.filters?.some(({ type }) => type === "URLRewrite")).toBe(false);
  });

  test("hide what the service hides, and not the pages, below their route", () => {
    const rules = rulesOf("pages", {});
    // Not below /api, so neither is the API's.
    for (const path of ["/metrics", "/health"])
      expect(ruleFor(rules, path).backendRefs?.[0]?.name).toBe("pages");
  });
});
