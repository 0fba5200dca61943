import type grpc from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import { start, stop } from "./child-processes.ts";
import { programInfo, runtimeEnvironment, runtimeOptions, sdkCommand } from "./runtime-options.ts";

/** The SDK exits with this code when it has told the user already what went wrong. */
const ALREADY_REPORTED = 32;

/** Runs the program with the SDK's own runner; what it prints goes straight to the engine. */
export async function runProgram(
  call: grpc.ServerUnaryCall<messages.RunRequest, messages.RunResponse>,
  engineAddress: string,
): Promise<messages.RunResponse> {
  const request = call.request;
  const info = programInfo(request);
  const options = runtimeOptions(info);
  const runner = sdkCommand("run", info.getProgramDirectory());
  const { child, exit } = start(
    process.execPath,
    [...options.nodeargs, runner, ...runnerArguments(request, info, engineAddress)],
    {
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...configuration(request), ...runtimeEnvironment(options) },
    },
  );
  call.on("cancelled", () => {
    stop(child, "SIGINT");
  });
  const { code, signal } = await exit;
  if (code === 0) return new messages.RunResponse();
  if (code === ALREADY_REPORTED) return new messages.RunResponse().setBail(true);
  return new messages.RunResponse().setError(
    signal === null
      ? `Program exited with non-zero exit code: ${String(code)}`
      : `Program was ended by ${signal}`,
  );
}

function runnerArguments(
  request: messages.RunRequest,
  info: messages.ProgramInfo,
  engineAddress: string,
): string[] {
  const flags: [name: string, value: string][] = [
    ["monitor", request.getMonitorAddress()],
    ["engine", engineAddress],
    ["organization", request.getOrganization()],
    ["project", request.getProject()],
    ["root-directory", info.getRootDirectory()],
    ["stack", request.getStack()],
    ["pwd", info.getProgramDirectory()],
    ["parallel", String(request.getParallel())],
  ];
  const args = flags.filter(([, value]) => value !== "").flatMap(([name, value]) => [`--${name}`, value]);
  if (request.getDryrun()) args.push("--dry-run");
  return [...args, info.getEntryPoint() || ".", ...request.getArgsList()];
}

function configuration(request: messages.RunRequest): NodeJS.ProcessEnv {
  const values: Record<string, string> = {};
  request.getConfigMap().forEach((value, key) => {
    values[longKey(key)] = value;
  });
  return {
    PULUMI_CONFIG: JSON.stringify(values),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
}

/** Every SDK reads `namespace:config:name`; only newer ones read the engine's `namespace:name`. */
function longKey(key: string): string {
  const [namespace = "", ...name] = key.split(":");
  return name[0] === "config" && name.length > 1 ? key : `${namespace}:config:${name.join(":")}`;
}
