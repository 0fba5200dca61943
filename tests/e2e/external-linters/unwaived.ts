import type { Finding } from "./judgement.ts";
import type { Waiver } from "./waivers.ts";

/** What is wrong between findings and waivers, a line each: a finding without a waiver, or a waiver without a finding. */
export function unwaived(findings: readonly Finding[], waivers: readonly Waiver[]): readonly string[] {
  const unknown = findings
    .filter((finding) => !waivers.some((waiver) => excuses(waiver, finding)))
    .map(({ tool, rule, object, message }) => `${tool} ${rule}: ${object}: ${message}`);
  const idle = waivers.flatMap((waiver) =>
    partsOf(waiver)
      .filter((part) => !findings.some((finding) => excuses(part, finding)))
      .map(
        ({ tool, rule, objects }) => `the waiver of ${tool} ${rule} for ${String(objects)} excuses nothing`,
      ),
  );
  return [...unknown, ...idle];
}

const excuses = ({ tool, rule, objects }: Waiver, finding: Finding): boolean =>
  finding.tool === tool && finding.rule === rule && (objects === "all" || objects.includes(finding.object));

/** One waiver an object, where they are named. */
const partsOf = (waiver: Waiver): readonly Waiver[] =>
  waiver.objects === "all" ? [waiver] : waiver.objects.map((object) => ({ ...waiver, objects: [object] }));
