import { describe, expect, it } from "vitest";
import { port } from "../../../model/port.ts";
import { api, pages, shop } from "../model/declared-shop.ts";
import { configured, digestOf, refusal, refusalOf } from "./configured-shop.ts";

const at = "slipway:environment";

describe("a hostname", () => {
  const path = `${at}.systems.shop.hostnames`;

  it.each(["staging", "production"] as const)(
    "of each public service and each external host is required in %s",
    (environment) => {
      expect(refusalOf(environment, { "systems.shop.hostnames": {} })).toEqual(
        ["api", "pages", "cdn"].map((name) => ({
          path: `${path}.${name}`,
          message: 'missing; give a hostname such as "api.example.com"',
        })),
      );
      expect(refusalOf(environment, { "systems.shop.hostnames": undefined })).toEqual([
        { path, message: "missing; give hostnames, with: api, pages, cdn" },
      ]);
    },
  );

  it("of an external host is required in dev too", () => {
    expect(refusalOf("dev", { "systems.shop.hostnames": {} })).toEqual([
      { path: `${path}.cdn`, message: 'missing; give a hostname such as "api.example.com"' },
    ]);
  });

  it("is a DNS name and a text", () => {
    expect(refusalOf("staging", { "systems.shop.hostnames.api": "https://api.example.com" })).toEqual([
      {
        path: `${path}.api`,
        message:
          '"https://api.example.com" is not a hostname; write a full DNS name in lower case such as "api.example.com"',
      },
    ]);
    expect(refusalOf("staging", { "systems.shop.hostnames.api": 80 })).toEqual([
      {
        path: `${path}.api`,
        message:
          '80 is not a text; give a hostname such as "api.example.com"; if you mean the text, put it in quotes: "80"',
      },
    ]);
  });

  it("is used once, by whichever service", () => {
    const values = { "systems.shop.hostnames": { api: "a.example", pages: "a.example", cdn: "a.example" } };
    const message = `"a.example" is already the name of ${path}.api; give another`;
    expect(refusalOf("staging", values)).toEqual([
      { path: `${path}.pages`, message },
      { path: `${path}.cdn`, message },
    ]);
  });

  it("is used once by whichever system", () => {
    const services = {
      ...shop.services,
      api: { ...api, port: port(3001) },
      pages: { ...pages, port: port(8081) },
    };
    const other = { ...shop, name: "other", services };
    const hostnames = { cdn: "cdn.dev.shop.example" };
    expect(
      refusal("dev", configured("dev", { "systems.other": { hostnames } }), { systems: [shop, other] }),
    ).toEqual([
      {
        path: `${at}.systems.other.hostnames.cdn`,
        message: `"cdn.dev.shop.example" is already the name of ${path}.cdn; give another`,
      },
    ]);
  });
});

describe("a release", () => {
  it.each(["staging", "production"] as const)("gives a digest of every image in %s", (environment) => {
    const message = 'missing; give a digest: "sha256:" and 64 hexadecimal digits';
    expect(
      refusalOf(environment, { "release.shop.pages": undefined, "release.platform.redis": undefined }),
    ).toEqual([
      { path: `${at}.release.shop.pages`, message },
      { path: `${at}.release.platform.redis`, message },
    ]);
    expect(refusalOf(environment, { release: undefined })).toEqual([
      { path: `${at}.release`, message: "missing; give a release, with: shop, platform" },
    ]);
  });

  it.each(["sha256:12", digestOf("A")])("gives no digest %j", (text) => {
    expect(refusalOf("production", { "release.shop.pages": text })).toEqual([
      {
        path: `${at}.release.shop.pages`,
        message: `"${text}" is not a digest; write "sha256:" and 64 hexadecimal digits in lower case`,
      },
    ]);
  });

  it.each(["", "latest", "https://ghcr.io/shop/pages:1"])("gives no reference %j", (text) => {
    expect(refusalOf("production", { "release.shop.pages": text })).toEqual([
      {
        path: `${at}.release.shop.pages`,
        message: `"${text}" is not an image reference; write "registry/path:tag", "registry/path@sha256:…" or both`,
      },
    ]);
  });
});

describe("checkouts", () => {
  it.each(["staging", "production"] as const)("are unknown in %s", (environment) => {
    const [problem, ...others] = refusalOf(environment, { "checkouts.shop.pages.context": "../pages" });
    expect(others).toEqual([]);
    expect(problem?.path).toBe(at);
    expect(problem?.message).toMatch(
      /^unknown key "checkouts"; .* Known: name, cluster, systems, release, backups, dumps, receivers, dashboards, runbooks, repository$/,
    );
  });

  it("name a folder", () => {
    const path = `${at}.checkouts.shop.pages`;
    expect(refusalOf("dev", { "checkouts.shop.pages": {} })).toEqual([
      { path: `${path}.context`, message: "missing; give the folder to build from" },
    ]);
    expect(refusalOf("dev", { "checkouts.shop.pages": { context: "", dockerfile: "" } })).toEqual([
      { path: `${path}.context`, message: "is empty; give the folder to build from" },
      { path: `${path}.dockerfile`, message: "is empty; give the Dockerfile below that folder" },
    ]);
  });
});
