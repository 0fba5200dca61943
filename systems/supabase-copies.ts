import type { BucketCopies } from "../model/object-store.ts";

/**
 * How files at Supabase are read to be copied. Its plain keys may do anything in every bucket, so the one that only reads is a token of a user
 * whom the project's policies let list and read.
 * @param host The external host of the project, under which its S3 answers.
 */
export const supabaseCopies = (host: string): BucketCopies => ({
  host,
  path: "/storage/v1/s3",
  region: "eu-central-1",
  sessionToken: true,
});
