import type { Readable } from "node:stream";
import type grpc from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import { asServiceError } from "../protocol/unary-call.ts";
import { start, stop, type Exit } from "./child-processes.ts";
import { PolicyPackRelay } from "./policy-pack-relay.ts";
import { programInfo, runtimeEnvironment, runtimeOptions, sdkCommand } from "./runtime-options.ts";

type RunPluginCall = grpc.ServerWritableStream<messages.RunPluginRequest, messages.RunPluginResponse>;

/** Runs a plugin that is written for Node: a policy pack through the relay, any other as it is. */
export function runPlugin(call: RunPluginCall): void {
  const running = call.request.getKind() === "analyzer" ? runPolicyPack(call) : runOtherPlugin(call);
  running.then(
    ({ code }) => {
      call.write(new messages.RunPluginResponse().setExitcode(code ?? 1));
      call.end();
    },
    (error: unknown) => {
      call.destroy(asServiceError(error));
    },
  );
}

function runOtherPlugin(call: RunPluginCall): Promise<Exit> {
  const { child, exit } = startPlugin(call, "run-plugin", call.request.getPwd(), {});
  forward(child.stdout, "setStdout", call);
  return exit;
}

async function runPolicyPack(call: RunPluginCall): Promise<Exit> {
  const exited = Promise.withResolvers<Exit>();
  // The pack's SDK has always run in the pack's folder, and packs read files by relative path.
  const packDirectory = programInfo(call.request).getProgramDirectory();
  const relay = new PolicyPackRelay((environment) => {
    const { child, exit } = startPlugin(call, "run-policy-pack", packDirectory, environment);
    exit.then(exited.resolve, exited.reject);
    return { port: readPort(child.stdout, exit, call) };
  });
  call.on("cancelled", () => {
    relay.close();
    exited.resolve({ code: 0, signal: null });
  });
  const port = await relay.listen();
  call.write(new messages.RunPluginResponse().setStdout(Buffer.from(`${port}\n`)));
  return exited.promise.finally(() => {
    relay.close();
  });
}

function startPlugin(
  call: RunPluginCall,
  command: "run-plugin" | "run-policy-pack",
  directory: string,
  environment: NodeJS.ProcessEnv,
): ReturnType<typeof start> {
  const info = programInfo(call.request);
  const options = runtimeOptions(info);
  const program = info.getProgramDirectory();
  const args = call.request.getArgsList();
  const commandArgs = command === "run-policy-pack" ? [...args, program] : [program, ...args];
  const started = start(
    process.execPath,
    [...options.nodeargs, sdkCommand(command, program), ...commandArgs],
    {
      cwd: directory,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...environmentOf(call.request), ...runtimeEnvironment(options), ...environment },
    },
  );
  forward(started.child.stderr, "setStderr", call);
  call.on("cancelled", () => {
    stop(started.child);
  });
  return started;
}

function environmentOf(request: messages.RunPluginRequest): NodeJS.ProcessEnv {
  return Object.fromEntries(
    request.getEnvList().map((entry) => {
      const at = entry.indexOf("=");
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}

function forward(stream: Readable | null, set: "setStdout" | "setStderr", call: RunPluginCall): void {
  stream?.on("data", (chunk: Buffer) => {
    call.write(new messages.RunPluginResponse()[set](chunk));
  });
}

/** The first line a pack prints is its port; what follows is for the user. */
function readPort(stdout: Readable | null, exit: Promise<Exit>, call: RunPluginCall): Promise<number> {
  return new Promise((resolve, reject) => {
    let head = "";
    const onData = (chunk: Buffer): void => {
      head += chunk.toString();
      const end = head.indexOf("\n");
      if (end < 0) return;
      stdout?.off("data", onData);
      forward(stdout, "setStdout", call);
      const rest = head.slice(end + 1);
      if (rest !== "") call.write(new messages.RunPluginResponse().setStdout(Buffer.from(rest)));
      const port = Number(head.slice(0, end));
      if (Number.isInteger(port) && port > 0) resolve(port);
      else
        reject(
          new Error(
            `The policy pack printed "${head.slice(0, end)}" before its port. Print nothing while it loads.`,
          ),
        );
    };
    stdout?.on("data", onData);
    exit.then(({ code, signal }) => {
      reject(
        new Error(
          `The policy pack ended before it was ready (${signal ?? `exit code ${String(code)}`}). Its own message is above.`,
        ),
      );
    }, reject);
  });
}
