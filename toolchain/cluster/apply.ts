import {
  HttpMethod,
  KubeConfig,
  KubernetesObjectApi,
  type KubernetesObject,
  PatchStrategy,
} from "@kubernetes/client-node";

const FIELD_MANAGER = "slipway-cluster";

/** Server-side apply of the objects, one after the other, as the user of the kubeconfig. */
export async function applyObjects(kubeconfig: string, objects: readonly KubernetesObject[]): Promise<void> {
  const client = configurationOf(kubeconfig).makeApiClient(PlainObjectApi);
  for (const object of objects) await client.apply(object);
}

/** The kubeconfig of that file, and nothing of the user's. */
export function configurationOf(kubeconfig: string): KubeConfig {
  const configuration = new KubeConfig();
  configuration.loadFromFile(kubeconfig);
  return configuration;
}

/** Sends objects as they are. The library's own way renames fields that are words of the language, and drops `default`. */
class PlainObjectApi extends KubernetesObjectApi {
  async apply(object: KubernetesObject): Promise<void> {
    const path = await this.specUriPath(object, "patch");
    const request = this.configuration.baseServer.makeRequestContext(path, HttpMethod.PATCH);
    request.setHeaderParam("Accept", "application/json");
    request.setHeaderParam("Content-Type", PatchStrategy.ServerSideApply);
    request.setQueryParam("fieldManager", FIELD_MANAGER);
    request.setQueryParam("force", "true");
    request.setBody(JSON.stringify(object));
    await this.requestPromise(request);
  }
}
