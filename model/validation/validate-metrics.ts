import { type Metric, showsMetrics } from "../metric.ts";
import type { Problem } from "../problem.ts";
import type { System } from "../system.ts";

/** What Prometheus takes for a name, without the colon, which is for what it records by itself. */
const metricName = /^[a-z][a-z0-9_]*$/;

/** Labels by which Prometheus tells targets apart, or that it makes itself. */
const reserved: readonly string[] = ["job", "instance", "namespace", "pod", "container", "service", "le"];

const endings = { counter: "_total", histogram: "_seconds" } as const;

/** What is wrong with the metrics that a system's programs are said to show. */
export const validateMetrics = (system: System): Problem[] => [
  ...system.metrics.flatMap((metric, index) =>
    validateMetric(system, `${system.name}.metrics[${index}]`, metric),
  ),
  ...system.metrics.flatMap(({ name }, index) =>
    system.metrics.findIndex((other) => other.name === name) === index
      ? []
      : [
          {
            path: `${system.name}.metrics[${index}].name`,
            message: `"${name}" is declared twice; list all services that show it in one`,
          },
        ],
  ),
];

function validateMetric({ services }: System, path: string, metric: Metric): Problem[] {
  const { name, by, labels } = metric;
  const showing = Object.entries(services).flatMap(([service, declared]) =>
    showsMetrics(declared) ? [service] : [],
  );
  const ending = metric.kind === "gauge" ? "" : endings[metric.kind];
  return [
    ...(metricName.test(name)
      ? []
      : [{ path: `${path}.name`, message: `"${name}" is no name; use lower-case letters, digits and _` }]),
    ...(name.endsWith(ending)
      ? []
      : [{ path: `${path}.name`, message: `"${name}" must end in ${ending}, as a ${metric.kind} does` }]),
    ...(metric.kind === "gauge" && name.endsWith(endings.counter)
      ? [{ path: `${path}.name`, message: `"${name}" ends as a counter does; leave ${endings.counter} out` }]
      : []),
    ...(by.length === 0 ? [{ path: `${path}.by`, message: "is empty; name the services that show it" }] : []),
    ...by.flatMap((service, position) =>
      showing.includes(service)
        ? []
        : [
            {
              path: `${path}.by[${position}]`,
              message: `"${service}" is no service that shows metrics; known: ${showing.join(", ") || "none"}`,
            },
          ],
    ),
    ...labels.flatMap((label, position) =>
      metricName.test(label) && !reserved.includes(label)
        ? []
        : [
            {
              path: `${path}.labels[${position}]`,
              message: `"${label}" can't be a label of it; use lower-case letters, digits and _, and none of ${reserved.join(", ")}`,
            },
          ],
    ),
    ...(metric.kind === "histogram" ? validateBounds(`${path}.bounds`, metric.bounds) : []),
  ];
}

function validateBounds(path: string, bounds: Extract<Metric, { kind: "histogram" }>["bounds"]): Problem[] {
  if (bounds.length === 0) return [{ path, message: "is empty; a histogram has at least one bound" }];
  return bounds.flatMap((bound, index) => {
    const before = bounds[index - 1];
    return before !== undefined && !bound.exceeds(before)
      ? [{ path: `${path}[${index}]`, message: `${bound} does not exceed ${before} before it` }]
      : [];
  });
}
