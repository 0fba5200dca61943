import type { Properties } from "../../protocol/property-value.ts";
import { asText, listAt } from "./kubernetes-object.ts";

/** What the API server answers when it refuses: its own words, and the reason in one word. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: number;
  readonly reason: string;
  readonly causes: readonly Properties[];

  constructor(code: number, status: Properties) {
    super(asText(status["message"]) || `the API server answered with status ${code}`);
    this.code = code;
    this.reason = asText(status["reason"]);
    this.causes = listAt(status, "details.causes");
  }
}

/** Nobody answered, so that nothing is known of the cluster. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** The API server has no such kind, mostly because a CustomResourceDefinition is not there yet. */
export class NoSuchKindError extends Error {
  override readonly name = "NoSuchKindError";

  constructor(apiVersion: string, kind: string) {
    super(
      `the API server has no kind ${kind} in ${apiVersion}. ` +
        "Install the operator or the CustomResourceDefinition that brings it, or correct apiVersion and kind.",
    );
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.code === 409 && error.reason === "Conflict";
}

export function isAlreadyThere(error: unknown): boolean {
  return error instanceof ApiError && error.reason === "AlreadyExists";
}

export function isInvalid(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 422;
}

/** The resource version that a watch asked for is forgotten; the list must be read again. */
export function isExpired(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 410 || error.reason === "Expired");
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
