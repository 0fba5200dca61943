import { counter, gauge, histogram, type Metric } from "../../model/metric.ts";
import { seconds } from "../../model/quantities/duration.ts";
import { databaseClientMetrics } from "../database-client-metrics.ts";
import { languageModelMetrics } from "../language-model-metrics.ts";

/** How often the engine looks for work (SYS-04). */
export const engineTick = seconds(5);

const models = languageModelMetrics("web", "engine-worker");
const database = databaseClientMetrics("web", "email-worker", "engine-worker", "scheduler");

/** What the programs of Atlas UX show of their own work. */
export const atlasMetrics = {
  tickDelay: histogram({
    name: "engine_tick_delay_seconds",
    meaning: "how late a tick of the engine began (OBS-19)",
    by: ["engine-worker"],
    bounds: [1, 2, 5, 10, 15, 30, 60].map(seconds),
  }),
  engineQueue: gauge({
    name: "engine_queue_depth",
    meaning: "jobs of the engine that wait (OBS-18)",
    by: ["engine-worker"],
  }),
  runningJobs: gauge({
    name: "engine_jobs_in_progress",
    meaning: "jobs of the engine that are being worked on (OBS-04)",
    by: ["engine-worker"],
    about: "business",
  }),
  agentActions: counter({
    name: "agent_actions_total",
    meaning: "what AI agents did (OBS-04)",
    by: ["engine-worker"],
    about: "business",
    labels: ["agent"],
  }),
  mailDelay: histogram({
    name: "mail_delivery_seconds",
    meaning: "how long a mail waited from being queued until the provider took it",
    by: ["email-worker"],
    bounds: [5, 10, 30, 60, 120, 300].map(seconds),
  }),
  mailQueue: gauge({
    name: "mail_queue_depth",
    meaning: "EMAIL_SEND jobs that wait (OBS-18)",
    by: ["email-worker"],
  }),
  mailAge: gauge({
    name: "mail_queue_oldest_age_seconds",
    meaning: "how long the oldest waiting mail has waited",
    by: ["email-worker"],
  }),
  modelDuration: models.duration,
  modelTokens: models.tokens,
  modelCost: models.cost,
  poolConnections: database.connections,
  poolMost: database.most,
  queries: database.queries,
} as const satisfies Record<string, Metric>;
