import { describe, expect, it } from "vitest";
import { parsedShop, refusalOf } from "./configured-shop.ts";

describe("where boards are read", () => {
  it("need not be said, and is an address", () => {
    expect(parsedShop("staging").dashboards).toBeUndefined();
    const dashboards = { url: "https://grafana.example.com/ops" };
    expect(parsedShop("staging", { dashboards }).dashboards).toEqual(dashboards);
  });

  it.each([
    ["grafana.example.com", '"grafana.example.com" is not the address of Grafana'],
    ["http://grafana.example.com", '"http://grafana.example.com" is not the address of Grafana'],
    ["https://grafana.example.com/", '"https://grafana.example.com/" ends in a slash'],
    [
      "https://grafana.example.com?orgId=1",
      '"https://grafana.example.com?orgId=1" ends in a slash, or holds a query',
    ],
    ["", "is empty; give the address of Grafana"],
  ])("is not %j", (url, message) => {
    const [problem, ...more] = refusalOf("production", { dashboards: { url } });
    expect(problem?.path).toBe("slipway:environment.dashboards.url");
    expect(problem?.message).toContain(message);
    expect(more).toEqual([]);
  });

  it("is nothing that dev could say", () => {
    expect(refusalOf("dev", { dashboards: { url: "https://grafana.example.com" } })).toEqual([
      {
        path: "slipway:environment",
        message: expect.stringContaining('unknown key "dashboards"') as unknown,
      },
    ]);
  });
});
