import * as sdk from "@pulumi/policy";

// The SDK throws this class when a value that preview cannot know is read. It exports it, but its type
// declarations leave it out.
const { UnknownValueError } = sdk as unknown as {
  readonly UnknownValueError: new (...args: never[]) => Error;
};

export function isUnknownValue(error: unknown): error is Error {
  return error instanceof UnknownValueError;
}
