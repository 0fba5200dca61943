import { onLiveStack } from "./live/live-stack.ts";
import { followReleases } from "./live/stack-releases.ts";

const usage = `Usage: node tools/follow-rollouts.ts [stack]

Follows the releases of a stack to their end, as "make up" does: after one that waited for a person was sent on its way.
Exit code 0 when all are through, 1 when one was called off, waits for a person or takes too long.`;

/** `node tools/follow-rollouts.ts [stack]`: how the releases of a stack go. */
await onLiveStack({ operation: "follow", usage }, async (live) => {
  const exitCode = await followReleases(live);
  if (exitCode === undefined) console.log(`${live.stack} releases nothing by steps.`);
  return exitCode ?? 0;
});
