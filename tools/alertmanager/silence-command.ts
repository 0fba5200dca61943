import { watchdogName } from "../../components/observability/watchdog.ts";
import { namespaceName } from "../../components/system-context.ts";
import { days } from "../../model/quantities/duration.ts";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import { commandArguments, help, spanGiven } from "../command-arguments.ts";
import { measuredStack } from "../prometheus/measured-stack.ts";
import { Alertmanager } from "./alertmanager.ts";
import { amtool } from "./amtool.ts";
import { declaredAlerts } from "./declared-alerts.ts";
import { everyAlert, requireAlerts } from "./silenced-alerts.ts";

/** What is silenced for longer is forgotten. */
const longest = days(7);

const usage = `Usage: make silence STACK=<stack> SYSTEM=<system> FOR=<span> REASON=<text> ALERT=<name>|${everyAlert} [PART=<part>] [SLO=<objective>]
       node tools/silence.ts --for <span> --reason <text> --alert <name>|${everyAlert} [--part <part>] [--slo <objective>] <stack> <system>

Silences alerts of a system for a while, ${longest} at the most: for maintenance, or while somebody is at it. ALERT, PART and SLO say which,
as the labels alertname, part and slo of the alert do; of several, all have to be right. ALERT alone silences that alert of every part,
ALERT=${everyAlert} alone the whole system. What no rule of the system has is refused, by what is declared here.
What is silenced is not escalated. The sign of life goes on. Others see who did it, and why.
Alertmanager is reached at ALERTMANAGER_URL, or else through the API server of the stack's cluster.
Exit code 0 when it is silenced, 2 for a wrong call or when Alertmanager can't be reached.`;

const options = {
  help,
  for: { type: "string", default: "" },
  reason: { type: "string", default: "" },
  alert: { type: "string", default: "" },
  part: { type: "string", default: "" },
  slo: { type: "string", default: "" },
} as const;

/**
 * Silences a system's alerts.
 * @param declared The alerts that a system has in a stack. @default those that its stack declares
 * @returns 0
 * @throws UsageError for a wrong call, or without an Alertmanager.
 */
export async function silenceCommand(
  args: readonly string[],
  variables: NodeJS.ProcessEnv,
  now = new Date(),
  declared = declaredAlerts,
): Promise<number> {
  const { values, positionals } = commandArguments(args, options, usage);
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { stack, systems } = measuredStack(positionals, "Alertmanager");
  const [system] = systems;
  if (system === undefined || (positionals[1] ?? "") === "")
    throw new UsageError("A silence is for one system. Say SYSTEM= and its name.");
  if (values.alert === watchdogName)
    throw new UsageError(`${watchdogName} is the sign of life: silenced, it makes the watcher call.`);
  // A variable that is misspelt is one that is not given, so the whole system has to be asked for.
  if (values.alert === "")
    throw new UsageError(
      `Which alert? Say ALERT= and its name, as it stands in the alert, or ALERT=${everyAlert} for every alert of ${system.name}.`,
    );
  if (values.reason.trim() === "") throw new UsageError('Others have to know why. Say REASON="…".');
  const span = spanGiven("FOR", values.for);
  if (span.milliseconds === 0 || span.exceeds(longest))
    throw new UsageError(
      `FOR=${span} is no span from 1s to ${longest}. Give one, and silence it again after that.`,
    );
  requireAlerts(system.name, values, await declared(stack, system.name));
  const alertmanager = await Alertmanager.of(stack, variables);
  const end = new Date(now.getTime() + span.milliseconds).toISOString();
  const { silenceID: id } = (await alertmanager.post("/api/v2/silences", {
    matchers: [
      matcher("namespace", namespaceName({ system: system.name, environment: stack }), true),
      values.alert === everyAlert
        ? matcher("alertname", watchdogName, false)
        : matcher("alertname", values.alert, true),
      ...labels.flatMap((label) => (values[label] === "" ? [] : [matcher(label, values[label], true)])),
    ],
    startsAt: now.toISOString(),
    endsAt: end,
    createdBy: variables["USER"] ?? "somebody",
    comment: values.reason,
  })) as { readonly silenceID: string };
  const what = values.alert === everyAlert ? "All alerts" : values.alert;
  const which = labels.flatMap((label) => (values[label] === "" ? [] : [` with ${label} ${values[label]}`]));
  console.log(
    `${what}${which.join(" and")} of ${system.name} in ${stack} are silenced until ${end}, by ${alertmanager.place}.`,
  );
  console.log(`To end it before: ${amtool} silence expire ${id}`);
  return 0;
}

/** What narrows a silence down beside the name of an alert. */
const labels = ["part", "slo"] as const;

const matcher = (name: string, value: string, isEqual: boolean) => ({ name, value, isEqual, isRegex: false });
