import type { ResourceProvider } from "../protocol/resource-provider.ts";
import { checkObject } from "./check.ts";
import { checkConfiguration, configurationFrom, diffConfiguration } from "./configuration.ts";
import { diffObject } from "./diff.ts";
import { previewObject, previewUpdatedObject } from "./preview.ts";

/** Previews like the vendor's plugin, and touches no cluster. */
export function kubernetesProvider(version: string): ResourceProvider {
  let configuration = configurationFrom({});
  const refuse = (action: string, urn: string): Promise<never> =>
    Promise.reject(
      new Error(
        `The stand-in for the kubernetes plugin does not ${action} ${urn}: it previews only. ` +
          `"make doctor" says how to get the vendor's plugin, version ${version}. With it, run this again.`,
      ),
    );
  return {
    version,
    checkConfig: checkConfiguration,
    diffConfig: diffConfiguration,
    configure: (inputs) => {
      configuration = configurationFrom(inputs);
    },
    check: (request) => checkObject(request, configuration.defaultNamespace),
    diff: (request) => diffObject(request, request, configuration),
    previewCreate: previewObject,
    previewUpdate: (identity, change) => previewUpdatedObject(identity, change.oldState, change.inputs),
    create: ({ urn }) => refuse("create", urn),
    update: ({ urn }) => refuse("update", urn),
    read: ({ urn }) => refuse("read", urn),
    delete: ({ urn }) => refuse("delete", urn),
    invoke: (token) =>
      Promise.reject(
        new Error(
          `The stand-in for the kubernetes plugin has no function ${token}. ` +
            `"make doctor" says how to get the vendor's plugin, version ${version}.`,
        ),
      ),
  };
}
