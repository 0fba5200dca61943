import type { PolicyConfigSchema } from "@pulumi/policy";

type JsonSchema = PolicyConfigSchema["properties"][string];

/** A parameter that a stack may set. Its default is what applies when the stack says nothing. */
export type Parameter = JsonSchema & {
  readonly description: string;
  readonly default: string | boolean | string[];
};

export type Parameters = Readonly<Record<string, Parameter>>;

export const noParameters: Parameters = {};

export function textParameter(description: string, byDefault: string): Parameter {
  return { type: "string", minLength: 1, description, default: byDefault };
}

export function textsParameter(description: string, byDefault: readonly string[]): Parameter {
  return {
    type: "array",
    items: { type: "string", minLength: 1 },
    uniqueItems: true,
    description,
    default: [...byDefault],
  };
}

export function switchParameter(description: string, byDefault: boolean): Parameter {
  return { type: "boolean", description, default: byDefault };
}

/** The values of a rule's parameters in this stack. */
export class Settings {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(parameters: Parameters, configured: Readonly<Record<string, unknown>>) {
    const defaults = Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]);
    this.#values = { ...(Object.fromEntries(defaults) as Record<string, unknown>), ...configured };
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
