import { counter, histogram, type Metric } from "../../model/metric.ts";
import { seconds } from "../../model/quantities/duration.ts";
import { businessMetrics } from "../business-metrics.ts";
import { databaseClientMetrics } from "../database-client-metrics.ts";
import { languageModelMetrics } from "../language-model-metrics.ts";
import { pageLoad } from "../page-load-metrics.ts";

const models = languageModelMetrics("crb-backend");
const database = databaseClientMetrics("crb-backend");

/**
 * What the API of CRB Analyser shows of its own work. Of each report a span tells, too (OBS-05); it is counted by the program itself, as what is
 * logged depends on the level (CF-26).
 */
export const crbMetrics = {
  pageLoad: pageLoad("crb-backend"),
  reportDuration: histogram({
    name: "report_generation_duration_seconds",
    meaning: "how long a report took to be made",
    by: ["crb-backend"],
    about: "business",
    bounds: [15, 30, 60, 90, 120, 180, 300].map(seconds),
  }),
  reportFindings: counter({
    name: "report_findings_total",
    meaning: "findings in reports",
    by: ["crb-backend"],
    about: "business",
  }),
  reportRecommendations: counter({
    name: "report_recommendations_total",
    meaning: "recommendations in reports",
    by: ["crb-backend"],
    about: "business",
  }),
  ...businessMetrics("crb-backend"),
  modelDuration: models.duration,
  modelTokens: models.tokens,
  modelCost: models.cost,
  poolConnections: database.connections,
  poolMost: database.most,
  queries: database.queries,
} as const satisfies Record<string, Metric>;
