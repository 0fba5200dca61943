import { describe, expect, onTestFinished, test, vi } from "vitest";
import { crbAnalyser } from "../../../systems/crb-analyser.ts";
import { askBudget } from "../../../tools/budget/ask-budgets.ts";
import { budgetCommand } from "../../../tools/budget/budget-command.ts";
import { budgetText } from "../../../tools/budget/budget-text.ts";
import {
  budgetExitCode,
  budgetVerdict,
  type RecordedBudget,
  systemVerdicts,
} from "../../../tools/budget/objective-budget.ts";
import { atAddress } from "../../../tools/prometheus/http-get.ts";
import { measuredStack } from "../../../tools/prometheus/measured-stack.ts";
import { Prometheus } from "../../../tools/prometheus/prometheus.ts";
import { playPrometheus } from "../../support/played-prometheus.ts";

const whole = { target: 0.995, remaining: 0.8, burn: 0.4, counted: 1, requests: 1000 };

const held = (...budgets: readonly RecordedBudget[]) =>
  budgets.map((recorded) => ({ recorded, holdsUp: true }));

describe("a budget", () => {
  test.each([
    [{ ...whole }, "left"],
    [{ ...whole, remaining: 0.25 }, "left"],
    [{ ...whole, remaining: 0.2499 }, "low"],
    [{ ...whole, remaining: 0.000001 }, "low"],
    [{ ...whole, remaining: 0 }, "spent"],
    [{ ...whole, remaining: -3 }, "spent"],
    [{ ...whole, remaining: Number.NaN }, "unknown"],
    [{ target: 0.995, counted: 1, requests: 0 }, "unused"],
    [{ target: 0.995, counted: 1, requests: 5 }, "unknown"],
    [{ target: 0.995 }, "unknown"],
    [{ remaining: 0.8 }, "unknown"],
    [{}, "unknown"],
  ])("%o is %s", (recorded, verdict) => {
    expect(budgetVerdict(recorded)).toBe(verdict);
  });

  test("of which nothing is recorded comes with the next release, where the system's others are recorded", () => {
    expect(systemVerdicts(held(whole, {}))).toEqual({ objectives: ["left", "new"], system: "left" });
    expect(systemVerdicts(held({}, {}))).toEqual({ objectives: ["unknown", "unknown"], system: "unknown" });
  });

  test("that is spent for certain comes before one that nobody knows", () => {
    const spent = { ...whole, remaining: 0 };
    expect(systemVerdicts(held({ target: 0.9 }, spent, whole)).system).toBe("spent");
    expect(budgetExitCode(["unknown", "spent", "left"], false)).toBe(1);
    expect(budgetExitCode(["unknown", "left"], false)).toBe(3);
    expect(budgetExitCode(["left"], false)).toBe(0);
    expect(budgetExitCode([], false)).toBe(0);
  });

  test.each([
    [{ ...whole, remaining: 0 }, "spent"],
    [{ target: 0.9999 }, "unknown"],
  ])("%o that nobody is ever woken for holds nothing up", (recorded, verdict) => {
    const judged = [...held(whole), { recorded, holdsUp: false }];
    expect(systemVerdicts(judged)).toEqual({ objectives: ["left", verdict], system: "left" });
  });

  test("holds up nothing that makes a system more reliable", () => {
    expect(budgetExitCode(["spent"], true)).toBe(0);
    expect(budgetExitCode(["unknown"], true)).toBe(0);
  });
});

/** A Prometheus that says the same of each objective of a kind, but of those that are named. */
async function playBudgets(said: Readonly<Record<string, Readonly<Record<string, number>>>>) {
  const played = await playPrometheus((key) => {
    const [objective = "", what = ""] = key.split(" ");
    return (said[objective] ?? whole)[what as keyof typeof whole];
  });
  onTestFinished(() => played.stop());
  return played.address;
}

const frontend = "crb-analyser-crb-frontend-availability";
const backend = "crb-analyser-crb-backend-availability";

test("the table says what is left, what is in doubt, and of how little that is known", async () => {
  const address = await playBudgets({
    [frontend]: { ...whole, target: 0.999, remaining: -0.5, burn: 14.44, counted: 0.05 },
    [backend]: { ...whole, target: 0.99, remaining: 0.1, doubtful: 1 },
  });
  const budget = await askBudget(new Prometheus(atAddress(address)), "production", crbAnalyser);
  expect(budget.verdict).toBe("spent");
  const lines = budgetText([budget]).split("\n");
  expect(lines[0]).toMatch(/^objective +target +over +budget left +burn now +verdict$/);
  expect(lines).toContainEqual(
    expect.stringMatching(
      /^crb-analyser-crb-frontend-availability +99.9% +30d +-50% +14.4x +SPENT: features wait/,
    ),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(/^crb-analyser-crb-backend-availability +99.9% +30d +10% +0.4x +low: /),
  );
  expect(lines).toContain(
    `${frontend}: only 1.5 of 30 days are counted; the others are taken for days without a fault.`,
  );
  expect(lines).toContain(
    `${backend}: Prometheus goes by 99%, 99.9% is declared: the stack is not up to date.`,
  );
  expect(lines).toContain(
    `${backend}: what is counted can't be so (ServiceLevelUnknown), so its budget is in doubt.`,
  );
});

