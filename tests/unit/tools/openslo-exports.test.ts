import { expect, test } from "vitest";
import { stringify } from "yaml";
import {
  type ServiceLevel,
  serviceLevels,
} from "../../../components/observability/service-levels/service-level.ts";
import { sharedDocuments, sloDocument } from "../../../tools/openslo/documents.ts";
import { importOpenSlo } from "../../../tools/openslo/import.ts";
import { realEnvironment, realSystem } from "../../support/declarations.ts";

/** What an import makes of the export of an objective. */
const readBack = (level: ServiceLevel) =>
  importOpenSlo(
    [sloDocument(level, "somebody"), ...sharedDocuments([level])]
      .map((document) => stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }))
      .join("---\n"),
  );

/** What a system promises that is counted by something else than requests, which OpenSLO has no word for. */
const refused = [
  "atlas-ux-database-durability",
  "atlas-ux-email-worker-mail-freshness",
  "atlas-ux-engine-worker-engine-tick-freshness",
  "crb-analyser-crb-backend-page-load-latency",
  "crb-analyser-crb-backend-uptime",
  "crb-analyser-crb-frontend-uptime",
  "odd-scenes-frontend-page-load-latency",
];

test.each(["staging", "production"] as const)(
  "each objective that %s exports comes back as the same one, or is refused with a reason",
  (stack) => {
    const exporting = realEnvironment(stack);
    const levels = exporting.systems.flatMap((own) => serviceLevels(exporting, own));
    const lost = levels.flatMap((level) => {
      const { id, objective, part } = level;
      const { objectives, problems } = readBack(level);
      if (objectives.length > 0) {
        expect(problems, id).toEqual([]);
        expect(objectives, id).toEqual([
          objective.kind === "latency" ? { ...objective, services: [part] } : objective,
        ]);
        return [];
      }
      expect(problems.map(({ path }) => path).join(), id).toMatch(
        new RegExp(`^${id}\\.spec\\.indicator\\.spec\\.ratioMetric\\.\\w+$`),
      );
      return [id];
    });
    expect(lost.sort()).toEqual(refused);
    expect(levels.length).toBeGreaterThan(refused.length * 2);
  },
);

test("what no count of requests tells is refused with what to write by hand", () => {
  const { system } = realSystem("production", "odd-scenes");
  const level = serviceLevels({ name: "production" }, { system }).find(({ id }) =>
    id.endsWith("page-load-latency"),
  );
  if (!level) throw new Error("odd-scenes promises nothing of pages");
  expect(readBack(level)).toEqual({
    objectives: [],
    problems: [
      {
        path: "odd-scenes-frontend-page-load-latency.spec.indicator.spec.ratioMetric.good",
        message:
          "counts page_load_duration_seconds, and requests are timed by http_request_duration_seconds; if a program of the system shows it, " +
          'write latency({ of: "page load", within: seconds(2), target: percent(95), services: ["frontend"], measured: <page_load_duration_seconds of its metrics> })',
      },
    ],
  });
});
