import { KubeConfig } from "@kubernetes/client-node";
import { describe, expect, onTestFinished, test } from "vitest";
import { prometheusService } from "../../../components/observability/monitoring-service.ts";
import { milliseconds } from "../../../model/quantities/duration.ts";
import { atAddress, throughCluster } from "../../../tools/prometheus/http-get.ts";
import { Prometheus } from "../../../tools/prometheus/prometheus.ts";
import { type PlayedAnswer, type PlayedFailure, playPrometheus } from "../../support/played-prometheus.ts";

const quick = { attempts: 2, pause: milliseconds(1) };

async function playing(
  answer: (key: string, query: string) => PlayedAnswer,
  failure?: () => PlayedFailure | undefined,
) {
  const played = await playPrometheus(answer, failure);
  onTestFinished(() => played.stop());
  return played;
}

const failing = async (status: number, body: string) => {
  const played = await playing(
    () => undefined,
    () => ({ status, body }),
  );
  return new Prometheus(atAddress(played.address), quick).ask(new Map([["up", "up"]]));
};

describe("Prometheus", () => {
  test("answers each question by its key, and leaves out what comes to nothing", async () => {
    const { address } = await playing((key) => ({ one: 0.25, none: undefined, most: Infinity })[key]);
    const prometheus = new Prometheus(atAddress(address), quick);
    const queries = new Map([
      ["one", 'sum(up{job="a"})'],
      ["none", "up > 1"],
      ["most", "1 / 0"],
    ]);
    expect(await prometheus.ask(queries)).toEqual(
      new Map([
        ["one", 0.25],
        ["most", Infinity],
      ]),
    );
  });

  test("is asked many questions at once, by GET, in addresses that every server takes", async () => {
    const { address, requests } = await playing((_, query) => Number(query));
    const queries = new Map(Array.from({ length: 300 }, (_, index) => [`question ${index}`, String(index)]));
    const answers = await new Prometheus(atAddress(address), quick).ask(queries);
    expect(answers.size).toBe(300);
    expect(answers.get("question 299")).toBe(299);
    expect(requests.length).toBeGreaterThan(2);
    expect(requests.length).toBeLessThan(10);
    for (const { method, path } of requests) {
      expect(method).toBe("GET");
      expect(path.length).toBeLessThan(8_000);
    }
  });

  test("has no second number for a question", async () => {
    const { address } = await playing(() => [1, 2]);
    await expect(
      new Prometheus(atAddress(address), quick).ask(new Map([["up", "up{a='b'}"]])),
    ).rejects.toThrow("has several numbers for up{a='b'}");
  });

  test.each([
    [
      422,
      '{"status":"error","errorType":"execution","error":"too many samples"}',
      "answers 422: too many samples",
    ],
    [403, '{"kind":"Status","message":"services is forbidden"}', "answers 403: services is forbidden"],
    [503, "<html>", "answers 503"],
    [200, "<html>", "answers something that is no vector"],
    [200, '{"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}', "is no vector"],
  ])("says why it gives no answer: %i %s", async (status, body, message) => {
    await expect(failing(status, body)).rejects.toThrow(message);
  });

  test.each([
    [401, /right to "get" services\/proxy in the namespace monitoring\. Open a way .* PROMETHEUS_URL=/],
    [403, /right to "get" services\/proxy in the namespace monitoring\. Open a way .* PROMETHEUS_URL=/],
    [422, undefined],
    [503, undefined],
  ])("says what to do about %i", async (status, remedy) => {
    await expect(failing(status, "")).rejects.toMatchObject({
      remedy: remedy === undefined ? undefined : (expect.stringMatching(remedy) as string),
    });
  });

  test("is asked again when it is away for a moment, and not when it refuses", async () => {
    let failures = 1;
    const played = await playing(
      () => 1,
      () => (failures-- > 0 ? { status: 503, body: "" } : undefined),
    );
    const prometheus = new Prometheus(atAddress(played.address), quick);
    expect(await prometheus.ask(new Map([["up", "up"]]))).toEqual(new Map([["up", 1]]));
    expect(played.requests).toHaveLength(2);
  });

  test("is named without the password that its address holds", async () => {
    const nowhere = await playPrometheus(() => 1);
    await nowhere.stop();
    const { address } = nowhere;
    const secret = address.replace("//", "//larry:pa55@");
    const prometheus = new Prometheus(atAddress(secret), quick);
    expect(prometheus.place).toBe(address);
    await expect(prometheus.ask(new Map([["up", "up"]]))).rejects.toThrow(
      new RegExp(`^Prometheus \\(${address}\\) can't be reached: (?!.*pa55)`),
    );
  });

  test.each(["prometheus:9090", "ftp://prometheus", "nothing"])("does not answer at %s", (address) => {
    expect(() => atAddress(address)).toThrow('Write it as "http://localhost:9090"');
  });
});

test("the API server's proxy is asked as the kubeconfig says who one is", async () => {
  const { address, requests } = await playing(() => 7);
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: "here", server: `${address}/behind/`, skipTLSVerify: true }],
    users: [{ name: "larry", token: "short-lived" }],
    contexts: [{ name: "here", cluster: "here", user: "larry" }],
    currentContext: "here",
  });
  const prometheus = new Prometheus(await throughCluster(config, prometheusService), quick);
  expect(await prometheus.ask(new Map([["up", "up"]]))).toEqual(new Map([["up", 7]]));
  expect(requests[0]?.path).toMatch(
    /^\/behind\/api\/v1\/namespaces\/monitoring\/services\/prometheus-operated:9090\/proxy\/api\/v1\/query\?query=/,
  );
  expect(requests[0]?.headers.authorization).toBe("Bearer short-lived");
  expect(prometheus.place).toBe(`prometheus-operated through ${address}/behind`);
});
