import { describe, expect, test } from "vitest";
import { minutes } from "../../model/quantities/duration.ts";
import { hasPromtool } from "./promtool.ts";
import { publicUrlCourses, publicUrlRules as rules } from "./public-url-courses.ts";
import { checkRules, testRules } from "./rule-file.ts";

describe.skipIf(!hasPromtool())("Prometheus", () => {
  test("reads the rules", async () => {
    await checkRules(rules);
  });

  test("tells of what users meet at a public address, and of nothing else (HLT-13, SLO-32)", async () => {
    await testRules(rules, minutes(1), publicUrlCourses);
  }, 120_000);
});

test("every public service is looked at: pages by their time as well", () => {
  const found = rules.groups.map(({ name, rules: of }) => [name, of.map(({ alert }) => alert)]);
  const always = ["PublicUrlDown", "PublicCertificateExpires", "PublicUrlUnknown"];
  expect(found).toEqual([
    ["frontend", [...always, "PublicUrlSlow"]],
    ["backend", always],
    ["ai-backend", always],
  ]);
});
