import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { publicHosts } from "../../../components/network/route-hosts.ts";
import { crbAnalyser } from "../../../systems/crb-analyser.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";
import { type RenderedEdge, renderedEdges } from "./rendered-edge.ts";
import { type Edges, hosts, type SystemName } from "./rows/expected.ts";
import { treatment } from "./rows/treatment.ts";
import { waysIn } from "./rows/ways-in.ts";

/** Each row of the requirements, and what holds it. */
const rows = { ...waysIn, ...treatment };

describe.each(["staging", "production"] as const)("the edge of %s", (stack) => {
  let rendered: ReadonlyMap<string, RenderedEdge>;
  beforeAll(async () => {
    rendered = await renderedEdges(stack);
  }, 60_000);

  const of = (system: SystemName): RenderedEdge => {
    const found = rendered.get(system);
    if (!found) throw new Error(`nothing is rendered of ${system}`);
    return found;
  };
  const edges: Edges = {
    stack,
    of,
    host: (system, service) => hosts[stack][system][service] ?? "",
    each: (look) => {
      for (const [system, own] of Object.entries(hosts[stack]))
        for (const [service, host] of Object.entries(own))
          look(of(system as SystemName), host, service, system as SystemName);
    },
  };

  test.each(Object.entries(rows))("%s", (_, holds) => {
    holds(edges);
  });
});

test("dev, which gives no service a hostname, has no edge (NET-02)", () => {
  for (const own of realEnvironment("dev").systems) expect(publicHosts(own)).toEqual([]);
});

test.each([
  ["staging", "cdn.staging.example.com"],
  ["production", "cdn.example.com"],
] as const)(
  "static assets of %s are at %s, which the page is told and the gateway does not serve (NET-11, CF-10)",
  async (stack, host) => {
    expect(realSystem(stack, "odd-scenes").hostnames.get("cdn")?.name).toBe(host);
    expect(hosts[stack]["odd-scenes"]).not.toHaveProperty("cdn");
    const told = (await capturedStack(stack)).flatMap(
      ({ inputs }) =>
        (inputs["data"] as Readonly<Record<string, string>> | undefined)?.["ASSET_PREFIX"] ?? [],
    );
    expect(told).toEqual([`https://${host}`]);
  },
);

test("CRB's code is told the one origin that it allows with credentials (SEC-18)", () => {
  expect(crbAnalyser.variables["CORS_ORIGINS"]).toMatchObject({
    kind: "public-url",
    service: "crb-frontend",
  });
});

test("the page on mail names the sender that CRB's code is given (NET-16)", () => {
  const sender = crbAnalyser.variables["SENDGRID_FROM_EMAIL"];
  if (sender?.kind !== "setting") throw new Error("the declaration changed");
  expect(sender.value).toBe("reports@crb-analyser.com");
  expect(readFileSync("docs/edge-and-dns.md", "utf8")).toContain(sender.value);
});
