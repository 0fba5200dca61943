import { minutes, seconds } from "../../../model/quantities/duration.ts";
import { selectorOf } from "../counter.ts";
import { blackboxExporter } from "../prometheus.ts";
import type { ProbedHost } from "./probed-hosts.ts";

/** The part of a Probe's specification (`monitoring.coreos.com/v1`) that Slipway writes. */
export interface ProbeSpec {
  readonly jobName: string;
  readonly interval: string;
  readonly scrapeTimeout: string;
  readonly module: string;
  readonly prober: { readonly url: string };
  readonly targets: {
    readonly staticConfig: {
      readonly static: readonly string[];
      readonly labels: Readonly<Record<string, string>>;
    };
  };
}

/** What Prometheus calls the job of all probes. */
export const probeJob = "public-url";

/** How often a public address is asked for (HLT-13, SLO-32). */
export const probeInterval = minutes(5);

/** After so long without an answer, it has none. */
const longestAnswer = seconds(30);

/** How the cluster's blackbox exporter is told to ask for a service's public addresses. */
export const probeSpec = ({ name, urls }: Pick<ProbedHost, "name" | "urls">): ProbeSpec => ({
  jobName: probeJob,
  interval: probeInterval.toString(),
  scrapeTimeout: longestAnswer.toString(),
  module: blackboxExporter.module,
  prober: { url: blackboxExporter.address },
  targets: { staticConfig: { static: urls, labels: { part: name } } },
});

/** The series of a service's probes, by address, as `instance`. The operator gives them the Probe's namespace. */
export const probeSeries = (namespace: string, part: string, metric: string): string =>
  selectorOf({ metric, matchers: [`job="${probeJob}"`, `namespace="${namespace}"`, `part="${part}"`] });
