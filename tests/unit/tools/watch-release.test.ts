import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { serviceLevels } from "../../../components/observability/service-levels/service-level.ts";
import { minutes, seconds } from "../../../model/quantities/duration.ts";
import { atlasUx } from "../../../systems/atlas-ux.ts";
import { atAddress } from "../../../tools/prometheus/http-get.ts";
import { Prometheus } from "../../../tools/prometheus/prometheus.ts";
import { shareReading, windowSince } from "../../../tools/watch/objective-signal.ts";
import { releaseSignals } from "../../../tools/watch/release-signals.ts";
import { watchRelease } from "../../../tools/watch/watch-release.ts";
import { realEnvironment } from "../../support/declarations.ts";
import { type PlayedAnswer, playPrometheus } from "../../support/played-prometheus.ts";

const production = realEnvironment("production");
const signals = releaseSignals(production, ["crb-analyser"]);
const began = Date.parse("2026-11-22T15:00:00Z");

/** What a healthy service answers, by the end of the key that it is asked under. */
const healthy: Readonly<Record<string, number>> = { all: 1000, bad: 1, restarts: 0, bytes: 1e6, cores: 0.01 };

type Deviation = (key: string, second: number) => PlayedAnswer | "healthy";

/** Watches a release that goes as it is told, on a clock that jumps. */
async function watched(
  deviates: Deviation,
  isAway: (second: number) => boolean = () => false,
  looked = signals,
  away = { status: 503, body: '{"message":"no endpoints available"}' },
) {
  let time = began;
  const second = (): number => (time - began) / 1000;
  const queries = new Map<string, { second: number; query: string }[]>();
  const played = await playPrometheus(
    (key, query) => {
      queries.set(key, [...(queries.get(key) ?? []), { second: second(), query }]);
      const answer = deviates(key, second());
      return answer === "healthy" ? healthy[key.split(" ").at(-1) ?? ""] : answer;
    },
    () => (isAway(second()) ? away : undefined),
  );
  onTestFinished(() => played.stop());
  const lines: string[] = [];
  const end = await watchRelease(new Prometheus(atAddress(played.address), { attempts: 1 }), {
    signals: looked,
    releasedAt: began,
    lasts: minutes(15),
    every: seconds(30),
    say: (line) => lines.push(line),
    now: () => time,
    pause: (span) => Promise.resolve((time += span.milliseconds)),
  });
  return { end, lines, queries, endedAt: second() };
}

const availability = "crb-analyser-crb-backend-availability";

describe("a release that holds", () => {
  test("is watched to the end, with a line each half minute, and the worst of each kind in it", async () => {
    const { end, lines, endedAt } = await watched(() => "healthy");
    expect(end).toBe("held");
    expect(endedAt).toBe(15 * 60);
    expect(lines).toHaveLength(31);
    expect(lines[0]).toMatch(
      /^00:00 of 15:00 {2}objectives: too early to tell; .* some pod serves; restarts: too early/,
    );
    expect(lines[30]).toMatch(
      /^15:00 of 15:00 {2}crb-analyser\/\S+ availability 0\.1% bad; .* 0 restarts; .* of its memory is used; .* of its CPU is used$/,
    );
  });

  test("is not held to what was before it, nor its start to what it takes", async () => {
    const { queries } = await watched(() => "healthy");
    const asked = (key: string) => queries.get(key) ?? [];
    expect(asked(`${availability} bad`)[0]?.second).toBe(120);
    const spans = asked(`${availability} bad`).map(({ query }) => /\[(\w+)\]/.exec(query)?.[1]);
    expect([...new Set(spans)]).toEqual(["1m", "2m", "3m", "4m", "5m"]);
    expect(asked("crb-analyser/crb-backend CPU cores")[0]?.second).toBe(300);
    expect(asked("crb-analyser/crb-backend restarts restarts").at(-1)?.query).toContain("[15m]");
  });

  test("may be beyond its limit at two looks, and lose its Prometheus for three", async () => {
    const { end, lines } = await watched(
      (key, second) => (key === `${availability} bad` && second >= 300 && second <= 330 ? 500 : "healthy"),
      (second) => second >= 400 && second <= 480,
    );
    expect(end).toBe("held");
    expect(lines.filter((line) => line.includes("no endpoints available"))).toHaveLength(3);
    expect(lines.filter((line) => line.includes("beyond its limit at 2 of 3 looks"))).toHaveLength(1);
  });
});

