import { expect, test } from "vitest";
import { httpHealth } from "../../../model/health.ts";
import { api, pages } from "../model/declared-shop.ts";
import { problemsOf } from "../model/validation/problems-of.ts";

const path = "shop.services.it.health";
const site = (live: string, ready = "/") => problemsOf({ ...pages, health: httpHealth({ live, ready }) });

test.each(["/", "/index.html"])("a web server can't answer %s by itself: that is the page", (live) => {
  expect(site(live)).toEqual([
    {
      path: `${path}.live`,
      message: `"${live}" is the page, which the web server's own answer would hide; name another path, such as /health`,
    },
  ]);
});

test("no health path hides the page's settings", () => {
  const message = '"/config.json" is where the page reads its settings; name another path';
  expect(site("/config.json")).toEqual([{ path: `${path}.live`, message }]);
  expect(site("/health", "/config.json")).toEqual([{ path: `${path}.ready`, message }]);
});

test("a health path is plain, for whoever else has to write it down", () => {
  const message = '"/a b;" is not a plain path; use letters, digits, . _ ~ - and /';
  expect(site("/a b;")).toEqual([{ path: `${path}.live`, message }]);
  expect(problemsOf({ ...api, health: httpHealth({ live: "/live", ready: "/a b;" }) })).toEqual([
    { path: `${path}.ready`, message },
  ]);
  expect(site("/_live.v1~x-2/now")).toEqual([]);
});
