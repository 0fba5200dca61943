import { labelled } from "./made-up-series.ts";
import type { RuleTest } from "./rule-file.ts";
import type { Course } from "./service-level-series.ts";

const fast = "ErrorBudgetBurnsFast";
const slow = "ErrorBudgetBurnsSlowly";

/** Values at looks that are five minutes apart, minute by minute. */
const looks = (...found: readonly (number | "_")[]): string =>
  found.map((value) => `${value} _ _ _ _`).join(" ");
const same = (value: number | "_", count: number): readonly (number | "_")[] =>
  Array.from({ length: count }, () => value);

const probed = (path: string): string =>
  labelled("probe_success", {
    job: "public-url",
    namespace: "crb-analyser-production",
    part: "crb-frontend",
    instance: `https://crb.example${path}`,
  });
/** What is counted bad of the front end's minutes. */
const bad = 'sum(sum_over_time(slo:bad_requests:increase1m{slo="crb-analyser-crb-frontend-uptime"}[1h]))';

const seen = (
  name: string,
  at: number,
  series: Course,
  fires: readonly string[],
  comesTo?: RuleTest["comesTo"],
): RuleTest => {
  const well = looks(...same(1, at / 5 + 1));
  return {
    name,
    at,
    series: { [probed("/health")]: well, [probed("/")]: well, ...series },
    fires,
    ...(comesTo && { comesTo }),
  };
};

const failing = (count: number, ...after: readonly number[]): Course => ({
  [probed("/")]: looks(...same(1, 13), ...same(0, count), ...after),
});

const stopped = (at: number): Course => {
  const until = looks(...same(1, 13), ...same("_", (at - 60) / 5));
  return { [probed("/health")]: until, [probed("/")]: until };
};

// The last good look is an hour in. 14.4 times 0.1 % are 1.44 % of an hour: less than a minute, so that what tells is the sixth bad one. So many of a day are more than 0.3 % as well.

export const uptimeCourses: readonly RuleTest[] = [
  seen("all looks succeed", 120, {}, []),
  seen("one look fails, and costs its five minutes", 76, failing(1, 1, 1), [], { [bad]: 5 }),
  seen("the second look is to fail", 69, failing(1), []),
  seen("the second look has failed", 70, failing(2), [fast, slow], { [bad]: 6 }),
  seen(
    "the pages are over when half an hour was good",
    106,
    failing(2, ...Array.from({ length: 7 }, () => 1)),
    [slow],
  ),
  seen("four looks fail, and it is known that they do", 81, failing(4), [fast, slow]),
  // The last look is an hour in, and tells for ten minutes; then it is a quarter of an hour. An end of a window may count or not, by the release.
  seen("nobody looks any more, which is told later", 84, stopped(84), []),
  seen("nobody looks any more, which is told now", 87, stopped(87), ["ServiceLevelUnknown"]),
  seen("nobody has looked", 20, { [probed("/health")]: "_x20", [probed("/")]: "_x20" }, [
    "ServiceLevelUnknown",
  ]),
];

const inDatabase = {
  namespace: "atlas-ux-production",
  job: "atlas-ux-production/database",
  pod: "database-1",
};
const waits = labelled("cnpg_slipway_wal_archive_oldest_seconds", inDatabase);
const first = labelled("barman_cloud_cloudnative_pg_io_first_recoverability_point", inDatabase);
const drill = (what: string): string =>
  labelled(`slipway_backup_run_${what}`, {
    namespace: "atlas-ux-production",
    job: "atlas-ux-production/database-dump-metrics",
    run: "drill",
  });
const code = drill("exit_code");
const passed = drill("succeeded_timestamp_seconds");
const safe = 'sum(slo:bad_requests:increase1m{slo="atlas-ux-database-durability"})';

const kept = (
  name: string,
  at: number,
  series: Course,
  fires: readonly string[],
  comesTo?: RuleTest["comesTo"],
): RuleTest => ({
  name,
  at,
  series: {
    [waits]: `0x${at}`,
    [first]: `1000x${at}`,
    [code]: `0x${at}`,
    [passed]: `0x${at}`,
    ...series,
  },
  fires,
  ...(comesTo && { comesTo }),
});

// Atlas may lose an hour, of which 4 minutes are the interval at which the log is finished. Of a day 3 times 0.01 % are less than half a minute.

export const durabilityCourses: readonly RuleTest[] = [
  kept("all is kept", 90, {}, [], { [safe]: 0 }),
  kept("the log waits for 56 minutes", 90, { [waits]: "0x60 3360x29" }, [], { [safe]: 0 }),
  kept("the log has waited longer, for a minute", 61, { [waits]: "0x60 3361" }, [], { [safe]: 1 }),
  kept("the log has waited longer, for two", 62, { [waits]: "0x60 3361x1" }, [slow]),
  kept("there is no base backup", 62, { [first]: "1000x60 0x1" }, [slow]),
  kept("a drill fails", 62, { [code]: "0x60 4x1" }, [slow]),
  kept("a drill is slow, and what it found is good", 90, { [code]: "0x60 5x29" }, [], { [safe]: 0 }),
  kept("the last drill that passed is long ago", 62, { [passed]: "0x60 -9999999x1" }, [
    "ErrorBudgetBurnsSlowly",
  ]),
  // It may be 31 days and seven hours old; an hour and a minute into the course it is 2,790,000 s.
  kept("the last drill that passed is just not too long ago", 61, { [passed]: "-2786340x61" }, [], {
    [safe]: 0,
  }),
  kept("the last drill that passed is a second too long ago", 61, { [passed]: "-2786341x61" }, [], {
    [safe]: 1,
  }),
  kept("no drill has been yet", 90, { [code]: "_x90", [passed]: "_x90" }, [], { [safe]: 0 }),
  kept("nobody tells of the log for 14 minutes", 14, { [waits]: "_x14" }, []),
  kept("nobody tells of the log", 20, { [waits]: "_x20" }, ["ServiceLevelUnknown"]),
];
