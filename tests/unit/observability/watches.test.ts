import { describe, expect, test } from "vitest";
import type { AlertRule } from "../../../components/observability/alert-rule-spec.ts";
import { watchLines, watchRuleSpec } from "../../../components/observability/watches/watch-rule-spec.ts";
import type { SystemEnvironment } from "../../../config/environment.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { realEnvironment } from "../../support/declarations.ts";
import { withNightlyTask } from "../../support/nightly-task.ts";

const names = ["atlas-ux", "crb-analyser", "odd-scenes"] as const;

const environments = {
  dev: realEnvironment("dev"),
  staging: realEnvironment("staging"),
  production: realEnvironment("production"),
};
const systemIn = (stack: EnvironmentName, name: string): SystemEnvironment => {
  const found = environments[stack].systems.find(({ system }) => system.name === name);
  if (!found) throw new Error(`${stack} has no system ${name}`);
  return found;
};

const specOf = (stack: EnvironmentName, own: SystemEnvironment) =>
  watchRuleSpec(environments[stack], own, {
    system: own.system.name,
    owner: own.system.owner,
    environment: stack,
  });
const rulesIn = (stack: EnvironmentName, name: string) =>
  specOf(stack, systemIn(stack, name)).groups.flatMap(({ rules }) => rules);
const alertsIn = (stack: EnvironmentName, name: string): readonly AlertRule[] =>
  rulesIn(stack, name).filter((rule) => "alert" in rule);

const linesOf = (stack: EnvironmentName, name: string): readonly string[] =>
  watchLines(environments[stack], systemIn(stack, name)).map(
    ({ line, at }) => `${line.name} of ${at.part}: ${line.target ?? "-"}, ${line.alert ?? "-"} ${line.unit}`,
  );

// Figures are copied by hand from the requirements' rows, so that a change of the declaration has to be meant.
describe("what is watched", () => {
  test("of Atlas UX has its targets and its alerts (OBS-06, OBS-18, SLO-11…17, DSH-02)", () => {
    expect(linesOf("production", "atlas-ux")).toEqual([
      "api-latency of web: 0.5, 2 seconds",
      "api-errors of web: 0.01, 0.05 share",
      "engine-ticks of engine-worker: 0, 3 count",
      "mail-queue of email-worker: -, 100 count",
      "mail-queue-goal of email-worker: 30, - seconds",
      "engine-queue of engine-worker: -, 1000 count",
      "llm-latency of web: 10, 30 seconds",
      "llm-latency of engine-worker: 10, 30 seconds",
      "database-pool of web: 0.8, 0.9 share",
      "database-pool of email-worker: 0.8, 0.9 share",
      "database-pool of engine-worker: 0.8, 0.9 share",
      "database-pool of scheduler: 0.8, 0.9 share",
      "llm-tokens of atlas-ux: 5000000, 4000000 tokens",
      "llm-cost of atlas-ux: -, - dollars",
      "llm-cost-usual of atlas-ux: -, - dollars",
      "llm-cost-month of atlas-ux: 1000, 800 dollars",
    ]);
  });

  test("of CRB Analyser follows from what it promises, and has payments and costs (SLO-28…30)", () => {
    expect(linesOf("production", "crb-analyser")).toEqual([
      "report-generation of crb-backend: 120, 180 seconds",
      "payments of crb-backend: 0.01, 0.05 share",
      "database-pool of crb-backend: 0.8, 0.9 share",
      "llm-cost of crb-analyser: -, - dollars",
      "llm-cost-usual of crb-analyser: -, - dollars",
      "llm-cost-month of crb-analyser: 500, 400 dollars",
    ]);
  });

  test("of Odd Scenes are payments, pools and costs within its budget (SLO-28, SLO-30, CST-01)", () => {
    expect(linesOf("production", "odd-scenes")).toEqual([
      "payments of backend: 0.01, 0.05 share",
      "database-pool of backend: 0.8, 0.9 share",
      "llm-cost of odd-scenes: -, - dollars",
      "llm-cost-usual of odd-scenes: -, - dollars",
      "llm-cost-month of odd-scenes: 100, 80 dollars",
    ]);
  });

  test("goes by the limits of its environment", () => {
    expect(linesOf("staging", "atlas-ux")).toContain("llm-tokens of atlas-ux: 500000, 400000 tokens");
    expect(linesOf("staging", "odd-scenes")).toContain("llm-cost-month of odd-scenes: 20, 16 dollars");
  });

  test("is nothing in dev, which no Prometheus watches", () => {
    for (const name of names) {
      expect(watchLines(environments.dev, systemIn("dev", name))).toEqual([]);
      expect(specOf("dev", withNightlyTask(systemIn("dev", name))).groups).toEqual([]);
    }
  });
});

