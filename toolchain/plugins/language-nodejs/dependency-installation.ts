import { existsSync } from "node:fs";
import { join } from "node:path";
import type grpc from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import { refusal } from "../protocol/serve.ts";
import { asServiceError } from "../protocol/unary-call.ts";
import { start, stop } from "./child-processes.ts";

type InstallCall = grpc.ServerWritableStream<
  messages.InstallDependenciesRequest,
  messages.InstallDependenciesResponse
>;

/** `pulumi install`: npm, from the lockfile where there is one, and no install scripts. */
export function installDependencies(call: InstallCall): void {
  const directory = call.request.getInfo()?.getProgramDirectory() ?? call.request.getDirectory();
  const command = existsSync(join(directory, "package-lock.json")) ? "ci" : "install";
  const { child, exit } = start("npm", [command, "--ignore-scripts"], {
    cwd: directory,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout?.on("data", (chunk: Buffer) => {
    call.write(new messages.InstallDependenciesResponse().setStdout(chunk));
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    call.write(new messages.InstallDependenciesResponse().setStderr(chunk));
  });
  call.on("cancelled", () => {
    stop(child);
  });
  exit.then(
    ({ code }) => {
      if (code === 0) call.end();
      else call.destroy(refusal(`npm ${command} failed in ${directory} with exit code ${String(code)}`));
    },
    (error: unknown) => {
      call.destroy(asServiceError(error));
    },
  );
}
