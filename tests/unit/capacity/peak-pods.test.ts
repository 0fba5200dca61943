import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { systemDemands } from "../../../components/capacity/system-demands.ts";
import { workloadDemand } from "../../../components/workloads/workload-demand.ts";
import { connectionDemands, totalConnections } from "../../../model/connections.ts";
import { environmentNames } from "../../../model/environment-name.ts";
import { peakPods } from "../../../model/peak-pods.ts";
import { podsAtPeak } from "../../../model/rollout-strategy.ts";
import { mostReplicas, replicas } from "../../../model/scaling.ts";
import { strategyOf } from "../../../model/strategy-in-force.ts";
import { validateConnections } from "../../../model/validation/validate-connections.ts";
import { systems } from "../../../systems/all.ts";
import { realEnvironment } from "../../support/declarations.ts";
import { api, clock, database, mailer, pages, shopWith } from "../model/declared-shop.ts";
import { servicesOf } from "./declared-pods.ts";

describe("the most pods of a service", () => {
  test("are what its strategy keeps, and one for a singleton, which never overlaps itself", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(...environmentNames),
        (most, environment) => {
          for (const service of [api, pages, mailer]) {
            const scaled = { ...service, scale: replicas(most) };
            expect(peakPods(scaled, environment)).toBe(podsAtPeak(strategyOf(scaled, environment), most));
            expect(peakPods(scaled, environment)).toBeGreaterThanOrEqual(2 * most);
          }
          expect(peakPods(clock, environment)).toBe(1);
        },
      ),
    );
  });

  test("are what the quota holds, in every stack", () => {
    for (const environment of environmentNames) {
      for (const { name, service, input } of servicesOf(environment)) {
        const { system } = input.environment;
        expect(workloadDemand(system, service, environment).pods, name).toBe(peakPods(service, environment));
      }
    }
  });

  test("are what connections are counted by: one less than they need is refused", () => {
    const uses = { database: { env: { DATABASE_URL: "pooled" as const }, pool: 7 } };
    const service = { ...api, processes: 3, uses };
    const needed = peakPods(service, "production") * 3 * 7;
    const system = (clients: number) =>
      shopWith({ service }, { database: { ...database, pooler: { instances: 2, clients } } });
    expect(validateConnections(system(needed))).toEqual([]);
    expect(validateConnections(system(needed - 1))).toHaveLength(1);
  });
});

test("a task has one run at a time, and one that is stopped beside it where the next replaces it", () => {
  const work = { ...mailer, deadline: mailer.heartbeat.every, retries: 2 };
  expect(peakPods({ ...work, kind: "one-off-job" }, "production")).toBe(1);
});

test("every declared pool fits its store at the peak, by hand: Atlas 376, CRB 481 and 1,200, Odd 181 and 90 (SCL-12, CF-28)", () => {
  for (const system of systems) expect(validateConnections(system), system.name).toEqual([]);
  const totals = systems.map((system) => {
    const total = (store: "database" | "cache") =>
      totalConnections(connectionDemands(system, store, "production"));
    return [system.name, total("database"), total("cache")];
  });
  expect(totals).toEqual([
    ["atlas-ux", 376, 0],
    ["crb-analyser", 481, 1200],
    ["odd-scenes", 181, 90],
  ]);
});

test("the quota counts every part of a system once: its services, its tasks and its data stores", () => {
  for (const environment of environmentNames) {
    const read = realEnvironment(environment);
    for (const own of read.systems) {
      const parts = systemDemands(read, own).map(({ part }) => part);
      expect(new Set(parts).size).toBe(parts.length);
      for (const service of Object.keys(own.system.services)) expect(parts).toContain(service);
      for (const task of Object.keys(own.system.tasks)) expect(parts).toContain(task);
      if (own.system.database?.kind === "platform") expect(parts).toContain("database");
      if (own.system.cache) expect(parts).toContain("cache");
    }
  }
});

test("staging is production made smaller: no service has more replicas or more of anything (SCL-10)", () => {
  const staging = new Map(servicesOf("staging").map(({ name, service }) => [name, service]));
  for (const { name, service } of servicesOf("production")) {
    const smaller = staging.get(name);
    if (!smaller) throw new Error(`staging has no ${name}`);
    expect(smaller.scale.kind, name).toBe(service.scale.kind);
    expect(mostReplicas(smaller.scale), name).toBeLessThanOrEqual(mostReplicas(service.scale));
    expect(smaller.size.cpu.request.exceeds(service.size.cpu.request), name).toBe(false);
    expect(smaller.size.cpu.limit.exceeds(service.size.cpu.limit), name).toBe(false);
    expect(smaller.size.memory.exceeds(service.size.memory), name).toBe(false);
  }
});
