import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { settingsOf } from "../../../components/workloads/variable-config.ts";
import type { EnvironmentName } from "../../../model/environment-name.ts";
import { systems } from "../../../systems/all.ts";
import { insideCluster } from "../../../toolchain/cluster/cluster.ts";
import { realSystem } from "../../support/declarations.ts";
import { releasedPage } from "../app/image/nginx/site-image.ts";
import type { Version } from "../app/image/version.ts";
import type { Answer, Question } from "../sites/ask.ts";
import { expectedAnswers } from "../sites/expected-answers.ts";
import { startCommand } from "./support/command.ts";
import { eventually } from "./support/eventually.ts";
import { isReady, podsOf, serviceAddress } from "./support/kubernetes.ts";
import type { Suite } from "./support/suite.ts";

const program = fileURLToPath(new URL("../sites/ask.ts", import.meta.url));

/** Asks every pod of every static site, and the Service before them, for all that a site promises (IMG-14…18). */
export function testStaticSites(
  environment: EnvironmentName,
  version: Version,
  running: () => { readonly suite: Suite },
): void {
  test("static sites answer every path with the declared headers, from real nginx pods", async ({
    annotate,
  }) => {
    const { suite } = running();
    let [asked, servers] = [0, 0];
    for (const { name: system, services } of systems) {
      for (const [name, service] of Object.entries(services)) {
        if (service.kind !== "static-site") continue;
        const namespace = `${system}-${environment}`;
        const settings = settingsOf(environment, realSystem(environment, system), service.variables);
        const page = releasedPage(system, name, version);
        const expected = expectedAnswers({ page, live: service.health.live, settings });
        const pods = (await podsOf(suite.clients, namespace, name)).filter(isReady);
        expect(pods.length, `ready pods of ${namespace}/${name}`).toBeGreaterThan(0);
        const bases = [
          await serviceAddress(suite.clients, namespace, name),
          ...pods.map(({ status }) => `http://${status?.podIP ?? ""}:${service.port.number}`),
        ];
        for (const base of bases) {
          const answers = await askInside(
            suite,
            base,
            expected.map(({ question }) => question),
          );
          expected.forEach(({ says, holds }, index) => {
            const answer = answers[index];
            if (answer === undefined) throw new Error(`${base} left a question open: ${says}`);
            try {
              holds(answer);
            } catch (error) {
              throw new Error(`${namespace}/${name} at ${base}: not so: ${says}`, { cause: error });
            }
          });
          asked += expected.length;
        }
        servers += pods.length;
        await expectLog(
          suite,
          namespace,
          service.health.live,
          pods.map(({ metadata }) => metadata?.name ?? ""),
        );
      }
    }
    await annotate(`${asked} answers of ${servers} nginx pods and their Services`);
  });
}

async function askInside(
  { cluster }: Suite,
  base: string,
  questions: readonly Question[],
): Promise<readonly Answer[]> {
  const [command = "", ...args] = insideCluster(cluster, [
    process.execPath,
    program,
    base,
    JSON.stringify(questions),
  ]);
  const { exitCode, output } = await startCommand(command, args, {}).result;
  if (exitCode !== 0) throw new Error(`${base} could not be asked: ${output}`);
  return JSON.parse(output) as readonly Answer[];
}

/** Each pod tells what it was asked, one JSON object a line, and nothing of its probes. */
async function expectLog(
  { clients }: Suite,
  namespace: string,
  live: string,
  pods: readonly string[],
): Promise<void> {
  for (const name of pods) {
    const paths = await eventually(`${name} has logged a request of /reports`, async () => {
      const log = await clients.core.readNamespacedPodLog({ namespace, name });
      const requests = log.split("\n").filter((line) => line.startsWith("{"));
      const asked = requests.map((line) => (JSON.parse(line) as { path: string }).path);
      return asked.includes("/reports") ? asked : undefined;
    });
    expect(paths).not.toContain(live);
  }
}
