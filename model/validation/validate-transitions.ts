import type { LifecycleRule, Transition } from "../lifecycle.ts";
import type { Problem } from "../problem.ts";
import { days, type Duration } from "../quantities/duration.ts";
import { type StorageClass, storageClasses } from "../storage-class.ts";
import { inWholeDays } from "./whole-days.ts";

/** What is wrong with where files go as they age (BDR-17): by S3's rules, and by what a class costs and how fast it is. */
export function validateTransitions(
  path: string,
  { colder = [], expireAfter }: LifecycleRule,
  recoveryTime: Duration,
): Problem[] {
  return colder.flatMap((move, index) => {
    const own = `${path}[${index}]`;
    return [
      ...inWholeDaysOrAtOnce(`${own}.after`, move),
      ...validateClass(own, move, recoveryTime),
      ...validateOrder(own, colder[index - 1], move),
      ...validateEnd(`${own}.after`, move, expireAfter),
    ];
  });
}

const inWholeDaysOrAtOnce = (path: string, { after }: Transition): Problem[] =>
  after.milliseconds === 0 ? [] : inWholeDays(path, after);

function validateClass(path: string, { to, after }: Transition, recoveryTime: Duration): Problem[] {
  const { earliest, retrieval } = storageClasses[to];
  return [
    ...(earliest.exceeds(after)
      ? [
          {
            path: `${path}.after`,
            message: `${after} is too soon for ${to}, which takes files of ${earliest} and older; give ${earliest} or longer`,
          },
        ]
      : []),
    ...(retrieval.exceeds(recoveryTime)
      ? [
          {
            path: `${path}.to`,
            message: `${to} can take ${retrieval} to hand a file out, and files are promised back within ${recoveryTime}; choose a faster class`,
          },
        ]
      : []),
  ];
}

function validateOrder(path: string, earlier: Transition | undefined, { to, after }: Transition): Problem[] {
  if (!earlier) return [];
  const from = earlier.to;
  const rest = from === "STANDARD_IA" ? storageClasses[from].paidFor : days(1);
  const soonest = earlier.after.plus(rest);
  return [
    ...(coldness(to) > coldness(from)
      ? []
      : [
          {
            path: `${path}.to`,
            message: `${to} is not colder than ${from} before it; files only get colder`,
          },
        ]),
    ...(soonest.exceeds(after)
      ? [
          {
            path: `${path}.after`,
            message: `${after} is too soon after ${from} at ${earlier.after}; give ${soonest} or longer`,
          },
        ]
      : []),
  ];
}

const order = Object.keys(storageClasses) as StorageClass[];
const coldness = (each: StorageClass): number => order.indexOf(each);

function validateEnd(path: string, { to, after }: Transition, expireAfter: Duration | undefined): Problem[] {
  if (!expireAfter) return [];
  if (!expireAfter.exceeds(after))
    return [
      {
        path,
        message: `${after} is no sooner than the file is deleted, at ${expireAfter}; move it sooner or not at all`,
      },
    ];
  const paidUntil = after.plus(storageClasses[to].paidFor);
  return paidUntil.exceeds(expireAfter)
    ? [
        {
          path,
          message: `${to} is paid for until ${paidUntil}, and the file is deleted at ${expireAfter}; leave it where it is, or delete it later`,
        },
      ]
    : [];
}
