import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { serviceLevelRuleSpec } from "../../components/observability/service-levels/service-level-rule-spec.ts";
import { serviceLevels } from "../../components/observability/service-levels/service-level.ts";
import { hasDebianPackages, whyNoDebian } from "../../toolchain/cluster/debian.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";
import { type CommandResult, runCommand } from "../support/run-command.ts";
import { LoadedPrometheus } from "./release-gates/loaded-prometheus.ts";
import { pastDay } from "./release-gates/past-day.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const environment = realEnvironment("production");

/** Each with the share of its requests that was bad all day. Of Atlas UX nothing was counted. */
const badShares = { "odd-scenes": 0.0001, "crb-analyser": 0.3 } as const;
const past = Object.keys(badShares).map((name) => realSystem("production", name));

/** As rendered, but that the past stands for what is counted, and that nobody waits for minutes until a budget is worked out. */
function rulesOf(own: (typeof past)[number]): RuleSpec {
  const { name: system, owner } = own.system;
  const { groups } = serviceLevelRuleSpec(environment, own, { system, owner, environment: "production" });
  const isCount = (rule: (typeof groups)[number]["rules"][number]): boolean =>
    "record" in rule && rule.record.endsWith("increase1m");
  return {
    groups: groups.map((group) => ({
      ...group,
      interval: "1s",
      rules: group.rules.filter((rule) => !isCount(rule)),
    })),
  };
}

const reason = hasDebianPackages(["prometheus"]) ? undefined : whyNoDebian();
if (reason !== undefined) console.log(`The gates of releases are not tried: ${reason}.`);

describe.skipIf(reason !== undefined)("asked of a real Prometheus, after a day", () => {
  let prometheus: LoadedPrometheus;
  /** They take longest, so they are under way while all else is tried. */
  let watches: Promise<[CommandResult, CommandResult]>;
  beforeAll(async () => {
    prometheus = await LoadedPrometheus.start(
      past.map(rulesOf),
      past.flatMap((own) => pastDay(own, badShares[own.system.name as keyof typeof badShares])),
    );
    const levels = past.flatMap((own) => serviceLevels(environment, own));
    await prometheus.hasSeries("slo:period_error_budget_remaining:ratio", levels.length);
    await prometheus.hasSeries("slo:current_burn_rate:ratio", levels.length);
    watches = Promise.all([watch("odd-scenes"), watch("crb-analyser")]);
  }, 120_000);
  afterAll(() => prometheus.stop());

  const run = (...args: readonly string[]): Promise<CommandResult> =>
    runCommand(process.execPath, args, {
      cwd: root,
      env: { ...process.env, PROMETHEUS_URL: prometheus.address },
    });
  const budget = (...args: readonly string[]) => run("tools/budget.ts", ...args);
  /** Of a release almost a quarter of an hour ago, so that it ends in seconds. */
  const watch = (system: string) => {
    const since = new Date(Date.now() - 880_000).toISOString();
    return run("tools/watch.ts", "--since", since, "--every", "2s", "production", system);
  };

  test("a budget that is left lets features out, and says of how few days that is", async () => {
    const { exitCode, output } = await budget("production", "odd-scenes");
    expect(output).toMatch(/odd-scenes-backend-availability +99\.9% +30d +99\.6% +0\.1x +left/);
    expect(output).toContain("only 1.1 of 30 days are counted");
    expect(output).toMatch(/Features may go out\.\n$/);
    expect(exitCode).toBe(0);
  });

  test("a budget that is spent lets out what makes its system more reliable, and nothing else", async () => {
    const { exitCode, output } = await budget("production", "crb-analyser");
    expect(output).toMatch(/crb-analyser-crb-backend-availability +99\.9% +30d +-983\.3% +300x +SPENT/);
    expect(exitCode).toBe(1);
    expect(await budget("--reliability", "production", "crb-analyser")).toMatchObject({ exitCode: 0 });
  });

  test("a budget that nothing is recorded of holds features up, and is told from a spent one", async () => {
    expect(await budget("production", "atlas-ux")).toMatchObject({ exitCode: 3 });
    expect(await budget("production")).toMatchObject({ exitCode: 1 });
  });

  test("a release that holds is watched to the end, and one that fails requests is to be taken back", async () => {
    const [held, failing] = await watches;
    expect(held.output).toMatch(
      /15:0\d of 15:00 {2}odd-scenes\/\S+ availability 0\.01% bad; odd-scenes\/\S+ some pod serves; odd-scenes\/\S+ 0 restarts; odd-scenes\/\S+ \d+% of its memory is used; odd-scenes\/\S+ \d+% of its CPU is used\nThe release holds\.\n$/,
    );
    expect(held.exitCode).toBe(0);
    expect(failing.output).toMatch(
      /BREACH of crb-analyser\/crb-backend availability 30% bad; at most 1\.44% may be/,
    );
    expect(failing.output).toContain("What to do: docs/runbooks/ErrorBudgetBurnsFast.md");
    expect(failing.exitCode).toBe(1);
  });

  test("a watch that is stopped by hand says that it tells nothing", async () => {
    const child = spawn(process.execPath, ["tools/watch.ts", "production", "odd-scenes"], {
      cwd: root,
      env: { ...process.env, PROMETHEUS_URL: prometheus.address },
    });
    let output = "";
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("of 15:00  ")) child.kill("SIGINT");
    });
    const [exitCode] = (await once(child, "close")) as [number];
    expect(output).toMatch(/The watch was stopped, and says nothing of the release\.\n$/);
    expect(exitCode).toBe(130);
  });
});
