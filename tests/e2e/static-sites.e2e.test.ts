import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { settingsOf } from "../../components/workloads/variable-config.ts";
import type { StaticSite } from "../../model/workload.ts";
import { systems } from "../../systems/all.ts";
import { realSystem } from "../support/declarations.ts";
import { DebianRoot } from "./app/image/debian-root.ts";
import { releasedPage } from "./app/image/nginx/site-image.ts";
import { whyNoImages } from "./app/images.ts";
import { ask } from "./sites/ask.ts";
import { expectedAnswers } from "./sites/expected-answers.ts";
import { SiteProcess } from "./sites/nginx-process.ts";

const sites = systems.flatMap(({ name: system, services }) =>
  Object.entries(services).flatMap(([name, service]) =>
    service.kind === "static-site" ? [{ system, name, service }] : [],
  ),
);

test("Atlas UX and CRB Analyser have a static site each", () => {
  expect(sites.map(({ system, name }) => `${system}/${name}`)).toEqual([
    "atlas-ux/frontend",
    "crb-analyser/crb-frontend",
  ]);
});

describe.skipIf(whyNoImages()).each(sites)("$system $name in a real nginx", ({ system, name, service }) => {
  const page = releasedPage(system, name, "v1");
  const settings = settingsOf("production", realSystem("production", system), service.variables);
  let server: SiteProcess;
  beforeAll(async () => {
    server = await SiteProcess.start(await DebianRoot.fetched(), service, page, settings);
  });
  afterAll(() => server.stop());

  test.each(expectedAnswers({ page, live: service.health.live, settings }))(
    "$says",
    async ({ question, holds }) => {
      holds(await ask(server.base, question));
    },
  );

  test("a built file that the client has is not sent again", async () => {
    const [path = ""] = [...page.keys()].filter((each) => each.endsWith(".woff2"));
    const { headers } = await ask(server.base, { path: `/${path}` });
    const [etag = ""] = headers["etag"] ?? [];
    const again = await ask(server.base, { path: `/${path}`, headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
  });

  test("requests are logged as JSON, without probes, health checks and what stands behind the question mark", async () => {
    const before = server.logs().access;
    const probe = { "user-agent": "kube-probe/1.36" };
    await ask(server.base, { path: service.health.ready, headers: probe });
    await ask(server.base, { path: service.health.live });
    const tricky = { "x-request-id": 'id"\\{', "user-agent": "browser" };
    await ask(server.base, { path: "/reset?token=hush", headers: tricky });
    const { access, error } = await vi.waitUntil(
      () => {
        const logs = server.logs();
        return logs.access.includes("/reset") ? logs : undefined;
      },
      { timeout: 60_000 },
    );
    expect(access.startsWith(before)).toBe(true);
    // What was asked before may be logged late, and comes before these.
    const lines = access
      .slice(before.length)
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { path: string });
    for (const path of [service.health.ready, service.health.live])
      expect(lines.map((line) => line.path)).not.toContain(path);
    expect(lines.filter(({ path }) => path === "/reset")).toEqual([
      expect.objectContaining({ method: "GET", status: 200, requestId: 'id"\\{' }),
    ]);
    expect(access).not.toContain("hush");
    expect(error).not.toMatch(/\[(emerg|alert|crit)\]/);
  });
});

describe.skipIf(whyNoImages())("an image that lacks its page", () => {
  test("is alive and not ready, so no traffic ever reaches it", async () => {
    const [{ service } = { service: undefined as StaticSite | undefined }] = sites;
    if (!service) throw new Error("no static site is declared");
    const server = await SiteProcess.start(await DebianRoot.fetched(), service, new Map(), {});
    try {
      expect((await ask(server.base, { path: service.health.live })).status).toBe(200);
      expect((await ask(server.base, { path: service.health.ready })).status).toBeGreaterThanOrEqual(400);
    } finally {
      await server.stop();
    }
  });
});
