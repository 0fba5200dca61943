import { containerRule } from "../judging/container-rule.ts";
import { environmentParameters, isExcepted } from "../judging/environments.ts";
import { staysUp } from "../judging/probe-check.ts";

/** The same whatever order its keys are in. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );

export const probesNotIdentical = containerRule({
  name: "probes-not-identical",
  displayName: "Alive is not ready",
  description:
    "No container's liveness probe is the same as its readiness probe, in every environment but dev.",
  severity: "high",
  tags: ["probes", "SRE"],
  why: "With both the same, a container that should only be given time is killed at the moment it takes no more requests.",
  fix: "let the liveness probe ask less, or give it more time than the readiness probe.",
  remediation: [
    "Let the readiness probe ask whether it can serve, with what it needs; let the liveness probe ask the process alone.",
    "Where there is one address, raise the liveness probe's failureThreshold: first out of service, and killed only much later.",
  ],
  parameters: environmentParameters,
  concerns: (container, { settings }) =>
    staysUp(container) && !isExcepted(container.template.manifest, settings),
  checks: [
    ({ root }, report) => {
      const [live, ready] = [root.at("livenessProbe"), root.at("readinessProbe")];
      if (live.isSet && ready.isSet && written(live.value) === written(ready.value)) {
        report(live, "is the same as readinessProbe");
      }
    },
  ],
});
