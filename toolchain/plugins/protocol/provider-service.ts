import type grpc from "@grpc/grpc-js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { formatPath } from "./difference.ts";
import type { Properties } from "./property-value.ts";
import type {
  Autonaming,
  Change,
  CheckResult,
  DiffResult,
  Operation,
  ReplaceableDifference,
  ResourceIdentity,
  ResourceProvider,
} from "./resource-provider.ts";
import { unimplemented } from "./serve.ts";
import { unary } from "./unary-call.ts";

const { Struct } = structMessages;
const { PropertyDiff, DiffResponse } = messages;
type Struct = structMessages.Struct;

/** Binds a provider's decisions to the `ResourceProvider` service. */
export function addProvider(server: grpc.Server, provider: ResourceProvider): void {
  server.addService(services.ResourceProviderService, {
    handshake: unary(() => handshakeResponse()),
    getPluginInfo: unary(() => new pluginMessages.PluginInfo().setVersion(provider.version)),
    checkConfig: unary((request: messages.CheckRequest) => {
      const inputs = properties(request.getNews());
      return checkResponse(provider.checkConfig?.(inputs) ?? { inputs, failures: [] });
    }),
    diffConfig: unary((request: messages.DiffRequest) =>
      diffResponse(
        provider.diffConfig?.(changeOf(request)) ?? { differences: [], deleteBeforeReplace: false },
      ),
    ),
    configure: unary((request: messages.ConfigureRequest) => {
      provider.configure?.(properties(request.getArgs()));
      return configureResponse();
    }),
    check: unary((request: messages.CheckRequest) =>
      checkResponse(
        provider.check({
          ...identityOf(request),
          inputs: properties(request.getNews()),
          oldInputs: properties(request.getOlds()),
          randomSeed: request.getRandomseed_asU8(),
          autonaming: autonamingOf(request.getAutonaming()),
        }),
      ),
    ),
    diff: unary((request: messages.DiffRequest) =>
      diffResponse(provider.diff({ ...identityOf(request), ...changeOf(request) })),
    ),
    create: unary(async (request: messages.CreateRequest) => {
      const inputs = properties(request.getProperties());
      const identity = identityOf(request);
      if (request.getPreview()) {
        return new messages.CreateResponse().setProperties(struct(provider.previewCreate(identity, inputs)));
      }
      const created = await provider.create(identity, inputs, operationOf(request));
      return new messages.CreateResponse().setId(created.id).setProperties(struct(created.state));
    }),
    update: unary(async (request: messages.UpdateRequest) => {
      const identity = { ...identityOf(request), id: request.getId() };
      const state = request.getPreview()
        ? provider.previewUpdate(identity, changeOf(request))
        : await provider.update(identity, changeOf(request), operationOf(request));
      return new messages.UpdateResponse().setProperties(struct(state));
    }),
    read: unary(async (request: messages.ReadRequest) => {
      const identity = { ...identityOf(request), id: request.getId() };
      const state = properties(request.getProperties());
      const result = await provider.read(identity, state, properties(request.getInputs()));
      return new messages.ReadResponse()
        .setId(result.id)
        .setProperties(struct(result.state))
        .setInputs(struct(result.inputs));
    }),
    delete: unary(async (request: messages.DeleteRequest) => {
      const identity = { ...identityOf(request), id: request.getId() };
      await provider.delete(identity, properties(request.getProperties()), operationOf(request));
      return new emptyMessages.Empty();
    }),
    invoke: unary(async (request: messages.InvokeRequest) => {
      if (provider.invoke === undefined) throw unimplemented(`the function ${request.getTok()}`);
      const result = await provider.invoke(request.getTok(), properties(request.getArgs()));
      return new messages.InvokeResponse().setReturn(struct(result));
    }),
    cancel: unary(() => {
      provider.cancel?.();
      return new emptyMessages.Empty();
    }),
    getSchema: unary(() => {
      throw unimplemented("GetSchema");
    }),
  });
}

function handshakeResponse(): messages.ProviderHandshakeResponse {
  return new messages.ProviderHandshakeResponse()
    .setAcceptSecrets(true)
    .setAcceptResources(false)
    .setAcceptOutputs(false)
    .setSupportsAutonamingConfiguration(true);
}

function configureResponse(): messages.ConfigureResponse {
  return new messages.ConfigureResponse()
    .setAcceptsecrets(true)
    .setSupportspreview(true)
    .setAcceptresources(false)
    .setAcceptoutputs(false)
    .setSupportsAutonamingConfiguration(true);
}

function checkResponse(result: CheckResult): messages.CheckResponse {
  return new messages.CheckResponse()
    .setInputs(struct(result.inputs))
    .setFailuresList(
      result.failures.map(({ property, reason }) =>
        new messages.CheckFailure().setProperty(property).setReason(reason),
      ),
    );
}

function diffResponse(result: DiffResult): messages.DiffResponse {
  const replaces = result.differences.filter((difference) => difference.replaces);
  const response = new DiffResponse()
    .setChanges(
      result.differences.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE,
    )
    .setReplacesList(replaces.map(({ path }) => formatPath(path)))
    .setDeletebeforereplace(result.deleteBeforeReplace)
    .setHasdetaileddiff(true);
  const detail = response.getDetaileddiffMap();
  for (const difference of result.differences) {
    detail.set(
      formatPath(difference.path),
      new PropertyDiff().setKind(kindOf(difference)).setInputdiff(true),
    );
  }
  return response;
}

function kindOf({ kind, replaces }: ReplaceableDifference): messages.PropertyDiff.Kind {
  switch (kind) {
    case "add":
      return replaces ? PropertyDiff.Kind.ADD_REPLACE : PropertyDiff.Kind.ADD;
    case "delete":
      return replaces ? PropertyDiff.Kind.DELETE_REPLACE : PropertyDiff.Kind.DELETE;
    case "update":
      return replaces ? PropertyDiff.Kind.UPDATE_REPLACE : PropertyDiff.Kind.UPDATE;
  }
}

function autonamingOf(options: messages.CheckRequest.AutonamingOptions | undefined): Autonaming | undefined {
  if (options === undefined) return undefined;
  const modes = ["propose", "enforce", "disable"] as const;
  return { mode: modes[options.getMode()], proposedName: options.getProposedName() };
}

/** Engines older than the `name` and `type` fields say both in the URN only. */
function identityOf(request: { getUrn(): string; getName(): string; getType(): string }): ResourceIdentity {
  const urn = request.getUrn();
  const [, , qualifiedType = "", ...name] = urn.split("::");
  return {
    urn,
    type: request.getType() || (qualifiedType.split("$").at(-1) ?? ""),
    name: request.getName() || name.join("::"),
  };
}

function changeOf(request: {
  getOlds(): Struct | undefined;
  getNews(): Struct | undefined;
  getOldInputs(): Struct | undefined;
  getIgnorechangesList(): string[];
}): Change {
  return {
    ignoreChanges: request.getIgnorechangesList(),
    oldInputs: properties(request.getOldInputs()),
    oldState: properties(request.getOlds()),
    inputs: properties(request.getNews()),
  };
}

function operationOf(request: { getTimeout(): number }): Operation {
  return { timeoutSeconds: request.getTimeout() };
}

function properties(value: Struct | undefined): Properties {
  return value?.toJavaScript() ?? {};
}

function struct(value: Properties): Struct {
  return Struct.fromJavaScript(value);
}
