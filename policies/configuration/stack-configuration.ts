import {
  endOf,
  exemptionsIn,
  exemptionsParameter,
  isOf,
  stackOf,
  type Exemption,
} from "../exemptions/exemption.ts";
import { sharedParameters } from "../judging/label-parameters.ts";
import type { RuleText } from "../judging/rule.ts";
import { defaultsOf } from "../judging/settings.ts";
import type { Field } from "../kubernetes/field.ts";
import { entryField } from "./entry-field.ts";
import { standingOf, type Standing } from "./exemption-standing.ts";
import { daysOf, longestExemption, packParameters, protectedStacks } from "./pack-parameters.ts";

/** What a stack's policy configuration says of one exemption, and what has come of it. */
export interface GivenExemption extends Exemption {
  readonly policy: RuleText;
  /** Its place in the configuration. */
  readonly field: Field;
  readonly standing: Standing;
  /** The URNs of the resources that it names: more than one where two have one type and name. */
  readonly named: readonly string[];
  /** The most days from now on which it may still hold. */
  readonly longest: number;
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
  #pack: Readonly<Record<string, unknown>> = defaultsOf(packParameters);
  readonly #urnsByEnd = new Map<string, Set<string>>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  learn(policy: RuleText, configured: Readonly<Record<string, unknown>>): void {
    const uses = this.#entries.get(policy.name)?.uses ?? [];
    this.#entries.set(policy.name, { policy, configured, uses });
  }

  /**
   * What is said of all policies. It has to be learned of each resource before the first of them judges it: where it
   * never is, since the policy that learns it is switched off, no exemption from a critical policy holds.
   * @param urn The resource's: it names the stack.
   */
  learnShared(urn: string, configured: Readonly<Record<string, unknown>>): void {
    this.#stack ??= stackOf(urn);
    this.#shared = { ...this.#shared, ...configured };
    this.#pack = { ...this.#pack, ...configured };
    const end = endOf(urn) ?? urn;
    this.#urnsByEnd.set(end, (this.#urnsByEnd.get(end) ?? new Set()).add(urn));
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

  /** Whether a resource is exempted from a policy. */
  exempts(policy: RuleText, urn: string | undefined): boolean {
    return this.#exemptionOf(policy, urn) !== undefined;
  }

  /** Keeps a violation back where its resource is exempted, which counts as a use of the exemption. */
  excuses(policy: RuleText, urn: string | undefined): boolean {
    const found = this.#exemptionOf(policy, urn);
    if (found === undefined) return false;
    found.uses[found.index] = (found.uses[found.index] ?? 0) + 1;
    return true;
  }

  #exemptionOf(
    { name }: RuleText,
    urn: string | undefined,
  ): { readonly uses: number[]; readonly index: number } | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined || urn === undefined) return undefined;
    const index = this.#givenBy(entry).findIndex(
      (exemption) => exemption.standing === "holds" && isOf(exemption, urn),
    );
    return index < 0 ? undefined : { uses: entry.uses, index };
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
              named: this.#namedBy(exemption),
              longest: this.#longest,
              uses: uses[index] ?? 0,
            },
          ];
    });
  }

  get #longest(): number {
    return daysOf(this.#pack[longestExemption]);
  }

  #namedBy({ resource }: Exemption): readonly string[] {
    return [...(this.#urnsByEnd.get(endOf(resource) ?? resource) ?? [])].filter((urn) =>
      isOf({ resource }, urn),
    );
  }

  #standingOf(exemption: Exemption, { severity }: RuleText): Standing {
    const isForbidden = severity === "critical" && this.#isPerhapsProtected();
    const standing = standingOf(exemption, { now: this.#now(), isForbidden, longest: this.#longest });
    return standing === "holds" && this.#namedBy(exemption).length > 1 ? "is of several" : standing;
  }

  #isPerhapsProtected(): boolean {
    const stacks = this.#pack[protectedStacks];
    return this.#stack === undefined || !Array.isArray(stacks) || stacks.includes(this.#stack);
  }
}
