import { days, minutes } from "../../../model/quantities/duration.ts";
import { probeInterval, probeSeries } from "./probe-spec.ts";

/** A certificate is renewed a month before its end: with so much left, that has failed for two weeks. */
export const certificateLeft = days(14);

/** Two looks in a row: one may fail by itself. */
export const twoProbes = probeInterval.times(2);

/** Over how long an address is timed. */
export const timedOver = minutes(30);

/** What the probes of a service found, in PromQL, by address, as `instance`. */
export interface ProbeResults {
  /** One for each look: 1 where the address answered well. */
  readonly success: string;
  /** 1 where one of the last two looks got a good answer. */
  readonly reached: string;
  /** How long an answer took in the mean, in seconds. */
  readonly duration: string;
  /** How long the certificate is good for, in seconds. */
  readonly certificateLeft: string;
}

/** The results of a service's probes. */
export function probeResults(namespace: string, part: string): ProbeResults {
  const success = probeSeries(namespace, part, "probe_success");
  const expiry = probeSeries(namespace, part, "probe_ssl_earliest_cert_expiry");
  const duration = probeSeries(namespace, part, "probe_duration_seconds");
  return {
    success,
    reached: `max by (instance) (max_over_time(${success}[${twoProbes}]))`,
    duration: `max by (instance) (avg_over_time(${duration}[${timedOver}]))`,
    certificateLeft: `min by (instance) (last_over_time(${expiry}[${twoProbes}])) - time()`,
  };
}
