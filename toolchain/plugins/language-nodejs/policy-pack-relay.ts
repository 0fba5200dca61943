import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import { listen, messageLimits } from "../protocol/serve.ts";

export interface RunningPack {
  /** Settles when the pack listens; rejects when it ends before that. */
  readonly port: Promise<number>;
}

/**
 * Stands between the engine and a policy pack. The pack reads its stack, its configuration and whether this is
 * a preview from the environment it starts in, but the engine tells them in a first call, to a running plugin.
 * So the relay takes that call, starts the pack, and passes everything else on as bytes.
 */
export class PolicyPackRelay {
  readonly #server = new grpc.Server(messageLimits);
  readonly #startPack: (environment: NodeJS.ProcessEnv) => RunningPack;
  #pack: Promise<grpc.Client> | undefined;

  constructor(startPack: (environment: NodeJS.ProcessEnv) => RunningPack) {
    this.#startPack = startPack;
    const passed = Object.entries(services.AnalyzerService).filter(
      ([method]) => method !== "handshake" && method !== "configureStack",
    );
    const definition = Object.fromEntries([
      ...passed.map(([method, { path }]) => [method, asBytes(path)] as const),
      ["handshake", services.AnalyzerService.handshake],
      ["configureStack", services.AnalyzerService.configureStack],
    ]) as grpc.ServiceDefinition;
    this.#server.addService(definition, {
      ...Object.fromEntries(passed.map(([method, { path }]) => [method, this.#pass(path)])),
      handshake: (_call: unknown, callback: grpc.sendUnaryData<messages.AnalyzerHandshakeResponse>) => {
        callback(null, new messages.AnalyzerHandshakeResponse());
      },
      configureStack: this.#configureStack,
    });
  }

  listen(): Promise<number> {
    return listen(this.#server);
  }

  close(): void {
    this.#server.forceShutdown();
  }

  readonly #configureStack: grpc.handleUnaryCall<
    messages.AnalyzerStackConfigureRequest,
    messages.AnalyzerStackConfigureResponse
  > = (call, callback) => {
    const { path, requestSerialize } = services.AnalyzerService.configureStack;
    this.#pack ??= this.#connect(stackEnvironment(call.request));
    this.#pack
      .then((pack) => callPack(pack, path, requestSerialize(call.request)))
      .then(
        () => {
          callback(null, new messages.AnalyzerStackConfigureResponse());
        },
        (error: unknown) => {
          callback(error as grpc.ServiceError);
        },
      );
  };

  #pass(path: string): grpc.handleUnaryCall<Buffer, Buffer> {
    return (call, callback) => {
      // A call without a stack, such as publishing a pack does, starts it with the plain environment.
      this.#pack ??= this.#connect({});
      this.#pack
        .then((pack) => callPack(pack, path, call.request))
        .then(
          (response) => {
            callback(null, response);
          },
          (error: unknown) => {
            callback(error as grpc.ServiceError);
          },
        );
    };
  }

  async #connect(environment: NodeJS.ProcessEnv): Promise<grpc.Client> {
    const port = await this.#startPack(environment).port;
    return new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), messageLimits);
  }
}

function stackEnvironment(request: messages.AnalyzerStackConfigureRequest): NodeJS.ProcessEnv {
  const config: Record<string, string> = {};
  request.getConfigMap().forEach((value, key) => {
    config[key] = value;
  });
  return {
    PULUMI_NODEJS_ORGANIZATION: request.getOrganization(),
    PULUMI_NODEJS_PROJECT: request.getProject(),
    PULUMI_NODEJS_STACK: request.getStack(),
    PULUMI_NODEJS_DRY_RUN: String(request.getDryRun()),
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigSecretKeysList()),
  };
}

function asBytes(path: string): grpc.MethodDefinition<Buffer, Buffer> {
  const same = (bytes: Buffer): Buffer => bytes;
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}

function callPack(pack: grpc.Client, path: string, request: Buffer): Promise<Buffer> {
  const { requestSerialize, responseDeserialize } = asBytes(path);
  return new Promise((resolve, reject) => {
    pack.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, response) => {
      if (error) reject(error);
      else resolve(response ?? Buffer.alloc(0));
    });
  });
}
