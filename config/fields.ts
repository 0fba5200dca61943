import { z } from "zod";
import { unroutableRanges } from "../model/address-ranges.ts";
import { Cidr } from "../model/cidr.ts";
import { CronSchedule } from "../model/cron-schedule.ts";
import { Hostname } from "../model/hostname.ts";
import { Digest, ImageReference } from "../model/image-reference.ts";
import { Bytes } from "../model/quantities/bytes.ts";
import { Cpu } from "../model/quantities/cpu.ts";
import { Duration } from "../model/quantities/duration.ts";
import { InvalidQuantity } from "../model/quantities/invalid-quantity.ts";
import { Percentage } from "../model/quantities/percentage.ts";
import { TimeZone } from "../model/time-zone.ts";

/** A text that one of the model's value objects reads; its own message becomes the problem's. */
export function readBy<T>(expected: string, read: (text: string) => T) {
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

/** A span of time that something can be counted in. */
export const spanField = readBy('a span such as "15m" or "1h"', (text) => Duration.parse(text)).refine(
  (span) => span.milliseconds >= 1000,
  { error: ({ input }) => `${show(String(input))} is less than a second; give "1s" or more` },
);

export const cronField = readBy('a cron line such as "0 19 * * 1-5"', (text) => CronSchedule.parse(text));

export const timeZoneField = readBy('a time zone such as "Europe/Berlin"', (text) => TimeZone.parse(text));

/** A share of a whole, in percent. */
export const percentageField = z
  .number({ error: ({ input }) => missingOr(input, "is not a number", "a number from 0 to 100") })
  .transform((percent, context) => {
    try {
      return Percentage.of(percent);
    } catch (error) {
      if (!(error instanceof InvalidQuantity)) throw error;
      context.issues.push({ code: "custom", message: error.message, input: percent });
      return z.NEVER;
    }
  });

export const hostnameField = readBy('a hostname such as "api.example.com"', (text) => Hostname.parse(text));

/** Where something on a private network or on the internet answers from. */
export const cidrsField = (expected: string) =>
  z
    .array(
      readBy('a network such as "192.0.2.0/24"', (text) => Cidr.parse(text)).refine(
        (cidr) => !unroutableRanges.some((range) => range.overlaps(cidr)),
        {
          error: ({ input }) =>
            `${show(String(input))} holds addresses of this host, its metadata service or none; leave them out`,
        },
      ),
      { error: ({ input }) => missingOr(input, `is not a list; give ${expected}`, expected) },
    )
    .min(1, { error: `is empty; give ${expected}, or leave it out` });

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
