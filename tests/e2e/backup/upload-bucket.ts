import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type Keys, ObjectStore } from "./object-store.ts";

const bucket = "uploads";
const application: Keys = { id: "AKIAAPPLICATIONOFTHETESTS", secret: "the-key-of-the-application" };

/** Who copies: lists and reads, and does nothing else. */
export const reader: Keys = { id: "AKIAREADERINALLOFTHETESTS", secret: "the-key-that-only-reads" };

const onlyReads = (...readable: readonly string[]) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: [application.id],
      Action: ["s3:*"],
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    },
    {
      Effect: "Allow",
      Principal: [reader.id],
      Action: ["s3:ListBucket"],
      Resource: [`arn:aws:s3:::${bucket}`],
    },
    {
      Effect: "Allow",
      Principal: [reader.id],
      Action: ["s3:GetObject"],
      Resource: readable.map((keys) => `arn:aws:s3:::${bucket}/${keys}`),
    },
  ],
});

/** A bucket with users' files, in a store of its own. */
export class UploadBucket {
  readonly store: ObjectStore;

  private constructor(store: ObjectStore) {
    this.store = store;
  }

  static async start(program: string, folder: string): Promise<UploadBucket> {
    const store = await ObjectStore.start(program, join(folder, "uploads"));
    store.addUser(application, bucket);
    store.addUser(reader, "no-business-of-uploads");
    const made = new UploadBucket(store);
    made.letRead("*");
    return made;
  }

  /** Which keys may be read by who copies; the listing has all. */
  letRead(...readable: readonly string[]): void {
    this.ask("PUT", "?policy=", { content: JSON.stringify(onlyReads(...readable)) });
  }

  /** The part of a copy's settings that says where it is. */
  get settings(): object {
    return { endpoint: `http://127.0.0.1:${this.store.port}`, region: "us-east-1", bucket };
  }

  /** What a restore into it needs. */
  get target(): Readonly<Record<string, string>> {
    return {
      TARGET_BUCKET_URL: `http://127.0.0.1:${this.store.port}/${bucket}`,
      TARGET_ACCESS_KEY_ID: application.id,
      TARGET_SECRET_ACCESS_KEY: application.secret,
    };
  }

  put(key: string, content: Buffer | string, type = "application/pdf"): void {
    this.ask("PUT", `/${key}`, { content, type });
  }

  remove(key: string): void {
    this.ask("DELETE", `/${key}`);
  }

  /** An object's content type and content; `undefined` where there is none. */
  get(key: string): { readonly type: string; readonly content: Buffer } | undefined {
    const { status, type, content } = this.ask("GET", `/${key}`, { refused: true });
    return status === 200 ? { type, content } : undefined;
  }

  /**
   * Asks as the application, by the program that anybody has.
   * @throws Error when it is refused, unless that may be.
   */
  ask(
    method: string,
    path: string,
    given: {
      readonly content?: Buffer | string;
      readonly type?: string;
      readonly keys?: Keys;
      readonly refused?: true;
    } = {},
  ): { readonly status: number; readonly type: string; readonly content: Buffer } {
    const { content, type, keys = application, refused } = given;
    const answer = execFileSync(
      "curl",
      [
        ...["--silent", "--show-error", "--request", method, "--user", `${keys.id}:${keys.secret}`],
        ...["--aws-sigv4", "aws:amz:us-east-1:s3", "--header", "x-amz-content-sha256: UNSIGNED-PAYLOAD"],
        ...(type === undefined ? [] : ["--header", `content-type: ${type}`]),
        ...(content === undefined ? [] : ["--data-binary", "@-"]),
        ...["--write-out", "\n%{http_code} %{content_type}"],
        `http://127.0.0.1:${this.store.port}/${bucket}${path}`,
      ],
      { input: content ?? "", maxBuffer: 1024 ** 3 },
    );
    const end = answer.lastIndexOf("\n");
    const [status = "", ...rest] = answer
      .subarray(end + 1)
      .toString()
      .split(" ");
    const told = { status: Number(status), type: rest.join(" "), content: answer.subarray(0, end) };
    if (told.status >= 300 && !refused)
      throw new Error(`${method} ${path}: ${status} ${told.content.toString()}`);
    return told;
  }
}
