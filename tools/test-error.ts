import { randomBytes } from "node:crypto";
import { collectorPorts } from "../components/observability/telemetry/collector-part.ts";
import { namespaceName } from "../components/system-context.ts";
import { collector, isTraced } from "../model/telemetry.ts";
import { systems } from "../systems/all.ts";
import { exitWith, UsageError } from "../toolchain/engine/requirements.ts";
import { deliberateError, whereToLook } from "./test-error/deliberate-error.ts";

const usage = `Usage: make test-error STACK=staging|production SYSTEM=<system> [TO=<address of the collector>]

Sends one failed span and one log line through a system's collector, and says where both must be seen (OBS-22). Open a way to it first:
  kubectl --namespace <system>-<stack> port-forward service/${collector} ${collectorPorts.otlp}
Exit code 0 when the collector took both, which is not yet to say that they arrive, else 1.`;

const PATIENCE_MS = 10_000;

/** `node tools/test-error.ts <stack> <system> [address]`: proves the way of telemetry by an error that means nothing. */
await exitWith(async () => {
  const [, , stack = "", name = "", to = ""] = process.argv;
  const system = systems.find((each) => each.name === name);
  if (system === undefined || (stack !== "staging" && stack !== "production"))
    throw new UsageError(
      `${usage}\n\nSystems: ${systems.map((each) => each.name).join(", ")}. Dev has no collector.`,
    );
  const programs = Object.entries(system.services).filter(([, service]) => isTraced(service));
  const marked = {
    marker: randomBytes(4).toString("hex"),
    traceId: randomBytes(16).toString("hex"),
    service: programs[0]?.[0] ?? name,
    namespace: namespaceName({ system: name, environment: stack }),
    now: Date.now(),
  };
  const address = to === "" ? `http://localhost:${collectorPorts.otlp}` : to;
  for (const [path, body] of Object.entries(deliberateError(marked))) await send(address + path, body);
  const { traces } = system.telemetry;
  const store = traces.kind === "vendor" ? traces.party.name : "Tempo";
  for (const line of whereToLook(marked, store)) console.log(line);
  return 0;
});

async function send(url: string, body: unknown): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new UsageError(`Nobody takes telemetry at ${url}.\n\n${usage}`);
  }
  if (!answer.ok) throw new UsageError(`${url} answers ${answer.status}: the collector does not take it.`);
}
