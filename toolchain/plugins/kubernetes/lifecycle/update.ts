import { InitializationFailure } from "../../protocol/initialization-failure.ts";
import type { Properties } from "../../protocol/property-value.ts";
import type { Change, Operation, ResourceIdentity } from "../../protocol/resource-provider.ts";
import { forcesPatch } from "../annotations.ts";
import { isConflict, isNotFound, messageOf } from "../cluster/api-error.ts";
import type { KubernetesApi } from "../cluster/api.ts";
import type { ApiAnswer } from "../cluster/connection.ts";
import {
  listAt,
  objectId,
  referenceTo,
  textAt,
  type KubernetesObject,
} from "../cluster/kubernetes-object.ts";
import { objectKind } from "../object-kind.ts";
import { explained } from "./api-refusal.ts";
import { fieldManagerFor, withFieldsTakenOver } from "./field-manager.ts";
import { withIgnoredFields } from "./ignored-fields.ts";
import { objectFrom, recordedIn, stateOf } from "./object-state.ts";
import type { OperationContext } from "./operation-context.ts";
import { readyState } from "./ready-object.ts";

/** Applies the inputs to the object that is there, drops the fields they no longer have, and waits until it is ready. */
export async function updateObject(
  context: OperationContext,
  identity: ResourceIdentity & { id: string },
  change: Change,
  { timeoutSeconds }: Operation,
): Promise<Properties> {
  const { urn, type } = identity;
  const session = await context.cluster.toChange();
  const { api } = session;
  const old = recordedIn(change.oldState);
  const sent = objectFrom(change.inputs);
  const oldManager = old.fieldManager;
  const fieldManager = fieldManagerFor(sent, oldManager);
  const initialApiVersion = old.initialApiVersion || referenceTo(sent).apiVersion;
  const recorded = { inputs: change.inputs, fieldManager, initialApiVersion };
  const reference = { ...referenceTo(sent), name: referenceTo(old.live).name || referenceTo(sent).name };

  const before = await api.get(reference).catch((error: unknown) => {
    throw new Error(`update of resource "${urn}" failed: ${missing(error)}`, { cause: error });
  });
  let answer: ApiAnswer;
  try {
    answer =
      textAt(sent, "kind") === "CustomResourceDefinition"
        ? await replaceDefinition(api, sent, before, fieldManager)
        : await apply(
            { api, sent, before, fieldManager, isPatch: objectKind(type, change.inputs).isPatch },
            context,
            change,
          );
  } catch (error) {
    // What was refused is the news, whatever becomes of this look.
    const live = await api.get(reference).catch(() => before);
    throw new InitializationFailure(
      `the Kubernetes API server refused the update of "${objectId(before)}": ${explained(error, sent, fieldManager)}`,
      { id: identity.id, state: stateOf({ ...recorded, live }) },
      [],
    );
  }
  for (const warning of answer.warnings) context.log.message(urn, "warning", warning);
  const state = await readyState(context, session, {
    urn,
    sent,
    timeoutSeconds,
    recorded: { ...recorded, live: answer.body },
  });
  if (oldManager !== "" && oldManager !== fieldManager) await relinquish(api, answer.body, oldManager);
  return state;
}

interface Application {
  readonly api: KubernetesApi;
  readonly sent: KubernetesObject;
  readonly before: KubernetesObject;
  readonly fieldManager: string;
  readonly isPatch: boolean;
}

async function apply(
  application: Application,
  context: OperationContext,
  change: Change,
): Promise<ApiAnswer> {
  const { api, sent, fieldManager, isPatch } = application;
  const before = isPatch ? application.before : await takeOver(api, application.before, fieldManager);
  const ignored = change.ignoreChanges ?? [];
  return api.apply(withIgnoredFields(sent, before, ignored, fieldManager), {
    fieldManager,
    // Nobody owns the fields of an object from before there were managers.
    force:
      forcesPatch(sent) ||
      context.configuration.forcesPatches ||
      listAt(before, "metadata.managedFields").length === 0,
  });
}

const MOST_ATTEMPTS = 5;

/** Hands the fields of the object's creation over, so that applying can also remove them. */
async function takeOver(
  api: KubernetesApi,
  object: KubernetesObject,
  fieldManager: string,
): Promise<KubernetesObject> {
  let current = object;
  for (let attempt = 1; ; attempt += 1) {
    const managedFields = withFieldsTakenOver(current, fieldManager);
    if (managedFields === undefined) return current;
    try {
      return await api.patch(referenceTo(current), [
        { op: "replace", path: "/metadata/managedFields", value: managedFields },
        {
          op: "replace",
          path: "/metadata/resourceVersion",
          value: textAt(current, "metadata.resourceVersion"),
        },
      ]);
    } catch (error) {
      // A controller wrote in between.
      if (!isConflict(error) || attempt === MOST_ATTEMPTS) throw error;
      current = await api.get(referenceTo(current));
    }
  }
}

/** A definition is replaced whole, which leaves the custom resources alone. */
function replaceDefinition(
  api: KubernetesApi,
  sent: KubernetesObject,
  before: KubernetesObject,
  fieldManager: string,
): Promise<ApiAnswer> {
  const metadata = {
    ...(sent["metadata"] as Properties),
    resourceVersion: textAt(before, "metadata.resourceVersion"),
  };
  return api.replace({ ...sent, metadata }, fieldManager);
}

/**
 * Gives up every field that a manager owns: it applies an object that says nothing. @throws ApiError, a conflict where
 * this very object is gone: without its UID the API server would make one that is missing.
 */
export async function relinquish(
  api: KubernetesApi,
  object: KubernetesObject,
  fieldManager: string,
): Promise<void> {
  const { apiVersion, kind, name, namespace } = referenceTo(object);
  const uid = textAt(object, "metadata.uid") || textAt(await api.get(referenceTo(object)), "metadata.uid");
  const metadata: Properties = namespace === "" ? { name, uid } : { name, namespace, uid };
  await api.apply({ apiVersion, kind, metadata }, { fieldManager, force: false });
}

function missing(error: unknown): string {
  const said = messageOf(error);
  return isNotFound(error) ? `${said}. Run "pulumi refresh" if the object was deleted by other hands` : said;
}
