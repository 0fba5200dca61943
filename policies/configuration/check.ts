import { z } from "zod";
import { endOfExemption, exemptionsIn, exemptionsParameter } from "../exemptions/exemption.ts";
import type { PolicyText } from "../judging/rule.ts";
import { defaultsOf, type Parameter } from "../judging/settings.ts";
import { levelsOf } from "./levels.ts";
import { mendingOf } from "./nearest-name.ts";
import { packParameters, protectedStacks } from "./pack-parameters.ts";
import { parametersOf } from "./policy-parameters.ts";
import { packConfiguration } from "./review.ts";

/** What is wrong with a stack's policy configuration at one place. */
export interface ConfigurationProblem {
  readonly path: string;
  readonly value: unknown;
  readonly problem: string;
  readonly fix: string;
}

interface Circumstances {
  readonly policies: readonly PolicyText[];
  /** The name of the stack that it is for. */
  readonly stack: string;
  readonly now: Date;
}

type Json = Readonly<Record<string, unknown>>;

const notAnObject = {
  problem: "is no object",
  fix: 'write an object of entries by policy, such as { "all": "mandatory" }.',
};

/** All problems of a stack's policy configuration, as it was parsed from its file. */
export function problemsIn(
  configuration: unknown,
  circumstances: Circumstances,
): readonly ConfigurationProblem[] {
  if (!isObject(configuration)) {
    return [{ path: "(the file)", value: configuration, ...notAnObject }];
  }
  const known = new Map(circumstances.policies.map((policy) => [policy.name, policy]));
  const unprotected = protectedIn(configuration);
  return Object.entries(configuration).flatMap(([name, entry]) => {
    const policy = known.get(name);
    if (name === "all") {
      return levelProblems("all", entry, undefined);
    }
    if (policy === undefined) {
      const fix = mendingOf(name, ["all", ...known.keys()]);
      return [{ path: name, value: entry, problem: "is no policy", fix: short(fix) }];
    }
    return entryProblems(policy, entry, { ...circumstances, unprotected });
  });
}

function entryProblems(
  policy: PolicyText,
  entry: unknown,
  circumstances: Circumstances & { readonly unprotected: readonly string[] },
): readonly ConfigurationProblem[] {
  const { name } = policy;
  if (!isObject(entry)) {
    return levelProblems(name, entry, policy);
  }
  const { enforcementLevel, ...given } = entry;
  const parameters = parametersOf(policy);
  const known = ["enforcementLevel", ...Object.keys(parameters)];
  const ofParameters = Object.entries(given).flatMap(([key, value]) => {
    const parameter = parameters[key];
    return parameter === undefined
      ? [{ path: `${name}.${key}`, value, problem: `is no parameter of ${name}`, fix: mendingOf(key, known) }]
      : valueProblems(`${name}.${key}`, parameter, value);
  });
  return [
    ...(enforcementLevel === undefined
      ? []
      : levelProblems(`${name}.enforcementLevel`, enforcementLevel, policy)),
    ...ofParameters,
    // An exemption of the wrong shape has been told of, and its fields can't be relied on.
    ...(ofParameters.length === 0 ? exemptionProblems(policy, given, circumstances) : []),
  ];
}

function levelProblems(
  path: string,
  value: unknown,
  policy: PolicyText | undefined,
): readonly ConfigurationProblem[] {
  const levels = levelsOf(policy);
  return levels.some((level) => level === value)
    ? []
    : [
        {
          path,
          value,
          problem: "is no level that it can have",
          fix: typeof value === "string" ? mendingOf(value, levels) : `write one of ${levels.join(", ")}.`,
        },
      ];
}

function valueProblems(path: string, schema: Parameter, value: unknown): readonly ConfigurationProblem[] {
  const result = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value);
  return result.success
    ? []
    : result.error.issues.map((issue) => ({
        path: issue.path.reduce<string>(
          (at, key) => (typeof key === "number" ? `${at}[${key}]` : `${at}.${String(key)}`),
          path,
        ),
        value: issue.path.reduce<unknown>((at, key) => (at as Json)[String(key)], value),
        problem: `is not what it takes: ${issue.message}`,
        fix: `write ${shapeOf(schema)}.`,
      }));
}

function exemptionProblems(
  { name, severity }: PolicyText,
  given: Json,
  { stack, now, unprotected }: Circumstances & { readonly unprotected: readonly string[] },
): readonly ConfigurationProblem[] {
  return exemptionsIn(given).flatMap((exemption, index) => {
    const path = `${name}.${exemptionsParameter}[${index}]`;
    if (severity === "critical" && unprotected.includes(stack)) {
      const problem = `exempts from a critical policy in ${stack}, which is protected`;
      return [
        { path, value: exemption.resource, problem, fix: "mend the resource and remove the exemption." },
      ];
    }
    const end = endOfExemption(exemption);
    if (end !== undefined && now < end) {
      return [];
    }
    return [
      {
        path: `${path}.expires`,
        value: exemption.expires,
        problem: end === undefined ? "is no day" : "has passed",
        fix:
          end === undefined
            ? "write a day as 2027-01-31."
            : `mend the resource and remove the exemption, or ask ${exemption.owner} for a later date.`,
      },
    ];
  });
}

function protectedIn(configuration: Json): readonly string[] {
  const entry = configuration[packConfiguration.name];
  const stacks = { ...defaultsOf(packParameters), ...(isObject(entry) && entry) }[protectedStacks];
  return Array.isArray(stacks) ? (stacks as readonly string[]) : [];
}

function shapeOf({ type, items }: Parameter): string {
  const words: Readonly<Record<string, string>> = {
    string: "a text",
    boolean: "true or false",
    object: "texts by name",
  };
  if (type === "array") {
    return isObject(items) && items["type"] === "object"
      ? `objects of ${Object.keys(items["properties"] as Json).join(", ")}`
      : "a list of texts";
  }
  return words[String(type)] ?? String(type);
}

/** Where no name is near, all of them would be a page. */
function short(fix: string): string {
  return fix.length > 200 ? "remove it." : fix;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
