import type { Duration } from "../../../model/quantities/duration.ts";
import { certificateLeft, probeResults, timedOver } from "../public-probes/probe-results.ts";
import { probeInterval } from "../public-probes/probe-spec.ts";
import type { ProbedHost } from "../public-probes/probed-hosts.ts";
import type { Board, Panel } from "./board.ts";

/** The addresses that are asked for from outside. */
export interface ShownAddresses {
  readonly namespace: string;
  readonly hosts: readonly ProbedHost[];
  /** How long a page may take to load. @default nobody has promised it */
  readonly pageLoad?: Duration;
}

/** Whether the way that users come leads to each public service (HLT-13, SLO-32). */
export const addressesBoard = (shown: ShownAddresses): Board => ({
  name: "addresses",
  about: `Whether each public address answers, by the way that users come. It is asked for every ${probeInterval}.`,
  rows: shown.hosts.map((host) => ({
    title: host.name,
    panels: [answerPanel(shown, host), durationPanel(shown, host), certificatePanel(shown, host)],
  })),
});

const ofHost = ({ namespace }: ShownAddresses, { name }: ProbedHost) => probeResults(namespace, name);

const legend = "{{instance}}";

const answerPanel = (shown: ShownAddresses, host: ProbedHost): Panel => ({
  kind: "lines",
  title: `${host.name}: answers`,
  description:
    "1 where one of the last two looks got a good answer, 0 where neither did. Then somebody is told.",
  unit: "short",
  queries: [{ expr: ofHost(shown, host).reached, legend }],
  alerts: { names: ["PublicUrlDown", "PublicUrlUnknown"], parts: [host.name] },
  most: 1,
});

const durationPanel = (shown: ShownAddresses, host: ProbedHost): Panel => ({
  kind: "lines",
  title: `${host.name}: time until it answers`,
  description: `In the mean of ${timedOver}, with the name, the connection and its encryption.`,
  unit: "s",
  queries: [{ expr: ofHost(shown, host).duration, legend }],
  ...(shown.pageLoad &&
    host.hasPages && {
      bounds: [{ at: shown.pageLoad.milliseconds / 1000, is: "ticket" }],
      alerts: { names: ["PublicUrlSlow"], parts: [host.name] },
    }),
});

const certificatePanel = (shown: ShownAddresses, host: ProbedHost): Panel => ({
  kind: "lines",
  title: `${host.name}: time until its certificate ends`,
  description: "It is renewed a month before. After its end no browser shows a page.",
  unit: "s",
  queries: [{ expr: ofHost(shown, host).certificateLeft, legend }],
  bounds: [{ at: certificateLeft.wholeSeconds, is: "ticket" }],
  alerts: { names: ["PublicCertificateExpires"], parts: [host.name] },
  span: "30d",
});
