import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { RuleSpec } from "../components/observability/alert-rule-spec.ts";
import { selectorOf } from "../components/observability/counter.ts";
import { recordLabels } from "../components/observability/service-levels/service-level-records.ts";
import { labelled } from "../tests/alerts/made-up-series.ts";
import { counterLevels, productionRules } from "../tests/alerts/production-objectives.ts";
import { labelsOf } from "../tests/alerts/raw-counters.ts";
import { debianPackages } from "../toolchain/cluster/debian.ts";

// How long one Prometheus takes to evaluate the rules on all objectives of production once, over three days of series, against rules
// that take rates of the counters over each window, as other generators make them. Both are evaluated by the same server, in turn.

const windows = ["5m", "30m", "1h", "2h", "6h", "1d", "3d"];
const hoursOfSeries = 73;
const paths = 5;
const pods = 2;
const evaluations = 5;
/** What is measured by counters of requests. */
const levels = counterLevels;

const rates: RuleSpec = {
  groups: levels.map((level) => {
    const { total } = level.indicator;
    const part = "bad" in level.indicator ? level.indicator.bad : level.indicator.good;
    return {
      name: `rates-${level.id}`,
      interval: "5s",
      rules: windows.map((window) => ({
        record: `rates:sli_error:ratio_rate${window}`,
        expr: `sum(rate(${selectorOf(part)}[${window}])) / sum(rate(${selectorOf(total)}[${window}]))`,
        labels: recordLabels(level),
      })),
    };
  }),
};

const ours: RuleSpec = {
  groups: productionRules.groups.map((group) => ({ ...group, name: `ours-${group.name}`, interval: "5s" })),
};

/** Counters of each objective for three days, and the counts of their minutes, as they would have been recorded. */
function* openMetrics(until: number): Generator<string> {
  const minutesOf = Array.from({ length: hoursOfSeries * 60 }, (_, minute) => minute);
  const at = (minute: number): number => until - (hoursOfSeries * 60 - minute) * 60;
  const written = new Set<string>();
  const metrics = new Map<string, string[]>();
  const add = (
    metric: string,
    labels: Readonly<Record<string, string>>,
    value: (minute: number) => number,
  ): void => {
    const series = labelled(metric, labels);
    if (written.has(series)) return;
    written.add(series);
    const lines = minutesOf.map((minute) => `${series} ${value(minute)} ${at(minute)}`);
    metrics.set(metric, [...(metrics.get(metric) ?? []), ...lines]);
  };
  for (const level of levels) {
    const { total } = level.indicator;
    const part = "bad" in level.indicator ? level.indicator.bad : level.indicator.good;
    for (let pod = 0; pod < pods; pod += 1)
      for (let path = 0; path < paths; path += 1) {
        const own = { instance: `10.0.0.${pod}:80`, pod: `p${pod}`, method: `M${path}` };
        add(
          total.metric,
          { job: "traefik", ...labelsOf(total, { status: "200", code: "200" }), ...own },
          (minute) => minute * 10,
        );
        add(
          part.metric,
          { job: "traefik", ...labelsOf(part, { status: "503", code: "503" }), ...own },
          (minute) => minute,
        );
      }
    const labels = recordLabels(level);
    add("slo:requests:increase1m", labels, () => paths * pods * 10);
    add("slo:bad_requests:increase1m", labels, () => paths * pods);
  }
  for (const lines of metrics.values()) yield `${lines.join("\n")}\n`;
  yield "# EOF\n";
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
  });

/** Seconds that the groups took the last time, by the beginnings of their names. */
async function lastDurations(port: number): Promise<Readonly<Record<"ours" | "rates", number>>> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const sum = (prefix: string): number =>
    [...text.matchAll(/^prometheus_rule_group_last_duration_seconds\{rule_group="[^"]*;([^"]*)"\} (\S+)$/gm)]
      .filter(([, group = ""]) => group.startsWith(`${prefix}-`))
      .reduce((seconds, [, , value]) => seconds + Number(value), 0);
  return { ours: sum("ours"), rates: sum("rates") };
}

const middle = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const folder = mkdtempSync(join(tmpdir(), "slipway-rule-bench-"));
try {
  const root = await debianPackages(["prometheus"]);
  const data = join(folder, "data");
  const series = join(folder, "series.om");
  writeFileSync(series, [...openMetrics(Math.floor(Date.now() / 1000))].join(""));
  execFileSync(
    join(root, "usr/bin/promtool"),
    ["tsdb", "create-blocks-from", "--max-block-duration=96h", "openmetrics", series, data],
    {
      stdio: "ignore",
      maxBuffer: 1e9,
    },
  );
  writeFileSync(
    join(folder, "rules.yaml"),
    stringify({ groups: [...ours.groups, ...rates.groups] }, { lineWidth: 0 }),
  );
  writeFileSync(join(folder, "prometheus.yaml"), stringify({ rule_files: ["rules.yaml"] }));
  const port = await freePort();
  const server = spawn(
    join(root, "usr/bin/prometheus"),
    [
      `--config.file=${join(folder, "prometheus.yaml")}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=error",
    ],
    { stdio: "ignore" },
  );
  try {
    const measured: Readonly<Record<"ours" | "rates", number>>[] = [];
    const deadline = Date.now() + 180_000;
    while (measured.length < evaluations && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      const found = await lastDurations(port).catch(() => ({ ours: 0, rates: 0 }));
      if (found.ours > 0 && found.rates > 0) measured.push(found);
    }
    const took = {
      ours: middle(measured.map((one) => one.ours)),
      rates: middle(measured.map((one) => one.rates)),
    };
    const count = (rules: RuleSpec): number =>
      rules.groups.reduce((sum, group) => sum + group.rules.length, 0);
    console.log(
      `${levels.length} objectives, three days of ${paths * pods} series each, a sample a minute, median of ${measured.length} evaluations:`,
    );
    console.log(`  ours                  ${count(ours)} rules  ${(took.ours * 1000).toFixed(0)} ms`);
    console.log(`  rates over counters   ${count(rates)} rules  ${(took.rates * 1000).toFixed(0)} ms`);
    const share = took.ours / took.rates;
    console.log(`  ours take ${share.toFixed(2)} times as long`);
  } finally {
    const ended = new Promise((resolve) => server.on("close", resolve));
    server.kill();
    await ended;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
