import { histogram, type HistogramMetric } from "../model/metric.ts";
import { milliseconds } from "../model/quantities/duration.ts";

/** How long pages took to load, as browsers of real users tell the service that shows it (OBS-21). */
export const pageLoad = (...by: readonly string[]): HistogramMetric =>
  histogram({
    name: "page_load_duration_seconds",
    meaning: "how long a page took until it was loaded, told by the users' browsers",
    by,
    about: "pages",
    labels: ["page"],
    bounds: [500, 1000, 1500, 2000, 3000, 5000, 10_000].map(milliseconds),
  });
