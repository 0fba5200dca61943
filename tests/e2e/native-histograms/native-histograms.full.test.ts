import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { buildModule, moduleFolder } from "../../../toolchain/cluster/go-module.ts";
import { labelled } from "../../alerts/made-up-series.ts";
import { nativeLevels, nativeRules } from "../../alerts/native-histograms.ts";
import { firesAfter, paces } from "../../alerts/pace-arithmetic.ts";
import { triedOf } from "../../alerts/recorded-counts.ts";

// Debian's promtool knows no values of native histograms. This one is built from its Go module, without what discovers targets.
const module = fileURLToPath(new URL("promtool", import.meta.url));

beforeAll(async () => {
  await buildModule(module);
}, 1_800_000);

const target = { namespace: "atlas-ux-production", job: "web", instance: "10.0.0.3:3002" };
const histogram = labelled("http_request_duration_seconds", { ...target, path: "/v1/jobs", status: "200" });
const length = 58;
const perMinute = 100;

/** A histogram of so many quick answers, which took about 0.1 s, and slow ones, which took about 3 s; of schema 0, whose buckets double. */
const observed = (quick: number, slow: number): string =>
  `{{schema:0 sum:${quick * 0.1 + slow * 3} count:${quick + slow} offset:-3 buckets:[${quick} 0 0 0 0 ${slow}]}}`;

/** The histogram minute by minute, from nothing, with slow ones in the last of them. */
function minutesOf(badMinutes: number, bad: number, restartsAt?: number): string {
  let [quick, slow] = [0, 0];
  return Array.from({ length: length + 1 }, (_, minute) => {
    if (minute === restartsAt) [quick, slow] = [0, 0];
    const slowNow = minute > length - badMinutes ? bad : 0;
    if (minute > 0) {
      quick += perMinute - slowNow;
      slow += slowNow;
    }
    return observed(quick, slow);
  }).join(" ");
}

/** Plays a course to the rules, and says what fires at its end. @throws Error with what promtool says when something else does */
function play(values: string, expr: string, expected: readonly { labels: string; value: number }[]): void {
  const folder = mkdtempSync(join(tmpdir(), "slipway-native-"));
  try {
    writeFileSync(join(folder, "rules.yaml"), stringify(nativeRules, { lineWidth: 0 }));
    const course = {
      interval: "1m",
      input_series: [
        { series: labelled("up", target), values: `1x${length}` },
        { series: histogram, values },
      ],
      promql_expr_test: [{ expr, eval_time: `${length}m`, exp_samples: expected }],
    };
    const file = join(folder, "tests.yaml");
    writeFileSync(
      file,
      stringify({ rule_files: ["rules.yaml"], evaluation_interval: "1m", tests: [course] }, { lineWidth: 0 }),
    );
    execFileSync(join(moduleFolder(module), "promtool"), ["test", "rules", file], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const pages =
  'group by (alertname) (ALERTS{alertstate="firing",alertname=~"ErrorBudgetBurnsFast|ServiceLevelUnknown"})';
const page = [{ labels: '{alertname="ErrorBudgetBurnsFast"}', value: 1 }];

test.each([50, 100])(
  "a page comes at the minute that follows from the target while %d of 100 are slow",
  (bad) => {
    const [level] = nativeLevels;
    const [quick] = paces;
    if (!level || !quick) throw new Error("There is no objective to try");
    const minute = firesAfter(triedOf(level), quick, bad) ?? Number.NaN;
    expect(minute).toBeLessThan(length);
    play(minutesOf(minute, bad), pages, page);
    play(minutesOf(minute - 1, bad), pages, []);
  },
);

test("a process that begins anew costs no request, and none is bad by it", () => {
  play(minutesOf(0, 0, 40), pages, []);
  play(minutesOf(0, 0, 40), `sum(sum_over_time(slo:requests:increase1m[57m]))`, [
    { labels: "{}", value: (length - 1) * perMinute },
  ]);
  play(minutesOf(0, 0, 40), `sum(sum_over_time(slo:bad_requests:increase1m[57m]))`, [
    { labels: "{}", value: 0 },
  ]);
});

test("no traffic is no failure", () => {
  play(`${observed(0, 0)}x${length}`, pages, []);
});
