import { z } from "zod";
import type { Cidr } from "../model/cidr.ts";
import { type Port, port } from "../model/port.ts";
import { cidrsField, missingOr, show, textField } from "./fields.ts";

/** A bucket of a service that speaks S3, away from the cluster. */
export interface Bucket {
  readonly bucket: string;
  readonly endpoint: BucketEndpoint;
  /** The region that requests are signed for; a service without regions names one all the same. */
  readonly region: string;
  /** The addresses that it answers from, also private ones. @default anywhere on the internet */
  readonly cidrs?: readonly Cidr[];
}

/** Where the service answers. */
export interface BucketEndpoint {
  readonly url: string;
  readonly port: Port;
}

const expectedEndpoint =
  'where the bucket\'s service answers, such as "https://s3.eu-central-1.amazonaws.com"';

const endpointField = z
  .string({ error: ({ input }) => missingOr(input, "is not a text", expectedEndpoint) })
  .transform((text, context): BucketEndpoint => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    // The rest of an address would be dropped, and a password in it would stand in git.
    if (url?.protocol !== "https:" || url.href !== `${url.origin}/` || url.port === "0") {
      context.issues.push({
        code: "custom",
        message: `${show(text.includes("@") ? "an address with a user or a password" : text)} is not https:// and a host alone; give ${expectedEndpoint}`,
        input: text,
      });
      return z.NEVER;
    }
    return { url: url.origin, port: port(url.port === "" ? 443 : Number(url.port)) };
  });

const nameField = textField("the name of a bucket").regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
  error: ({ input }) =>
    `${show(input)} is not the name of a bucket; use 3 to 63 lower-case letters, digits, "." and "-"`,
});

/** The keys that say which bucket. */
export const bucketFields = {
  bucket: nameField,
  endpoint: endpointField,
  region: textField("the region that requests are signed for").regex(/^[a-z0-9-]+$/, {
    error: ({ input }) => `${show(input)} is not the name of a region, such as "eu-central-1"`,
  }),
  cidrs: cidrsField("the networks that the bucket's service answers from").optional(),
};
