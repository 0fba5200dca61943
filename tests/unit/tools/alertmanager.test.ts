import { beforeEach, describe, expect, test } from "vitest";
import { seconds } from "../../../model/quantities/duration.ts";
import { UsageError } from "../../../toolchain/engine/requirements.ts";
import { testAlertCommand } from "../../../tools/alertmanager/test-alert-command.ts";
import { consoleLines } from "../../support/console-lines.ts";
import { playAlertmanager } from "../../support/played-alertmanager.ts";

const now = new Date("2026-11-22T14:00:00Z");
let said: readonly string[];

beforeEach(() => {
  said = consoleLines();
});

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
