import type { EngineLog } from "../protocol/engine-log.ts";
import type { ResourceIdentity, ResourceProvider } from "../protocol/resource-provider.ts";
import { checkObject } from "./check.ts";
import { LazyCluster } from "./cluster/cluster-session.ts";
import { checkConfiguration, configurationFrom, diffConfiguration } from "./configuration.ts";
import { diffObject } from "./diff.ts";
import { createObject } from "./lifecycle/create.ts";
import { deleteObject } from "./lifecycle/delete.ts";
import type { OperationContext } from "./lifecycle/operation-context.ts";
import { readObject } from "./lifecycle/read.ts";
import { deletedAnyhow, readAnyhow } from "./lifecycle/unreachable.ts";
import { updateObject } from "./lifecycle/update.ts";
import { isHelmRelease } from "./object-kind.ts";
import { previewObject, previewUpdatedObject } from "./preview.ts";

/** Plays the vendor's plugin on clusters that are there for tests. A preview touches no cluster. */
export function kubernetesProvider(version: string, log: EngineLog): ResourceProvider {
  const stopping = new AbortController();
  const contextOf = (inputs: Parameters<typeof configurationFrom>[0]): OperationContext => {
    const configuration = configurationFrom(inputs);
    const cluster = new LazyCluster(configuration.cluster, version);
    return { configuration, cluster, log, cancelled: stopping.signal };
  };
  let context = contextOf({});
  const refuse = (what: string): Promise<never> =>
    Promise.reject(
      new Error(
        `The stand-in for the kubernetes plugin has no ${what}. ` +
          `"make doctor" says how to get the vendor's plugin, version ${version}. With it, run this again.`,
      ),
    );
  const onObject = <Result>(
    { type, urn }: ResourceIdentity,
    operation: () => Promise<Result>,
  ): Promise<Result> => {
    const [unsupported] = context.configuration.unsupported;
    if (unsupported !== undefined) return refuse(unsupported);
    return isHelmRelease(type) ? refuse(`Helm releases, such as ${urn}`) : operation();
  };
  return {
    version,
    checkConfig: checkConfiguration,
    diffConfig: diffConfiguration,
    configure: (inputs) => {
      context = contextOf(inputs);
    },
    check: (request) => checkObject(request, context.configuration.defaultNamespace),
    diff: (request) => diffObject(request, request, context.configuration),
    previewCreate: previewObject,
    previewUpdate: (identity, change) => previewUpdatedObject(identity, change.oldState, change.inputs),
    create: (identity, inputs, operation) =>
      onObject(identity, () => createObject(context, identity, inputs, operation)),
    update: (identity, change, operation) =>
      onObject(identity, () => updateObject(context, identity, change, operation)),
    read: (identity, state, inputs) =>
      onObject(identity, () =>
        readObject(context, identity, state, inputs).catch(readAnyhow(context, identity, state, inputs)),
      ),
    delete: (identity, state, operation) =>
      onObject(identity, () =>
        deleteObject(context, identity, state, operation).catch(deletedAnyhow(context, identity)),
      ),
    invoke: (token) => refuse(`function ${token}`),
    cancel: () => {
      stopping.abort();
    },
  };
}
