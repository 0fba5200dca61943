import { describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/catalogue.ts";
import { judge, judgeFully } from "../support/policy-harness.ts";
import { deployment, type Json, resource, unknownList, unknownText } from "./workloads.ts";

const only = {
  rules: rules.filter(({ name }) => name === "require-alert-runbooks"),
  config: { "require-alert-runbooks": { labels: ["owner", "tier"] } },
};

const alert = (changes: { labels?: unknown; annotations?: unknown } = {}): Json => ({
  alert: "ShopDown",
  expr: "up == 0",
  labels: { severity: "page", owner: "shop-team", tier: "critical" },
  annotations: { summary: "The shop is down", runbook_url: "https://pages.example/ShopDown" },
  ...changes,
});

const ruleFile = (rulesOfGroup: unknown, group: Json = {}) =>
  resource(
    "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
    {
      metadata: { name: "alerts", namespace: "shop" },
      spec: { groups: [{ name: "shop", ...group, rules: rulesOfGroup }] },
    },
    "alerts",
  );

const withLabels = (changes: Json): Json => ({
  labels: { ...(alert()["labels"] as Json), ...changes },
});
const withAnnotations = (changes: Json): Json => ({
  annotations: { ...(alert()["annotations"] as Json), ...changes },
});

describe("require-alert-runbooks", () => {
  it("allows alerts that say what, how urgent, whose, and what to do; and rules that only record (POL-11)", async () => {
    const atPath = alert(withAnnotations({ runbook_url: "docs/runbooks/ShopDown.md#act" }));
    const recorded = { record: "shop:requests:rate5m", expr: "sum(rate(requests[5m]))" };
    expect(await judge([ruleFile([alert(), atPath, recorded])], only)).toEqual([]);
  });

  it("takes labels from the group, and the alert's own before them", async () => {
    const group = { labels: { severity: "page", owner: "shop-team", tier: "critical" } };
    expect(await judge([ruleFile([alert({ labels: null })], group)], only)).toEqual([]);
    const own = await judge([ruleFile([alert({ labels: { severity: "loud" } })], group)], only);
    expect(own).toHaveLength(1);
  });

  it("has nothing to say of anything else", async () => {
    const { violations, notApplicable } = await judgeFully([deployment()], only);
    expect(violations).toEqual([]);
    expect(notApplicable).toHaveLength(1);
  });

  it.each<[string, Json, string]>([
    ["no severity", withLabels({ severity: null }), "labels.severity is not set and must be page or ticket"],
    [
      "a severity that nothing is routed by",
      withLabels({ severity: "critical" }),
      'labels.severity is "critical" and must be page or ticket',
    ],
    ["no owner", withLabels({ owner: "" }), "labels.owner is empty and must say whose it is"],
    ["no tier", withLabels({ tier: undefined }), "labels.tier is not set and must say whose it is"],
    ["no page", withAnnotations({ runbook_url: undefined }), "annotations.runbook_url is not set"],
    [
      "a page that nobody can open",
      withAnnotations({ runbook_url: "see the wiki" }),
      "annotations.runbook_url is neither an https:// address nor a page such as docs/web-down.md",
    ],
    [
      "a page over plain HTTP",
      withAnnotations({ runbook_url: "http://pages.example/ShopDown" }),
      "annotations.runbook_url is neither",
    ],
    ["no summary", withAnnotations({ summary: " " }), "annotations.summary says nothing"],
  ])("rejects an alert with %s", async (_what, changes, problem) => {
    const bad = ruleFile([alert(), alert(changes)]);
    const violations = await judge([bad], only);
    expect(violations).toHaveLength(1);
    expect(violations[0]).toMatchObject({ level: "mandatory", urn: bad.urn });
    expect(violations[0]?.message).toContain(
      `PrometheusRule shop/alerts, ShopDown: spec.groups[0].rules[1].${problem}`,
    );
    expect(violations[0]?.message).toContain("Fix: ");
  });

  it("asks for the labels and takes the severities that a stack names", async () => {
    const config = { "require-alert-runbooks": { labels: ["team"], severities: ["P0", "P1"] } };
    const messages = (await judge([ruleFile([alert()])], { ...only, config })).map(({ message }) => message);
    expect(messages).toHaveLength(2);
    expect(messages[0]).toContain('is "page" and must be P0 or P1');
    expect(messages[1]).toContain("labels.team is not set");
  });

  it("asks for the further links that a stack names", async () => {
    const config = { "require-alert-runbooks": { links: ["dashboard_url"] } };
    const judged = async (dashboard: unknown) =>
      (
        await judge([ruleFile([alert(withAnnotations({ dashboard_url: dashboard }))])], { ...only, config })
      ).map(({ level, message }) => [level, message] as const);
    expect(await judged("https://grafana.example/d/shop")).toEqual([]);
    expect(await judged("/d/shop-web?viewPanel=3")).toEqual([]);
    for (const bad of [
      undefined,
      "",
      "/explore",
      "/d/",
      "//grafana.example/d/shop",
      "http://grafana.example/d/shop",
    ])
      expect(await judged(bad), bad).toEqual([
        ["mandatory", expect.stringContaining("annotations.dashboard_url")],
      ]);
    expect((await judged(unknownText)).map(([level]) => level)).toEqual(["advisory"]);
  });

  it("is sure of what is wrong beside unknown values", async () => {
    const vague = await judge([ruleFile([alert(withAnnotations({ runbook_url: unknownText }))])], only);
    expect(vague.map(({ level }) => level)).toEqual(["advisory"]);
    expect(await judge([ruleFile(unknownList)], only)).toMatchObject([{ level: "advisory" }]);
    const both = await judge(
      [ruleFile([alert(withAnnotations({ runbook_url: unknownText })), alert(withLabels({ owner: null }))])],
      only,
    );
    expect(both.map(({ level }) => level).sort()).toEqual(["advisory", "mandatory"]);
  });
});
