import { alertRuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { publicUrlAlerts } from "../../components/observability/public-probes/public-url-alerts.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";
import { labelled } from "./made-up-series.ts";
import type { RuleTest } from "./rule-file.ts";

const environment = realEnvironment("production");
const own = realSystem("production", "odd-scenes");

/** The alerts on the public addresses of a system in production. */
export const publicUrlRules = alertRuleSpec(publicUrlAlerts(environment, own), environment, {
  system: "odd-scenes",
  owner: own.system.owner,
  environment: "production",
});

const hosts = ["frontend", "backend", "ai-backend"] as const;
const probed = (metric: string, part: (typeof hosts)[number], path = "/health"): string =>
  labelled(metric, {
    job: "public-url",
    namespace: "odd-scenes-production",
    part,
    instance: `https://${part}.example${path}`,
  });
const success = "probe_success";
const expiry = "probe_ssl_earliest_cert_expiry";
const duration = "probe_duration_seconds";

/** What looks found that are five minutes apart, minute by minute. */
const looks = (...found: readonly (number | "_")[]): string =>
  found.map((value) => `${value} _ _ _ _`).join(" ");

const same = (value: number | "_", count: number): readonly (number | "_")[] =>
  Array.from({ length: count }, () => value);

/** As many looks as fit, each of them so. */
const each = (value: number, minutesLong: number): string => looks(...same(value, minutesLong / 5 + 1));

/** A day, in seconds. */
const day = 86_400;

const course = (
  name: string,
  at: number,
  series: Readonly<Record<string, string>>,
  fires: readonly string[],
  comesTo?: RuleTest["comesTo"],
): RuleTest => ({
  name,
  at,
  series: {
    ...Object.fromEntries(
      hosts.flatMap((part) => [
        [probed(success, part), each(1, at)],
        [probed(expiry, part), each(60 * day, at)],
        [probed(duration, part), each(0.2, at)],
      ]),
    ),
    ...series,
  },
  fires,
  ...(comesTo && { comesTo }),
});

const backend = probed(success, "backend");
const ends = probed(expiry, "backend");
const page = probed(duration, "frontend", "/");
const slower = (at: number): string => looks(...same(0.2, 13), ...same(2.1, Math.ceil((at - 60) / 5)));
const failing = (count: number, ...after: readonly number[]): string =>
  looks(...same(1, 13), ...same(0, count), ...after);

// The last good look is an hour in. Debian's Prometheus counts a look that is ten minutes old, to the second, as one of the last ten.

export const publicUrlCourses: readonly RuleTest[] = [
  course("all is well", 120, {}, []),
  course("one look fails, and the next is to come", 69, { [backend]: failing(1) }, []),
  course("one look fails, and the next does not", 74, { [backend]: failing(1, 1) }, []),
  course("two looks fail, and that is not so for a minute yet", 71, { [backend]: failing(2) }, []),
  course(
    "two looks fail: at 70 minutes, and told two minutes later",
    72,
    { [backend]: failing(2) },
    ["PublicUrlDown"],
    // Nobody else's address is down.
    { 'count(ALERTS{alertstate="firing"})': 1, 'count(ALERTS{alertstate="firing",part="backend"})': 1 },
  ),
  course("it goes on", 93, { [backend]: failing(6) }, ["PublicUrlDown"]),
  course("it is over with the first look that succeeds", 75, { [backend]: failing(2, 1) }, []),
  course(
    "the page fails, and the health beside it does not",
    72,
    { [probed(success, "frontend", "/")]: failing(2) },
    ["PublicUrlDown"],
  ),
  course("a new address fails at its first look", 63, { [backend]: looks(...same("_", 12), 0) }, []),
  course("nobody looks for 35 minutes", 85, { [backend]: looks(...same(1, 11)) }, []),
  course("nobody looks for 45 minutes", 95, { [backend]: looks(...same(1, 11)) }, ["PublicUrlUnknown"]),
  course("a page takes two seconds", 120, { [page]: each(2, 120) }, []),
  course("a page takes longer", 120, { [page]: each(2.1, 120) }, ["PublicUrlSlow"]),
  // Six looks in half an hour, of which one takes 4 s: 10 s in all.
  course("one look of six takes longer", 65, { [page]: looks(...same(1.2, 12), 4, 1.2) }, []),
  // From the look at 65 minutes on. The last quick one is half an hour old after 90 or 91, and five more must pass.
  course("a page has taken longer for half an hour", 94, { [page]: slower(94) }, []),
  course("a page has taken longer for more than that", 97, { [page]: slower(97) }, ["PublicUrlSlow"]),
  course(
    "an API takes longer, which its own objective tells",
    120,
    { [probed(duration, "backend")]: each(2.1, 120) },
    [],
  ),
  // At the beginning it is two weeks to the second, and a minute later it is less.
  course("a certificate ends in two weeks, seen for an hour", 60, { [ends]: each(14 * day, 60) }, []),
  course("a certificate ends in less, seen for an hour", 61, { [ends]: each(14 * day, 61) }, [
    "PublicCertificateExpires",
  ]),
  course("a certificate is renewed", 86, { [ends]: looks(...same(7 * day, 17), 90 * day) }, []),
  course("a certificate ends in less than two weeks", 120, { [ends]: each(14 * day, 120) }, [
    "PublicCertificateExpires",
  ]),
  course("a certificate ends in more than two weeks", 120, { [ends]: each(14 * day + 7_201, 120) }, []),
];