describe("a release that does not hold", () => {
  const breachOf = async (deviates: Deviation) => {
    const { end, lines, endedAt } = await watched(deviates);
    expect(end).toBe("breach");
    return { breach: lines.at(-1), endedAt };
  };

  test("fails requests, and is taken back at the third look that sees it", async () => {
    const { breach, endedAt } = await breachOf((key, second) =>
      key === `${availability} bad` && second >= 180 ? 20 : "healthy",
    );
    expect(endedAt).toBe(240);
    expect(breach).toBe(
      "BREACH of crb-analyser/crb-backend availability 2% bad; at most 1.44% may be, as 99.9% of requests answered without a failure is promised. What to do: docs/runbooks/ErrorBudgetBurnsFast.md",
    );
  });

  test.each([
    [
      "crb-analyser crb-backend down down",
      0,
      /crb-backend no pod serves; .* docs\/runbooks\/ServiceDown\.md$/,
    ],
    ["crb-analyser/crb-backend restarts restarts", 3, /3 restarts; 3 are too many\. .*#containers-restart$/],
    ["crb-analyser/crb-backend memory bytes", 1e12, /of its memory is used; at most 95% of its \S+ may be/],
    ["crb-analyser/crb-backend CPU cores", 1e3, /of its CPU is used; at most 95% of its \S+ may be/],
  ])("%s", async (broken, value, message) => {
    const { breach } = await breachOf((key) => (key === broken ? value : "healthy"));
    expect(breach).toMatch(message);
  });

  test("is looked at beyond the end when the last look was a bad one", async () => {
    const { breach, endedAt } = await breachOf((key, second) =>
      key === `${availability} bad` && second >= 900 ? 500 : "healthy",
    );
    expect(breach).toContain("availability 50% bad");
    expect(endedAt).toBe(960);
  });
});

/** What is bad of the minutes since the release, of a state that began to fail some minutes after it. */
const minutesBad = (second: number, from: number, most: number): number =>
  Math.min(Math.max(second / 60 - from, 0), most);

describe("what is counted in minutes", () => {
  const uptime = "crb-analyser-crb-frontend-uptime";
  const failsFor = (most: number) =>
    watched((key, second) => {
      if (key === `${uptime} all`) return 12;
      return key === `${uptime} bad` ? minutesBad(second, 3, most) : "healthy";
    });

  test("takes no release back for one look from outside that failed, which wakes nobody", async () => {
    const { end, queries, lines } = await failsFor(5);
    expect(lines.at(-1)).toContain("crb-analyser/crb-frontend uptime 41.67% bad");
    expect(end).toBe("held");
    expect(queries.get(`${uptime} bad`)?.at(-1)?.query).toContain("[12m]");
  });

  test("takes one back for the sixth bad minute, as it wakes somebody", async () => {
    const { end, endedAt, lines } = await failsFor(6);
    expect(end).toBe("breach");
    expect(endedAt).toBe(9 * 60 + 60);
    expect(lines.at(-1)).toContain("BREACH of crb-analyser/crb-frontend uptime 50% bad");
  });

  test("takes none back for data that is not as safe as promised, as nobody is ever woken for it", async () => {
    const atlas = releaseSignals(production, ["atlas-ux"]);
    expect(serviceLevels(production, { system: atlasUx }).map(({ id }) => id)).toContain(
      "atlas-ux-database-durability",
    );
    const { end, queries } = await watched(
      (key) => (key === "atlas-ux-database-durability bad" ? 1000 : "healthy"),
      undefined,
      atlas,
    );
    expect(end).toBe("held");
    expect([...queries.keys()].filter((key) => key.includes("durability"))).toEqual([]);
  });
});

describe("nobody can tell", () => {
  test("where one may not ask Prometheus, and is told once of another way", async () => {
    const forbidden = { status: 403, body: '{"message":"services is forbidden"}' };
    const { end, lines } = await watched(
      () => "healthy",
      () => true,
      signals,
      forbidden,
    );
    expect(end).toBe("unknown");
    expect(lines[0]).toMatch(/^00:00 of 15:00 {2}Prometheus \(.*\) answers 403: services is forbidden$/);
    expect(lines.filter((line) => line.includes("port-forward"))).toEqual([lines.at(-1)]);
    expect(lines).toHaveLength(5);
  });

  test("when Prometheus does not answer four times in a row", async () => {
    const { end, endedAt } = await watched(
      () => "healthy",
      (second) => second >= 60,
    );
    expect(end).toBe("unknown");
    expect(endedAt).toBe(150);
  });

  test("when something was never known", async () => {
    const { end, lines } = await watched((key) =>
      key.endsWith("crb-backend memory bytes") ? undefined : "healthy",
    );
    expect(end).toBe("unknown");
    expect(lines.at(-1)).toBe("Nobody could tell the memory of crb-analyser/crb-backend.");
  });
});

describe("a share of bad requests", () => {
  test.each([
    [{ all: 0, bad: 0 }, false],
    [{ all: 1000, bad: 72 }, false],
    [{ all: 1000, bad: 73 }, true],
    [{ all: 8, bad: 4 }, false],
    [{ all: 9, bad: 5 }, true],
  ])("%o with a limit of 7.2%% is beyond it: %s", (counts, isBreach) => {
    expect(shareReading(counts, { share: 0.072, fewest: 5 }, "availability").isBreach).toBe(isBreach);
  });

  test.each([
    [0, undefined],
    [119, undefined],
    [120, "1m"],
    [359, "4m"],
    [360, "5m"],
    [3600, "5m"],
  ])("%i seconds after the release is taken over %s", (since, window) => {
    expect(windowSince(seconds(since), minutes(5))?.toString()).toBe(window);
  });
});

test("every signal has a page that says what to do, at a heading that is there", () => {
  for (const page of new Set(signals.map((signal) => signal.page))) {
    const [file = "", heading] = page.split("#");
    const headings = [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) =>
      title.toLowerCase().replaceAll(" ", "-"),
    );
    if (heading === undefined) expect(headings.length, page).toBeGreaterThan(0);
    else expect(headings).toContain(heading);
  }
});
