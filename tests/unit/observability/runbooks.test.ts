import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  deliveryAlerts,
  deliveryRules,
} from "../../../components/observability/alert-routing/delivery-alerts.ts";
import { dataAlerts } from "../../../components/observability/data-alerts/data-alerts.ts";
import { publicUrlAlerts } from "../../../components/observability/public-probes/public-url-alerts.ts";
import { runbookFolder, runbookPage, runbookUrl } from "../../../components/observability/runbook.ts";
import { secretAlerts } from "../../../components/observability/secret-alerts/secret-alerts.ts";
import { serviceLevelRuleSpec } from "../../../components/observability/service-levels/service-level-rule-spec.ts";
import { telemetryAlerts } from "../../../components/observability/telemetry/telemetry-alerts.ts";
import { testAlert, testAlertName } from "../../../components/observability/test-alert.ts";
import { watchdog } from "../../../components/observability/watchdog.ts";
import { watchRuleSpec } from "../../../components/observability/watches/watch-rule-spec.ts";
import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import { environmentNames } from "../../../model/environment-name.ts";
import { realEnvironment } from "../../support/declarations.ts";
import { withNightlyTask } from "../../support/nightly-task.ts";
import { withReplicas } from "../../support/replicated-cache.ts";

const recordedAlertNames = (
  environment: Environment,
  own: SystemEnvironment,
): readonly { readonly name: string }[] =>
  [serviceLevelRuleSpec, watchRuleSpec].flatMap((rulesOf) =>
    rulesOf(environment, own, {
      system: own.system.name,
      owner: own.system.owner,
      environment: environment.name,
    }).groups.flatMap(({ rules }) =>
      rules.flatMap((rule) => ("alert" in rule ? [{ name: rule.alert }] : [])),
    ),
  );

const root = new URL("../../../", import.meta.url);
const names = [
  ...new Set(
    environmentNames
      .map(realEnvironment)
      .flatMap((environment) =>
        environment.systems.flatMap((own) => [
          ...dataAlerts(environment, own),
          ...secretAlerts(environment, own),
          ...telemetryAlerts(environment, own),
          // No system declares a task, and one may.
          ...recordedAlertNames(environment, withNightlyTask(own)),
          ...publicUrlAlerts(environment, own),
          watchdog,
          ...deliveryAlerts,
          { name: testAlertName },
          // No stack's Redis has replicas, and one may.
          ...(own.system.cache?.kind === "platform" ? dataAlerts(environment, withReplicas(own)) : []),
        ]),
      )
      .map(({ name }) => name),
  ),
].sort();

describe("the pages of alerts", () => {
  test("are one for each alert, and none is left over (BDR-15)", () => {
    expect(names.length).toBeGreaterThan(25);
    expect(readdirSync(new URL("docs/runbooks/", root)).sort()).toEqual(names.map((name) => `${name}.md`));
  });

  test.each(names)(
    "that of %s says what it means, what to look at, what to do, and when it is over",
    (name) => {
      const text = readFileSync(new URL(runbookPage(name), root), "utf8");
      expect(text.startsWith(`# ${name}\n\n`)).toBe(true);
      const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
      expect(headings).toEqual(["Look", "Act", "Over when"]);
      // Short enough to be read by somebody who has just been woken.
      expect(text.split("\n").length).toBeLessThan(60);
    },
  );

  test.each(names)("that of %s leads to pages and chapters that are there", (name) => {
    const page = new URL(runbookPage(name), root);
    const links = [...readFileSync(page, "utf8").matchAll(/\]\(([^)]+)\)/g)].map(([, link = ""]) => link);
    for (const link of links) {
      const target = new URL(link, page);
      const chapter = target.hash.slice(1);
      target.hash = "";
      expect(existsSync(target), link).toBe(true);
      if (chapter !== "") expect(chaptersOf(readFileSync(target, "utf8")), link).toContain(chapter);
    }
  });
});

/** The anchors that GitHub gives to headings. */
const chaptersOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

describe("the address of a page", () => {
  const repository = { owner: "shop", name: "platform", reviewerTeams: [] };
  const runbooks = { url: "https://pages.shop.example/on-call" };

  test("is in the repository that the environment names, on the branch that is deployed", () => {
    expect(runbookUrl("DumpLate", { repository })).toBe(
      "https://github.com/shop/platform/blob/main/docs/runbooks/DumpLate.md",
    );
    expect(runbookFolder({ repository })).toBe("https://github.com/shop/platform/tree/main/docs/runbooks");
  });

  test.each([
    ["no repository", undefined],
    ["a repository", repository],
  ])("is in the folder that the environment names, beside %s", (_, beside) => {
    const environment = { runbooks, repository: beside };
    expect(runbookUrl("DumpLate", environment)).toBe("https://pages.shop.example/on-call/DumpLate.md");
    expect(runbookFolder(environment)).toBe(runbooks.url);
  });

  test("is its path where neither is named, and there is no address of the folder", () => {
    expect(runbookUrl("DumpLate", { repository: undefined })).toBe("docs/runbooks/DumpLate.md");
    expect(runbookFolder({ repository: undefined })).toBeUndefined();
  });

  test("is said by alerts that are no system's, and by one that is sent to try", () => {
    const { groups } = deliveryRules({ name: "production", runbooks, repository });
    const urls = groups.flatMap(({ rules }) => rules.map(({ annotations }) => annotations["runbook_url"]));
    expect(urls).toEqual(deliveryAlerts.map(({ name }) => `${runbooks.url}/${name}.md`));
    const labelled = { system: "shop", owner: "shop-team", environment: "staging" };
    expect(
      testAlert({ name: "staging", runbooks, repository }, labelled, "page").annotations["runbook_url"],
    ).toBe(`${runbooks.url}/${testAlertName}.md`);
  });
});
