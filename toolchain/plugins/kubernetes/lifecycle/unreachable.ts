import type { Properties } from "../../protocol/property-value.ts";
import type { ReadResult, ResourceIdentity } from "../../protocol/resource-provider.ts";
import { UnreachableError } from "../cluster/api-error.ts";
import type { OperationContext } from "./operation-context.ts";

const hint =
  'If the cluster is gone for good, set deleteUnreachable on the provider, or PULUMI_K8S_DELETE_UNREACHABLE to "true", ' +
  "and run this again: it takes the resource out of the state.";

/** What a read answers while nobody can be reached: what the settings allow to assume. */
export function readAnyhow(
  { configuration, log }: OperationContext,
  { urn, id }: ResourceIdentity & { id: string },
  state: Properties,
  inputs: Properties,
): (error: unknown) => ReadResult {
  return (error) => {
    if (!(error instanceof UnreachableError)) throw error;
    if (configuration.deletesUnreachable) {
      log.message(urn, "warning", `${error.message}. Taken out of the state, as deleteUnreachable says.`);
      return { id: "", state: {}, inputs: {} };
    }
    if (configuration.skipsUnreachable) {
      log.message(
        urn,
        "warning",
        `${error.message}. Its recorded state stays, as skipUpdateUnreachable says.`,
      );
      return { id, state, inputs };
    }
    throw new Error(`${urn} could not be read: ${error.message}. ${hint}`, { cause: error });
  };
}

export function deletedAnyhow(
  { configuration, log }: OperationContext,
  { urn }: ResourceIdentity,
): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof UnreachableError)) throw error;
    if (!configuration.deletesUnreachable)
      throw new Error(`${urn} could not be deleted: ${error.message}. ${hint}`, { cause: error });
    log.message(urn, "warning", `${error.message}. Taken out of the state, as deleteUnreachable says.`);
  };
}
