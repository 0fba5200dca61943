import { FlagdCore } from "@openfeature/flagd-core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flagdFlag } from "../../../components/flags/flagd-definition.ts";
import { flag, type FlagRelease, unreleased } from "../../../model/feature-flag.ts";
import { Percentage, percent } from "../../../model/quantities/percentage.ts";

const checkout = flag({ meaning: "checkout on one page" });

/** What OpenFeature's own evaluation makes of a release, as code that asks for it sees. */
function released(release: Partial<FlagRelease>, key = "new-checkout"): (context?: object) => boolean {
  const core = new FlagdCore();
  const flags = { [key]: flagdFlag(key, checkout, { ...unreleased(checkout), ...release }) };
  core.setConfigurations(JSON.stringify({ flags }));
  return (context = {}) => {
    // The code's own default is wrong on purpose: it must never be what answers.
    const wrong = release.killed === true || release.serve !== "enabled";
    const { value, errorCode } = core.resolveBooleanEvaluation(key, wrong, context as Record<string, string>);
    expect(errorCode).toBeUndefined();
    return value;
  };
}

const user = (targetingKey: string) => ({ targetingKey });
const users = Array.from({ length: 5_000 }, (_, index) => `user-${index}`);
const gets = (asked: (context: object) => boolean, by = "targetingKey"): Set<string> =>
  new Set(users.filter((id) => asked({ [by]: id })));

describe("a flag", () => {
  test("that nothing is said of is dark: deployed, and off for everybody", () => {
    const asked = released({});
    expect([asked(), asked(user("anybody"))]).toEqual([false, false]);
  });

  test("can be on for everybody", () => {
    expect(released({ serve: "enabled" })(user("anybody"))).toBe(true);
  });

  test("is on for the users that are named alone", () => {
    const asked = released({ users: { enabled: ["ann", "bob"] } });
    expect([asked(user("ann")), asked(user("bob")), asked(user("cid")), asked()]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test("is on for the tenants that are named alone, but for a user who is named otherwise", () => {
    const asked = released({ tenants: { enabled: ["acme"] }, users: { disabled: ["ann"] } });
    expect(asked({ tenant: "acme", targetingKey: "bob" })).toBe(true);
    expect(asked({ tenant: "acme", targetingKey: "ann" })).toBe(false);
    expect(asked({ tenant: "other", targetingKey: "bob" })).toBe(false);
    expect(asked({ targetingKey: "acme" })).toBe(false);
  });

  test("of a share asks nobody without a name, and counts tenants as a whole", () => {
    const half = { enabled: percent(50) };
    expect(released({ share: { by: "user", of: { enabled: percent(100) } } })()).toBe(false);
    const byTenant = released({ share: { by: "tenant", of: half } });
    const [some = "", other = ""] = ["enabled", "disabled"].map(
      (_, index) => users.find((id) => byTenant({ tenant: id }) === (index === 0)) ?? "",
    );
    expect(users.slice(0, 50).every((id) => byTenant({ tenant: some, targetingKey: id }))).toBe(true);
    expect(users.slice(0, 50).some((id) => byTenant({ tenant: other, targetingKey: id }))).toBe(false);
  });

  test("that is killed is off for those who were named and for every share, whatever the code falls back to", () => {
    const all: Partial<FlagRelease> = {
      serve: "enabled",
      users: { enabled: ["ann"] },
      tenants: { enabled: ["acme"] },
      share: { by: "user", of: { enabled: percent(100) } },
    };
    expect(released(all)({ tenant: "acme", targetingKey: "ann" })).toBe(true);
    const killed = released({ ...all, killed: true });
    expect(killed({ tenant: "acme", targetingKey: "ann" })).toBe(false);
    expect(gets(killed).size).toBe(0);
  });

  test("has more than two variants, each with its share", () => {
    const colours = flag({ meaning: "", variants: { grey: "#999", red: "#f00", blue: "#00f" }, off: "grey" });
    const share = { by: "user", of: { red: percent(20), blue: percent(30) } } as const;
    const core = new FlagdCore();
    const definition = flagdFlag("colour", colours, { ...unreleased(colours), share });
    core.setConfigurations(JSON.stringify({ flags: { colour: definition } }));
    const counted = { "#999": 0, "#f00": 0, "#00f": 0 };
    for (const id of users)
      counted[core.resolveStringEvaluation("colour", "#999", user(id)).value as keyof typeof counted] += 1;
    expect(counted["#f00"] / users.length).toBeCloseTo(0.2, 1);
    expect(counted["#00f"] / users.length).toBeCloseTo(0.3, 1);
    expect(counted["#999"] / users.length).toBeCloseTo(0.5, 1);
  });
});

describe("a share", () => {
  const share = (of: Percentage, by: "user" | "tenant" = "user") => ({
    share: { by, of: { enabled: of } },
  });
  const anyShare = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => Percentage.of(hundredths / 100));

  test("is dealt out to as many as it says", () => {
    fc.assert(
      fc.property(anyShare, fc.constantFrom("user", "tenant"), (of, by) => {
        const found = gets(released(share(of, by)), by === "user" ? "targetingKey" : "tenant").size;
        const expected = of.percent / 100;
        // Five standard deviations of as many throws of a coin that falls so.
        const tolerance = 5 * Math.sqrt((expected * (1 - expected)) / users.length) + 1 / users.length;
        expect(Math.abs(found / users.length - expected)).toBeLessThanOrEqual(tolerance);
      }),
      { numRuns: 20 },
    );
  });

  test("that grows keeps those that it had, so nobody loses what was seen", () => {
    fc.assert(
      fc.property(anyShare, anyShare, (one, other) => {
        const [small, large] = one.exceeds(other) ? [other, one] : [one, other];
        const had = gets(released(share(small)));
        const has = gets(released(share(large)));
        expect([...had].filter((id) => !has.has(id))).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  test("gives a user the same each time, and another flag other users", () => {
    const tenth = share(percent(10));
    expect(gets(released(tenth))).toEqual(gets(released(tenth)));
    const other = gets(released(tenth, "new-search"));
    const both = [...gets(released(tenth))].filter((id) => other.has(id));
    expect(both.length / users.length).toBeLessThan(0.02);
  });
});
