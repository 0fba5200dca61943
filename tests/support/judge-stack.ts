import type { EnvironmentName } from "../../model/environment-name.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";
import {
  judge,
  readPolicyConfiguration,
  servedPack,
  type CapturedResource as JudgedResource,
  type Violation,
} from "./policy-harness.ts";

/** What the pack says about a captured stack at that stack's own levels. */
export const judgeStack = (
  stack: EnvironmentName,
  resources: readonly CapturedResource[],
  dryRun = true,
): Promise<readonly Violation[]> =>
  judge(resources.map(judged), { config: readPolicyConfiguration(stack), dryRun });

/**
 * The same of a shop's stack, as production's: less what the policies of the real production name of its own, which are its registries
 * and its store of secrets.
 */
export const judgeShop = async (resources: readonly CapturedResource[]): Promise<readonly Violation[]> =>
  (await judgeStack("production", resources)).filter(
    ({ policy }) => policy !== "allowed-image-registries" && policy !== "external-secret-store-exists",
  );

/** A preview of a stack, and of others that differ from it in few resources. */
export interface JudgedStack {
  /**
   * What the pack says of the stack once `resource` is replaced, and not of the stack as it is. Only what the rules
   * say of single resources is taken as said before: the whole is compared anew.
   * @param tried A rule that is listened to even where the stack has disabled it.
   */
  readonly newWith: (
    resource: CapturedResource,
    replacements: readonly CapturedResource[],
    tried: string,
  ) => Promise<readonly Violation[]>;
}

/** Judges a captured stack once, at that stack's own levels. */
export async function judgedStack(
  stack: EnvironmentName,
  resources: readonly CapturedResource[],
): Promise<JudgedStack> {
  const configured = Object.entries(readPolicyConfiguration(stack));
  const disabled = new Set(
    configured.flatMap(([name, given]) =>
      given === "disabled" || (typeof given === "object" && given.enforcementLevel === "disabled")
        ? [name]
        : [],
    ),
  );
  const config = configured.map(([name, given]) => [name, disabled.has(name) ? "advisory" : given] as const);
  const pack = servedPack({ config: Object.fromEntries(config), dryRun: true });
  const each = (await pack.judgeResources(resources.map(judged))).violations;
  const whole = (await pack.judgeStack(resources.map(judged))).violations;
  const before = new Set([...each, ...whole].map(keyOf));
  return {
    newWith: async (resource, replacements, tried) => {
      const changed = resources.flatMap((other) => (other === resource ? replacements : [other]));
      try {
        const ofEach = (await pack.judgeResources(replacements.map(judged))).violations;
        const ofWhole = (await pack.judgeStack(changed.map(judged))).violations;
        return [...ofEach, ...ofWhole].filter(
          (violation) =>
            !before.has(keyOf(violation)) && (violation.policy === tried || !disabled.has(violation.policy)),
        );
      } finally {
        // The pack remembers what each resource declared.
        await pack.judgeResources([judged(resource)]);
      }
    },
  };
}

function judged({ inputs, ...resource }: CapturedResource): JudgedResource {
  return { ...resource, props: inputs };
}

function keyOf({ urn, message }: Violation): string {
  return `${urn ?? ""} ${message}`;
}
