import type { KubeConfig, KubernetesObject } from "@kubernetes/client-node";
import { answerCode, isAbsence, reasonOf } from "./absence.ts";

/** An object as a listing of all kinds gives it. */
export type ListedObject = KubernetesObject & { readonly immutable?: boolean };

/** What a listing found, and what it could not look at. */
export interface Listing {
  readonly objects: readonly ListedObject[];
  /** Each kind or group with the reason. */
  readonly unlisted: readonly string[];
}

interface ListableResource {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Things that happen or are derived, which nobody declares. */
const derivedKinds = ["Event", "Endpoints", "EndpointSlice", "Pod", "ReplicaSet", "ControllerRevision"];

/** Groups of measured values, in which nobody can make an object. */
const isMeasured = (group: string): boolean => /(^|\.)metrics\.k8s\.io$/.test(group);

/** Every object of every kind that the API server can list, in all namespaces, that a label selector chooses. */
export async function listObjects(config: KubeConfig, labelSelector: string): Promise<Listing> {
  const { KubernetesObjectApi } = await import("@kubernetes/client-node");
  const api = KubernetesObjectApi.makeApiClient(config);
  const { resources, unlisted } = await discoverResources(config);
  const objects: ListedObject[] = [];
  for (const { apiVersion, kind } of resources) {
    try {
      const { items } = await api.list(
        apiVersion,
        kind,
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
        labelSelector,
      );
      for (const item of items) objects.push({ ...item, apiVersion, kind });
    } catch (error) {
      if (!isAbsence(error) && answerCode(error) !== METHOD_NOT_ALLOWED)
        unlisted.push(`${kind} of ${apiVersion}: ${reasonOf(error)}`);
    }
  }
  return { objects, unlisted };
}

/** Some kinds say that they can be listed and refuse it. */
const METHOD_NOT_ALLOWED = 405;

/** Every kind that the API server can list, in the version that it prefers. */
async function discoverResources(
  config: KubeConfig,
): Promise<{ resources: readonly ListableResource[]; unlisted: string[] }> {
  const { ApisApi, CoreV1Api } = await import("@kubernetes/client-node");
  const core = await config.makeApiClient(CoreV1Api).getAPIResources();
  const { groups } = await config.makeApiClient(ApisApi).getAPIVersions();
  const others = await Promise.all(
    groups
      .filter(({ name }) => !isMeasured(name))
      .map(({ preferredVersion, versions }) =>
        resourcesOf(config, preferredVersion?.groupVersion ?? versions[0]?.groupVersion ?? ""),
      ),
  );
  const groupVersions: readonly Resources[] = [{ apiVersion: "v1", resources: core.resources }, ...others];
  return {
    resources: groupVersions.flatMap(({ apiVersion, resources }) =>
      resources
        .filter(
          ({ name, verbs, kind }) =>
            !name.includes("/") && verbs.includes("list") && !derivedKinds.includes(kind),
        )
        .map(({ kind }) => ({ apiVersion, kind })),
    ),
    unlisted: groupVersions.flatMap(({ apiVersion, failure }) =>
      failure === undefined ? [] : [`all of ${apiVersion}: ${failure}`],
    ),
  };
}

interface Resources {
  readonly apiVersion: string;
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly verbs: readonly string[];
  }[];
  readonly failure?: string;
}

/** The kinds of one group. One whose server does not answer has none, and says why: the rest still counts. */
async function resourcesOf(config: KubeConfig, apiVersion: string): Promise<Resources> {
  const { CustomObjectsApi } = await import("@kubernetes/client-node");
  const [group = "", version = ""] = apiVersion.split("/");
  try {
    const { resources } = await config.makeApiClient(CustomObjectsApi).getAPIResources({ group, version });
    return { apiVersion, resources };
  } catch (error) {
    return { apiVersion, resources: [], ...(isAbsence(error) ? {} : { failure: reasonOf(error) }) };
  }
}
