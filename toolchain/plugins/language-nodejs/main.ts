import { readFileSync } from "node:fs";
import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import { messageLimits, servePlugin, unimplemented } from "../protocol/serve.ts";
import { asServiceError, unary } from "../protocol/unary-call.ts";
import { endChildrenWithThisProcess, stopAll } from "./child-processes.ts";
import { installDependencies } from "./dependency-installation.ts";
import { runPlugin } from "./plugin-run.ts";
import { programDependencies } from "./program-dependencies.ts";
import { runProgram } from "./program-run.ts";
import { requiredPackages } from "./required-packages.ts";
import { programInfo } from "./runtime-options.ts";

// The engine passes its address as the last argument, after flags that only concern logging.
let engineAddress = process.argv.at(-1) ?? "";

const refuse = (method: string): grpc.handleUnaryCall<unknown, never> =>
  unary(() => {
    throw unimplemented(method);
  });

const server = new grpc.Server(messageLimits);
server.addService(services.LanguageRuntimeService, {
  handshake: unary((request: messages.LanguageHandshakeRequest) => {
    engineAddress = request.getEngineAddress();
    return new messages.LanguageHandshakeResponse();
  }),
  getPluginInfo: unary(() => new pluginMessages.PluginInfo().setVersion(sdkVersion())),
  about: unary(() =>
    new messages.AboutResponse().setExecutable(process.execPath).setVersion(process.version),
  ),
  getRequiredPackages: unary((request: messages.GetRequiredPackagesRequest) => {
    const packages = requiredPackages(programInfo(request).getProgramDirectory());
    return new messages.GetRequiredPackagesResponse().setPackagesList(
      packages.map(({ name, version, server: address }) =>
        new pluginMessages.PackageDependency()
          .setName(name)
          .setKind("resource")
          .setVersion(`v${version.replace(/^v/, "")}`)
          .setServer(address),
      ),
    );
  }),
  getProgramDependencies: unary((request: messages.GetProgramDependenciesRequest) => {
    const directory = programInfo(request).getProgramDirectory();
    return new messages.GetProgramDependenciesResponse().setDependenciesList(
      programDependencies(directory, request.getTransitivedependencies()).map(({ name, version }) =>
        new messages.DependencyInfo().setName(name).setVersion(version),
      ),
    );
  }),
  installDependencies,
  runtimeOptionsPrompts: unary(() => new messages.RuntimeOptionsResponse()),
  template: unary(() => new messages.TemplateResponse()),
  run: (
    call: grpc.ServerUnaryCall<messages.RunRequest, messages.RunResponse>,
    callback: grpc.sendUnaryData<messages.RunResponse>,
  ) => {
    runProgram(call, engineAddress).then(
      (response) => {
        callback(null, response);
      },
      (error: unknown) => {
        callback(asServiceError(error));
      },
    );
  },
  runPlugin,
  cancel: unary(() => {
    stopAll("SIGINT");
    return new emptyMessages.Empty();
  }),
  getRequiredPlugins: refuse("GetRequiredPlugins"),
  generateProgram: refuse("GenerateProgram"),
  generateProject: refuse("GenerateProject"),
  generatePackage: refuse("GeneratePackage"),
  pack: refuse("Pack"),
  link: refuse("Link"),
});
endChildrenWithThisProcess();
await servePlugin(server);

/** The vendor's host carries the version of the SDK it comes with. */
function sdkVersion(): string {
  const manifest = new URL("../../../node_modules/@pulumi/pulumi/package.json", import.meta.url);
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}
