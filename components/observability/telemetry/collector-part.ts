import type { Environment } from "../../../config/environment.ts";
import { mebibytes } from "../../../model/quantities/bytes.ts";
import { collector } from "../../../model/telemetry.ts";
import type { LabelledPart } from "../../labels.ts";

/** Its pods may wait for room: what a program can't hand over, it throws away and goes on. */
export const collectorPart: LabelledPart = { name: collector, workload: "otel-collector", tier: "standard" };

/** What one collector may take, in which its queue of traces has to fit. */
export const collectorMemory = mebibytes(256);

/** Where a collector listens: for what it takes, and for who asks how it does and what it counted. */
export const collectorPorts = { otlp: 4318, health: 13_133, own: 8888, counts: 8889 } as const;

/** Where programs of a system send their traces. */
export const collectorAddress = `http://${collector}:${collectorPorts.otlp}`;

/** Whether a stack has collectors: nobody looks at dev's telemetry. */
export const runsCollector = (stack: Environment["name"]): boolean => stack !== "dev";
