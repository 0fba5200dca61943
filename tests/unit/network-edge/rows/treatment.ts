import { expect } from "vitest";
import type { RenderedEdge } from "../rendered-edge.ts";
import { csp, pages, type Rows } from "./expected.ts";

/** What is done with a request and its answer. */
export const treatment: Rows = {
  "NET-07: pages carry their headers on all paths, and don't say what made them": ({ each }) => {
    each((edge, host, service) => {
      if (!pages.includes(service)) return;
      for (const path of ["/", "/assets/app.js", "/health"]) {
        const { headers, removed } = edge.asks(host, path);
        expect(headers).toMatchObject({
          "X-Content-Type-Options": "nosniff",
          "X-Frame-Options": "DENY",
          "X-XSS-Protection": "1; mode=block",
        });
        expect(removed).toEqual(["X-Powered-By"]);
      }
    });
  },

  "NET-08: an API carries its policy for content and for transport": ({ stack, of, each, host }) => {
    each((edge, name, service) => {
      if (pages.includes(service)) return;
      const { headers, removed } = edge.asks(name, "/api/orders");
      expect(headers["Content-Security-Policy"]).toBe(csp);
      expect(removed).toContain("X-Powered-By");
    });
    const odd = of("odd-scenes");
    for (const service of ["backend", "ai-backend"]) {
      const { headers } = odd.asks(host("odd-scenes", service), "/api/orders");
      expect(headers["Strict-Transport-Security"]).toBe(
        stack === "production" ? "max-age=31536000; includeSubDomains; preload" : "max-age=300",
      );
    }
  },

  "NET-09, CF-13: requests of a path are limited, counted in the system's own Redis": ({
    stack,
    of,
    host,
  }) => {
    const odd = of("odd-scenes");
    const figures =
      stack === "production" ? { api: 100, login: 20 } : ({ api: 50, login: 10 } satisfies object);
    for (const [limit, requests] of Object.entries(figures)) {
      expect(odd.one("Middleware", `rate-limit-${limit}`)).toEqual({
        rateLimit: {
          average: requests,
          burst: requests,
          period: "900s",
          sourceCriterion: { ipStrategy: { depth: 1, ipv6Subnet: 64 } },
          redis: {
            endpoints: [`cache.odd-scenes-${stack}.svc:6379`],
            secret: "cache-password-v1",
            poolSize: 8,
            dialTimeout: "1s",
            readTimeout: "1s",
            writeTimeout: "1s",
          },
        },
      });
    }
    const api = host("odd-scenes", "backend");
    const limits = (path: string) =>
      odd.asks(api, path).middlewares.filter((name) => name.startsWith("rate-limit-"));
    expect(limits("/api")).toEqual(["rate-limit-api"]);
    expect(limits("/api/orders")).toEqual(["rate-limit-api"]);
    expect(limits("/API/orders")).toEqual(["rate-limit-api"]);
    expect(limits("/api/auth/login")).toEqual(["rate-limit-api", "rate-limit-login"]);
    expect(limits("/Api/Auth/Login/")).toEqual(["rate-limit-api", "rate-limit-login"]);
    expect(limits("/api/auth/logins")).toEqual(["rate-limit-api"]);
    expect(limits("/apis")).toEqual([]);
    expect(limits("/health")).toEqual([]);
  },

  "NET-10: the site's /api is answered by the backend, under the backend's own name and limits": ({
    of,
    host,
  }) => {
    const odd = of("odd-scenes");
    const site = host("odd-scenes", "frontend");
    const backend = host("odd-scenes", "backend");
    for (const path of ["/api", "/api/orders/1"]) {
      const there = odd.asks(site, path);
      expect(there).toMatchObject({ service: "backend", toldHost: backend });
      expect(there.middlewares).toEqual(odd.asks(backend, path).middlewares);
      expect(there.rule.timeouts).toEqual(odd.asks(backend, path).rule.timeouts);
      // The path stays as it is.
      expect(JSON.stringify(there.rule)).not.toContain("replace");
    }
    expect(odd.asks(site, "/api/auth/login").middlewares).toContain("rate-limit-login");
    for (const path of ["/", "/apis", "/orders"])
      expect(odd.asks(site, path)).toMatchObject({ service: "frontend", toldHost: site });
  },

  "NET-14: metrics and what tells of dependencies stay off the internet, however they are written": ({
    each,
    of,
    host,
  }) => {
    const expectHidden = (edge: RenderedEdge, name: string, path: string): void => {
      expect(edge.asks(name, path), path).toMatchObject({ service: undefined, middlewares: ["not-found"] });
    };
    each((edge, name, service, system) => {
      expect(edge.one("Middleware", "not-found")).toEqual({
        ipAllowList: { sourceRange: ["255.255.255.255/32"], rejectStatusCode: 404 },
      });
      if (system !== "odd-scenes" && pages.includes(service)) return;
      for (const path of ["/metrics", "/metrics/", "/metrics/more", "/METRICS"])
        expectHidden(edge, name, path);
      expect(edge.asks(name, "/metrics-of-sales").service).toBe(service);
    });
    const crb = of("crb-analyser");
    const api = host("crb-analyser", "crb-backend");
    for (const path of ["/api/health/detailed", "/api/health/detailed/", "/api/Health/Detailed"])
      expectHidden(crb, api, path);
    expect(crb.asks(api, "/api/health").service).toBe("crb-backend");
  },

  "NET-14, HLT-13: what the uptime monitor asks for stays": ({ of, host }) => {
    for (const service of ["frontend", "backend", "ai-backend"])
      expect(of("odd-scenes").asks(host("odd-scenes", service), "/health").service).toBe(service);
  },

  "NET-15: Stripe's webhook reaches the backend untouched": ({ of, host }) => {
    const { rule, ...treatment } = of("crb-analyser").asks(
      host("crb-analyser", "crb-backend"),
      "/api/webhooks/stripe",
    );
    expect(rule.filters).toBeUndefined();
    expect(treatment).toMatchObject({ service: "crb-backend", middlewares: [], headers: {} });
  },

  "NET-18, SEC-18: no header of CORS is the gateway's": ({ of }) => {
    for (const system of ["atlas-ux", "crb-analyser", "odd-scenes"] as const) {
      const routes = JSON.stringify([...of(system).all("HTTPRoute").values()]);
      expect(routes).not.toMatch(/access-control|"CORS"|cors/i);
      expect(JSON.stringify([...of(system).all("Middleware").values()])).not.toMatch(/access/i);
    }
  },

  "CF-35: staging binds nobody for long, and production's apex no other host": ({
    stack,
    of,
    each,
    host,
  }) => {
    each((edge, name) => {
      const policy = edge.asks(name, "/").headers["Strict-Transport-Security"];
      if (stack === "staging") expect(policy).toBe("max-age=300");
      else expect(policy).toMatch(/^max-age=31536000/);
    });
    const odd = of("odd-scenes");
    const apex = host("odd-scenes", "frontend");
    const stage = stack === "production" ? "max-age=31536000" : "max-age=300";
    // Also where the backend answers: browsers go by the host.
    for (const path of ["/", "/api/orders", "/api/auth/login", "/metrics"])
      expect(odd.asks(apex, path).headers["Strict-Transport-Security"], path).toBe(stage);
  },

  "body limits: what is larger than declared is refused, on no page and no webhook": ({ of, each }) => {
    each((edge, host, service, system) => {
      const { middlewares } = edge.asks(host, "/anything");
      expect(middlewares.includes(`${service}-body`)).toBe(!pages.includes(service));
      if (pages.includes(service)) return;
      const mebibytes = system === "atlas-ux" ? 10 : 1;
      expect(edge.one("Middleware", `${service}-body`)).toEqual({
        buffering: { maxRequestBodyBytes: mebibytes * 2 ** 20 },
      });
    });
    expect(of("odd-scenes").asks(of("odd-scenes").hosts[0] ?? "", "/api/orders").middlewares).toContain(
      "backend-body",
    );
  },
};
