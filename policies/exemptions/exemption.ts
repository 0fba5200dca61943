import type { Parameter } from "../judging/settings.ts";

/** One resource's leave to break one policy, for a time, as a stack's policy configuration gives it. */
export interface Exemption {
  /** The resource's URN, or the URN's end: type and Pulumi's own name. */
  readonly resource: string;
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The last day on which it holds (UTC), as 2027-01-31. */
  readonly expires: string;
}

/** The name that every policy's entry gives its exemptions. */
export const exemptionsParameter = "exemptions";

/** A text that says something: blanks alone don't. */
const text = (description: string) =>
  ({ type: "string", minLength: 1, pattern: "\\S", description }) as const;

/** A whole URN, or a type and a name. A type has its package, module and kind, and no parents. */
const resourcePattern =
  "^(urn:pulumi:[^:]+::[^:]+::[^:]+:[^:]*:[^:]+::.+|[^:$*\\s]+:[^:$*\\s]*:[^:$*\\s]+::[^*\\s][^*]*)$";

/** What the engine itself holds the entry to, before it asks anything of the pack. */
export const exemptionsSchema: Parameter = {
  type: "array",
  description: "The resources that this policy does not judge for a time.",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["resource", "reason", "owner", "expires"],
    properties: {
      resource: {
        ...text(
          "The resource's URN, or the URN's end with Pulumi's own name of the resource: kubernetes:apps/v1:Deployment::web. There are no patterns.",
        ),
        pattern: resourcePattern,
      },
      reason: text("Why it may break this policy."),
      owner: text("Who answers for it."),
      expires: {
        ...text("The last day on which it holds (UTC)."),
        pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
      },
    },
  },
  default: [],
};

/** The exemptions of a policy's entry. The engine has refused any of another shape. */
export function exemptionsIn(configured: Readonly<Record<string, unknown>>): readonly Exemption[] {
  const given = configured[exemptionsParameter];
  return Array.isArray(given) ? (given as readonly Exemption[]) : [];
}

/** Whether a resource is the one that is exempted. All of it is compared: there are no patterns. */
export function isOf({ resource }: Pick<Exemption, "resource">, urn: string): boolean {
  return resource === urn || resource === endOf(urn);
}

/** The stack that a resource is of. */
export function stackOf(urn: string): string | undefined {
  return /^urn:pulumi:(.+?)::/.exec(urn)?.[1];
}

/** The time at which an exemption ends; undefined where its date is none, such as 2027-02-30. */
export function endOfExemption({ expires }: Pick<Exemption, "expires">): Date | undefined {
  const day = new Date(`${expires}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== expires) {
    return undefined;
  }
  day.setUTCDate(day.getUTCDate() + 1);
  return day;
}

/** A URN's own type, without those of its parents, and its name; undefined for what is no URN. */
export function endOf(urn: string): string | undefined {
  if (!urn.startsWith("urn:")) return undefined;
  const [, , types, ...name] = urn.split("::");
  return types === undefined ? undefined : [types.split("$").at(-1), ...name].join("::");
}
