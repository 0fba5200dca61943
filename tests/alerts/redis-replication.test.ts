import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { alertRuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { dataAlerts } from "../../components/observability/data-alerts/data-alerts.ts";
import { runbookPage } from "../../components/observability/runbook.ts";
import { cacheInstances } from "../../model/cache.ts";
import { minutes } from "../../model/quantities/duration.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";
import { withReplicas } from "../support/replicated-cache.ts";
import { crb, healthy as healthySystems } from "./data-scenarios/scenario.ts";
import { cache, type KnownSeries, volume } from "./healthy-data.ts";
import { labelled } from "./made-up-series.ts";
import { hasPromtool } from "./promtool.ts";
import { type RuleTest, testRules } from "./rule-file.ts";

// CRB's Redis, as it would be with replicas.

const environment = realEnvironment("production");
const declared = realSystem("production", "crb-analyser");
const own = withReplicas(declared);
const alerts = dataAlerts(environment, own);
const of = cache(crb);

/** What the exporter tells of the instance that the proxy leads it to. */
const started = (run: string): string =>
  labelled("redis_instance_info", {
    job: `${crb}/cache-exporter`,
    namespace: crb,
    pod: "x",
    run_id: run,
  });

const healthy: KnownSeries = {
  ...healthySystems["crb-analyser"],
  [of("connected_slaves")]: 2,
  [started("a")]: 1,
  ...Object.fromEntries(
    cacheInstances.flatMap((name) => [
      [volume("available", crb, `data-${name}`), 15e9],
      [volume("capacity", crb, `data-${name}`), 20e9],
    ]),
  ),
};

const scenarios: readonly (Omit<RuleTest, "series" | "at"> & { readonly differs: KnownSeries })[] = [
  { name: "all is well", differs: {}, fires: [] },
  { name: "one replica is away", differs: { [of("connected_slaves")]: 1 }, fires: ["RedisReplicaMissing"] },
  {
    name: "somebody copies it while one replica is away for a minute",
    differs: { [of("connected_slaves")]: "2x35 1 3 2x10" },
    fires: [],
  },
  {
    name: "another instance is primary since three minutes",
    differs: { [started("a")]: "1x36 _x20", [started("b")]: "_x36 1x20" },
    fires: ["RedisPrimaryChanged"],
  },
  {
    name: "another instance is primary since twenty minutes",
    differs: { [started("a")]: "1x18 _x40", [started("b")]: "_x19 1x40" },
    fires: [],
  },
  {
    name: "the volume of one instance is nearly full",
    differs: { [volume("available", crb, "data-cache-instance-1")]: 1e9 },
    fires: ["VolumeFilling", "VolumeAlmostFull"],
  },
];

test("a Redis with replicas has two alerts more than another, each with a page, and watches each volume", () => {
  const before = dataAlerts(environment, declared).map(({ name }) => name);
  const more = alerts.map(({ name }) => name).filter((name) => !before.includes(name));
  expect(more).toEqual(["RedisReplicaMissing", "RedisPrimaryChanged"]);
  for (const name of more) expect(existsSync(runbookPage(name))).toBe(true);
});

describe.skipIf(!hasPromtool())("Prometheus", () => {
  test("fires what should for a Redis with replicas, and nothing else", async () => {
    const rules = alertRuleSpec(alerts, environment, {
      system: own.system.name,
      owner: own.system.owner,
      environment: environment.name,
    });
    const tests = scenarios.map(({ differs, ...rest }): RuleTest => ({
      ...rest,
      series: { ...healthy, ...differs },
      at: 40,
    }));
    await testRules(rules, minutes(1), tests);
  }, 60_000);
});
