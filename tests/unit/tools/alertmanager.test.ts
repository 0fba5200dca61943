import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { seconds } from "../../../model/quantities/duration.ts";
import { UsageError } from "../../../toolchain/engine/requirements.ts";
import { amtool } from "../../../tools/alertmanager/amtool.ts";
import { silenceCommand } from "../../../tools/alertmanager/silence-command.ts";
import { testAlertCommand } from "../../../tools/alertmanager/test-alert-command.ts";

const now = new Date("2026-11-22T14:00:00Z");
let said: string[];

beforeEach(() => {
  said = [];
  for (const way of ["log", "error"] as const) {
    const spy = vi.spyOn(console, way).mockImplementation((line: string) => {
      said.push(line);
    });
    onTestFinished(() => {
      spy.mockRestore();
    });
  }
});

/** Answers as Alertmanager's interface is documented to, and keeps what it is given. */
async function playAlertmanager(answer: unknown, status = 200) {
  const taken: { readonly path: string; readonly content: unknown }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      if (request.method === "POST") taken.push({ path: request.url ?? "", content: JSON.parse(body) });
      const told: unknown =
        typeof answer === "function" && request.method === "GET" ? (answer as () => unknown)() : answer;
      response.writeHead(status).end(typeof told === "string" ? told : JSON.stringify(told));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { taken, url, variables: { ALERTMANAGER_URL: url, USER: "petra" } };
}

const known = (receiver: string, state = "active", severity = "page") => [
  {
    labels: { namespace: "atlas-ux-staging", severity },
    receivers: [{ name: receiver }],
    status: { state },
  },
];
const right = "atlas-ux-staging/alerts/page";

describe("a test alert (SLO-26)", () => {
  test("has the labels that pages are routed by, in staging too, and ends by itself", async () => {
    const { taken, variables } = await playAlertmanager(known(right));
    expect(await testAlertCommand(["staging", "atlas-ux"], variables, now)).toBe(0);
    expect(taken).toMatchObject([
      {
        path: "/api/v2/alerts",
        content: [
          {
            labels: {
              alertname: "TestAlert",
              severity: "page",
              priority: "P1",
              system: "atlas-ux",
              environment: "staging",
              namespace: "atlas-ux-staging",
              owner: "atlas-platform",
            },
            startsAt: "2026-11-22T14:00:00.000Z",
            endsAt: "2026-11-22T14:02:10.000Z",
          },
        ],
      },
    ]);
    expect(said.join("\n")).toContain("Slack's #incidents-staging");
  });

  test.each([
    ["goes elsewhere", known("slipway/ticket")],
    ["is silenced", known(right, "suppressed")],
    ["is another one's", known(right, "active", "ticket")],
    ["is not there", []],
  ])("ends with 1 where it %s", async (_, answer) => {
    const { variables } = await playAlertmanager(answer);
    expect(await testAlertCommand(["staging", "atlas-ux"], variables, now, seconds(0))).toBe(1);
    expect(said.at(-1)).toMatch(/^It does not go where it should for atlas-ux:/);
  });

  test("looks again where it met the other replica, which has not heard of it", async () => {
    const looks = [[], known(right)];
    const { variables } = await playAlertmanager(() => looks.shift());
    expect(await testAlertCommand(["staging", "atlas-ux"], variables, now)).toBe(0);
    expect(looks).toEqual([]);
  });

  test("says who is escalated to, where it lasts long enough", async () => {
    const { variables } = await playAlertmanager(known(right));
    await testAlertCommand(["--for", "10m", "staging", "atlas-ux"], variables, now);
    expect(said.join("\n")).toContain("mail to heads-of-platform@example.com");
  });

  test.each([
    [["dev"], /^No Alertmanager is told of dev\. Say STACK= and one of: staging, production/],
    [["staging", "shop"], /There is no system "shop"/],
    [["--severity", "loud", "staging"], /There is no severity "loud"/],
    [["--for", "10s", "staging"], /ends it before anybody is told/],
    [["--for", "long", "staging"], /FOR: "long"/],
    [["--loud", "staging"], /Unknown option/],
    [["staging", "atlas-ux", "odd-scenes"], /"odd-scenes": too many arguments/],
  ])("refuses %j", async (args, reason) => {
    await expect(testAlertCommand(args, {}, now)).rejects.toThrow(reason);
  });

  test("names what Alertmanager refuses, and how to reach one that does not answer", async () => {
    const { variables } = await playAlertmanager("bad alert", 400);
    await expect(testAlertCommand(["staging"], variables, now)).rejects.toThrow("answers 400: bad alert");
    const status = { kind: "Status", message: "services is forbidden", reason: "Forbidden", code: 403 };
    const forbidding = await playAlertmanager(status, 403);
    await expect(testAlertCommand(["staging"], forbidding.variables, now)).rejects.toThrow(
      new UsageError(
        `Alertmanager (${forbidding.url}) answers 403: services is forbidden. ` +
          'Through the API server it takes the right to "create" services/proxy in the namespace monitoring. ' +
          'Open a way with "kubectl --namespace monitoring port-forward service/alertmanager-operated 9093", and set ALERTMANAGER_URL=http://localhost:9093.',
      ),
    );
    const closed = { ALERTMANAGER_URL: "http://127.0.0.1:9" };
    await expect(testAlertCommand(["staging"], closed, now)).rejects.toThrow(/port-forward service/);
    await expect(testAlertCommand(["staging"], { ALERTMANAGER_URL: "there" }, now)).rejects.toThrow(
      "is no address",
    );
  });
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
