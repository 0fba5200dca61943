import { stringify } from "yaml";
import { howToGet } from "../components/cluster/contract-needs.ts";
import { clusterContract, type Operator } from "../components/cluster/contract.ts";
import { longestPeriod } from "../model/objective-period.ts";
import type { System } from "../model/system.ts";

/** The page that tells what a cluster must run before the stacks work on it, and how to get each. */
export function contractPage(systems: readonly Pick<System, "objectives">[]): string {
  const sections = [
    "# What a cluster must have",
    "Made from `components/cluster/contract.ts` by `make catalogue`. Kubernetes itself is not listed.",
    "A chart stands here only where the version that brings the named release is known. The others are installed by hand.",
    ...clusterContract.map(section),
    "## What Prometheus must keep",
    `The objectives of the systems count over ${longestPeriod(systems.flatMap(({ objectives }) => objectives))} at the longest. Its operator's default is less, so \`retention\` has to say at least so much.`,
  ];
  return `${sections.join("\n\n")}\n`;
}

function section(operator: Operator): string {
  const kinds = operator.apis.map(
    ({ group, version, kinds: own }) => `- \`${group}/${version}\`: ${own.join(", ")}`,
  );
  const { name, purpose } = operator;
  const served =
    kinds.length === 0
      ? "It adds no kind, so the cluster's APIs don't tell whether it is there."
      : kinds.join("\n");
  return [
    `## ${name}`,
    `${purpose.charAt(0).toUpperCase()}${purpose.slice(1)}.`,
    served,
    howToGet(operator),
    ...(operator.configuration === undefined
      ? []
      : [
          `Its configuration has to hold:\n\n\`\`\`yaml\n${stringify(operator.configuration).trimEnd()}\n\`\`\``,
        ]),
  ].join("\n\n");
}
