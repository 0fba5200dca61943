import { request, type RequestOptions } from "node:https";

/** An answer by HTTP, whatever its status. */
export interface Received {
  readonly status: number;
  readonly text: string;
  /** What the server warned of. */
  readonly warnings: readonly string[];
}

/**
 * One request to the API server. A connection that was kept may have ended meanwhile: then it is asked a second time, so
 * it must be one that may be done twice.
 */
export async function send(url: URL, options: RequestOptions, body: string | undefined): Promise<Received> {
  try {
    return await sendOnce(url, options, body);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ECONNRESET") throw error;
    return sendOnce(url, options, body);
  }
}

function sendOnce(url: URL, options: RequestOptions, body: string | undefined): Promise<Received> {
  return new Promise((resolve, reject) => {
    const asked = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          text: Buffer.concat(chunks).toString(),
          warnings: warningsIn(response.headers.warning),
        });
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

/** `299 - "text"`, several of them separated by commas. */
function warningsIn(header: string | undefined): readonly string[] {
  return [...(header ?? "").matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) =>
    text.replaceAll(/\\(.)/g, "$1"),
  );
}
