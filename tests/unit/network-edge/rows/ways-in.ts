import { expect } from "vitest";
import { hosts, type Rows } from "./expected.ts";

/** What leads from a hostname to a service. */
export const waysIn: Rows = {
  "NET-02: each host is listened for by HTTPS, on the port of Traefik's entry point, and by one route": ({
    stack,
    of,
    each,
  }) => {
    for (const system of ["atlas-ux", "crb-analyser", "odd-scenes"] as const) {
      expect(of(system).hosts).toEqual(Object.values(hosts[stack][system]));
      expect(of(system).one("Gateway", "gateway").gatewayClassName).toBe("traefik");
    }
    each((edge, host, service) => {
      const { listeners } = edge.one("Gateway", "gateway");
      expect(listeners.find(({ hostname }) => hostname === host)).toMatchObject({
        name: `https-${service}`,
        port: 8443,
        protocol: "HTTPS",
      });
      expect(edge.one("HTTPRoute", service)).toMatchObject({
        hostnames: [host],
        parentRefs: [{ kind: "Gateway", name: "gateway", sectionName: `https-${service}` }],
      });
      expect(edge.asks(host, "/anything").service).toBe(service);
    });
  },

  "NET-04: TLS ends at the gateway with a certificate of the host's own, as a CDN in front asks for": ({
    each,
  }) => {
    each((edge, host, service) => {
      const { secretName, dnsNames } = edge.one("Certificate", service);
      expect(dnsNames).toEqual([host]);
      const { listeners } = edge.one("Gateway", "gateway");
      expect(listeners.find(({ hostname }) => hostname === host)?.tls).toEqual({
        mode: "Terminate",
        certificateRefs: [{ group: "", kind: "Secret", name: secretName }],
      });
    });
  },

  "NET-05: certificates are Let's Encrypt's, and renewed by themselves with a third of their life left": ({
    each,
  }) => {
    each((edge, _, service) => {
      const { issuerRef, renewBeforePercentage, privateKey } = edge.one("Certificate", service);
      expect(renewBeforePercentage).toBe(33);
      expect(privateKey.rotationPolicy).toBe("Always");
      const { acme } = edge.one("Issuer", issuerRef.name);
      expect(new URL(acme.server).hostname).toBe("acme-v02.api.letsencrypt.org");
      const { parentRefs, serviceType } = acme.solvers[0]?.http01.gatewayHTTPRoute ?? {};
      // No listener is named: a CDN that forces HTTPS asks there.
      expect(parentRefs).toEqual([{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "gateway" }]);
      // A port on each node is what the quota has none of.
      expect(serviceType).toBe("ClusterIP");
    });
  },

  "NET-06: HTTP has one listener a system, which sends every host and path on to HTTPS for good": ({
    each,
  }) => {
    each((edge, host) => {
      const { listeners } = edge.one("Gateway", "gateway");
      const plain = listeners.filter(({ protocol }) => protocol === "HTTP");
      expect(plain).toMatchObject([{ name: "http", port: 8000 }]);
      const onPlain = [...edge.all("HTTPRoute").values()].filter(({ parentRefs }) =>
        parentRefs.some(({ sectionName }) => sectionName === undefined || sectionName === "http"),
      );
      expect(onPlain).toHaveLength(1);
      expect(onPlain[0]?.hostnames).toContain(host);
      expect(onPlain[0]?.rules).toEqual([
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
        },
      ]);
    });
  },

  "NET-19: an update waits until each host has its certificate": ({ each }) => {
    each((edge, _, service) => {
      expect(edge.annotations("Certificate", service)["pulumi.com/waitFor"]).toBe("condition=Ready");
    });
  },

  "SCL-15, CF-36: the gateway waits longer than the longest request, two minutes for a report": ({
    each,
  }) => {
    each((edge, host, service) => {
      const seconds = service === "crb-backend" ? 130 : 40;
      expect(edge.asks(host, "/").rule.timeouts).toEqual({ request: `${seconds}s` });
      expect(edge.one("ServersTransport", service).forwardingTimeouts.responseHeaderTimeout).toBe(
        `${seconds}s`,
      );
      for (const { serversTransport } of edge.one("TraefikService", service).weighted.services)
        expect(serversTransport).toBe(service);
    });
  },

  "canaries: one has a Service of its own behind the host, and no share until Argo gives it one": ({
    each,
  }) => {
    const canaries = ["atlas-ux/web", "crb-analyser/crb-backend", "odd-scenes/backend"];
    each((edge, _, service, system) => {
      const { services } = edge.one("TraefikService", service).weighted;
      const canary = canaries.includes(`${system}/${service}`) ? [[`${service}-canary`, "http", 0]] : [];
      expect(services.map(({ name, port, weight }) => [name, port, weight])).toEqual([
        [service, "http", 100],
        ...canary,
      ]);
    });
  },

  "every middleware that a rule refers to is there, and every one that is there is referred to": ({ of }) => {
    for (const system of ["atlas-ux", "crb-analyser", "odd-scenes"] as const) {
      const edge = of(system);
      const referred = [...edge.all("HTTPRoute").values()].flatMap(({ rules }) =>
        rules.flatMap(({ filters = [] }) =>
          filters.flatMap((filter) => (filter.type === "ExtensionRef" ? filter.extensionRef.name : [])),
        ),
      );
      expect([...new Set(referred)].sort()).toEqual([...edge.all("Middleware").keys()].sort());
    }
  },
};
