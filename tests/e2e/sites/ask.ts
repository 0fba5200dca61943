import { request } from "node:http";
import { fileURLToPath } from "node:url";

/** A request as it goes over the wire. */
export interface Question {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer as it came over the wire: nothing is decompressed, no two headers are joined. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** In base64. */
  readonly body: string;
}

/** Asks a web server. The path goes out as it stands, also one that a client would tidy up. */
export function ask(base: string, { path, method = "GET", headers = {} }: Question): Promise<Answer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const asked = request(
      { hostname, port: port || 80, path, method, headers, timeout: 10_000 },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", reject);
        answer.on("end", () => {
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headersDistinct as Record<string, string[]>,
            body: Buffer.concat(parts).toString("base64"),
          });
        });
      },
    );
    asked.on("timeout", () => asked.destroy(new Error(`${base}${path} did not answer within 10 s`)));
    asked.on("error", reject);
    asked.end();
  });
}

// As a program it is given a base and questions and prints the answers, so that it can run inside a cluster's network.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , base = "", questions = "[]"] = process.argv;
  const answers: Answer[] = [];
  for (const question of JSON.parse(questions) as readonly Question[])
    answers.push(await ask(base, question));
  process.stdout.write(JSON.stringify(answers));
}
