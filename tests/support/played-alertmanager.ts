import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** Answers as Alertmanager's interface is documented to, and keeps what it is given. */
export async function playAlertmanager(answer: unknown, status = 200) {
  const taken: { readonly path: string; readonly content: unknown }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      if (request.method === "POST") taken.push({ path: request.url ?? "", content: JSON.parse(body) });
      const told: unknown =
        typeof answer === "function" && request.method === "GET" ? (answer as () => unknown)() : answer;
      response.writeHead(status).end(typeof told === "string" ? told : JSON.stringify(told));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { taken, url, variables: { ALERTMANAGER_URL: url, USER: "petra" } };
}
