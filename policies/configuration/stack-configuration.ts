import {
  endOfExemption,
  exemptionsIn,
  exemptionsParameter,
  isOf,
  stackOf,
  type Exemption,
} from "../exemptions/exemption.ts";
import type { RuleText } from "../judging/rule.ts";
import { defaultsOf } from "../judging/settings.ts";
import { sharedParameters } from "../judging/shared-parameters.ts";
import type { Field } from "../kubernetes/field.ts";
import { entryField } from "./entry-field.ts";
import { protectedStacks } from "./pack-parameters.ts";

/** What a stack's policy configuration says of one exemption, and what has come of it. */
export interface GivenExemption extends Exemption {
  readonly policy: RuleText;
  /** Its place in the configuration. */
  readonly field: Field;
  readonly standing: "holds" | "has expired" | "has no date" | "is forbidden";
  /** How often it has kept a violation back. */
  readonly uses: number;
}

interface Entry {
  readonly policy: RuleText;
  readonly configured: Readonly<Record<string, unknown>>;
  readonly uses: number[];
}

/**
 * What the configuration of a stack says across policies. The SDK shows each policy its own entry alone, so entries
 * are gathered as policies are asked for the first time, which is before any of them judges the stack.
 */
export class StackConfiguration {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => Date;
  #stack: string | undefined;
  #shared: Readonly<Record<string, unknown>> = defaultsOf(sharedParameters);
  #protected: readonly string[] = [];

  constructor(now: () => Date) {
    this.#now = now;
  }

  learn(policy: RuleText, configured: Readonly<Record<string, unknown>>): void {
    const uses = this.#entries.get(policy.name)?.uses ?? [];
    this.#entries.set(policy.name, { policy, configured, uses });
  }

  /**
   * What is said of all policies. It has to be learned before the first of them judges.
   * @param urn Any resource's: it names the stack.
   */
  learnShared(urn: string, configured: Readonly<Record<string, unknown>>): void {
    this.#stack ??= stackOf(urn);
    this.#shared = { ...this.#shared, ...configured };
    const stacks = configured[protectedStacks];
    this.#protected = Array.isArray(stacks) ? (stacks as readonly string[]) : [];
  }

  get shared(): Readonly<Record<string, unknown>> {
    return this.#shared;
  }

  /** The entries so far, by policy. */
  get entries(): readonly Pick<Entry, "policy" | "configured">[] {
    return [...this.#entries.values()];
  }

  /** Every exemption of the policies that judge. */
  get exemptions(): readonly GivenExemption[] {
    return [...this.#entries.values()].flatMap((entry) => this.#givenBy(entry));
  }

  /** Whether a resource is exempted from a policy. Asking for a violation that there is counts as a use. */
  excuses({ name }: RuleText, urn: string | undefined): boolean {
    const entry = this.#entries.get(name);
    if (entry === undefined || urn === undefined) {
      return false;
    }
    const index = this.#givenBy(entry).findIndex(
      (exemption) => exemption.standing === "holds" && isOf(exemption, urn),
    );
    if (index >= 0) {
      entry.uses[index] = (entry.uses[index] ?? 0) + 1;
    }
    return index >= 0;
  }

  #givenBy({ policy, configured, uses }: Entry): readonly GivenExemption[] {
    const exemptions = exemptionsIn(configured);
    const fields =
      exemptions.length === 0 ? [] : entryField(policy.name, configured, exemptionsParameter).items();
    return fields.flatMap((field, index) => {
      const exemption = exemptions[index];
      return exemption === undefined
        ? []
        : [
            {
              ...exemption,
              policy,
              field,
              standing: this.#standingOf(exemption, policy),
              uses: uses[index] ?? 0,
            },
          ];
    });
  }

  #standingOf(exemption: Exemption, { severity }: RuleText): GivenExemption["standing"] {
    if (severity === "critical" && this.#stack !== undefined && this.#protected.includes(this.#stack)) {
      return "is forbidden";
    }
    const end = endOfExemption(exemption);
    if (end === undefined) {
      return "has no date";
    }
    return this.#now() < end ? "holds" : "has expired";
  }
}
