import type { EnvironmentName } from "../../model/environment-name.ts";
import type { CapturedResource } from "../../rendering/captured-resource.ts";
import { judge, readPolicyConfiguration, type Violation } from "./policy-harness.ts";

/** What the pack says about a captured stack at that stack's own levels. */
export const judgeStack = (
  stack: EnvironmentName,
  resources: readonly CapturedResource[],
  dryRun = true,
): Promise<readonly Violation[]> =>
  judge(
    resources.map(({ inputs, ...resource }) => ({ ...resource, props: inputs })),
    { config: readPolicyConfiguration(stack), dryRun },
  );
