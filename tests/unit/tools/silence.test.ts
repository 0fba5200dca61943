import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { UsageError } from "../../../toolchain/engine/requirements.ts";
import { amtool } from "../../../tools/alertmanager/amtool.ts";
import { silenceCommand } from "../../../tools/alertmanager/silence-command.ts";
import { consoleLines } from "../../support/console-lines.ts";
import { playAlertmanager } from "../../support/played-alertmanager.ts";

const now = new Date("2026-11-22T14:00:00Z");
let said: readonly string[];

beforeEach(() => {
  said = consoleLines();
});

test("the page on alerts calls Alertmanager's own program as commands say it", () => {
  expect(readFileSync("docs/alerts.md", "utf8")).toContain(`amtool() { ${amtool} "$@"; }\n`);
});

describe("a silence", () => {
  const args = ["--for", "2h", "--reason", "upgrade", "production", "atlas-ux"];
  const declared = () =>
    Promise.resolve([
      { alertname: "DrillLate", part: "database-drill" },
      { alertname: "ServiceDown", part: "web" },
      { alertname: "ServiceDown", part: "frontend" },
      { alertname: "ErrorBudgetBurnsFast", part: "web", slo: "atlas-ux-web-availability" },
      { alertname: "ErrorBudgetBurnsFast", part: "frontend", slo: "atlas-ux-frontend-availability" },
    ]);
  const silence = (given: readonly string[], variables: NodeJS.ProcessEnv) =>
    silenceCommand(given, variables, now, declared);

  test("is of one system, for a while, by somebody, and leaves the sign of life alone", async () => {
    const { taken, variables } = await playAlertmanager({ silenceID: "b3" });
    expect(await silence(["--alert", "all", ...args], variables)).toBe(0);
    expect(taken).toEqual([
      {
        path: "/api/v2/silences",
        content: {
          matchers: [
            { name: "namespace", value: "atlas-ux-production", isEqual: true, isRegex: false },
            { name: "alertname", value: "Watchdog", isEqual: false, isRegex: false },
          ],
          startsAt: "2026-11-22T14:00:00.000Z",
          endsAt: "2026-11-22T16:00:00.000Z",
          createdBy: "petra",
          comment: "upgrade",
        },
      },
    ]);
    expect(said.at(-1)).toBe(
      "To end it before: kubectl --namespace monitoring exec service/alertmanager-operated -c alertmanager -- amtool --alertmanager.url=http://localhost:9093 silence expire b3",
    );
  });

  test("may be of one alert", async () => {
    const { taken, variables } = await playAlertmanager({ silenceID: "b4" });
    await silence(["--alert", "DrillLate", ...args], variables);
    expect(taken[0]?.content).toMatchObject({
      matchers: [{}, { name: "alertname", value: "DrillLate", isEqual: true }],
    });
  });

  test("may be of one alert about one part or one objective, and leaves the others alone", async () => {
    const { taken, variables } = await playAlertmanager({ silenceID: "b5" });
    await silence(["--alert", "ServiceDown", "--part", "web", ...args], variables);
    await silence(["--alert", "all", "--slo", "atlas-ux-web-availability", ...args], variables);
    expect(taken.map(({ content }) => (content as { readonly matchers: unknown }).matchers)).toEqual([
      [
        { name: "namespace", value: "atlas-ux-production", isEqual: true, isRegex: false },
        { name: "alertname", value: "ServiceDown", isEqual: true, isRegex: false },
        { name: "part", value: "web", isEqual: true, isRegex: false },
      ],
      [
        { name: "namespace", value: "atlas-ux-production", isEqual: true, isRegex: false },
        { name: "alertname", value: "Watchdog", isEqual: false, isRegex: false },
        { name: "slo", value: "atlas-ux-web-availability", isEqual: true, isRegex: false },
      ],
    ]);
    expect(said.join("\n")).toContain("ServiceDown with part web of atlas-ux in production are silenced");
  });

  test.each([
    [
      ["--alert", "ErrorBudgetBurnFast", "--part", "web"],
      'atlas-ux has no alert "ErrorBudgetBurnFast". Did you mean ErrorBudgetBurnsFast? Say ALERT= and one of: DrillLate, ErrorBudgetBurnsFast, ServiceDown.',
    ],
    [
      ["--alert", "ServiceDown", "--part", "wep"],
      'ServiceDown of atlas-ux has no part "wep". Did you mean web? Say PART= and one of: frontend, web.',
    ],
    [
      ["--alert", "all", "--part", "cache"],
      'atlas-ux has no part "cache". Say PART= and one of: database-drill, frontend, web.',
    ],
    [
      ["--alert", "ErrorBudgetBurnsFast", "--part", "web", "--slo", "atlas-ux-frontend-availability"],
      'ErrorBudgetBurnsFast at web of atlas-ux has no objective "atlas-ux-frontend-availability". Did you mean atlas-ux-web-availability? Say SLO= and one of: atlas-ux-web-availability.',
    ],
    [
      ["--alert", "DrillLate", "--slo", "web"],
      'DrillLate of atlas-ux has no objective "web". Leave SLO= out.',
    ],
  ])("that would match nothing is refused: %j", async (given, reason) => {
    const { taken, variables } = await playAlertmanager({ silenceID: "b6" });
    await expect(silence([...given, ...args], variables)).rejects.toThrow(new UsageError(reason));
    expect(taken).toEqual([]);
  });

  test.each([
    [args, /Say ALERT= and its name.*ALERT=all for every alert of atlas-ux/],
    [["--part", "web", ...args], /Which alert\?/],
    [["--for", "2h", "--reason", "x", "production"], /for one system/],
    [["dev", "atlas-ux"], /No Alertmanager is told of dev/],
    [["--alert", "all", ...args, "crb-analyser"], /^"crb-analyser": too many arguments, 2 at the most/],
    [["--alert", "all", "--for", "2h", "production", "atlas-ux"], /Others have to know why/],
    [["--alert", "all", "--for", "8d", "--reason", "x", "production", "atlas-ux"], /FOR=8d is no span/],
    [["--alert", "all", "--for", "0s", "--reason", "x", "production", "atlas-ux"], /FOR=0s is no span/],
    [["--alert", "all", "--reason", "x", "production", "atlas-ux"], /FOR: ""/],
    [["--alert", "Watchdog", ...args], /sign of life/],
  ])("is refused for %j", async (given, reason) => {
    await expect(silence(given, {})).rejects.toThrow(reason);
  });
});
