import { gunzipSync } from "node:zlib";
import { expect } from "vitest";
import type { BuiltPage } from "../app/image/nginx/built-page.ts";
import type { Answer, Question } from "./ask.ts";

/** A request, and what has to come back. */
export interface Expectation {
  readonly says: string;
  readonly question: Question;
  readonly holds: (answer: Answer) => void;
}

/** What is known of the site that is asked. */
export interface AskedSite {
  readonly page: BuiltPage;
  readonly live: string;
  readonly settings: Readonly<Record<string, string>>;
}

const cachedForAYear = ["js", "css", "png", "jpg", "jpeg", "gif", "ico", "svg", "woff", "woff2"];
const compressed = ["js", "css", "json", "xml", "txt", "html"];
const year = 365 * 24 * 60 * 60;
const minimum = 1000;
/** All files of every release have it, as those of a reproducible image do. */
export const releaseDate = new Date(0);
const gzip = { "accept-encoding": "gzip" };

const bodyOf = ({ body }: Answer): Buffer => Buffer.from(body, "base64");
const header = ({ headers }: Answer, name: string): string | undefined => headers[name]?.join(", ");
const ending = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

/** All that a static site promises: HLT-08, IMG-16, IMG-17, IMG-18, CF-10. */
export const expectedAnswers = (site: AskedSite): readonly Expectation[] => [
  ...health(site),
  ...pageAnswers(site),
  ...cachedFiles(site),
  ...missingFiles(),
  ...compression(site),
  ...settingsAnswers(site),
  ...refusals(),
];

function health({ live }: AskedSite): readonly Expectation[] {
  return [
    {
      says: `${live} is OK in plain text, and is never stored (IMG-16, HLT-08)`,
      question: { path: live },
      holds: (answer) => {
        expect(answer.status).toBe(200);
        expect(header(answer, "content-type")).toBe("text/plain");
        expect(header(answer, "cache-control")).toBe("no-store");
        expect(bodyOf(answer).toString()).toBe("OK");
      },
    },
  ];
}

function pageAnswers({ page }: AskedSite): readonly Expectation[] {
  const index = page.get("index.html");
  const isThePage = (answer: Answer): void => {
    expect(answer.status).toBe(200);
    expect(header(answer, "content-type")).toBe("text/html");
    expect(bodyOf(answer)).toEqual(index);
    expect(header(answer, "cache-control")).toBe("no-cache");
    expect(answer.headers).not.toHaveProperty("expires");
    expect(answer.headers).not.toHaveProperty("etag");
    expect(header(answer, "server")).toBe("nginx");
    // They are the gateway's to set, and two of one kind would contradict each other.
    expect(answer.headers).not.toHaveProperty("x-frame-options");
  };
  const unknown = ["/", "/index.html", "/reports", "/reports/2026/q4/", "/people/ann.example", "/?tab=2"];
  return [
    ...unknown.map((path) => ({
      says: `${path} is the page, which is asked for again each time (IMG-16, IMG-18)`,
      question: { path },
      holds: isThePage,
    })),
    {
      says: "the page is sent again to who has one of the same date, since a release may keep date and size",
      question: { path: "/", headers: { "if-modified-since": releaseDate.toUTCString() } },
      holds: isThePage,
    },
    {
      says: "HEAD is answered as GET is, without a body",
      question: { path: "/", method: "HEAD" },
      holds: (answer) => {
        expect(answer.status).toBe(200);
        expect(header(answer, "content-length")).toBe(String(index?.length));
        expect(bodyOf(answer).length).toBe(0);
      },
    },
  ];
}

function cachedFiles({ page }: AskedSite): readonly Expectation[] {
  const files = [...page.keys()].filter((path) => cachedForAYear.includes(ending(path)));
  expect([...new Set(files.map(ending))].sort()).toEqual([...cachedForAYear].sort());
  return files.flatMap((path) => [
    {
      says: `/${path} may be kept for a year and never changes (IMG-18)`,
      question: { path: `/${path}` },
      holds: (answer: Answer) => {
        expect(answer.status).toBe(200);
        expect(bodyOf(answer)).toEqual(page.get(path));
        expect(answer.headers["cache-control"]).toContain("public, immutable");
        expect(header(answer, "cache-control")).toBe(`max-age=${year}, public, immutable`);
        const lasts = Date.parse(header(answer, "expires") ?? "") - Date.parse(header(answer, "date") ?? "");
        expect(lasts).toBe(year * 1000);
        expect(header(answer, "etag")).toBeDefined();
      },
    },
  ]);
}

