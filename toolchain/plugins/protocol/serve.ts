import { setInterval } from "node:timers";
import grpc from "@grpc/grpc-js";

// The engine sends whole stacks in one message to an analyzer, so the default of 4 MB is too small.
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;
const ENGINE_CHECK_MILLISECONDS = 2000;

export const messageLimits = {
  "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
};

/** Serves on a free port of the loopback interface and answers which. */
export function listen(server: grpc.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}

/** Serves a plugin: the engine reads the port from the first line of standard output. */
export async function servePlugin(server: grpc.Server): Promise<void> {
  const port = await listen(server);
  process.stdout.write(`${port}\n`);
  exitWithEngine();
}

/** A killed engine sends no signal; without this its plugins would stay behind. */
function exitWithEngine(): void {
  const engine = process.ppid;
  setInterval(() => {
    if (process.ppid !== engine) process.exit(0);
  }, ENGINE_CHECK_MILLISECONDS).unref();
}

/** An error whose message the engine prints as it is. */
export function refusal(message: string, code = grpc.status.UNKNOWN): grpc.ServiceError {
  return Object.assign(new Error(message), { code, details: message, metadata: new grpc.Metadata() });
}

export function unimplemented(method: string): grpc.ServiceError {
  return refusal(`${method} is not implemented by this stand-in`, grpc.status.UNIMPLEMENTED);
}
