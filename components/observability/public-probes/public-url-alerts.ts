import type { Environment, SystemEnvironment } from "../../../config/environment.ts";
import type { Objective } from "../../../model/objective.ts";
import { type Duration, hours, minutes } from "../../../model/quantities/duration.ts";
import { namespaceName } from "../../system-context.ts";
import type { Alert } from "../alert.ts";
import { inLines } from "../counter.ts";
import { certificateLeft, probeResults, twoProbes } from "./probe-results.ts";
import { probeInterval } from "./probe-spec.ts";
import { type ProbedHost, probedHosts } from "./probed-hosts.ts";

/** The name of the rules. */
export const publicUrlAlertsName = "public-urls";

/** The alerts on what a system's public addresses answer. Dev has none, as nothing asks for them. */
export function publicUrlAlerts(
  environment: Pick<Environment, "name">,
  own: SystemEnvironment,
): readonly Alert[] {
  const { name: system, objectives } = own.system;
  const namespace = namespaceName({ system, environment: environment.name });
  const bound = pageLoadBound(objectives);
  return probedHosts(environment, own).flatMap((host) => [
    ...hostAlerts(namespace, host),
    ...(bound && host.hasPages ? [slowAlert(namespace, host, bound)] : []),
  ]);
}

/** How long a page may take to load, where a system promises it. */
export const pageLoadBound = (objectives: readonly Objective[]): Duration | undefined =>
  objectives.flatMap((objective) =>
    objective.kind === "latency" && objective.measured ? [objective.within] : [],
  )[0];

function hostAlerts(namespace: string, { name: part, tier }: ProbedHost): readonly Alert[] {
  const { success, reached, certificateLeft: left } = probeResults(namespace, part);
  return [
    {
      part,
      tier,
      name: "PublicUrlDown",
      severity: "page",
      priority: "P0",
      when: inLines(
        `${reached} == 0`,
        // The first look of all has none before it.
        `and max by (instance) (count_over_time(${success}[${twoProbes}])) >= 2`,
      ),
      for: minutes(1),
      summary: "{{ $labels.instance }} does not answer well",
      description: `Two looks in a row failed, ${probeInterval} apart: by the same way that users come.`,
    },
    {
      part,
      tier,
      name: "PublicCertificateExpires",
      severity: "ticket",
      when: `${left} < ${certificateLeft.wholeSeconds}`,
      for: hours(1),
      summary: "The certificate of {{ $labels.instance }} ends in {{ $value | humanizeDuration }}",
      description: "It was to be renewed long ago. After its end no browser shows a page of it.",
    },
    {
      part,
      tier,
      name: "PublicUrlUnknown",
      severity: "ticket",
      when: `absent_over_time(${success}[${twoProbes}])`,
      for: minutes(30),
      summary: `Nobody looks whether ${part} is reached from outside`,
      description:
        "Prometheus has no result of the probes, so no other alert would tell that users can't reach it.",
    },
  ];
}

/** Whether the way to a page, with the page itself, takes as long as all of it may. */
const slowAlert = (namespace: string, { name: part, tier }: ProbedHost, bound: Duration): Alert => ({
  part,
  tier,
  name: "PublicUrlSlow",
  severity: "ticket",
  when: `${probeResults(namespace, part).duration} > ${bound.milliseconds / 1000}`,
  for: minutes(5),
  summary: "{{ $labels.instance }} takes {{ $value | humanizeDuration }} to answer",
  description: `Over half an hour, from within the cluster. A whole page is promised within ${bound}.`,
});
