import { readFileSync } from "node:fs";
import type { EnforcementLevel, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { z } from "zod";

export type AnyPolicy = ResourceValidationPolicy | StackValidationPolicy;

/** Levels and parameters by policy, as `--policy-pack-config` takes them. */
export type PolicyConfiguration = Readonly<
  Record<string, string | ({ readonly enforcementLevel?: string } & Readonly<Record<string, unknown>>)>
>;

export interface PolicySettings {
  readonly level: EnforcementLevel;
  readonly properties: Readonly<Record<string, unknown>>;
}

const levels: readonly string[] = ["advisory", "mandatory", "remediate", "disabled"];

/** A stack's levels and parameters, from the file that the engine is given. */
export function readPolicyConfiguration(stack: string): PolicyConfiguration {
  const file = new URL(`../../policies/config/${stack}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as PolicyConfiguration;
}

/**
 * Defaults from the schema, then the level of "all", then the policy's own: the engine's order. Stricter than the
 * engine in one thing: it lets a misspelt policy or parameter pass, and the policy keeps its default.
 * @param strict Whether a misspelt parameter or a value of the wrong shape is refused.
 */
export function reconcile(
  policies: readonly AnyPolicy[],
  config: PolicyConfiguration,
  strict = true,
): ReadonlyMap<string, PolicySettings> {
  const names = new Set(["all", ...policies.map(({ name }) => name)]);
  const unknown = Object.keys(config).filter((name) => !names.has(name));
  if (unknown.length > 0) {
    throw new Error(`The policy configuration names no policy of the pack: ${unknown.join(", ")}.`);
  }
  const all = givenFor(config, "all");
  return new Map(
    policies.map((policy) => {
      const own = givenFor(config, policy.name);
      const properties = { ...defaultsOf(policy), ...own.properties };
      if (strict) validate(policy, properties);
      return [
        policy.name,
        { level: own.level ?? all.level ?? policy.enforcementLevel ?? "advisory", properties },
      ];
    }),
  );
}

function givenFor(config: PolicyConfiguration, name: string): Partial<PolicySettings> {
  const given = config[name] ?? {};
  const { enforcementLevel, ...properties } = typeof given === "string" ? { enforcementLevel: given } : given;
  if (enforcementLevel === undefined) {
    return { properties };
  }
  if (!levels.includes(enforcementLevel)) {
    throw new Error(`${name}: ${enforcementLevel} is no enforcement level; these are: ${levels.join(", ")}.`);
  }
  return { level: enforcementLevel as EnforcementLevel, properties };
}

function defaultsOf(policy: AnyPolicy): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(policy.configSchema?.properties ?? {}).flatMap(([key, schema]) =>
      schema.default === undefined ? [] : [[key, schema.default]],
    ),
  );
}

function validate(policy: AnyPolicy, properties: Readonly<Record<string, unknown>>): void {
  const schema = {
    type: "object",
    additionalProperties: false,
    properties: policy.configSchema?.properties ?? {},
  };
  const result = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(properties);
  if (!result.success) {
    throw new Error(`${policy.name}: ${z.prettifyError(result.error)}`);
  }
}
