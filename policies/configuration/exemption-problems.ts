import { exemptionsIn, exemptionsParameter, type Exemption } from "../exemptions/exemption.ts";
import type { PolicyText } from "../judging/rule.ts";
import { defaultsOf } from "../judging/settings.ts";
import { standingOf, type Standing } from "./exemption-standing.ts";
import { daysOf, longestExemption, packParameters } from "./pack-parameters.ts";
import { entryOf, type Json } from "./policy-entry.ts";
import type { ConfigurationProblem } from "./problem.ts";
import { packConfiguration } from "./review.ts";

/** What is wrong with the exemptions of a policy's entry, each of which has the right shape. */
export function exemptionProblems(
  policy: PolicyText,
  configuration: Json,
  now: Date,
  isProtected: boolean,
): readonly ConfigurationProblem[] {
  const exemptions = exemptionsIn(entryOf(configuration, policy.name).parameters);
  const pack = {
    ...defaultsOf(packParameters),
    ...entryOf(configuration, packConfiguration.name).parameters,
  };
  const longest = daysOf(pack[longestExemption]);
  return exemptions.flatMap((exemption, index) => {
    const at = `${policy.name}.${exemptionsParameter}[${index}]`;
    const isForbidden = isProtected && policy.severity === "critical";
    return [
      ...problemsOf(at, exemption, standingOf(exemption, { now, isForbidden, longest }), longest),
      ...repeated(at, exemption, exemptions.slice(0, index)),
    ];
  });
}

function problemsOf(
  at: string,
  { resource, expires, owner }: Exemption,
  standing: Exclude<Standing, "is of several">,
  longest: number,
): readonly ConfigurationProblem[] {
  const date = { path: `${at}.expires`, value: expires };
  switch (standing) {
    case "holds":
      return [];
    case "is forbidden":
      return [
        {
          path: at,
          value: resource,
          problem: "exempts from a critical policy in a stack which is protected",
          fix: "mend the resource and remove the exemption.",
        },
      ];
    case "has no date":
      return [{ ...date, problem: "is no day", fix: "write a day as 2027-01-31." }];
    case "has expired": {
      const fix = `mend the resource and remove the exemption, or ask ${owner} for a later date.`;
      return [{ ...date, problem: "has passed", fix }];
    }
    case "is for too long":
      return [
        {
          ...date,
          problem: `is more than ${longest} days ahead`,
          fix: `write an earlier day, or raise ${packConfiguration.name}.${longestExemption}.`,
        },
      ];
  }
}

/** Of two for one resource the first is used, and the second stands there as if it did something. */
function repeated(
  at: string,
  { resource }: Exemption,
  earlier: readonly Exemption[],
): readonly ConfigurationProblem[] {
  const first = earlier.findIndex((each) => each.resource === resource);
  return first < 0
    ? []
    : [
        {
          path: `${at}.resource`,
          value: resource,
          problem: `is exempted by ${exemptionsParameter}[${first}] already`,
          fix: "keep one of the two.",
        },
      ];
}
