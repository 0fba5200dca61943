import { CronSchedule } from "./cron-schedule.ts";

/** What a plain value looks like. */
export interface SettingShape {
  /** In words, as they follow on "is". */
  readonly form: string;
  readonly fits: (text: string) => boolean;
}

const matching = (form: string, pattern: RegExp): SettingShape => ({
  form,
  fits: (text) => pattern.test(text),
});

/** Any text but an empty one. */
export const anyText = matching("a text", /\S/);

/** `true` or `false`. */
export const truth = matching("true or false", /^(?:true|false)$/);

/** A version as semantic versioning has it: three numbers, and what may follow them. */
export const versionNumber = matching('a version such as "1.0.0"', /^\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/);

export const mailAddress = matching("a mail address", /^[^\s@]+@[^\s@]+\.[^\s@]+$/);

/** A path from the root. */
export const absolutePath = matching('a path from the root such as "/tmp"', /^\/\S*$/);

/** The address of a network interface, or `0.0.0.0` for all of them. */
export const listenAddress = matching(
  'an address to listen on such as "0.0.0.0"',
  /^(?:\d{1,3}\.){3}\d{1,3}$/,
);

/** A cron line with five fields. */
export const cronLine: SettingShape = {
  form: 'a cron line such as "0 19 * * 1-5"',
  fits: (text) => {
    try {
      return CronSchedule.parse(text).line === text;
    } catch {
      return false;
    }
  },
};

/** One of these texts and no other. */
export const oneOf = (...choices: readonly string[]): SettingShape => ({
  form: `one of ${choices.join(", ")}`,
  fits: (text) => choices.includes(text),
});

/** A whole number, in digits alone. */
export const wholeNumber = (fewest = 0): SettingShape => ({
  form: `a whole number of ${fewest} or more`,
  fits: (text) => /^(?:0|[1-9]\d*)$/.test(text) && Number(text) >= fewest,
});
