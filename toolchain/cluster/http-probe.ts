import { readFileSync } from "node:fs";
import { get as getPlain } from "node:http";
import { get as getSecure } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import type { Certificate } from "./program.ts";

const POLL_MILLISECONDS = 150;
const ANSWER_MILLISECONDS = 2000;

export interface Probe {
  readonly url: string;
  /** Path of the certificate that the server's must be signed by; for https only. */
  readonly certificateAuthority?: string;
  /** Who asks; without it, an anonymous client. */
  readonly client?: Certificate;
}

/** Asks again and again until the answer is 200. Rejects when the signal aborts. */
export async function answersOk(probe: Probe, signal: AbortSignal): Promise<void> {
  while (!(await isOk(probe, signal))) await sleep(POLL_MILLISECONDS, undefined, { signal });
}

function isOk({ url, certificateAuthority, client }: Probe, signal: AbortSignal): Promise<boolean> {
  const options = {
    agent: false,
    timeout: ANSWER_MILLISECONDS,
    signal,
    ...(certificateAuthority === undefined ? {} : { ca: readFileSync(certificateAuthority) }),
    ...(client === undefined
      ? {}
      : { cert: readFileSync(client.certificate), key: readFileSync(client.key) }),
  };
  return new Promise((resolve) => {
    const get = url.startsWith("https:") ? getSecure : getPlain;
    const request = get(url, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => {
      resolve(false);
    });
  });
}
