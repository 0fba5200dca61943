import { setTimeout as pause } from "node:timers/promises";
import type { Properties } from "../../protocol/property-value.ts";
import type { Created, Operation, ResourceIdentity } from "../../protocol/resource-provider.ts";
import { forcesPatch } from "../annotations.ts";
import { isAlreadyThere, isNotFound, messageOf, NoSuchKindError } from "../cluster/api-error.ts";
import type { KubernetesApi } from "../cluster/api.ts";
import type { ApiAnswer } from "../cluster/connection.ts";
import { objectId, referenceTo, type KubernetesObject } from "../cluster/kubernetes-object.ts";
import { objectKind } from "../object-kind.ts";
import { explained } from "./api-refusal.ts";
import { CREATING_MANAGER, fieldManagerFor } from "./field-manager.ts";
import { objectFrom } from "./object-state.ts";
import type { OperationContext } from "./operation-context.ts";
import { readyState } from "./ready-object.ts";

const RETRY_SECONDS = [1, 2, 4, 8, 16];

/** Creates an object and waits until it is ready. One that is there already is an error, unless upserts are on. */
export async function createObject(
  context: OperationContext,
  identity: ResourceIdentity,
  inputs: Properties,
  { timeoutSeconds }: Operation,
): Promise<Created> {
  const { urn } = identity;
  const session = await context.cluster.toChange();
  const sent = objectFrom(inputs);
  const fieldManager = fieldManagerFor(sent, "");
  const isApplied = context.configuration.upserts || objectKind(identity.type, inputs).isPatch;
  const force = forcesPatch(sent) || context.configuration.forcesPatches;
  const send = (api: KubernetesApi): Promise<ApiAnswer> =>
    isApplied ? api.apply(sent, { fieldManager, force }) : api.create(sent, CREATING_MANAGER);
  let answer: ApiAnswer;
  try {
    answer = await untilItsPlaceIsThere(context, urn, () => send(session.api));
  } catch (error) {
    throw new Error(refusal(urn, sent, error, fieldManager), { cause: error });
  }
  for (const warning of answer.warnings) context.log.message(urn, "warning", warning);
  const live = answer.body;
  const recorded = { inputs, live, fieldManager, initialApiVersion: referenceTo(sent).apiVersion };
  const state = await readyState(context, session, {
    urn,
    sent,
    recorded,
    timeoutSeconds,
  });
  return { id: objectId(live), state };
}

/** A namespace or a CustomResourceDefinition may be under way in the same update. */
async function untilItsPlaceIsThere<Result>(
  { log, cancelled }: OperationContext,
  urn: string,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (let count = 0; ; count += 1) {
    try {
      const result = await attempt();
      if (count > 0) log.status(urn, "");
      return result;
    } catch (error) {
      const seconds = RETRY_SECONDS[count];
      const mayCome = isNotFound(error) || error instanceof NoSuchKindError;
      if (!mayCome || seconds === undefined || cancelled.aborted) throw error;
      log.status(urn, `Retry #${count + 1}; creation failed: ${messageOf(error)}`);
      await pause(seconds * 1000, undefined, { signal: cancelled }).catch(() => undefined);
    }
  }
}

function refusal(urn: string, object: KubernetesObject, error: unknown, fieldManager: string): string {
  const said = `resource "${urn}" was not successfully created by the Kubernetes API server: ${explained(error, object, fieldManager)}`;
  if (!isAlreadyThere(error)) return said;
  return (
    `${said}\n\nThe object is in the cluster already. If this resource only has another name in the program now, give it ` +
    "an alias of the old one. To take the object over as it is, import it with `pulumi import`. To make this program's " +
    "object of it, set upsertExistingObjects on the provider. To manage only some of its fields, use its Patch resource."
  );
}
