import type { PolicyConfigSchema } from "@pulumi/policy";

type JsonSchema = PolicyConfigSchema["properties"][string];

/** A parameter that a stack may set. */
export type Parameter = JsonSchema & {
  readonly description: string;
  /** What applies when the stack says nothing. @default what the stack sets for all policies */
  readonly default?: ParameterValue;
};

export type ParameterValue = string | boolean | readonly unknown[] | Readonly<Record<string, string>>;

export type Parameters = Readonly<Record<string, Parameter>>;

export const noParameters: Parameters = {};

/** The form of texts, as a regular expression that JavaScript and the engine (Go) read alike. */
export interface TextForm {
  readonly pattern: string;
}

/**
 * @param byDefault A parameter without one is among those that a stack sets for all policies.
 * @param form @default any text that is not empty
 */
export function textParameter(description: string, byDefault?: string, form?: TextForm): Parameter {
  return {
    type: "string",
    minLength: 1,
    ...form,
    description,
    ...(byDefault !== undefined && { default: byDefault }),
  };
}

/** @param form That of each. @default any text that is not empty */
export function textsParameter(
  description: string,
  byDefault: readonly string[],
  form?: TextForm,
): Parameter {
  return {
    type: "array",
    items: { type: "string", minLength: 1, ...form },
    uniqueItems: true,
    description,
    default: [...byDefault],
  };
}

/** Texts by name. */
export function namedTextsParameter(
  description: string,
  byDefault: Readonly<Record<string, string>>,
): Parameter {
  return { type: "object", additionalProperties: { type: "string" }, description, default: { ...byDefault } };
}

export function switchParameter(description: string, byDefault: boolean): Parameter {
  return { type: "boolean", description, default: byDefault };
}

/** The values of a rule's parameters in this stack. */
export class Settings {
  readonly #values: Readonly<Record<string, unknown>>;

  /**
   * @param configured What the stack says of this rule.
   * @param shared What it says of all of them. @default nothing
   */
  constructor(
    parameters: Parameters,
    configured: Readonly<Record<string, unknown>>,
    shared: Readonly<Record<string, unknown>> = {},
  ) {
    this.#values = { ...shared, ...defaultsOf(parameters), ...configured };
  }

  text(name: string): string {
    const value = this.#values[name];
    return typeof value === "string" ? value : this.#reject(name, "text");
  }

  texts(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) && value.every((item) => typeof item === "string")
      ? value
      : this.#reject(name, "a list of texts");
  }

  namedTexts(name: string): Readonly<Record<string, string>> {
    const value = this.#values[name];
    return isNamedTexts(value) ? value : this.#reject(name, "texts by name");
  }

  isOn(name: string): boolean {
    const value = this.#values[name];
    return typeof value === "boolean" ? value : this.#reject(name, "true or false");
  }

  #reject(name: string, expected: string): never {
    throw new Error(
      `The policy's parameter ${name} must be ${expected}. Correct it in the policy configuration.`,
    );
  }
}

export function defaultsOf(parameters: Parameters): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, parameter]) =>
      parameter.default === undefined ? [] : [[name, parameter.default] as const],
    ),
  );
}

function isNamedTexts(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((each) => typeof each === "string")
  );
}
