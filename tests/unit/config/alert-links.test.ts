import { describe, expect, it } from "vitest";
import { parsedShop, refusalOf } from "./configured-shop.ts";

describe.each([
  ["dashboards", "the address of Grafana"],
  ["runbooks", "the address of the folder of the alerts' pages"],
] as const)("where the links of alerts lead, %s,", (key, what) => {
  it("need not be said where nobody is told, and is an address", () => {
    const untold = { receivers: undefined, dashboards: undefined, runbooks: undefined };
    expect(parsedShop("staging", untold)[key]).toBeUndefined();
    const given = { url: "https://pages.example.com/ops" };
    expect(parsedShop("staging", { [key]: given })[key]).toEqual(given);
  });

  it.each([
    ["pages.example.com", `"pages.example.com" is not ${what}`],
    ["http://pages.example.com", `"http://pages.example.com" is not ${what}`],
    ["https:pages.example.com", `"https:pages.example.com" is not ${what}`],
    ["https://pages.example.com ", `"https://pages.example.com " is not ${what}`],
    ["https://pages.example.com:port", `"https://pages.example.com:port" is not ${what}`],
    ["https:///petra:word@pages.example.com", `a text that may be a secret is not ${what}`],
    ["https://pages.example.com\\", `"https://pages.example.com\\\\" is not ${what}`],
    ["https://pages.example.com/", '"https://pages.example.com/" ends in a slash'],
    [
      "https://pages.example.com?orgId=1",
      '"https://pages.example.com?orgId=1" ends in a slash, or holds a query',
    ],
    [
      "https://petra@pages.example.com",
      `holds a login, which everybody would see who is sent the address; give ${what}`,
    ],
    ["", `is empty; give ${what}`],
  ])("is not %j", (url, message) => {
    const [problem, ...more] = refusalOf("production", { [key]: { url } });
    expect(problem?.path).toBe(`slipway:environment.${key}.url`);
    expect(problem?.message).toContain(message);
    expect(more).toEqual([]);
  });

  it("is nothing that dev could say", () => {
    expect(refusalOf("dev", { [key]: { url: "https://pages.example.com" } })).toEqual([
      {
        path: "slipway:environment",
        message: expect.stringContaining(`unknown key "${key}"`) as unknown,
      },
    ]);
  });
});

describe("whoever is told of alerts by receivers (SLO-23)", () => {
  const at = "slipway:environment";
  const board = {
    path: `${at}.dashboards.url`,
    message:
      "missing; who is told by receivers opens the board of an alert there, so give the address of Grafana: dashboards: { url: https://grafana.example.com }",
  };
  const page = {
    path: `${at}.runbooks.url`,
    message:
      "missing, and so is repository; who is told by receivers opens the page of an alert there, so give the address of a folder that holds what docs/runbooks does: runbooks: { url: https://handbook.example.com/docs/runbooks }, or name the repository on GitHub that this stack is to look after",
  };
  const neither = { dashboards: undefined, runbooks: undefined };
  const onGitHub = { owner: "shop", name: "platform" };

  it.each(["staging", "production"] as const)("can open board and page in %s", (environment) => {
    expect(refusalOf(environment, neither)).toEqual([board, page]);
    expect(refusalOf(environment, { dashboards: undefined })).toEqual([board]);
    expect(refusalOf(environment, { runbooks: undefined })).toEqual([page]);
  });

  it("can open the page in the repository as well", () => {
    expect(refusalOf("staging", { runbooks: undefined, repository: onGitHub })).toEqual([]);
    expect(
      refusalOf("production", { runbooks: undefined, repository: { ...onGitHub, reviewerTeams: [1] } }),
    ).toEqual([]);
  });

  it("is told of this together with what else is wrong", () => {
    expect(
      refusalOf("production", {
        ...neither,
        "receivers.page": [{ kind: "webhook", secret: "ON_CALL_KEY" }],
      }).map(({ path }) => path),
    ).toEqual([`${at}.receivers.escalation`, board.path, page.path]);
  });
});
