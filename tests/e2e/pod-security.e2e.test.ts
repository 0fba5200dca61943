import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { podSecurityRules } from "../../policies/rules/pod-security/catalogue.ts";
import { whyNoGo } from "../../toolchain/cluster/go-module.ts";
import { podWrapper, wrappers } from "../policies/workloads.ts";
import { arbitraryPod } from "./pod-security/arbitrary-pod.ts";
import { upstreamFixtures, withContainersIn, type Fixture } from "./pod-security/fixtures.ts";
import { brokenPolicies, heldByStricter, heldChecks, policiesFor } from "./pod-security/mapped-policies.ts";
import { judgedByStandards, type Pod, type Verdict, versionOfStandards } from "./pod-security/standards.ts";

const wrapperAt = (index: number) => wrappers[index % wrappers.length] ?? podWrapper;

/** The rules that a level of the standards has. */
const rulesOfLevel = {
  baseline: heldChecks.filter(({ level }) => level === "baseline").map(({ rule }) => rule),
  restricted: podSecurityRules.map(({ name }) => name),
};

/** The rules that hold a check, whose name upstream's files write in lower case. */
const rulesAbout = (about: string): readonly string[] => {
  const replaced = Object.keys(heldByStricter).find((check) => check.toLowerCase() === about);
  const held = (replaced === undefined ? about : heldByStricter[replaced])?.toLowerCase();
  return heldChecks.filter(({ check }) => check.toLowerCase() === held).map(({ rule }) => rule);
};

describe.skipIf(whyNoGo() !== undefined)("the rules of pod security, beside Kubernetes' own module", () => {
  let fixtures: readonly Fixture[] = [];
  let verdicts: readonly Verdict[] = [];

  beforeAll(async () => {
    fixtures = upstreamFixtures();
    ({ verdicts } = await judgedByStandards(fixtures.map(({ pod }) => pod)));
  });

  test("hold every check that the module has, each at its level and version", async () => {
    const { checks } = await judgedByStandards([]);
    const own = checks.filter(({ id }) => !(id in heldByStricter)).map(({ id, level }) => `${level}: ${id}`);
    expect(new Set(podSecurityRules.map(({ framework }) => framework?.specification))).toEqual(new Set(own));
    for (const stricter of Object.values(heldByStricter)) expect(own).toContain(`restricted: ${stricter}`);
    for (const { name, framework } of podSecurityRules)
      expect(framework?.version, name).toBe(versionOfStandards());
  });

  test("are asked about pods that the module judges as upstream says", () => {
    expect(fixtures.length).toBeGreaterThanOrEqual(148);
    fixtures.forEach(({ name, level, passes, about }, index) => {
      expect(verdicts[index]?.[level], name).toBe(passes);
      const failed = verdicts[index]?.failed.map(({ check }) => check.toLowerCase());
      if (!passes) expect(failed, name).toContain(about);
    });
    const broken = new Set(verdicts.flatMap(({ failed }) => policiesFor(failed)));
    expect(broken).toEqual(new Set(rulesOfLevel.restricted));
  });

  test.each(wrappers)("judge all of upstream's fixtures alike in a $type", async (wrapper) => {
    const broken = await brokenPolicies(fixtures.map(({ pod }) => ({ pod, wrapper })));
    fixtures.forEach(({ name, level, passes, about }, index) => {
      expect(broken[index], name).toEqual(policiesFor(verdicts[index]?.failed ?? []));
      const concerned = passes ? rulesOfLevel[level] : rulesAbout(about);
      expect(
        broken[index]?.some((rule) => concerned.includes(rule)),
        name,
      ).toBe(!passes);
    });
  });

  test.each(["initContainers", "ephemeralContainers"] as const)(
    "judge them alike with their containers among %s",
    async (list) => {
      const moved = fixtures.map(({ pod }) => withContainersIn(list, pod));
      const { verdicts: ofMoved } = await judgedByStandards(moved);
      ofMoved.forEach(({ failed }, index) => {
        // A hardened container beside them changes nothing, so every list counts as much as the first.
        expect(policiesFor(failed), fixtures[index]?.name).toEqual(
          policiesFor(verdicts[index]?.failed ?? []),
        );
      });
      await expectAgreement(moved, ofMoved);
    },
  );

  test("judge 4,000 pods of all sorts alike", async () => {
    const pods = fc.sample(arbitraryPod, { numRuns: 4_000, seed: 37 });
    const { verdicts: ofPods } = await judgedByStandards(pods);
    for (const rule of rulesOfLevel.restricted) {
      const breaking = ofPods.filter(({ failed }) => policiesFor(failed).includes(rule)).length;
      expect(breaking, rule).toBeGreaterThan(40);
      expect(breaking, rule).toBeLessThan(3_000);
    }
    expect(ofPods.filter(({ restricted }) => restricted).length).toBeGreaterThan(100);
    await expectAgreement(pods, ofPods);
  });

  /** Each pod in one kind of workload, the kinds in turn. */
  async function expectAgreement(pods: readonly Pod[], expected: readonly Verdict[]): Promise<void> {
    const broken = await brokenPolicies(pods.map((pod, index) => ({ pod, wrapper: wrapperAt(index) })));
    const disagreed = pods.flatMap((pod, index) => {
      const [ours, theirs] = [broken[index], policiesFor(expected[index]?.failed ?? [])];
      return JSON.stringify(ours) === JSON.stringify(theirs)
        ? []
        : [{ ours, theirs, pod: JSON.stringify(pod) }];
    });
    expect(disagreed.slice(0, 3)).toEqual([]);
  }
});
