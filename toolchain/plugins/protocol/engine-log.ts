import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/engine_pb.js";

export type Severity = "info" | "warning" | "error";

/** The engine's display, as a provider sees it. */
export interface EngineLog {
  /** A line that stays, beside the resource it is about. */
  message(urn: string, severity: Severity, text: string): void;
  /** What the resource is doing just now. It makes room for the next one; an empty text clears it. */
  status(urn: string, text: string): void;
}

const severities = {
  info: messages.LogSeverity.INFO,
  warning: messages.LogSeverity.WARNING,
  error: messages.LogSeverity.ERROR,
} as const;

/** Logs to the engine at an address, which it gives its plugins as their first argument; without one nowhere. */
export function engineLog(address: string | undefined): EngineLog {
  if (address === undefined || address === "") return { message: () => undefined, status: () => undefined };
  const client = new services.EngineClient(address, grpc.credentials.createInsecure());
  const send = (urn: string, severity: Severity, text: string, isEphemeral: boolean): void => {
    const request = new messages.LogRequest()
      .setUrn(urn)
      .setSeverity(severities[severity])
      .setMessage(text)
      .setEphemeral(isEphemeral);
    // A line that the engine no longer takes is no reason to fail an operation.
    client.log(request, () => undefined);
  };
  return {
    message: (urn, severity, text) => {
      send(urn, severity, text, false);
    },
    status: (urn, text) => {
      send(urn, "info", text, true);
    },
  };
}
