import { z } from "zod";
import { Hostname } from "../model/hostname.ts";
import { Digest, ImageReference } from "../model/image-reference.ts";
import { Bytes } from "../model/quantities/bytes.ts";
import { Cpu } from "../model/quantities/cpu.ts";
import { InvalidQuantity } from "../model/quantities/invalid-quantity.ts";

/** A text that one of the model's value objects reads; its own message becomes the problem's. */
function readBy<T>(expected: string, read: (text: string) => T) {
  return z
    .string({ error: ({ input }) => missingOr(input, `is not a text; give ${expected}`, expected) })
    .transform((text, context) => {
      try {
        return read(text);
      } catch (error) {
        if (!(error instanceof InvalidQuantity)) throw error;
        context.issues.push({ code: "custom", message: error.message, input: text });
        return z.NEVER;
      }
    });
}

/** How a value that was given is shown in a message. */
export const show = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value));

/** The message for a value that has the wrong type, or that was not given at all. */
export const missingOr = (value: unknown, wrong: string, expected: string): string =>
  value === undefined
    ? `missing; give ${expected}`
    : `${show(value)} ${wrong}${typeof value === "number" ? quoted(value) : ""}`;

const quoted = (value: number): string => `; if you mean the text, put it in quotes: "${value}"`;

export const cpuField = readBy('an amount of CPU such as "250m" or "1"', (text) => Cpu.parse(text));

export const bytesField = readBy('an amount such as "512Mi" or "1Gi"', (text) => Bytes.parse(text));

export const hostnameField = readBy('a hostname such as "api.example.com"', (text) => Hostname.parse(text));

/** What runs: a digest of the declared repository, or a reference of its own, for example to a mirror. */
export const releaseField = readBy('a digest: "sha256:" and 64 hexadecimal digits', (text) =>
  text.startsWith("sha256:") ? Digest.parse(text) : ImageReference.parse(text),
);

/** A text with something in it. */
export const textField = (expected: string) =>
  z
    .string({ error: ({ input }) => missingOr(input, `is not ${expected}`, expected) })
    .min(1, { error: `is empty; give ${expected}` });

/** A whole number of one or more. */
export const countField = z
  .number({
    error: ({ input }) =>
      missingOr(input, "is not a whole number of 1 or more", "a whole number of 1 or more"),
  })
  .refine((count) => Number.isInteger(count) && count >= 1, {
    error: ({ input }) => `${show(input)} is not a whole number of 1 or more`,
  });

/** A name that Kubernetes takes, of at most 50 characters, since more is added to it. */
export const nameField = (expected: string) =>
  textField(expected).regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?)?$/, {
    error: ({ input }) => `${show(input)} is not ${expected}; use lower-case letters, digits and -`,
  });
