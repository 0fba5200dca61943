import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { downloadModules } from "../../crds/go-modules.ts";
import { type CrdDefinition, definitionsIn } from "../../crds/load-crds.ts";

const GATEWAY_API = "sigs.k8s.io/gateway-api";
const DEFINITIONS = "kubernetes-crd-definition-v1.yml";

/**
 * Every kind that Traefik watches: all of its own, and the standard ones of the Gateway API. Stacks write some of them,
 * and it starts only where all are served.
 * @param programs The folder of Traefik's programs.
 */
export async function traefikKinds(programs: string): Promise<readonly CrdDefinition[]> {
  const gateway = (await downloadModules([GATEWAY_API])).get(GATEWAY_API);
  if (gateway === undefined || "reason" in gateway)
    throw new Error(`The kinds of the Gateway API can't be had: ${gateway?.reason ?? "Go said nothing"}.`);
  const standard = join(gateway.folder, "config", "crd", "standard");
  return [
    ...readdirSync(standard).flatMap((file) => definitions(join(standard, file), "Gateway API")),
    ...definitions(join(programs, DEFINITIONS), "Traefik"),
  ];
}

const definitions = (file: string, operator: string): readonly CrdDefinition[] =>
  definitionsIn(readFileSync(file, "utf8"), operator).map(({ versions: [version = ""], ...definition }) => ({
    ...definition,
    version,
    operator,
  }));
