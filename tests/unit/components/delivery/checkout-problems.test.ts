import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { checkoutProblems } from "../../../../components/delivery/checkout-problems.ts";
import type { Checkout, SystemEnvironment } from "../../../../config/environment.ts";
import { checkoutOf } from "./checkouts.ts";

// Only the name of the system and its checkouts are read.
const systemWith = (checkouts: Readonly<Record<string, Checkout>>) =>
  ({
    system: { name: "atlas-ux" },
    checkouts: new Map(Object.entries(checkouts)),
  }) as unknown as SystemEnvironment;

const problemsOf = (checkouts: Readonly<Record<string, Checkout>>) =>
  checkoutProblems({ systems: [systemWith(checkouts)] });

describe("the problems of the checkouts", () => {
  it("are none when each has its folder and its Dockerfile", () => {
    const frontend = checkoutOf({ Dockerfile: "FROM scratch" });
    const backend = checkoutOf({ Dockerfile: "FROM scratch", ".dockerignore": "node_modules" });
    expect(problemsOf({ backend, frontend })).toEqual([]);
    expect(problemsOf({})).toEqual([]);
  });

  it("name the configuration's path and the folder that is missing, all at once", () => {
    const missing = (context: string) => ({ context, dockerfile: "Dockerfile" });
    expect(problemsOf({ backend: missing("../nowhere"), frontend: missing("package.json") })).toEqual([
      {
        path: "slipway:environment.checkouts.atlas-ux.backend.context",
        message: `"../nowhere" is no folder that can be read (${resolve("../nowhere")}); give the folder to build from`,
      },
      {
        path: "slipway:environment.checkouts.atlas-ux.frontend.context",
        message: `"package.json" is no folder that can be read (${resolve("package.json")}); give the folder to build from`,
      },
    ]);
  });

  it.each(["Dockerfile", "main.js/Dockerfile", "folder"])(
    "name a Dockerfile that is missing: %s",
    (dockerfile) => {
      {
        const checkout = checkoutOf({ "main.js": "", "folder/file": "" });
        expect(problemsOf({ backend: { ...checkout, dockerfile } })).toEqual([
          {
            path: "slipway:environment.checkouts.atlas-ux.backend.dockerfile",
            message: `there is no Dockerfile "${dockerfile}" in ${checkout.context}; write one, or give the path of yours below that folder`,
          },
        ]);
      }
    },
  );

  it("refuse a Dockerfile outside the folder", () => {
    const { context } = checkoutOf({ "app/main.js": "", Dockerfile: "FROM scratch" });
    const app = join(context, "app");
    for (const dockerfile of ["../Dockerfile", "x/../../Dockerfile", join(context, "Dockerfile")]) {
      expect(problemsOf({ backend: { context: app, dockerfile } })).toEqual([
        {
          path: "slipway:environment.checkouts.atlas-ux.backend.dockerfile",
          message: `"${dockerfile}" is not below ${app}; give a path that starts there`,
        },
      ]);
    }
  });

  it("name a line of .dockerignore that is no pattern", () => {
    const checkout = checkoutOf({ Dockerfile: "FROM scratch", ".dockerignore": "ok\n[" });
    const [problem, ...others] = problemsOf({ backend: checkout });
    expect(others).toEqual([]);
    expect(problem?.message).toContain(`"[" in ${join(checkout.context, ".dockerignore")} is no pattern`);
  });
});
