import { describe, expect, test } from "vitest";
import { probedHosts } from "../../../components/observability/public-probes/probed-hosts.ts";
import { capturedStack } from "../../support/captured-stack.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";

const hosts = (stack: "dev" | "production", system: string) =>
  Object.fromEntries(
    probedHosts(realEnvironment(stack), realSystem(stack, system)).map(({ name, urls }) => [
      name,
      urls.map((url) => new URL(url).pathname),
    ]),
  );

describe("what is looked at from outside", () => {
  test("is the health of every public service, and the first page of what has pages", () => {
    expect(hosts("production", "odd-scenes")).toEqual({
      frontend: ["/health", "/"],
      backend: ["/health"],
      "ai-backend": ["/health"],
    });
    expect(hosts("production", "crb-analyser")).toEqual({
      "crb-backend": ["/api/health"],
      "crb-frontend": ["/health", "/"],
    });
    expect(hosts("production", "atlas-ux")).toEqual({ web: ["/v1/health"], frontend: ["/health", "/"] });
    expect(hosts("dev", "odd-scenes")).toEqual({});
  });

  test.each(["staging", "production"] as const)(
    "is asked for every five minutes in %s, by the hostnames that lead there (HLT-13, SLO-32)",
    async (stack) => {
      const probes = (await capturedStack(stack)).filter(({ inputs }) => inputs["kind"] === "Probe");
      expect(probes.map(({ name }) => name)).toEqual([
        ...["atlas-ux-frontend-probe", "atlas-ux-web-probe"],
        ...["crb-analyser-crb-backend-probe", "crb-analyser-crb-frontend-probe"],
        ...["odd-scenes-ai-backend-probe", "odd-scenes-backend-probe", "odd-scenes-frontend-probe"],
      ]);
      const own = realSystem(stack, "odd-scenes");
      expect(probes.at(-2)?.inputs["spec"]).toEqual({
        jobName: "public-url",
        interval: "5m",
        scrapeTimeout: "30s",
        module: "http_2xx",
        prober: { url: "blackbox-exporter.monitoring.svc:19115" },
        targets: {
          staticConfig: {
            static: [`https://${own.hostnames.get("backend")?.name}/health`],
            labels: { part: "backend" },
          },
        },
      });
    },
  );
});
