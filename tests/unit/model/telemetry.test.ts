import { describe, expect, it } from "vitest";
import { environmentNames } from "../../../model/environment-name.ts";
import { percent } from "../../../model/quantities/percentage.ts";
import type { System } from "../../../model/system.ts";
import { isTraced, type Telemetry, telemetry, traceVendor } from "../../../model/telemetry.ts";
import { thirdParty } from "../../../model/third-party.ts";
import { validateTelemetry } from "../../../model/validation/validate-telemetry.ts";
import { systems } from "../../../systems/all.ts";
import { atlasUx } from "../../../systems/atlas-ux.ts";
import { crbAnalyser } from "../../../systems/crb-analyser.ts";
import { oddScenes } from "../../../systems/odd-scenes.ts";
import { api, clock, pages, shop } from "./declared-shop.ts";

const watcher = thirdParty({ name: "watcher", purpose: "errors", host: "watcher.example", keys: {} });

const withTelemetry = (given: Partial<Telemetry>): System => ({ ...shop, telemetry: telemetry(given) });

describe("telemetry that is declared", () => {
  it("samples all in dev and staging and a tenth in production, for every system (CF-15)", () => {
    for (const { telemetry: declared } of systems) {
      expect(environmentNames.map((name) => declared.sampling[name].percent)).toEqual([100, 100, 10]);
      expect(declared.profiling.percent).toBe(10);
    }
  });

  it("is Logfire and Sentry for CRB, by its own names of version and tier (OBS-14, OBS-15)", () => {
    expect(crbAnalyser.telemetry).toMatchObject({
      traces: { kind: "vendor", party: { name: "logfire" }, token: "LOGFIRE_TOKEN" },
      errors: { party: { name: "sentry" }, addresses: ["SENTRY_DSN"] },
      version: "APP_VERSION",
      tier: "APP_ENV",
    });
  });

  it("is Sentry in front and behind and BetterStack for Odd Scenes (OBS-12, OBS-16)", () => {
    expect(oddScenes.telemetry).toMatchObject({
      traces: { kind: "cluster" },
      errors: { party: { name: "sentry" }, addresses: ["SENTRY_DSN", "NEXT_PUBLIC_SENTRY_DSN"] },
      logs: { party: { name: "betterstack" }, token: "LOGTAIL_TOKEN" },
    });
  });

  it("is the cluster's own where nothing is said, as for Atlas", () => {
    expect(atlasUx.telemetry).toEqual(telemetry());
    expect(telemetry().traces).toEqual({ kind: "cluster" });
  });

  it("concerns processes, and no page", () => {
    expect([api, clock, pages].map(isTraced)).toEqual([true, true, false]);
    expect(isTraced({ kind: "migration" })).toBe(false);
  });
});

describe("telemetry that can't be right", () => {
  it("is none of the three systems'", () => {
    expect(systems.flatMap(validateTelemetry)).toEqual([]);
  });

  it("names secrets and settings that are none, each with its path", () => {
    const wrong = withTelemetry({
      traces: traceVendor({ party: watcher, token: "SEARCH_KEY" }),
      errors: { party: watcher, addresses: ["LOG_LEVEL", "toString"] },
      logs: { party: watcher, token: "NOBODYS" },
      version: "API_KEY",
      tier: "NOWHERE",
    });
    expect(validateTelemetry(wrong).filter(({ path }) => path.startsWith("shop.telemetry"))).toEqual([
      {
        path: "shop.telemetry.traces.token",
        message: '"SEARCH_KEY" may be left out of an environment; declare it as required',
      },
      {
        path: "shop.telemetry.logs.token",
        message: 'no secret "NOBODYS" is declared in shop.variables',
      },
      {
        path: "shop.telemetry.errors.addresses[0]",
        message: 'no secret "LOG_LEVEL" is declared in shop.variables',
      },
      {
        path: "shop.telemetry.errors.addresses[1]",
        message: 'no secret "toString" is declared in shop.variables',
      },
      { path: "shop.telemetry.version", message: 'no setting "API_KEY" is declared in shop.variables' },
      { path: "shop.telemetry.tier", message: 'no setting "NOWHERE" is declared in shop.variables' },
    ]);
  });

  it("keeps nothing", () => {
    const none = { dev: percent(100), staging: percent(100), production: percent(0) };
    expect(validateTelemetry(withTelemetry({ sampling: none }))).toEqual([
      {
        path: "shop.telemetry.sampling.production",
        message: "is 0%, so nothing but failures would be traced; keep at least 0.1%",
      },
    ]);
  });

  it("has a service report to where it can't go", () => {
    const blind = withTelemetry({
      errors: { party: watcher, addresses: ["API_KEY"] },
      logs: { party: watcher, token: "API_KEY" },
    });
    const paths = validateTelemetry(blind).map(({ path }) => path);
    expect(new Set(paths)).toEqual(
      new Set(["api", "mailer", "clock"].map((name) => `shop.services.${name}.egress`)),
    );
    const services = Object.fromEntries(
      Object.entries(shop.services).map(([name, service]) => [
        name,
        service.kind === "static-site" ? service : { ...service, egress: [watcher] },
      ]),
    );
    expect(validateTelemetry({ ...blind, services })).toEqual([]);
  });
});
