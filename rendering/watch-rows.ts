import { environmentNames } from "../model/environment-name.ts";
import type { Duration } from "../model/quantities/duration.ts";
import type { System } from "../model/system.ts";
import type { CostWatch, Watch } from "../model/watch.ts";
import { none, table } from "./markdown-table.ts";

/** What a system watches beside its objectives, as a part of its page; nothing where it watches nothing. */
export const watchSection = ({ watches }: System): string[] =>
  watches.length === 0
    ? []
    : [
        "## Watched",
        "Beside the objectives, and beside what is watched of every service: restarts, replicas, memory, CPU.",
        table(["watch", "of", "should be", "somebody is told", "by"], watches.map(watchRow)),
      ];

function watchRow(watch: Watch): string[] {
  const by = watch.severity === "page" ? "page" : "ticket";
  return [watch.name, ...linesOf(watch), by];
}

function linesOf(watch: Watch): [of: string, target: string, alert: string] {
  switch (watch.kind) {
    case "request-latency":
      return [
        `P${watch.quantile.percent} of requests of ${watch.service}; their histogram needs bounds of ${bounds(watch.target, watch.alert)}`,
        `below ${watch.target}`,
        `above ${watch.alert}`,
      ];
    case "operation-latency":
      return [
        `P${watch.quantile.percent} of \`${watch.metric.name}\`; it needs bounds of ${bounds(watch.target, watch.alert)}`,
        `below ${watch.target}`,
        `above ${watch.alert}, over ${watch.over}`,
      ];
    case "error-rate":
      return [`failed requests of ${watch.service}`, `below ${watch.target}`, `above ${watch.alert}`];
    case "ticks":
      return [
        `missed ticks by \`${watch.metric.name}\`, one each ${watch.every}`,
        "none",
        `${watch.alert} or more; a page after ${watch.stopped} without any`,
      ];
    case "queue":
      return [
        `\`${watch.metric.name}\``,
        watch.goal ? `\`${watch.goal.metric.name}\` below ${watch.goal.within}` : none,
        `more than ${watch.alert}`,
      ];
    case "pool":
      return [
        `\`${watch.connections.name}\` of \`${watch.most.name}\``,
        `below ${watch.target}`,
        `above ${watch.alert}`,
      ];
    case "daily-limit":
      return [
        `\`${watch.metric.name}\` since midnight in UTC`,
        `within \`${watch.limit}\``,
        `above ${watch.alert} of it`,
      ];
    case "cost":
      return [
        `\`${watch.metric.name}\``,
        `${budgets(watch)} dollars in 30 days`,
        `above ${watch.alert} of it; at ${watch.unusual} times the usual from ${watch.atLeast} dollars a day`,
      ];
    case "payments":
      return [
        `\`${watch.metric.name}\` with \`${watch.failed.label}="${watch.failed.value}"\``,
        `below ${watch.target}`,
        `above ${watch.alert}, and ${watch.atLeast} in ${watch.over}`,
      ];
  }
}

const bounds = (...durations: readonly Duration[]): string =>
  durations.map(({ milliseconds }) => `${milliseconds / 1000} s`).join(" and ");

const budgets = ({ budget }: CostWatch): string =>
  environmentNames.map((name) => `${budget[name]} in ${name}`).join(", ");
