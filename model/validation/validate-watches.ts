import type { HistogramMetric } from "../metric.ts";
import type { Problem } from "../problem.ts";
import type { Duration } from "../quantities/duration.ts";
import type { Percentage } from "../quantities/percentage.ts";
import type { System } from "../system.ts";
import { type Watch, watchedMetrics } from "../watch.ts";
import { shortName } from "./short-name.ts";
import { validateWatchedLimit } from "./validate-watched-limit.ts";

/** What is wrong with what a system watches: each goes by a metric that is declared, and tells somebody beyond its target. */
export const validateWatches = (system: System): Problem[] =>
  system.watches.flatMap((watch, index) => {
    const path = `${system.name}.watches[${index}]`;
    return [...validateName(system, path, index), ...validateMetrics(system, path, watch)].concat(
      validateFigures(system, path, watch),
    );
  });

function validateName({ watches }: System, path: string, index: number): Problem[] {
  const { name } = watches[index] ?? { name: "" };
  const first = watches.findIndex((other) => other.name === name);
  return [
    ...(shortName.test(name)
      ? []
      : [
          {
            path: `${path}.name`,
            message: `"${name}" is not a name; use at most 40 lower-case letters, digits and -, a letter first`,
          },
        ]),
    ...(first === index
      ? []
      : [
          {
            path: `${path}.name`,
            message: `"${name}" is what watches[${first}] is called too; choose another`,
          },
        ]),
  ];
}

function validateMetrics({ metrics, services }: System, path: string, watch: Watch): Problem[] {
  const known = Object.entries(services).flatMap(([name, { kind }]) =>
    kind === "http-service" ? [name] : [],
  );
  return [
    ...("service" in watch && !known.includes(watch.service)
      ? [
          {
            path: `${path}.service`,
            message: `"${watch.service}" is no HTTP service of the system; known: ${known.join(", ") || "none"}`,
          },
        ]
      : []),
    ...watchedMetrics(watch)
      .filter((metric) => !metrics.includes(metric))
      .map((metric) => ({
        path: `${path}.metric`,
        message: `"${metric.name}" is not declared; add it to the system's metrics, and name the same one here`,
      })),
  ];
}

function validateFigures(system: System, path: string, watch: Watch): Problem[] {
  switch (watch.kind) {
    case "request-latency":
      return [...isBeyond(path, watch.target, watch.alert), ...isShare(`${path}.quantile`, watch.quantile)];
    case "operation-latency":
      return [
        ...isBeyond(path, watch.target, watch.alert),
        ...isShare(`${path}.quantile`, watch.quantile),
        ...isBound(`${path}.target`, watch.metric, watch.target),
        ...isBound(`${path}.alert`, watch.metric, watch.alert),
      ];
    case "error-rate":
      return isBeyond(path, watch.target, watch.alert);
    case "ticks":
      return [
        ...isCount(`${path}.alert`, watch.alert),
        ...(watch.every.milliseconds === 0
          ? [{ path: `${path}.every`, message: "0s is no time between two ticks; give a longer span" }]
          : []),
        ...(watch.stopped.exceeds(watch.every)
          ? []
          : [
              {
                path: `${path}.stopped`,
                message: `within ${watch.stopped} no tick may be due, as one is each ${watch.every}; give a longer span`,
              },
            ]),
      ];
    case "queue":
      return [
        ...isCount(`${path}.alert`, watch.alert),
        ...(watch.goal ? isBound(`${path}.goal.within`, watch.goal.metric, watch.goal.within) : []),
      ];
    case "pool":
      return [
        ...isBeyond(path, watch.target, watch.alert),
        ...hasLabel(`${path}.connections`, watch.connections, "state"),
      ];
    case "daily-limit":
      return [...isShare(`${path}.alert`, watch.alert), ...validateWatchedLimit(system, path, watch)];
    case "cost":
      return [
        ...isShare(`${path}.alert`, watch.alert),
        ...(watch.unusual > 1
          ? []
          : [
              {
                path: `${path}.unusual`,
                message: `${watch.unusual} times the usual is not more than usual; give more than 1`,
              },
            ]),
        ...isAmount(`${path}.atLeast`, watch.atLeast),
        ...Object.entries(watch.budget).flatMap(([name, amount]) =>
          isAmount(`${path}.budget.${name}`, amount),
        ),
      ];
    case "payments":
      return [
        ...isBeyond(path, watch.target, watch.alert),
        ...hasLabel(`${path}.failed.label`, watch.metric, watch.failed.label),
        ...isCount(`${path}.atLeast`, watch.atLeast),
      ];
  }
}

interface Ordered<Q> {
  exceeds(other: Q): boolean;
  toString(): string;
}

const isBeyond = <Q extends Ordered<Q>>(path: string, target: Q, alert: Q): Problem[] =>
  alert.exceeds(target)
    ? []
    : [
        {
          path: `${path}.alert`,
          message: `${alert.toString()} is not beyond the target of ${target.toString()}; nobody would be told in time, or always`,
        },
      ];

const isBound = (path: string, { name, bounds }: HistogramMetric, bound: Duration): Problem[] =>
  bounds.some(({ milliseconds }) => milliseconds === bound.milliseconds)
    ? []
    : [
        {
          path,
          message: `${bound} is no bound of "${name}", so nothing is counted by it; it has ${bounds.join(", ")}`,
        },
      ];

const isShare = (path: string, share: Percentage): Problem[] =>
  share.partsPerMillion > 0 && share.partsPerMillion < 1_000_000
    ? []
    : [{ path, message: `${share} is all or nothing; give a share between 0 and 100` }];

const isCount = (path: string, count: number): Problem[] =>
  Number.isInteger(count) && count >= 1
    ? []
    : [{ path, message: `${count} is not a whole number of 1 or more` }];

const isAmount = (path: string, amount: number): Problem[] =>
  Number.isFinite(amount) && amount > 0
    ? []
    : [{ path, message: `${amount} is no amount of money; give one above 0, in US dollars` }];

const hasLabel = (
  path: string,
  { name, labels }: { readonly name: string; readonly labels: readonly string[] },
  label: string,
): Problem[] =>
  labels.includes(label)
    ? []
    : [{ path, message: `"${name}" has no label "${label}"; it has ${labels.join(", ") || "none"}` }];