describe("alerts on what is watched", () => {
  test("are tickets, but for what users notice: a standstill, and payments (CF-27, CF-30, SLO-22)", () => {
    const pages = names.flatMap((name) =>
      alertsIn("production", name).flatMap(({ alert, labels }) =>
        labels["severity"] === "page" ? [`${alert} of ${labels["part"]}`] : [],
      ),
    );
    expect(pages).toEqual([
      "TicksStopped of engine-worker",
      "PaymentsFailing of crb-backend",
      "PaymentsFailing of backend",
    ]);
    for (const name of names)
      expect(new Set(alertsIn("staging", name).map(({ labels }) => labels["severity"]))).toEqual(
        new Set(["ticket"]),
      );
  });

  test("are of every service, without being declared: restarts, replicas, memory and CPU (OBS-03, SLO-18, SYS-19)", () => {
    const causes = ["ContainerRestarts", "CpuThrottled", "MemoryNearLimit", "ReplicasMissing"];
    for (const name of names)
      for (const service of Object.keys(systemIn("production", name).system.services)) {
        const found = alertsIn("production", name).flatMap(({ alert, labels }) =>
          labels["part"] === service && causes.includes(alert) ? [alert] : [],
        );
        expect(found.sort(), `${name} ${service}`).toEqual(causes);
      }
  });

  test("count restarts as declared: 3 of CRB's back end, 10 of Odd's, else 5 (SYS-19)", () => {
    const bounds = names.flatMap((name) =>
      alertsIn("production", name).flatMap(({ alert, labels, expr }) =>
        alert === "ContainerRestarts" ? [`${name} ${labels["part"]} ${/>= (\d+)$/.exec(expr)?.[1]}`] : [],
      ),
    );
    expect(bounds.filter((bound) => !bound.endsWith(" 5"))).toEqual([
      "crb-analyser crb-backend 3",
      "odd-scenes backend 10",
    ]);
    expect(bounds).toHaveLength(10);
  });

  test("are told apart, and say what is wrong in numbers (SLO-23)", () => {
    for (const name of names) {
      const alerts = alertsIn("production", name);
      const identities = alerts.map(({ alert, labels }) => JSON.stringify([alert, labels]));
      expect(new Set(identities).size).toBe(identities.length);
      for (const { alert, annotations } of alerts) {
        expect(alert).toMatch(/^[A-Z][A-Za-z]+$/);
        if (!["TicksStopped", "WatchUnknown"].includes(alert))
          expect(annotations["summary"], alert).toContain("{{ $value");
      }
    }
  });

  test("each watch would say if nothing told it", () => {
    for (const name of names) {
      const own = systemIn("production", name);
      const unknown = alertsIn("production", name).filter(({ alert }) => alert === "WatchUnknown");
      expect([...new Set(unknown.map(({ labels }) => labels["watch"]))]).toEqual(
        own.system.watches.map((watch) => watch.name),
      );
    }
  });

  test("go by what programs count and the cluster tells, and by no line of a log (CF-26)", () => {
    const told = /^(up$|kube_|container_|watch:|http_request_duration_seconds_(count|bucket)$)/;
    for (const name of names) {
      const { metrics } = systemIn("production", name).system;
      const declared = metrics.flatMap((metric) =>
        metric.kind === "histogram" ? [`${metric.name}_count`, `${metric.name}_bucket`] : [metric.name],
      );
      const used = rulesIn("production", name).flatMap(({ expr }) =>
        [...expr.matchAll(/([a-z_:][a-z0-9_:]*)\{/gi)].map(([, metric = ""]) => metric),
      );
      expect(used.length).toBeGreaterThan(50);
      expect([...new Set(used)].filter((metric) => !told.test(metric) && !declared.includes(metric))).toEqual(
        [],
      );
    }
  });
});
