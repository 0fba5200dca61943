import type { PolicyText } from "../judging/rule.ts";
import { exemptionProblems } from "./exemption-problems.ts";
import { problemsOfAll, problemsOfLevel } from "./level-problems.ts";
import { mendingOf } from "./nearest-name.ts";
import { entryOf, isObject, type Json } from "./policy-entry.ts";
import { parametersOf } from "./policy-parameters.ts";
import type { ConfigurationProblem } from "./problem.ts";
import { protectedIn } from "./protection.ts";
import { valueProblems } from "./value-problems.ts";

interface Circumstances {
  readonly policies: readonly PolicyText[];
  /** The name of the stack that it is for. */
  readonly stack: string;
  readonly now: Date;
}

const notAnObject = {
  problem: "is no object",
  fix: 'write an object of entries by policy, such as { "no-latest-tag": "mandatory" }.',
};

/** All problems of a stack's policy configuration, as it was parsed from its file. */
export function problemsIn(
  configuration: unknown,
  { policies, stack, now }: Circumstances,
): readonly ConfigurationProblem[] {
  if (!isObject(configuration)) {
    return [{ path: "(the file)", value: configuration, ...notAnObject }];
  }
  const names = ["all", ...policies.map(({ name }) => name)];
  const isProtected = protectedIn(configuration).includes(stack);
  return [
    ...Object.entries(configuration).flatMap(([name, value]) =>
      names.includes(name)
        ? []
        : [{ path: name, value, problem: "is no policy", fix: short(mendingOf(name, names)) }],
    ),
    ...("all" in configuration ? problemsOfAll(configuration) : []),
    ...policies.flatMap((policy) => [
      ...problemsOfLevel(policy, configuration, isProtected),
      ...parameterProblems(policy, configuration, now, isProtected),
    ]),
  ];
}

function parameterProblems(
  policy: PolicyText,
  configuration: Json,
  now: Date,
  isProtected: boolean,
): readonly ConfigurationProblem[] {
  const { parameters: given } = entryOf(configuration, policy.name);
  const parameters = parametersOf(policy);
  const known = ["enforcementLevel", ...Object.keys(parameters)];
  const problems = Object.entries(given).flatMap(([key, value]) => {
    const parameter = parameters[key];
    const path = `${policy.name}.${key}`;
    return parameter === undefined
      ? [{ path, value, problem: `is no parameter of ${policy.name}`, fix: mendingOf(key, known) }]
      : valueProblems(path, parameter, value);
  });
  return [
    ...problems,
    // An exemption of the wrong shape has been told of, and its fields can't be relied on.
    ...(problems.length === 0 ? exemptionProblems(policy, configuration, now, isProtected) : []),
  ];
}

/** Where no name is near, all of them would be a page. */
function short(fix: string): string {
  return fix.length > 200 ? "remove it." : fix;
}
