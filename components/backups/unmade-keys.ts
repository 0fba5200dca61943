import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/environment.ts";
import type { Problem } from "../../model/problem.ts";

/**
 * What keeps an update from being made while nobody can open a dump: a key that only holds the place of one, with which
 * every dump would fail. A preview changes nothing, so there it may stand.
 */
export function unmadeKeyProblems({ dumps }: Pick<Environment, "dumps">): readonly Problem[] {
  if (pulumi.runtime.isDryRun()) return [];
  if (!dumps) return [];
  return (["recipients", "secretRecipients"] as const).flatMap((field) =>
    dumps[field].flatMap((recipient, index) =>
      recipient.made
        ? []
        : [
            {
              path: `slipway:environment.dumps.${field}[${index}]`,
              message: `"${recipient.text}" is nobody's key; make a pair with "age-keygen" and give its public one`,
            },
          ],
    ),
  );
}
