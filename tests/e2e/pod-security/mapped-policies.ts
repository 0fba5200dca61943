import { podSecurityRules } from "../../../policies/rules/pod-security/catalogue.ts";
import { podWrapper, resource, type Json, type wrappers } from "../../policies/workloads.ts";
import { judge } from "../../support/policy-harness.ts";
import type { FailedCheck, Level, Pod } from "./standards.ts";

/** Held by the rule of a stricter check that fails whenever it fails. */
export const heldByStricter: Readonly<Record<string, string>> = { procMount: "procMount_restricted" };

/** One check that three rules share, and what it says of each. */
const namespaces: Readonly<Record<string, string>> = {
  "no-host-pid": "hostPID=true",
  "no-host-ipc": "hostIPC=true",
  "no-host-network": "hostNetwork=true",
};

interface HeldCheck {
  readonly rule: string;
  readonly check: string;
  readonly level: Level;
}

/** Which check each rule says it holds. */
export const heldChecks: readonly HeldCheck[] = podSecurityRules.map(({ name, framework }) => {
  const [level, check] = framework?.specification.split(": ") ?? [];
  return { rule: name, check: check ?? "none", level: level as Level };
});

/** The rules that must be broken where these checks fail, and no others. */
export function policiesFor(failed: readonly FailedCheck[]): readonly string[] {
  const expected = failed.flatMap(({ check, detail }) =>
    heldChecks
      .filter((held) => held.check === (heldByStricter[check] ?? check))
      .map(({ rule }) => rule)
      .filter((rule) => detail.includes(namespaces[rule] ?? "")),
  );
  return [...new Set(expected)].sort();
}

type Wrapper = (typeof wrappers)[number];

/** The rules of pod security that each pod breaks in a kind of workload, in the order of the pods. */
export async function brokenPolicies(
  pods: readonly { readonly pod: Pod; readonly wrapper: Wrapper }[],
): Promise<readonly (readonly string[])[]> {
  const resources = pods.map(({ pod: { metadata = {}, spec }, wrapper }, index) => {
    const name = `web-${index}`;
    const { spec: wrapped, ...rest } = wrapper.wrap({ metadata, spec });
    const ofWorkload: Json = wrapper === podWrapper ? metadata : { name };
    return resource(wrapper.type, { ...rest, metadata: ofWorkload, spec: wrapped }, name);
  });
  const violations = await judge(resources, { rules: podSecurityRules });
  const unsure = violations.find(({ level }) => level !== "mandatory");
  if (unsure !== undefined) throw new Error(`Nothing is unknown here, and yet: ${unsure.message}`);
  const byUrn = Map.groupBy(violations, ({ urn }) => urn);
  return resources.map(({ urn }) => [...new Set(byUrn.get(urn)?.map(({ policy }) => policy))].sort());
}
