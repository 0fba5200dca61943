import { Duration, hours, minutes, seconds } from "../../model/quantities/duration.ts";
import { InvalidQuantity } from "../../model/quantities/invalid-quantity.ts";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import { commandArguments, help } from "../command-arguments.ts";
import { environmentOf } from "../configured-environment.ts";
import { measuredStack } from "../prometheus/measured-stack.ts";
import { prometheusOf } from "../prometheus/prometheus-of.ts";
import { releaseSignals } from "./release-signals.ts";
import { looksInARow } from "./standing.ts";
import { unansweredLooks, type WatchEnd, watchRelease } from "./watch-release.ts";

/** How long a release is watched (DEP-06). */
const lasts = minutes(15);
const every = seconds(30);
const longest = hours(6);

const usage = `Usage: make watch STACK=<stack> [SYSTEM=<system>] [FOR=${lasts}] [SINCE=<time>]
       node tools/watch.ts [--for ${lasts}] [--since <time>] [--every ${every}] <stack> [system]

Watches what was released: the share of what is bad by each objective, held to what a canary is held to; whether pods serve, how
often they restart, and how much of their memory and CPU they use. A look every ${every}, a line each. SINCE is when the release had all the
traffic, as 2026-11-22T15:04:00Z; without it, now. What was before is not held against it.
Prometheus is asked at PROMETHEUS_URL, or else through the API server of the stack's cluster.
Exit code 0 when the time is over, 1 when something was beyond its limit at ${looksInARow} looks in a row: take the release back. 2 for a wrong call, 3
when nobody can tell: ${unansweredLooks} looks in a row without an answer, or something that no look knew anything of.
"make" ends with 2 for any but 0; a pipeline that tells them apart runs the program.`;

const options = {
  help,
  for: { type: "string", default: lasts.toString() },
  since: { type: "string", default: "" },
  every: { type: "string", default: every.toString() },
} as const;

const ends: Readonly<Record<WatchEnd, { readonly exitCode: number; readonly text: string }>> = {
  held: { exitCode: 0, text: "The release holds." },
  breach: { exitCode: 1, text: "Take the release back: docs/release-gates.md says how." },
  unknown: { exitCode: 3, text: "Nobody can tell whether the release holds. Look at it yourself." },
};

/**
 * Whether a release holds (DEP-06, SLO-33).
 * @returns 0, 1 or 3, as the usage has it.
 * @throws UsageError for a wrong call.
 */
export async function watchCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const { values, positionals } = commandArguments(args, options, usage);
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { stack, systems } = measuredStack(positionals);
  const releasedAt = releaseTime(values.since);
  const plan = { lasts: span("FOR", values.for), every: span("EVERY", values.every) };
  if (Date.now() - releasedAt > plan.lasts.milliseconds)
    throw new UsageError(`The watch of ${plan.lasts} since ${values.since} is over. Say a longer FOR.`);
  const prometheus = await prometheusOf(stack, environment);
  const names = systems.map(({ name }) => name);
  const signals = releaseSignals(environmentOf(stack), names);
  console.log(`Watching ${names.join(", ")} in ${stack} for ${plan.lasts}, by ${prometheus.place}.`);
  const end = await watchRelease(prometheus, {
    ...plan,
    signals,
    releasedAt,
    say: (line) => {
      console.log(line);
    },
  });
  console.log(ends[end].text);
  return ends[end].exitCode;
}

function span(option: string, text: string): Duration {
  try {
    const parsed = Duration.parse(text);
    if (parsed.milliseconds > 0 && !parsed.exceeds(longest)) return parsed;
  } catch (error) {
    if (!(error instanceof InvalidQuantity)) throw error;
  }
  throw new UsageError(`${option}="${text}" is no span of time up to ${longest}. Say one such as ${lasts}.`);
}

function releaseTime(text: string): number {
  if (text === "") return Date.now();
  const time = Date.parse(text);
  // A time without its zone is another one on each machine.
  if (Number.isNaN(time) || !/(Z|[+-]\d\d:\d\d)$/.test(text) || time > Date.now())
    throw new UsageError(
      `SINCE="${text}" is no time that was, with its zone. Say one such as 2026-11-22T15:04:00Z.`,
    );
  return time;
}
