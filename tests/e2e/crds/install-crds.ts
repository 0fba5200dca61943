import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, ApiServer } from "../operators/api-server.ts";
import type { CrdDefinition } from "./load-crds.ts";

const SERVED_WITHIN_MS = 120_000;
/** The API server reads a definition with all cores; more at once only wait for each other. */
const AT_ONCE = 2;

/**
 * Applies definitions to a cluster and waits until it serves all of their kinds. What is there already is left as it
 * is where nothing differs.
 * @throws ApiError when the API server refuses one, Error when a kind is not served within two minutes.
 */
export async function installCrds(
  { kubeconfig }: { readonly kubeconfig: string },
  definitions: readonly CrdDefinition[],
): Promise<void> {
  const api = await ApiServer.of(kubeconfig);
  const left = [...definitions];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await applyDefinition(api, next);
    }),
  );
  for (const definition of definitions) await untilServed(api, definition);
}

async function applyDefinition(api: ApiServer, { name, text, operator }: CrdDefinition): Promise<void> {
  try {
    await api.call("PATCH", `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`, {
      query: { fieldManager: "slipway-crds", force: "true" },
      contentType: "application/apply-patch+yaml",
      body: text,
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new ApiError(error.status, `${name} of ${operator} was refused: ${error.message}`);
  }
}

/** The discovery tells when a kind is established, in few bytes; the definition's own status comes with its schema. */
async function untilServed(api: ApiServer, { group, version, kind, name }: CrdDefinition): Promise<void> {
  const deadline = Date.now() + SERVED_WITHIN_MS;
  while (!(await api.serves(`${group}/${version}`, kind))) {
    if (Date.now() > deadline)
      throw new Error(`${name} is not served after ${SERVED_WITHIN_MS / 1000} s. Read the API server's log.`);
    await sleep(100);
  }
}
