import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { PolicySettings } from "../support/policy-configuration.ts";
import type { CapturedResource, Violation } from "../support/policy-harness.ts";

type Callback<Reply> = (error: ServiceError | null, reply: Reply) => void;
type PackProcess = ChildProcessByStdio<null, Readable, null>;

const atRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const levels = [
  [analyzer.EnforcementLevel.ADVISORY, "advisory"],
  [analyzer.EnforcementLevel.MANDATORY, "mandatory"],
  [analyzer.EnforcementLevel.REMEDIATE, "remediate"],
  [analyzer.EnforcementLevel.DISABLED, "disabled"],
] as const;

/** The pack as the engine meets it: the SDK's own runner in a process of its own, spoken to by its protocol. */
export class ServedPack {
  readonly #process: PackProcess;
  readonly #client: AnalyzerClient;

  private constructor(process: PackProcess, port: string) {
    this.#process = process;
    this.#client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  /** A language host tells a pack by its environment whether this is a preview. */
  static async start(dryRun: boolean): Promise<ServedPack> {
    const runner = atRoot("node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js");
    const child = spawn(process.execPath, [runner, "127.0.0.1:1", atRoot("policies")], {
      cwd: atRoot("policies"),
      env: { ...process.env, PULUMI_NODEJS_DRY_RUN: String(dryRun) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface(child.stdout);
    const ended = once(child, "exit").then(() => {
      throw new Error("The policy pack ended before it served.");
    });
    const [port] = (await Promise.race([once(lines, "line"), ended])) as [string];
    return new ServedPack(child, port);
  }

  async info(): Promise<analyzer.AnalyzerInfo.AsObject> {
    const reply = await answered<analyzer.AnalyzerInfo>((callback) =>
      this.#client.getAnalyzerInfo(new empty.Empty(), callback),
    );
    return reply.toObject();
  }

  async configure(settings: ReadonlyMap<string, PolicySettings>): Promise<void> {
    const request = new analyzer.ConfigureAnalyzerRequest();
    for (const [name, { level, properties }] of settings) {
      const config = new analyzer.PolicyConfig();
      config.setEnforcementlevel(levels.find(([, text]) => text === level)?.[0] ?? levels[0][0]);
      config.setProperties(structOf(properties));
      request.getPolicyconfigMap().set(name, config);
    }
    await answered<empty.Empty>((callback) => this.#client.configure(request, callback));
  }

  /** Each resource, then the stack: the engine's order. */
  async judge(resources: readonly CapturedResource[]): Promise<readonly Violation[]> {
    const violations: Violation[] = [];
    for (const resource of resources) {
      const request = filled(new analyzer.AnalyzeRequest(), resource, resource.props);
      const reply = await answered<analyzer.AnalyzeResponse>((callback) =>
        this.#client.analyze(request, callback),
      );
      violations.push(
        ...reply.getDiagnosticsList().map((diagnostic) => violationOf(diagnostic, resource.urn)),
      );
    }
    const stack = new analyzer.AnalyzeStackRequest();
    stack.setResourcesList(
      resources.map((resource) =>
        filled(new analyzer.AnalyzerResource(), resource, resource.outputs ?? resource.props),
      ),
    );
    const reply = await answered<analyzer.AnalyzeResponse>((callback) =>
      this.#client.analyzeStack(stack, callback),
    );
    return [
      ...violations,
      ...reply.getDiagnosticsList().map((diagnostic) => violationOf(diagnostic, undefined)),
    ];
  }

  /** What the policies of level remediate make of a resource, each of what the one before it made. */
  async remediate(
    resource: CapturedResource,
  ): Promise<readonly { readonly policy: string; readonly properties: unknown }[]> {
    const request = filled(new analyzer.AnalyzeRequest(), resource, resource.props);
    const reply = await answered<analyzer.RemediateResponse>((callback) =>
      this.#client.remediate(request, callback),
    );
    return reply.getRemediationsList().map((remediation) => ({
      policy: remediation.getPolicyname(),
      properties: remediation.getProperties()?.toJavaScript(),
    }));
  }

  async stop(): Promise<void> {
    this.#client.close();
    this.#process.kill();
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      await once(this.#process, "exit");
    }
  }
}

function answered<Reply>(call: (callback: Callback<Reply>) => unknown): Promise<Reply> {
  return new Promise((resolve, reject) => {
    call((error, reply) => {
      if (error) {
        reject(error);
      } else {
        resolve(reply);
      }
    });
  });
}

function filled<Request extends analyzer.AnalyzeRequest | analyzer.AnalyzerResource>(
  request: Request,
  { type, urn, name }: CapturedResource,
  values: CapturedResource["props"],
): Request {
  request.setType(type);
  request.setUrn(urn);
  request.setName(name);
  request.setProperties(structOf(values));
  request.setOptions(new analyzer.AnalyzerResourceOptions());
  return request;
}

function structOf(values: Readonly<Record<string, unknown>>): struct.Struct {
  const plain = JSON.parse(JSON.stringify(values)) as Parameters<typeof struct.Struct.fromJavaScript>[0];
  return struct.Struct.fromJavaScript(plain);
}

function violationOf(diagnostic: analyzer.AnalyzeDiagnostic, urn: string | undefined): Violation {
  const severities = [undefined, "low", "medium", "high", "critical"] as const;
  return {
    policy: diagnostic.getPolicyname(),
    level: levels.find(([number]) => number === diagnostic.getEnforcementlevel())?.[1] ?? "advisory",
    severity: severities[diagnostic.getSeverity()],
    urn: urn ?? (diagnostic.getUrn() || undefined),
    message: diagnostic.getMessage(),
  };
}
