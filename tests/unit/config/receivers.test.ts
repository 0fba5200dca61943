import { describe, expect, test } from "vitest";
import { type Configuration, parsedShop, refusalOf } from "./configured-shop.ts";

const key = "slipway:environment.receivers";
const problemsOf = (values: Readonly<Record<string, Configuration | undefined>>): readonly string[] =>
  refusalOf("production", values).map(({ path, message }) => `${path.replace(`${key}.`, "")}: ${message}`);

describe("receivers", () => {
  test("are read with what they leave out filled in (SLO-21, SLO-27)", () => {
    const { receivers } = parsedShop("production");
    expect(receivers).toEqual({
      secrets: {
        service: "unnamed",
        store: "vault",
        versions: { ON_CALL_KEY: "1", ALERTS_URL: "2", WATCHER_URL: "1" },
      },
      page: [{ kind: "pagerduty", secret: "ON_CALL_KEY" }],
      escalation: [],
      ticket: [{ kind: "slack", secret: "ALERTS_URL", channel: "#alerts" }],
      log: [],
      deadMansSwitch: { shop: "WATCHER_URL" },
      observers: {},
    });
  });

  test("are needed in production, may be left out in staging, and are unknown in dev", () => {
    const without = { receivers: undefined };
    expect(refusalOf("production", without)[0]?.message).toMatch(/^missing; give who is told of alerts/);
    expect(refusalOf("staging", without)).toEqual([]);
    expect(refusalOf("dev", { receivers: {} })[0]?.message).toMatch(/^unknown key "receivers"/);
  });

  test.each<[string, Record<string, Configuration | undefined>, readonly string[]]>([
    [
      "a key that nobody knows",
      { "receivers.pages": [] },
      [
        'slipway:environment.receivers: unknown key "pages"; did you mean "page"? Known: secrets, page, escalation, ticket, log, deadMansSwitch, observers',
      ],
    ],
    ["nobody who is woken", { "receivers.page": [] }, ["page: is empty; list who is woken"]],
    [
      "a kind that there is not",
      { "receivers.ticket": [{ kind: "teams", secret: "ALERTS_URL" }] },
      ["ticket.0: is no receiver; say kind: and one of: pagerduty, opsgenie, slack, email, webhook"],
    ],
    [
      "a secret in the place of its name, which is not shown",
      { "receivers.page": [{ kind: "pagerduty", secret: "e93f".repeat(8) }] },
      [
        'page.0.secret: is no name of a secret; give one such as "SLACK_ALERTS_URL", and put the value into the store',
      ],
    ],
    [
      "two wrong fields of one",
      {
        "receivers.log": [
          { kind: "email", secret: "ALERTS_URL", to: "me", from: "a@b.example", server: "mail", user: "u" },
        ],
      },
      [
        'log.0.to: "me" is no address of mail; give one such as "on-call@example.com"',
        'log.0.server: "mail" is no mail server with a port; give one such as "smtp.example.com:587"',
      ],
    ],
    [
      "a system without a sign of life",
      { "receivers.deadMansSwitch": {} },
      ["deadMansSwitch.shop: missing; give the name of a secret in receivers.secrets"],
    ],
    [
      "a version that is missing, and one that nobody asks for",
      { "receivers.secrets.versions": { ON_CALL_KEY: "1", WATCHER_URL: "1", OLD_URL: "1" } },
      [
        "secrets.versions.ALERTS_URL: missing; a receiver goes by it, so give the version of the secret that is in force",
        "secrets.versions.OLD_URL: no receiver goes by it; name it in one, or leave it out. Named are: ON_CALL_KEY, ALERTS_URL, WATCHER_URL",
      ],
    ],
    [
      "nobody who escalates (SLO-24)",
      { "receivers.page": [{ kind: "webhook", secret: "ON_CALL_KEY" }] },
      [
        "escalation: is empty, and nobody in page escalates by itself as PagerDuty and Opsgenie do; list who is told when nobody has acted",
      ],
    ],
  ])("are refused with %s", (_, values, problems) => {
    expect(problemsOf(values)).toEqual(problems);
  });

  test("have no versions where the service keeps none, and its rules where it does", () => {
    const secrets = { service: "doppler", store: "doppler" };
    expect(parsedShop("production", { "receivers.secrets": secrets }).receivers?.secrets).toEqual({
      ...secrets,
      versions: undefined,
    });
    const vault = {
      service: "vault",
      store: "vault",
      versions: { ON_CALL_KEY: "one", ALERTS_URL: "2", WATCHER_URL: "1" },
    };
    expect(problemsOf({ "receivers.secrets": vault })).toEqual([
      'secrets.versions.ON_CALL_KEY: "one" is no version of Vault\'s KV engine, version 2; give a whole number such as "1"',
    ]);
  });
});
