import grpc from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import statusMessages from "@pulumi/pulumi/proto/status_pb.js";
import anyMessages from "google-protobuf/google/protobuf/any_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import type { Properties } from "./property-value.ts";
import { refusal } from "./serve.ts";

export interface PartialResource {
  readonly id: string;
  readonly state: Properties;
  /** Only where they are not the ones that the engine sent, as after a refresh. */
  readonly inputs?: Properties;
}

/** The resource is there but not as it should be: the engine records it, and the next update goes on from there. */
export class InitializationFailure extends Error {
  override readonly name = "InitializationFailure";
  readonly resource: PartialResource;
  readonly reasons: readonly string[];

  constructor(message: string, resource: PartialResource, reasons: readonly string[]) {
    super(message);
    this.resource = resource;
    this.reasons = reasons;
  }
}

/** The failure as the engine reads it: details of the gRPC status, in the trailer that gRPC has for them. */
export function partialFailure(failure: InitializationFailure): grpc.ServiceError {
  const { id, state, inputs } = failure.resource;
  const detail = new messages.ErrorResourceInitFailed()
    .setId(id)
    .setProperties(structMessages.Struct.fromJavaScript(state))
    .setReasonsList([failure.message, ...failure.reasons]);
  if (inputs !== undefined) detail.setInputs(structMessages.Struct.fromJavaScript(inputs));
  const packed = new anyMessages.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusMessages.Status()
    .setCode(grpc.status.UNKNOWN)
    .setMessage(failure.message)
    .setDetailsList([packed]);
  const error = refusal(failure.message);
  error.metadata.set("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return error;
}
