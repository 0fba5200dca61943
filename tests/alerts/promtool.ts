import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { AnalysisMetric } from "../../components/observability/analysis-spec.ts";
import { debianPackages, hasDebianPackages } from "../../toolchain/cluster/debian.ts";
import type { Series } from "./made-up-series.ts";

const prometheus = ["prometheus"];

/** Whether this machine has fetched Prometheus, which comes with promtool. */
export const hasPromtool = (): boolean => hasDebianPackages(prometheus);

/** What a query of an analysis must come to, over made-up series. */
export interface Scenario {
  readonly metric: AnalysisMetric;
  readonly series: readonly Series[];
  /** The share of bad requests, or no result at all. */
  readonly share: number | undefined;
}

/** Asks Prometheus' own engine. @throws Error with what promtool says when a share is another one. */
export async function ask(scenarios: readonly Scenario[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-analysis-"));
  try {
    const file = join(folder, "analysis.yaml");
    const tests = scenarios.map(({ metric, series, share }) => ({
      interval: "15s",
      input_series: series,
      promql_expr_test: [
        {
          expr: metric.provider.prometheus.query.replaceAll("{{args.release}}", "new"),
          eval_time: "2m",
          exp_samples: share === undefined ? [] : [{ labels: "{}", value: share }],
        },
      ],
    }));
    writeFileSync(file, stringify({ evaluation_interval: "15s", tests }, { lineWidth: 0 }));
    const promtool = join(await debianPackages(prometheus), "usr/bin/promtool");
    execFileSync(promtool, ["test", "rules", file], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
