import type grpc from "@grpc/grpc-js";
import { InitializationFailure, partialFailure } from "./initialization-failure.ts";
import { refusal } from "./serve.ts";

/** A gRPC handler from a plain function: what it throws reaches the engine as the call's error. */
export function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback(asServiceError(error));
        },
      );
  };
}

export function asServiceError(error: unknown): grpc.ServiceError {
  if (error instanceof InitializationFailure) return partialFailure(error);
  if (error instanceof Error && "code" in error && typeof error.code === "number" && "metadata" in error) {
    return error as grpc.ServiceError;
  }
  return refusal(error instanceof Error ? error.message : String(error));
}
