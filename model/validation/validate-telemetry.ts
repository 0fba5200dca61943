import type { Problem } from "../problem.ts";
import { runnablesOf } from "../runnable.ts";
import type { System } from "../system.ts";
import { reportsErrors } from "../telemetry.ts";

/** What is wrong with where a system's telemetry goes: names that nobody declared, and vendors that can't be reached. */
export function validateTelemetry(system: System): Problem[] {
  const { errors, logs, traces, tier, version } = system.telemetry;
  const at = `${system.name}.telemetry`;
  return [
    ...(traces.kind === "vendor" ? secretProblems(system, `${at}.traces.token`, traces.token) : []),
    ...(logs ? secretProblems(system, `${at}.logs.token`, logs.token) : []),
    ...(errors?.addresses ?? []).flatMap((address, index) =>
      secretProblems(system, `${at}.errors.addresses[${index}]`, address),
    ),
    ...settingProblems(system, `${at}.version`, version),
    ...settingProblems(system, `${at}.tier`, tier),
    ...samplingProblems(system, at),
    ...reachProblems(system),
  ];
}

function secretProblems({ name, variables }: System, path: string, variable: string): Problem[] {
  const declared = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
  if (declared?.kind !== "secret")
    return [{ path, message: `no secret "${variable}" is declared in ${name}.variables` }];
  return declared.optional
    ? [{ path, message: `"${variable}" may be left out of an environment; declare it as required` }]
    : [];
}

function settingProblems({ name, variables }: System, path: string, variable: string | undefined): Problem[] {
  if (variable === undefined) return [];
  const declared = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
  return declared?.kind === "setting"
    ? []
    : [{ path, message: `no setting "${variable}" is declared in ${name}.variables` }];
}

function samplingProblems({ telemetry }: System, at: string): Problem[] {
  return Object.entries(telemetry.sampling).flatMap(([environment, share]) =>
    share.partsPerMillion > 0
      ? []
      : [
          {
            path: `${at}.sampling.${environment}`,
            message: "is 0%, so nothing but failures would be traced; keep at least 0.1%",
          },
        ],
  );
}

/** Who reports to a vendor by itself must be let through to it. */
function reachProblems(system: System): Problem[] {
  const { errors, logs } = system.telemetry;
  return runnablesOf(system).flatMap(({ path, runnable }) => {
    if (runnable.kind === "static-site") return [];
    const { variables } = runnable.variables;
    const needed = [
      ...(errors && reportsErrors(system.telemetry, variables) ? [errors.party] : []),
      ...(logs && variables.includes(logs.token) ? [logs.party] : []),
    ];
    return needed
      .filter((party) => !runnable.egress.some(({ name }) => name === party.name))
      .map((party) => ({
        path: `${path}.egress`,
        message: `lacks ${party.name}, which it reports to; add it`,
      }));
  });
}