/** What the command ends with, and all that it printed. */
async function run(args: readonly string[], address: string): Promise<{ exitCode: number; output: string }> {
  const lines: unknown[] = [];
  const said = (line: unknown): void => void lines.push(line);
  vi.spyOn(console, "log").mockImplementation(said);
  vi.spyOn(console, "error").mockImplementation(said);
  const exitCode = await budgetCommand(args, { PROMETHEUS_URL: address }, { attempts: 1 });
  vi.restoreAllMocks();
  return { exitCode, output: lines.join("\n") };
}

describe("the command", () => {
  const played = () => playBudgets({ [frontend]: { ...whole, remaining: 0 } });

  test("ends with 0 when something is left", async () => {
    const { exitCode, output } = await run(["production", "odd-scenes"], await played());
    expect(exitCode).toBe(0);
    expect(output).toContain("odd-scenes-backend-availability");
    expect(output).toMatch(/Features may go out\.$/);
  });

  test("ends with 1 when a budget is spent, and says whose features wait", async () => {
    const { exitCode, output } = await run(["production"], await played());
    expect(exitCode).toBe(1);
    expect(output).toMatch(/Freeze: crb-analyser releases no features\. .* RELIABILITY=1\.$/);
  });

  test("ends with 0 when only durability is spent, as it is by a drill that failed for five minutes, and says so", async () => {
    const address = await playBudgets({
      "atlas-ux-database-durability": { ...whole, target: 0.9999, remaining: -0.16 },
    });
    const { exitCode, output } = await run(["production", "atlas-ux"], address);
    expect(exitCode).toBe(0);
    expect(output).toMatch(
      /^atlas-ux-database-durability +99.99% +30d +-16% +0.4x +spent, and holds nothing up: nobody is ever woken for it$/m,
    );
    expect(output).toMatch(/Features may go out\.$/);
  });

  test("lets out what makes a system more reliable, and says so", async () => {
    const { exitCode, output } = await run(["--reliability", "production"], await played());
    expect(exitCode).toBe(0);
    expect(output).toContain("SPENT");
    expect(output).toContain("goes out, though the budget of crb-analyser is spent.");
  });

  test("ends with 3 when nobody can tell, and lets nothing out but that", async () => {
    const nowhere = await playPrometheus(() => undefined);
    expect(await run(["staging", "atlas-ux"], nowhere.address)).toMatchObject({
      exitCode: 3,
      output: expect.stringMatching(
        /UNKNOWN[^]*Nobody can tell of atlas-ux, so no feature goes out/,
      ) as string,
    });
    await nowhere.stop();
    const { exitCode, output } = await run(["staging"], nowhere.address);
    expect(exitCode).toBe(3);
    expect(output).toMatch(
      /can't be reached: .*\. Open a way with "kubectl .* port-forward service\/prometheus-operated 9090", and set PROMETHEUS_URL=/,
    );
    expect(await run(["--reliability", "staging"], nowhere.address)).toMatchObject({ exitCode: 0 });
  });

  test("says all of it to a program", async () => {
    const { exitCode, output } = await run(["--json", "production", "crb-analyser"], await played());
    const said = JSON.parse(output) as { systems: { objectives: { objective: string }[] }[] };
    expect(said).toMatchObject({
      stack: "production",
      exitCode,
      isReliability: false,
      systems: [{ system: "crb-analyser", verdict: "spent" }],
    });
    expect(said.systems[0]?.objectives.find(({ objective }) => objective === frontend)).toEqual({
      objective: frontend,
      service: "crb-frontend",
      promise: "99.9% of requests answered without a failure",
      days: 30,
      declared: 0.999,
      ...whole,
      remaining: 0,
      verdict: "spent",
      holdsUp: true,
      isDoubtful: false,
    });
  });

  test("is not called otherwise", async () => {
    await expect(budgetCommand(["production", "shop"], {})).rejects.toThrow(
      'There is no system "shop". Say SYSTEM= and one of: atlas-ux, crb-analyser, odd-scenes.',
    );
    await expect(budgetCommand(["dev"], {})).rejects.toThrow("No Prometheus watches dev.");
    await expect(budgetCommand(["--jsno", "production"], {})).rejects.toThrow("Usage: make budget");
    await expect(budgetCommand(["production", "atlas-ux", "crb-analyser"], {})).rejects.toThrow(
      '"crb-analyser": too many arguments, 2 at the most.',
    );
    for (const help of ["--help", "-h"])
      expect(await run([help], "")).toMatchObject({
        exitCode: 0,
        output: expect.stringMatching(/^Usage: make budget/) as string,
      });
  });
});

test("a stack that is measured is not dev, and its systems are those that are declared", () => {
  expect(measuredStack(["staging"]).systems.map(({ name }) => name)).toEqual([
    "atlas-ux",
    "crb-analyser",
    "odd-scenes",
  ]);
  expect(() => measuredStack([""])).toThrow(
    'There is no stack "". Say STACK= and one of: staging, production.',
  );
});