function missingFiles(): readonly Expectation[] {
  return cachedForAYear.map((each) => ({
    says: `a missing .${each} is missing, and not remembered as such`,
    question: { path: `/assets/gone-0badc0de.${each}` },
    holds: (answer) => {
      expect(answer.status).toBe(404);
      expect(header(answer, "content-type")).toBe("text/plain");
      expect(header(answer, "cache-control")).toBe("no-store");
      expect(answer.headers).not.toHaveProperty("expires");
    },
  }));
}

function compression({ page }: AskedSite): readonly Expectation[] {
  const isCompressed = (path: string, content: Buffer): boolean =>
    compressed.includes(ending(path)) && content.length >= minimum;
  const shown = [...page].filter(([path]) => !path.startsWith("."));
  const asked = shown.map(([path, content]) => {
    const expected = isCompressed(path, content);
    return {
      says: `/${path}, ${content.length} bytes, is ${expected ? "" : "not "}compressed (IMG-17)`,
      question: { path: `/${path}`, headers: gzip },
      holds: (answer: Answer) => {
        expect(header(answer, "content-encoding")).toBe(expected ? "gzip" : undefined);
        expect(expected ? gunzipSync(bodyOf(answer)) : bodyOf(answer)).toEqual(content);
        if (expected) {
          expect(bodyOf(answer).length).toBeLessThan(content.length / 2);
          expect(header(answer, "vary")).toBe("Accept-Encoding");
        }
      },
    };
  });
  const [long = ["", Buffer.alloc(0)] as const] = shown.filter(([path]) => path.endsWith(".css"));
  return [
    ...asked,
    {
      says: "what comes through a proxy such as a CDN is compressed too",
      question: { path: `/${long[0]}`, headers: { ...gzip, via: "1.1 cdn" } },
      holds: (answer) => {
        expect(header(answer, "content-encoding")).toBe("gzip");
      },
    },
    {
      says: "who can't read it gets it as it is",
      question: { path: `/${long[0]}` },
      holds: (answer) => {
        expect(answer.headers).not.toHaveProperty("content-encoding");
        expect(bodyOf(answer)).toEqual(long[1]);
      },
    },
  ];
}

function settingsAnswers({ settings }: AskedSite): readonly Expectation[] {
  return [
    {
      says: "/config.json holds the settings of this environment, and is never stored (CF-10)",
      question: { path: "/config.json" },
      holds: (answer) => {
        expect(answer.status).toBe(200);
        expect(header(answer, "content-type")).toBe("application/json");
        expect(header(answer, "cache-control")).toBe("no-store");
        expect(answer.headers).not.toHaveProperty("etag");
        expect(JSON.parse(bodyOf(answer).toString())).toEqual(settings);
      },
    },
  ];
}

function refusals(): readonly Expectation[] {
  const refused = (says: string, question: Question, status: number): Expectation => ({
    says,
    question,
    holds: (answer) => {
      expect(answer.status).toBe(status);
      expect(bodyOf(answer).toString()).not.toMatch(/SECRET|root:|worker_processes/);
      expect(header(answer, "cache-control") ?? "").not.toMatch(/immutable/);
    },
  });
  return [
    refused("a hidden file is not shown", { path: "/.env" }, 404),
    refused("a hidden folder is not shown", { path: "/assets/.git/config" }, 404),
    refused("no path leads out of the page's folder", { path: "/../../../etc/passwd" }, 400),
    refused("nor an encoded one", { path: "/assets/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd" }, 400),
    refused("there is nothing to post to", { path: "/", method: "POST" }, 405),
    {
      says: "what is below .well-known is shown",
      question: { path: "/.well-known/security.txt" },
      holds: (answer) => {
        expect(answer.status).toBe(200);
        expect(bodyOf(answer).toString()).toMatch(/^Contact: /);
      },
    },
    {
      says: "the configuration itself is not shown",
      question: { path: "/nginx.conf" },
      holds: (answer) => {
        expect(header(answer, "content-type")).toBe("text/html");
        expect(bodyOf(answer).toString()).not.toContain("worker_processes");
      },
    },
  ];
}
