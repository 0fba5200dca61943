import { setTimeout as sleep } from "node:timers/promises";
import { alertmanagerConfigName } from "../../components/observability/alert-routing/alertmanager-file.ts";
import { testAlert, testAlertName, testAlertWait } from "../../components/observability/test-alert.ts";
import { namespaceName } from "../../components/system-context.ts";
import type { Receiver, Receivers } from "../../config/receivers.ts";
import type { AlertSeverity } from "../../model/incident-priority.ts";
import { type Duration, minutes, seconds } from "../../model/quantities/duration.ts";
import { UsageError } from "../../toolchain/engine/requirements.ts";
import { commandArguments, help, spanGiven } from "../command-arguments.ts";
import { environmentOf } from "../configured-environment.ts";
import { measuredStack } from "../prometheus/measured-stack.ts";
import { Alertmanager } from "./alertmanager.ts";

const severities: readonly AlertSeverity[] = ["page", "ticket", "log"];

const usage = `Usage: make test-alert STACK=<stack> [SYSTEM=<system>] [SEVERITY=${severities.join("|")}] [FOR=<span>]
       node tools/test-alert.ts [--severity <severity>] [--for <span>] <stack> [system]

Sends the alert ${testAlertName} to the environment's Alertmanager, with the labels by which alerts of a system are routed, or of each
system. Says whom it goes to and how soon. It ends by itself after FOR, two minutes after people are told where none is given; 10m of a
page shows the escalation too. A page wakes people: tell them before.
Alertmanager is reached at ALERTMANAGER_URL, or else through the API server of the stack's cluster.
Exit code 0 when Alertmanager has it and routes it as it should, 1 when it goes elsewhere, 2 for a wrong call or when it can't be reached.
Whether it arrived, only the people there can say.`;

const options = {
  help,
  severity: { type: "string", default: "page" },
  for: { type: "string" },
} as const;

/** How long it lies between two looks at Alertmanager. */
const pause = seconds(1);

/**
 * Sends a test alert (SLO-26).
 * @param patience How long it is looked for, since replicas tell each other of no alert, and each look may meet another one.
 * @returns 0 or 1, as the usage has it.
 * @throws UsageError for a wrong call, or without an Alertmanager.
 */
export async function testAlertCommand(
  args: readonly string[],
  variables: NodeJS.ProcessEnv,
  now = new Date(),
  patience = seconds(15),
): Promise<number> {
  const { values, positionals } = commandArguments(args, options, usage);
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const severity = severities.find((each) => each === values.severity);
  if (severity === undefined)
    throw new UsageError(
      `There is no severity "${values.severity}". Say SEVERITY= and one of: ${severities.join(", ")}.`,
    );
  const wait = testAlertWait(severity);
  const lasting = values.for === undefined ? wait.plus(minutes(2)) : spanGiven("FOR", values.for);
  if (!lasting.exceeds(wait))
    throw new UsageError(`FOR=${lasting} ends it before anybody is told, which is after ${wait}. Give more.`);
  const { stack, systems } = measuredStack(positionals, "Alertmanager");
  const environment = environmentOf(stack);
  const { receivers } = environment;
  if (!receivers)
    throw new UsageError(
      `${stack} names no receivers, so nobody is told of anything. Add them to its file: docs/alerts.md.`,
    );
  const alertmanager = await Alertmanager.of(stack, variables);
  const names = systems.map(({ name }) => name);
  const alerts = systems.map(({ name, owner }) => ({
    ...testAlert(environment, { system: name, owner, environment: stack }, severity),
    startsAt: now.toISOString(),
    endsAt: new Date(now.getTime() + lasting.milliseconds).toISOString(),
  }));
  await alertmanager.post("/api/v2/alerts", alerts);
  const lost = await lostAt(alertmanager, patience, (known) =>
    names.filter((system) => !isRouted(known, namespaceName({ system, environment: stack }), severity)),
  );
  console.log(
    `${testAlertName}, a ${severity} of ${names.join(", ")} in ${stack}, is at ${alertmanager.place}.`,
  );
  if (lost.length > 0) {
    console.error(
      `It does not go where it should for ${lost.join(", ")}: Alertmanager has no such route, or it is silenced. ` +
        `See whether the operator has taken the AlertmanagerConfig "${alertmanagerConfigName}": docs/runbooks/Watchdog.md.`,
    );
    return 1;
  }
  console.log(`Within ${wait} it has to arrive at: ${whom(receivers, severity)}.`);
  if (severity === "page" && lasting.exceeds(minutes(5)) && receivers.escalation.length > 0)
    console.log(
      `Five minutes later, if nobody has silenced it: ${receivers.escalation.map(placeOf).join(", ")}.`,
    );
  console.log(`It ends by itself after ${lasting}, and they hear of that too.`);
  return 0;
}

/** Looks for the alerts until none is lost, or patience ends. */
async function lostAt(
  alertmanager: Alertmanager,
  patience: Duration,
  lostAmong: (known: readonly KnownAlert[]) => readonly string[],
): Promise<readonly string[]> {
  const filter = encodeURIComponent(`alertname="${testAlertName}"`);
  for (let left = patience.milliseconds; ; left -= pause.milliseconds) {
    const known = (await alertmanager.read(`/api/v2/alerts?filter=${filter}`)) as readonly KnownAlert[];
    const lost = lostAmong(known);
    if (lost.length === 0 || left <= 0) return lost;
    await sleep(pause.milliseconds);
  }
}

interface KnownAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly receivers: readonly { readonly name: string }[];
  readonly status: { readonly state: string };
}

const isRouted = (known: readonly KnownAlert[], namespace: string, severity: AlertSeverity): boolean =>
  known.some(
    ({ labels, receivers, status }) =>
      labels["namespace"] === namespace &&
      labels["severity"] === severity &&
      status.state !== "suppressed" &&
      receivers.some(({ name }) => name === `${namespace}/${alertmanagerConfigName}/${severity}`),
  );

function whom(receivers: Receivers, severity: AlertSeverity): string {
  const told = receivers[severity];
  return told.length === 0 ? "nobody, as it is only kept" : told.map(placeOf).join(", ");
}

/** Where people look for it. */
function placeOf(receiver: Receiver): string {
  switch (receiver.kind) {
    case "pagerduty":
      return `PagerDuty (${receiver.secret})`;
    case "opsgenie":
      return `Opsgenie (${receiver.secret})`;
    case "slack":
      return `Slack's ${receiver.channel}`;
    case "email":
      return `mail to ${receiver.to}`;
    case "webhook":
      return `the webhook ${receiver.secret}`;
  }
}
