import { counter, histogram, type Metric } from "../model/metric.ts";
import { seconds } from "../model/quantities/duration.ts";

/** What a program that calls language models shows of the calls: how long, how many tokens, at what price (OBS-04, OBS-05, DSH-08). */
export const languageModelMetrics = (...by: readonly string[]) =>
  ({
    duration: histogram({
      name: "llm_request_duration_seconds",
      meaning: "how long a language model took to answer",
      by,
      about: "models",
      labels: ["model"],
      bounds: [1, 2, 5, 10, 20, 30, 60].map(seconds),
    }),
    tokens: counter({
      name: "llm_tokens_total",
      meaning: "tokens spent on language models; `direction` is input or output",
      by,
      about: "models",
      labels: ["model", "direction"],
    }),
    cost: counter({
      name: "llm_cost_usd_total",
      meaning: "US dollars spent on language models",
      by,
      about: "models",
      labels: ["model"],
    }),
  }) as const satisfies Record<string, Metric>;
