import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { siteConfiguration } from "../../../components/workloads/site-configuration.ts";
import { siteFolders } from "../../../components/workloads/site-server.ts";
import { settingsOf } from "../../../components/workloads/variable-config.ts";
import { httpHealth } from "../../../model/health.ts";
import { port } from "../../../model/port.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { millicores } from "../../../model/quantities/cpu.ts";
import { size } from "../../../model/size.ts";
import type { StaticSite } from "../../../model/workload.ts";
import { atlasUx } from "../../../systems/atlas-ux.ts";
import { crbAnalyser } from "../../../systems/crb-analyser.ts";
import { realSystem } from "../../support/declarations.ts";
import { pages } from "../model/declared-shop.ts";

const declared = [
  { system: atlasUx, name: "frontend", listens: 8080 },
  { system: crbAnalyser, name: "crb-frontend", listens: 5174 },
];

const site = ({ system, name }: Pick<(typeof declared)[number], "system" | "name">): StaticSite => {
  const service = system.services[name];
  if (service?.kind !== "static-site") throw new Error(`${name} is no static site`);
  return service;
};
const files = (service: StaticSite) => {
  const { "nginx.conf": main = "", "default.conf": server = "", ...others } = siteConfiguration(service, {});
  return { main, server, others: Object.keys(others) };
};

describe("the web server of a static site", () => {
  test.each(declared)("of $system.name listens where its declaration says", (each) => {
    const { server, main, others } = files(site(each));
    expect(server.match(/^ *listen .*$/gm)).toEqual([`  listen ${each.listens} default_server;`]);
    expect(main + server).not.toMatch(/\{\{|\}\}/);
    expect(others).toEqual(["config.json"]);
  });

  test("follows another port and another health path", () => {
    const health = httpHealth({ live: "/alive-1.0", ready: "/" });
    const { server } = files({ ...pages, port: port(9000), health });
    expect(server).toContain("listen 9000 default_server;");
    expect(server).toContain("location = /alive-1.0 {");
    expect(server).not.toContain("location = /health ");
  });

  test.each([
    [50, 1],
    [1000, 1],
    [1001, 2],
    [2500, 3],
  ])("has for %i millicores %i workers, however many CPUs the node has", (limit, workers) => {
    const cpu = { request: millicores(50), limit: millicores(limit) };
    const { main } = files({ ...pages, size: size({ cpu, memory: mebibytes(64) }) });
    expect(main.match(/^worker_processes .*$/gm)).toEqual([`worker_processes ${workers};`]);
  });

  test("writes to its scratch folder alone", () => {
    const { main } = files(pages);
    const written = [...main.matchAll(/^ *(?:pid|\w+_temp_path) (\S+);$/gm)].map(([, path = ""]) => path);
    expect(written).toHaveLength(6);
    expect(written.filter((path) => !path.startsWith(`${siteFolders.scratch}/`))).toEqual([]);
  });

  test("compresses the given types from 1,000 bytes, no others (IMG-17)", () => {
    const { main } = files(pages);
    expect(main).toContain("gzip on;");
    expect(main).toContain("gzip_min_length 1000;");
    expect(/gzip_types ([^;]+);/.exec(main)?.[1]?.split(" ")).toEqual([
      "text/plain",
      "text/css",
      "application/json",
      "application/javascript",
      "text/xml",
      "application/xml",
    ]);
  });

  test("sets no header that the gateway sets (NET-07)", () => {
    const { main, server } = files(pages);
    const headers = [...(main + server).matchAll(/add_header (\S+)/g)].map(([, name]) => name);
    expect([...new Set(headers)]).toEqual(["Cache-Control"]);
  });

  test("takes no value that means more than itself to nginx", () => {
    const plain = files(pages).server;
    const plainOrNot = fc.constantFrom(...("aZ0_-./~" + " ;{}'\"#$\\\n\t\0%()*|é").split(""));
    let taken = 0;
    fc.assert(
      fc.property(fc.string({ unit: plainOrNot, minLength: 1, maxLength: 6 }), (text) => {
        const live = `/${text}`;
        const filled = (): string => files({ ...pages, health: httpHealth({ live, ready: "/" }) }).server;
        if (/^[\w.~/-]+$/.test(live)) {
          taken += 1;
          expect(filled()).toBe(plain.replace(pages.health.live, () => live));
        } else expect(filled).toThrow(TypeError);
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(10);
  });

  test.each(["/a b", "/a;return 200", "/a{", "/a}", "/a#", "/$uri", '/"', "/'", "/\\", "/a\nb", "/{{port}}"])(
    "refuses the path %j",
    (live) => {
      expect(() => files({ ...pages, health: httpHealth({ live, ready: "/" }) })).toThrow(TypeError);
    },
  );
});

describe("the settings of a page (CF-10)", () => {
  const configured = (stack: "dev" | "staging" | "production", each: (typeof declared)[number]) => {
    const service = site(each);
    const settings = settingsOf(stack, realSystem(stack, each.system.name), service.variables);
    return siteConfiguration(service, settings);
  };

  test.each(declared)("of $system.name are all that differs between staging and production", (each) => {
    const [staging, production] = [configured("staging", each), configured("production", each)];
    const differing = Object.keys(production).filter((file) => staging[file] !== production[file]);
    expect(differing).toEqual(["config.json"]);
  });

  test("are the addresses of the API", () => {
    const address = (stack: "dev" | "staging" | "production"): unknown =>
      JSON.parse(
        configured(stack, { system: crbAnalyser, name: "crb-frontend", listens: 5174 })["config.json"] ?? "",
      );
    expect(address("dev")).toEqual({ VITE_API_BASE_URL: "http://localhost:8383" });
    expect(address("staging")).toEqual({ VITE_API_BASE_URL: "https://staging-api.crb-analyser.com" });
    expect(address("production")).toEqual({ VITE_API_BASE_URL: "https://api.crb-analyser.com" });
  });

  test("survive whatever they hold", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[A-Z][A-Z0-9_]*$/), fc.string({ unit: "binary" })),
        (given) => {
          const { "config.json": text = "", ...rest } = siteConfiguration(pages, given);
          expect(JSON.parse(text)).toEqual({ ...given });
          expect(rest).toEqual(
            Object.fromEntries(
              Object.entries(siteConfiguration(pages, {})).filter(([file]) => file !== "config.json"),
            ),
          );
        },
      ),
    );
  });
});
