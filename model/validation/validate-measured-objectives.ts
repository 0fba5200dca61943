import { type GaugeMetric, type HistogramMetric, type Metric } from "../metric.ts";
import type { Freshness, Latency, Uptime } from "../objective.ts";
import type { Problem } from "../problem.ts";
import { publicServices } from "../public-service.ts";
import type { System } from "../system.ts";

/** What is wrong with what objectives go by that no count of requests tells: metrics that the system's programs show. */
export const validateMeasuredObjectives = (system: System): Problem[] =>
  system.objectives.flatMap((objective, index) => {
    const path = `${system.name}.objectives[${index}]`;
    switch (objective.kind) {
      case "availability":
        return [];
      case "latency":
        return validateLatency(system, path, objective);
      case "freshness":
        return validateFreshness(system, path, objective);
      case "uptime":
        return validateUptime(system, path, objective);
      case "durability":
        return validateDurability(system, path);
    }
  });

function validateUptime(system: System, path: string, { services }: Uptime): Problem[] {
  const known = [...publicServices(system).keys()];
  if (services.length === 0)
    return [{ path: `${path}.services`, message: "is empty, so nobody measures it; name public services" }];
  return services.flatMap((service, index) =>
    known.includes(service)
      ? []
      : [
          {
            path: `${path}.services[${index}]`,
            message: `"${service}" is no public service of the system; known: ${known.join(", ") || "none"}`,
          },
        ],
  );
}

const validateDurability = ({ database }: System, path: string): Problem[] =>
  database?.kind === "platform"
    ? []
    : [
        {
          path,
          message:
            "the system has no database of the platform's own, so nobody here knows what is kept; leave it out",
        },
      ];

function validateLatency(
  system: System,
  path: string,
  { services, measured, path: route, within }: Latency,
): Problem[] {
  if (services.length === 0)
    return [
      {
        path: `${path}.services`,
        message:
          "is empty, so nobody measures it; name HTTP services, or the histogram that it is measured by",
      },
    ];
  if (!measured) return [];
  return [
    ...validateMetric(system, `${path}.measured`, measured, services),
    ...validateBound(path, measured, within),
    ...(route === undefined
      ? []
      : [
          {
            path: `${path}.path`,
            message: `"${route}" is a route, and ${measured.name} does not count requests; leave it out`,
          },
        ]),
  ];
}

function validateFreshness(system: System, path: string, objective: Freshness): Problem[] {
  const { service, lateness, within, undone } = objective;
  const known = Object.keys(system.services);
  const declared = system.services[service];
  if (!declared)
    return [
      {
        path: `${path}.service`,
        message: `"${service}" is no service of the system; known: ${known.join(", ")}`,
      },
    ];
  return [
    ...validateMetric(system, `${path}.lateness`, lateness, [service]),
    ...validateBound(path, lateness, within),
    ...(undone.kind === "waiting-work"
      ? (["oldest", "depth"] as const).flatMap((gauge) =>
          validateMetric(system, `${path}.undone.${gauge}`, undone[gauge], [service]),
        )
      : []),
    // Each of several workers would tick, and nobody could say how many ticks are due.
    ...(undone.kind === "missed-ticks" && declared.kind !== "singleton"
      ? [
          {
            path: `${path}.undone`,
            message: `"${service}" is no singleton, so nobody knows how many ticks are due; name one`,
          },
        ]
      : []),
  ];
}

function validateMetric(
  { metrics }: Pick<System, "metrics">,
  path: string,
  { name, kind }: HistogramMetric | GaugeMetric,
  services: readonly string[],
): Problem[] {
  const declared = metrics.find((metric: Metric) => metric.name === name && metric.kind === kind);
  if (!declared)
    return [{ path, message: `"${name}" is no ${kind} of the system; declare it in its metrics` }];
  return services.flatMap((service) =>
    declared.by.includes(service)
      ? []
      : [
          {
            path,
            message: `"${service}" does not show ${name}; those that do: ${declared.by.join(", ") || "none"}`,
          },
        ],
  );
}

/** Without a bucket at the bound, nothing would ever be seen to keep it. */
const validateBound = (
  path: string,
  { name, bounds }: HistogramMetric,
  within: Latency["within"],
): Problem[] =>
  bounds.some(({ milliseconds }) => milliseconds === within.milliseconds)
    ? []
    : [
        {
          path: `${path}.within`,
          message: `${within} is no bound of ${name}; take one of ${bounds.join(", ")}, or add it there`,
        },
      ];
