import { environmentNames } from "../environment-name.ts";
import type { Problem } from "../problem.ts";
import type { System } from "../system.ts";
import { settingIn } from "../variable.ts";
import type { DailyLimitWatch } from "../watch.ts";

/** What is wrong with the setting that holds the limit of a day: it must be one, and a number above zero in each environment. */
export function validateWatchedLimit(
  { variables }: Pick<System, "variables">,
  path: string,
  { limit }: DailyLimitWatch,
): Problem[] {
  const setting = variables[limit];
  if (setting?.kind !== "setting") {
    const known = Object.entries(variables).flatMap(([name, { kind }]) => (kind === "setting" ? [name] : []));
    return [
      {
        path: `${path}.limit`,
        message: `"${limit}" is no setting of the system; known: ${known.join(", ") || "none"}`,
      },
    ];
  }
  return environmentNames.flatMap((environment) => {
    const value = settingIn(setting, environment);
    return Number(value) > 0
      ? []
      : [
          {
            path: `${path}.limit`,
            message: `"${limit}" is "${value}" in ${environment}, which is no limit; give it a number above 0`,
          },
        ];
  });
}
