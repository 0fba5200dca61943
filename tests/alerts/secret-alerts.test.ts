import { describe, expect, test } from "vitest";
import { alertRuleSpec } from "../../components/observability/alert-rule-spec.ts";
import { secretAlerts } from "../../components/observability/secret-alerts/secret-alerts.ts";
import { externalSecrets } from "../../components/secrets/external-secret.ts";
import type { StoredSecrets } from "../../config/environment.ts";
import { days, minutes } from "../../model/quantities/duration.ts";
import { realEnvironment, realSystem } from "../support/declarations.ts";
import { labelled } from "./made-up-series.ts";
import { hasPromtool } from "./promtool.ts";
import { type RuleTest, testRules } from "./rule-file.ts";

// Alerts on secrets are held against what may befall them, by Prometheus' own engine.

const environment = realEnvironment("production");
const real = realSystem("production", "odd-scenes");
if (real.secrets.kind !== "stored") throw new Error("production has no store");
const source: StoredSecrets = { ...real.secrets, rotateAfter: new Map([["STRIPE_SECRET_KEY", days(90)]]) };
const own = { ...real, secrets: source };
const rules = alertRuleSpec(secretAlerts(environment, own), environment, {
  system: "odd-scenes",
  owner: own.system.owner,
  environment: "production",
});

const namespace = "odd-scenes-production";
const names = [...externalSecrets("production", own, source).values()].map(({ target }) => target.name);
const created = (secret: string, instance = "a", of = namespace): string =>
  labelled("kube_secret_created", { namespace: of, secret, instance });
const ready = (name: string, status: string, of = namespace): string =>
  labelled("externalsecret_status_condition", { namespace: of, name, condition: "Ready", status });

type Course = Omit<RuleTest, "name" | "at"> & {
  readonly what: string;
  readonly at?: number;
  readonly gone?: RegExp;
};

const healthy: RuleTest["series"] = Object.fromEntries(
  names.flatMap((name) => [
    [created(name), 0],
    [ready(name, "True"), 1],
    [ready(name, "False"), 0],
  ]),
);
/** A year is long to play: Secrets are made before time begins instead. */
const age = (count: number): number => -count * 86_400;

const courses: readonly Course[] = [
  { what: "all is well", series: {}, fires: [] },
  {
    what: "a secret is not copied",
    series: { [ready("openai-api-key-v1", "False")]: 1, [ready("openai-api-key-v1", "True")]: 0 },
    fires: ["SecretSyncFailing"],
  },
  {
    what: "a secret was not copied for ten minutes",
    series: { [ready("openai-api-key-v1", "False")]: "1 1 1 0x30" },
    fires: [],
  },
  {
    what: "a version that is only kept for a rollback is not copied, nor is another system's secret",
    series: {
      [ready("openai-api-key-v0", "False")]: 1,
      [ready("openai-api-key-v1", "False", "atlas-ux-production")]: 1,
    },
    fires: [],
  },
  {
    what: "what its pages are sent by is not copied",
    series: { [ready("alerting-on-call-key-v2", "False")]: 1 },
    fires: ["SecretSyncFailing"],
  },
  {
    what: "what its pages are sent by is more than a year old",
    series: { [created("alerting-on-call-key-v2")]: age(366) },
    fires: ["SecretTooOld"],
  },
  {
    what: "what another system's pages are sent by is not copied",
    series: { [ready("alerting-on-call-key-v2", "False", "atlas-ux-production")]: 1 },
    fires: [],
  },
  {
    what: "a secret that is almost a year old",
    series: { [created("openai-api-key-v1")]: age(364) },
    fires: [],
  },
  {
    what: "a secret that is more than a year old",
    series: { [created("openai-api-key-v1")]: age(366) },
    fires: ["SecretTooOld"],
  },
  {
    what: "a secret that has to be replaced each quarter, after that",
    series: { [created("stripe-secret-key-v1")]: age(91) },
    fires: ["SecretTooOld"],
  },
  {
    what: "the same, before that",
    series: { [created("stripe-secret-key-v1")]: age(89) },
    fires: [],
  },
  {
    what: "an old version that stayed, and an old Secret that is another's",
    series: {
      [created("stripe-secret-key-v0")]: age(900),
      [created("stripe-secret-key-v1", "a", "atlas-ux-production")]: age(900),
      [created("stripe-secret-key-v10")]: age(900),
    },
    fires: [],
  },
  { what: "a Secret is gone", series: {}, gone: /created.*openai/, fires: ["SecretUnknown"] },
  {
    what: "a Secret is gone, and two tell of the others",
    series: Object.fromEntries(
      names.filter((name) => !name.includes("openai")).map((name) => [created(name, "b"), 0]),
    ),
    gone: /created.*openai/,
    fires: ["SecretUnknown"],
  },
  { what: "nobody tells of any Secret", series: {}, gone: /created/, fires: ["SecretUnknown"] },
  { what: "a Secret is gone for half an hour", series: {}, gone: /created.*openai/, at: 30, fires: [] },
];

test("each alert fires in some course of events", () => {
  const fired = new Set(courses.flatMap(({ fires }) => fires));
  expect(rules.groups.flatMap((group) => group.rules.map(({ alert }) => alert)).sort()).toEqual(
    [...fired].sort(),
  );
});

describe.skipIf(!hasPromtool())("Prometheus", () => {
  test("fires what should, and nothing else", async () => {
    const tests = courses.map(({ what, series, gone, at = 90, fires }): RuleTest => {
      const told = Object.entries({ ...healthy, ...series }).filter(([name]) => !gone?.test(name));
      return { name: what, series: Object.fromEntries(told), at, fires };
    });
    await testRules(rules, minutes(5), tests);
  }, 60_000);
});
