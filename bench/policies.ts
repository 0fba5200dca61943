import type { Rule } from "../policies/judging/rule.ts";
import { rules } from "../policies/rules/catalogue.ts";
import { capture } from "../rendering/capture.ts";
import { systems } from "../systems/all.ts";
import { type CapturedResource, judge, readPolicyConfiguration } from "../tests/support/policy-harness.ts";
import { fleet, type Layout } from "./fleet.ts";
import { median } from "./measured-run.ts";

// How much CPU the pack needs to judge many resources. As many rules that look at nothing are judged with in turn: what
// they need is the way to a rule and back, of which each rule takes a copy of each resource, and is not the pack's.

const rounds = 3;
const few = 1_000;
const many = 5_000;
const mostSeconds = 10;
/** How much more each of many resources may need than each of few: rules that compare all with all need five times as much. */
const highestRatio = 1.5;
const layouts: readonly Layout[] = ["many namespaces", "one namespace"];

const nothing = (): void => undefined;
const idle: readonly Rule[] = rules.map((rule) => ({
  ...rule,
  ...("judgeResource" in rule && { judgeResource: nothing }),
  ...("judgeStack" in rule && { judgeStack: nothing }),
}));

const stack: readonly CapturedResource[] = (await capture("production"))
  .filter(({ custom }) => custom)
  .map(({ type, name, urn, inputs, ignoreChanges }) => ({ type, name, urn, props: inputs, ignoreChanges }));

async function secondsOf(
  resources: readonly CapturedResource[],
  judging: { readonly rules: readonly Rule[]; readonly config: ReturnType<typeof readPolicyConfiguration> },
): Promise<number> {
  const start = process.cpuUsage();
  await judge(resources, judging);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** Seconds of CPU that the pack's own rules need for a number of resources. */
async function measured(resources: number, layout: Layout): Promise<number> {
  const judged = fleet(
    stack,
    systems.map(({ name }) => name),
    resources,
    layout,
  );
  const config = readPolicyConfiguration("production");
  const runs: { readonly pack: number; readonly idle: number }[] = [];
  for (let round = 0; round < rounds; round++)
    runs.push({
      pack: await secondsOf(judged, { rules, config }),
      idle: await secondsOf(judged, { rules: idle, config }),
    });
  const own = median(runs.map(({ pack, idle }) => pack - idle));
  const whole = median(runs.map(({ pack }) => pack));
  console.log(
    `  ${String(resources).padStart(5)} resources in ${layout.padEnd(15)} ${own.toFixed(2)} s of CPU by the rules, ` +
      `${whole.toFixed(2)} s with the way there and back`,
  );
  return own;
}

await secondsOf(stack, { rules, config: {} }); // Compiles what the first measurement would else pay for.
console.log(`${rules.length} rules, median of ${rounds} runs:`);
for (const layout of layouts) {
  const ofFew = await measured(few, layout);
  const ofMany = await measured(many, layout);
  const ratio = ofMany / many / (ofFew / few);
  console.log(`  each of ${many} needs ${ratio.toFixed(2)} times as much as each of ${few}`);
  if (ofMany > mostSeconds) {
    console.error(
      `The rules need ${ofMany.toFixed(1)} s for ${many} resources; ${mostSeconds} s are the bound.`,
    );
    process.exitCode = 1;
  }
  if (ratio > highestRatio) {
    console.error(
      `The rules slow down by ${ratio.toFixed(2)} with the number; ${highestRatio} is the bound.`,
    );
    process.exitCode = 1;
  }
}
