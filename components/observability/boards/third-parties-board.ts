import type { Metric } from "../../../model/metric.ts";
import type { ThirdParty } from "../../../model/third-party.ts";
import type { Board, Panel, Row, TextPanel } from "./board.ts";
import { metricPanel } from "./metric-panels.ts";

/** What a system needs of others, where each says how it is, and what programs see of them (OBS-17). */
export const thirdPartiesBoard = (
  namespace: string,
  parties: readonly ThirdParty[],
  metrics: readonly Metric[],
): Board => ({
  name: "third-parties",
  about: "Whom the system calls outside the cluster. When something fails that is not ours, look here first.",
  rows: rowsOf(namespace, parties, metrics),
});

function rowsOf(
  namespace: string,
  parties: readonly ThirdParty[],
  metrics: readonly Metric[],
): readonly Row[] {
  const pages: TextPanel = {
    kind: "text",
    title: "Status pages",
    description: "Where each of them says whether it works.",
    text: partyTable(parties),
  };
  const panels = seen(namespace, metrics);
  return [
    { title: "Who they are", panels: [pages] },
    ...(panels.length === 0 ? [] : [{ title: "What programs see of them", panels }]),
  ];
}

const partyTable = (parties: readonly ThirdParty[]): string =>
  [
    "| who | what for | where | its own state |",
    "| --- | --- | --- | --- |",
    ...parties.map(
      ({ name, purpose, host, statusPage }) =>
        `| ${name} | ${purpose} | \`${host}\` | ${statusPage === undefined ? "not known" : `[status](${statusPage})`} |`,
    ),
  ].join("\n");

/** How long language models take is the one thing about others that programs time by themselves. */
const seen = (namespace: string, metrics: readonly Metric[]): readonly Panel[] =>
  metrics.flatMap((metric) =>
    metric.about === "models" && metric.kind === "histogram" ? [metricPanel(namespace, metric)] : [],
  );
